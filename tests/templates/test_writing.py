"""Answers are written into a template so that each stands where it should, as it was given."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patto.kernel.agreement.yaml import unfit
from patto.kernel.errors import CannotEditError
from patto.kernel.zones import TZDATA_RELEASE
from patto.templates import Answers, AnswersError, PatronDay, asked, spots, usual, write
from patto.templates.answers import FIELDS, LONGEST_NAME, read
from patto.templates.filling import fill, leaves
from patto.templates.moving import moved, weeks_clear
from patto.templates.shelf import text_of
from patto.templates.writing import agreement_id
from templates.shelf import EVERY, TODAY, agreement_of, begun, every_template, root_in

HOSTILE = [
    """O'Neill: "x" # y""",
    "# change: nothing",
    "{a: b}, [c] & *d",
    "none",
    "24x7",
    "2027-01-01",
    "yes",
    "- a",
    "%YAML 1.1",
    "Società già più «così» – 株式会社",
    "\\n\\t${x}{{y}}",
    "|",
    "a" * LONGEST_NAME,
]


def names() -> st.SearchStrategy[str]:
    """Return names that can stand in an agreement."""
    letters = st.characters(blacklist_categories=("Cs", "Cc"))
    texts = st.text(letters, min_size=1, max_size=60)
    return texts.filter(lambda text: bool(text.strip()) and unfit(text) is None)


@pytest.mark.parametrize("lang", ["en", "it"])
@given(provider=names() | st.sampled_from(HOSTILE), customer=names() | st.sampled_from(HOSTILE))
@settings(max_examples=30)
def test_any_name_stands_in_the_file_as_it_was_given(lang, provider, customer):
    parties = agreement_of(begun("simple", lang, provider=provider, customer=customer)).parties
    assert parties.provider.name == provider.strip()
    assert parties.customer.name == customer.strip()
    assert parties.customer.known_as == (customer.strip(),)


@pytest.mark.parametrize(
    ("profile", "lang", "name"),
    [
        *((profile, lang, HOSTILE[0]) for profile, lang in EVERY),
        *(("simple", "it", name) for name in HOSTILE[1:]),
    ],
)
def test_a_hostile_name_changes_nothing_but_itself(profile, lang, name):
    text = begun(profile, lang, customer=name, start=date(2027, 1, 1))
    plain = begun(profile, lang, start=date(2027, 1, 1))
    agreement = agreement_of(text)
    assert agreement.parties.customer.name == name
    root, before = root_in(text), root_in(plain)
    changed = {
        path
        for (path, one), (_, other) in zip(leaves(root), leaves(before), strict=True)
        if one.value != other.value
    }
    party = ("parties", "customer")
    places = {(*party, "name"), (*party, "known_as", 0), ("agreement", "id")}
    assert changed <= places
    assert {one.what for one in spots(text)} < {one.what for one in spots(plain)}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_of_a_patron_closes_its_day_and_no_other(name):
    text = begun("standard", "en", patron_day=PatronDay(6, 13, name), zone="+01:00")
    days = agreement_of(text).calendars["office"].closed_days
    assert days is not None
    assert [day.name for day in days if (day.date.month, day.date.day) == (6, 13)] == [name, name]
    assert len(days) == 22


@every_template
def test_an_answer_of_every_kind_stands_in_its_place(profile, lang):
    answers: dict[str, object] = {
        "provider": "Uno S.r.l.",
        "customer": "Due S.p.A.",
        "start": date(2027, 4, 1),
        "zone": "Europe/Malta",
        "fee": Decimal("987.50"),
        "country": "IE" if lang == "it" else "IT",
        "patron_day": PatronDay(6, 13, "Antonio"),
    }
    places = asked(profile, lang)
    text = begun(profile, lang, **{name: answers[name] for name in places})
    agreement = agreement_of(text)
    assert agreement.agreement.id == "DUE-SPA-2027"
    assert agreement.agreement.effective.start == date(2027, 4, 1)
    assert agreement.agreement.tzdata == TZDATA_RELEASE
    assert agreement.agreement.zone == "Europe/Malta"
    assert {one.zone for one in agreement.calendars.values()} == {"Europe/Malta"}
    stated = root_in(text).value
    if "fee" in places:
        fees = stated["charges"]["fees"]
        assert [one["amount"] for one in fees if one["id"] == "monthly-fee"] == ["987.50 EUR"]
    if "legal" in stated:
        assert stated["legal"]["law"] == answers["country"]
    if "patron_day" in places:
        closing = [one for one in stated["calendars"].values() if one["closed_days"] != "none"]
        assert closing
        for one in closing:
            days = {day["date"]: day["name"] for day in one["closed_days"]}
            assert days["2027-06-13"] == days["2028-06-13"] == "Antonio"
            assert ("2027-03-17" in days) == (answers["country"] == "IE")
            assert one["stated_until"] == "2028-12-31"


@every_template
def test_what_was_answered_is_no_longer_to_be_looked_at(profile, lang):
    nothing = spots(begun(profile, lang))
    full = usual(profile, lang, today=TODAY)
    everything = spots(write(profile, lang, full, today=TODAY))
    assert {one.what for one in everything} < {one.what for one in nothing}
    assert len(nothing) - len(everything) >= 3


@every_template
def test_the_usual_answers_given_or_not_make_the_same_agreement(profile, lang):
    full = usual(profile, lang, today=TODAY)
    assert [name for name in FIELDS if getattr(full, name) is not None] == list(
        asked(profile, lang)
    )
    assert full.start == date(2026, 12, 1)
    assert agreement_of(write(profile, lang, full, today=TODAY)) == agreement_of(
        begun(profile, lang)
    )


@every_template
@given(start=st.dates(date(2000, 1, 1), date(2100, 12, 31)))
@settings(max_examples=4)
def test_whenever_it_starts_the_form_holds_and_examples_fall_on_open_days(profile, lang, start):
    agreement = agreement_of(begun(profile, lang, start=start))
    closed = {day.date for one in agreement.calendars.values() for day in one.closed_days or ()}
    for metric in agreement.metrics or ():
        for example in metric.examples:
            moments = [event.at for event in getattr(example, "events", ())]
            for moment in moments:
                day = date.fromisoformat(moment[:10])
                assert day >= start
                assert day not in closed


def test_comments_and_all_that_was_not_answered_stay_as_they_were():
    template = text_of("standard", "it").split("\n")
    written = begun("standard", "it", start=date(2027, 1, 1), customer="Rossi").split("\n")
    assert len(written) == len(template)
    changed = [(old, new) for old, new in zip(template, written, strict=True) if old != new]
    assert [new.strip() for _, new in changed] == [
        "id: ROSSI-2027",
        "start: 2027-01-01",
        "name: Rossi",
        "known_as: [Rossi]",
    ]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("provider", "  ", "empty"),
        ("customer", "a" * (LONGEST_NAME + 1), "too-long"),
        ("customer", "a\nb", "character"),
        ("customer", "a\u2028b", "character"),
        ("customer", "a\ud800b", "character"),
        ("start", date(1999, 12, 31), "year"),
        ("zone", "Europe/Padova", "zone"),
        ("zone", "../etc/passwd", "zone"),
        ("fee", Decimal(0), "fee-range"),
        ("fee", Decimal("1.005"), "fee"),
        ("fee", Decimal("NaN"), "fee"),
        ("fee", Decimal(10_000_000), "fee-range"),
        ("country", "DE", "country"),
        ("patron_day", PatronDay(2, 29), "patron-day"),
        ("patron_day", PatronDay(13, 1), "patron-day"),
        ("patron_day", PatronDay(6, 13, "a\tb"), "character"),
        ("patron_day", "never", "patron-day"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_with_its_reason(field, value, code):
    with pytest.raises(AnswersError) as refused:
        begun("standard", "en", **{field: value})
    assert [(one.field, one.code) for one in refused.value.troubles] == [(field, code)]


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(AnswersError) as refused:
        begun("standard", "en", provider="", zone="here", fee=Decimal(-1))
    assert [one.field for one in refused.value.troubles] == ["provider", "zone", "fee"]


def test_an_answer_for_which_a_profile_has_no_place_is_not_lost_in_silence():
    assert "fee" not in asked("informal", "it")
    with pytest.raises(AnswersError) as refused:
        begun("informal", "it", fee=Decimal(100))
    assert [(one.field, one.code) for one in refused.value.troubles] == [("fee", "no-place")]


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("provider", " Rossi ", "Rossi"),
        ("start", "2027-02-28", date(2027, 2, 28)),
        ("fee", "1500", Decimal(1500)),
        ("fee", "1500,5", Decimal("1500.5")),
        ("fee", "1500.00 EUR", Decimal(1500)),
        ("fee", "1.350,50", Decimal("1350.50")),
        ("fee", "1,350.50", Decimal("1350.50")),
        ("fee", "1.500", Decimal(1500)),
        ("fee", "€ 1 350,5", Decimal("1350.5")),
        ("fee", "1'350.50 €", Decimal("1350.50")),
        ("country", "it", "IT"),
        ("patron_day", "06-13", PatronDay(6, 13)),
        ("patron_day", "06-13  Sant'Antonio", PatronDay(6, 13, "Sant'Antonio")),
        ("patron_day", "nessuno", "none"),
    ],
)
def test_an_answer_is_read_as_people_write_it(field, text, value):
    assert getattr(read({field: text}), field) == value


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("start", "01/02/2027", "date"),
        ("start", "2027-02-30", "date"),
        ("fee", "1.35.00", "fee"),
        ("fee", "1.350.50", "fee"),
        ("fee", "0.500", "fee"),
        ("fee", "1.350,500", "fee"),
        ("fee", "-1", "fee"),
        ("fee", "1500 USD", "fee"),
        ("patron_day", "13/06", "patron-day"),
        ("zone", "Roma", "zone"),
        ("customer", "   ", "empty"),
    ],
)
def test_a_text_that_could_be_misread_is_refused(field, text, code):
    with pytest.raises(AnswersError) as refused:
        read({field: text})
    assert [one.code for one in refused.value.troubles] == [code]
    assert refused.value.troubles[0].told["value"].strip() == text.strip()


def test_a_profile_or_language_that_is_not_there_opens_no_file():
    for profile, lang in (("../standard", "it"), ("standard", "../it"), ("standard", "xx")):
        with pytest.raises(KeyError):
            write(profile, lang, Answers(), today=TODAY)


@pytest.mark.parametrize(
    ("customer", "name"),
    [
        ("Cliente Esempio S.p.A.", "CLIENTE-ESEMPIO-SPA-2027"),
        ("""O'Neill: "x" # y""", "ONEILL-X-Y-2027"),
        ("Società Più", "SOCIETA-PIU-2027"),
        ("株式会社", "AGREEMENT-2027"),
        ("a" * 100, "A" * 40 + "-2027"),
    ],
)
def test_an_agreement_is_named_after_its_customer_and_year(customer, name):
    assert agreement_id(customer, date(2027, 5, 1)) == name


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("2027-01-01", "2027-02-15"),
        ("2027-03-31", "2027-05-14"),
        ("2027-01-15", "2027-03-01"),
        ("2028-01-01", "2028-02-15"),
        ("2025-06-01", "2025-07-15"),
    ],
)
def test_a_date_keeps_its_months_and_days_from_the_start(day, later):
    base, start = date(2027, 1, 1), date(2027, 2, 15)
    assert moved(date.fromisoformat(day), base, start) == date.fromisoformat(later)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_dates_move_with_the_start_and_not_at_all_without_it(day, start):
    base = date(2027, 1, 1)
    assert moved(day, base, base) == day
    assert moved(base, base, start) == start
    assert abs((moved(day, base, start) - start) - (day - base)) <= timedelta(days=31)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_last_day_of_a_month_stays_one_for_a_start_on_a_first(day):
    start = day.replace(day=1)
    later = moved(date(2027, 3, 31), date(2027, 1, 1), start)
    assert (later + timedelta(days=1)).day == 1


def test_an_example_moves_by_whole_weeks_past_closed_days_and_changes_of_the_clock():
    days, base = [date(2027, 3, 5), date(2027, 3, 8)], date(2027, 1, 1)
    assert weeks_clear(days, base, base, [], "Europe/Rome") == 0
    assert weeks_clear(days, base, base, [date(2027, 3, 6)], "Europe/Rome") == 1
    clocks_change = [date(2027, 3, 27), date(2027, 3, 29)]
    assert weeks_clear(clocks_change, base, base, [], "Europe/Rome") == 1
    assert weeks_clear(clocks_change, base, base, [], "+01:00") == 0
    always = [date(2027, 1, 1) + timedelta(days=7 * n) for n in range(200)]
    with pytest.raises(ValueError, match="days in a row"):
        weeks_clear([date(2027, 3, 1), date(2027, 3, 8)], base, base, always, "Europe/Rome")


def test_a_mark_is_a_comment_and_never_a_part_of_a_text():
    text = (
        "a: 'x # change: no'  # change: yes\n"
        "# change: below\nb:\n  c: 1\n# da cambiare: giù\nd: 2\n"
    )
    assert [(one.line, one.what) for one in spots(text)] == [(1, "yes"), (3, "below"), (6, "giù")]


def test_filling_refuses_what_would_change_more_than_a_value():
    text = "a: &x 1\nb: *x\nc: [1, 2]\nd:\n  - 1\n"
    assert fill(text, {("c", 1): "x, y", ("d",): ["p", "q"]}) == (
        "a: &x 1\nb: *x\nc: [1, 'x, y']\nd:\n  - p\n  - q\n"
    )
    for path in (("a",), ("c",), ("e",), ("d", 0, "f")):
        with pytest.raises(CannotEditError):
            fill(text, {path: ["z"]})
    with pytest.raises(CannotEditError):
        fill(": [", {})
