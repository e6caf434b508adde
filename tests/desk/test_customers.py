"""Customers, what is theirs, and how it is found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.people import AT, BY
from patto.customers import actions, opening, queries
from patto.customers.drafts import (
    ContactDraft,
    CustomerDraft,
    Owned,
    SiteDraft,
    SupplierDraft,
    SystemDraft,
)
from patto.customers.finding import search
from patto.customers.folding import near
from patto.customers.problems import InUseError, NotTheirsError, NotYetError, StaleError
from patto.kernel.instants import parse
from patto.ledger.queries import latest_of, of_thing

pytestmark = pytest.mark.django_db


@pytest.fixture
def belriva() -> int:
    draft = CustomerDraft(name="Cantine Belriva", language="it", zone="Europe/Rome")
    return actions.add_customer(draft, by=BY, at=AT)


@pytest.fixture
def ferri() -> int:
    draft = CustomerDraft(name="Studio Ferri", language="en", zone="Europe/Rome")
    return actions.add_customer(draft, by=BY, at=AT)


def add(customer: int, draft: Owned) -> int:
    return actions.add(draft, customer=customer, by=BY, at=AT)


def test_what_is_a_customers_is_found_under_it_and_under_no_other(belriva, ferri):
    hall = add(belriva, SiteDraft(name="The bottling hall"))
    add(belriva, SystemDraft(name="Server", criticality="high", site_id=hall))
    add(belriva, SystemDraft(name="A printer", criticality="low"))
    add(ferri, ContactDraft(name="Ada Neri"))
    assert [one.name for one in queries.systems(belriva)] == ["Server", "A printer"]
    server = queries.systems(belriva)[0]
    assert server.site is not None
    assert server.site.name == "The bottling hall"
    assert queries.contacts(belriva) == ()
    assert queries.systems(ferri) == ()


def test_a_site_of_another_customer_is_refused(belriva, ferri):
    hall = add(belriva, SiteDraft(name="The hall"))
    for draft in (SystemDraft(name="X", site_id=hall), ContactDraft(name="X", site_id=hall)):
        with pytest.raises(NotTheirsError):
            add(ferri, draft)
    own = add(ferri, SystemDraft(name="X"))
    with pytest.raises(NotTheirsError):
        actions.change(SystemDraft, own, by=BY, at=AT, site_id=hall)


def test_a_change_is_in_the_ledger_as_it_was_and_as_it_is(belriva):
    ada = add(belriva, ContactDraft(name="Ada", telephone="1"))
    actions.change(ContactDraft, ada, by=BY, at=AT + 1, telephone="049 555 0140", name="Ada")
    actions.change(ContactDraft, ada, by=BY, at=AT + 2, name="Ada")
    (first, _) = of_thing("contact", ada)
    assert first.told == {"telephone": ["1", "049 555 0140"]}
    assert search("0140")[0].name == "Ada"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("citta", "Niccolò Città"),
        ("NICCOLO", "Niccolò Città"),
        ("0495550140", "Niccolò Città"),
        ("049 555", "Niccolò Città"),
        ("cità", "Niccolò Città"),
        ("server erp", "Server of the ERP"),
        ("erp serv", "Server of the ERP"),
        ("sever", "Server of the ERP"),
        ("belr", "Cantine Belriva"),
        ("cantina", "Cantine Belriva"),
        ("enomac", "Enomac S.p.A."),
    ],
)
def test_anything_is_found_by_any_fragment(belriva, query, found):
    add(belriva, ContactDraft(name="Niccolò Città", telephone="+39 049 555-0140"))
    add(belriva, SystemDraft(name="Server of the ERP", kind="server"))
    actions.add_supplier(SupplierDraft(name="Enomac S.p.A."), by=BY, at=AT)
    assert search(query)[0].name == found


@pytest.mark.usefixtures("belriva")
@pytest.mark.parametrize("query", ["", "  ", "%", "_", "zzzz", "'; drop table"])
def test_what_is_not_there_is_not_found(query):
    assert search(query) == ()


@pytest.mark.parametrize(
    "query",
    ["zanlla", "zanellla", "zamella", "aznella", "znaella", "zanelal", "anella", "zanela ada"],
)
def test_a_word_is_found_with_a_letter_wrong_missing_too_many_or_swapped(belriva, query):
    add(belriva, ContactDraft(name="Ada Zanella", email="ada@belriva.example"))
    add(belriva, ContactDraft(name="Bruno Sala"))
    assert [one.name for one in search(query)] == ["Ada Zanella"]


@given(st.text("abcdeilnorst", min_size=4, max_size=9), st.data())
def test_one_slip_after_the_first_letter_is_always_forgiven(word, data):
    at = data.draw(st.integers(1, len(word) - 1))
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + "x" + word[at:],
        word[:at] + "x" + word[at + 1 :],
    ]
    slips.append(word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :])
    for slip in slips:
        assert word in near(slip, [word]) or len(slip) < 3


def test_what_is_exactly_so_is_found_before_what_is_nearly_so(belriva):
    for name in ("Sara", "Sarah Moro", "Rosario Sarai", "Zara"):
        add(belriva, ContactDraft(name=name))
    assert [one.name for one in search("sara")] == ["Sara", "Rosario Sarai", "Sarah Moro"]


def test_what_left_is_offered_and_found_no_more_and_can_be_read_and_brought_back(belriva):
    hall = add(belriva, SiteDraft(name="Hall"))
    server = add(belriva, SystemDraft(name="Server", site_id=hall))
    ada = add(belriva, ContactDraft(name="Ada"))
    for draft, key in ((SystemDraft, server), (ContactDraft, ada), (SiteDraft, hall)):
        actions.retire(draft, key, on=date(2026, 3, 1), by=BY, at=AT)
    assert queries.systems(belriva) == queries.contacts(belriva) == queries.sites(belriva) == ()
    assert search("ada") == search("server") == search("hall") == ()
    assert queries.gone(belriva) == 3
    (kept,) = queries.systems(belriva, retired=True)
    assert kept.retired_on == date(2026, 3, 1)
    assert kept.site is not None
    assert kept.site.name == "Hall"
    actions.bring_back(ContactDraft, ada, by=BY, at=AT + 1)
    assert [one.name for one in queries.contacts(belriva)] == ["Ada"]
    assert [(one.act, dict(one.told)) for one in of_thing("contact", ada)][:2] == [
        ("contact.bring-back", {"retired_on": ["2026-03-01", None]}),
        ("contact.retire", {"retired_on": [None, "2026-03-01"]}),
    ]


def test_a_customer_who_left_takes_all_that_is_theirs_out_of_the_search(belriva):
    add(belriva, ContactDraft(name="Ada"))
    actions.retire(CustomerDraft, belriva, on=date(2026, 3, 2), by=BY, at=AT)
    assert search("ada") == search("belriva") == ()
    assert queries.customers() == ()
    assert [one.name for one in queries.customers(retired=True)] == ["Cantine Belriva"]


def test_nothing_left_before_it_left_nor_while_something_hangs_on_it(belriva):
    hall = add(belriva, SiteDraft(name="Hall"))
    enomac = actions.add_supplier(SupplierDraft(name="Enomac"), by=BY, at=AT)
    press = add(belriva, SystemDraft(name="Press", site_id=hall, supplier_id=enomac))
    with pytest.raises(NotYetError):
        actions.retire(SystemDraft, press, on=date(2026, 3, 3), by=BY, at=AT)
    for draft, key in ((SiteDraft, hall), (SupplierDraft, enomac)):
        with pytest.raises(InUseError) as refused:
            actions.retire(draft, key, on=date(2026, 3, 1), by=BY, at=AT)
        assert refused.value.told == {"things": "Press"}


def test_a_supplier_of_one_customer_is_offered_to_no_other(belriva, ferri):
    own = add(belriva, SupplierDraft(name="Their carrier", contract="X-1"))
    actions.add_supplier(SupplierDraft(name="Enomac"), by=BY, at=AT)
    assert [one.name for one in queries.suppliers(belriva)] == ["Enomac", "Their carrier"]
    assert [one.name for one in queries.suppliers(ferri)] == ["Enomac"]
    with pytest.raises(NotTheirsError):
        add(ferri, SystemDraft(name="Line", supplier_id=own))


def test_what_somebody_else_changed_meanwhile_is_not_written_over(belriva):
    ada = add(belriva, ContactDraft(name="Ada"))
    seen = latest_of("contact", ada)
    actions.change(ContactDraft, ada, by=BY, at=AT, seen=seen, telephone="1")
    with pytest.raises(StaleError):
        actions.change(ContactDraft, ada, by=BY, at=AT, seen=seen, telephone="2")
    assert queries.contacts(belriva)[0].telephone == "1"


def test_a_system_is_in_scope_from_one_day_up_to_another(belriva):
    key = add(belriva, SystemDraft(name="Server", item="srv"))
    (always,) = queries.systems(belriva)
    assert queries.is_in_scope(always, date(1999, 1, 1))
    actions.change(
        SystemDraft, key, by=BY, at=AT,
        in_scope_since=date(2026, 1, 10), in_scope_until=date(2026, 2, 1),
    )  # fmt: skip
    (row,) = queries.systems(belriva)
    days = [date(2026, 1, 9), date(2026, 1, 10), date(2026, 1, 31), date(2026, 2, 1)]
    assert [queries.is_in_scope(row, one) for one in days] == [False, True, True, False]
    actions.change(SystemDraft, key, by=BY, at=AT, item="")
    assert not queries.is_in_scope(queries.systems(belriva)[0], days[1])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("lun-ven 8-12.30, 14-18", 'mon-fri: ["08:00-12:30", "14:00-18:00"]'),
        ("Monday – Friday: 9:00–13:00; 14.30–18", 'mon-fri: ["09:00-13:00", "14:30-18:00"]'),
        ("sab: 9-12\ndom 22-6", 'sat: ["09:00-12:00"]\nsun: ["22:00-06:00"]'),
        ('mon-fri: ["08:00-18:00"]', 'mon-fri: ["08:00-18:00"]'),
        ("whenever", "whenever"),
        ("mon-fri 8-12, never", 'mon-fri: ["08:00-12:00"]\nnever'),
        ("lun-gio 8-12, ven 9-12", 'mon-thu: ["08:00-12:00"]\nfri: ["09:00-12:00"]'),
        ("ogni giorno 7-23", 'mon-sun: ["07:00-23:00"]'),
        ("24x7", 'mon-sun: ["00:00-24:00"]'),
    ],
)
def test_hours_as_people_type_them_become_what_an_agreement_writes(typed, written):
    assert opening.in_notation(typed) == written
    assert opening.in_notation(written) == written


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ("whenever", "mapping-expected"),
        ('mon: ["08:00-25:00"]', "interval-malformed"),
        ('someday: ["08:00-12:00"]', "weekday-malformed"),
        ('mon: ["08:00-08:00"]', "hours-empty"),
        ('mon-fri: ["08:00-12:00"]\nmon: ["11:00-13:00"]', "hours-overlap"),
        ("mon: [", "yaml-bracket-open"),
    ],
)
def test_hours_that_are_none_are_told_as_in_an_agreement(hours, code):
    weekly, wrong = opening.read_hours(hours, "Europe/Rome")
    assert weekly == {}
    assert wrong is not None
    assert wrong.code == code


def test_a_site_is_closed_on_its_days_off_every_year_and_outside_its_hours():
    site = opening.opening(
        'mon-fri: ["08:00-18:00"]', "06-13 Patron\n2026-08-10..2026-08-21 Summer\n12-24..01-06 X",
        "Europe/Rome",
    )  # fmt: skip
    expected = {
        "2025-06-13T08:00:00Z": (False, "Patron", "2025-06-16T06:00:00Z"),
        "2026-08-10T08:00:00Z": (False, "Summer", "2026-08-24T06:00:00Z"),
        "2026-01-02T08:00:00Z": (False, "X", "2026-01-07T07:00:00Z"),
        "2026-03-02T08:00:00Z": (True, "", "2026-03-02T17:00:00Z"),
        "2026-03-07T08:00:00Z": (False, "", "2026-03-09T07:00:00Z"),
    }
    for at, (is_open, closed_by, until) in expected.items():
        found = opening.standing(site, "Europe/Rome", parse(at))
        assert found == opening.Standing(is_open, closed_by, parse(until))
    assert opening.standing(opening.opening("", "06-13 X", "UTC"), "UTC", AT) is None


@given(
    st.lists(
        st.tuples(
            st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(0, 300), st.booleans(),
            st.sampled_from(["Patron", "Sant'Antonio 2", "12-25 x"]),
        )
    )
)  # fmt: skip
def test_days_off_are_read_as_they_are_written(some):
    days = []
    for first, length, yearly, name in some:
        begin = first.replace(year=2000) if yearly else first
        end = begin + timedelta(days=length)
        days.append(opening.DayOff(begin, end, name, yearly=yearly))
    found, wrong = opening.read_off(opening.written_off(tuple(days)))
    assert wrong == ()
    assert sorted(found, key=repr) == sorted(days, key=repr)


@pytest.mark.parametrize("line", ["agosto", "31/02 X", "2026-06-13", "2026-08-21..2026-08-10 X"])
def test_a_line_that_is_no_day_off_is_named(line):
    assert opening.read_off(f"06-13 Patron\n{line}")[1] == (2,)


def test_a_search_within_a_customer_finds_nothing_of_another(belriva, ferri):
    add(belriva, ContactDraft(name="Ada Neri"))
    assert search("ada", customer=ferri) == ()
    assert [one.customer for one in search("ada", customer=belriva)] == [belriva]
