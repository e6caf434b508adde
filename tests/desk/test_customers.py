"""Customers, what is theirs, and how it is found."""

from __future__ import annotations

import pytest

from desk.people import AT, BY
from patto.customers import actions, queries
from patto.customers.drafts import (
    ContactDraft,
    CustomerDraft,
    Owned,
    SiteDraft,
    SupplierDraft,
    SystemDraft,
)
from patto.ledger.queries import of_thing

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
        with pytest.raises(actions.NotTheirsError):
            add(ferri, draft)
    own = add(ferri, SystemDraft(name="X"))
    with pytest.raises(actions.NotTheirsError):
        actions.change(SystemDraft, own, by=BY, at=AT, site_id=hall)


def test_a_change_is_in_the_ledger_as_it_was_and_as_it_is(belriva):
    ada = add(belriva, ContactDraft(name="Ada", telephone="1"))
    actions.change(ContactDraft, ada, by=BY, at=AT + 1, telephone="049 555 0140", name="Ada")
    actions.change(ContactDraft, ada, by=BY, at=AT + 2, name="Ada")
    (first, _) = of_thing("contact", ada)
    assert first.told == {"telephone": ["1", "049 555 0140"]}
    assert queries.search("0140")[0].name == "Ada"


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
    assert queries.search(query)[0].name == found


@pytest.mark.usefixtures("belriva")
@pytest.mark.parametrize("query", ["", "  ", "%", "_", "zzzz", "'; drop table"])
def test_what_is_not_there_is_not_found(query):
    assert queries.search(query) == ()


def test_a_search_within_a_customer_finds_nothing_of_another(belriva, ferri):
    add(belriva, ContactDraft(name="Ada Neri"))
    assert queries.search("ada", customer=ferri) == ()
    assert [one.customer for one in queries.search("ada", customer=belriva)] == [belriva]
