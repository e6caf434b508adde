"""The provider and its people."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from desk.people import AT, BY, PASSWORD, another, desk
from patto.accounts import actions, queries
from patto.accounts.models import Person
from patto.accounts.problems import LastOwnerError, TakenError
from patto.accounts.roles import ACTS, Role, may
from patto.ledger.queries import of_thing

pytestmark = pytest.mark.django_db

TABLE = {
    "owner": {
        "see", "work", "blacken", "answers", "customers", "agreements", "people", "provider",
        "ledger",
    },
    "manager": {"see", "work", "blacken", "answers", "customers", "agreements", "ledger"},
    "technician": {"see", "work"},
    "auditor": {"see", "ledger"},
    "somebody-else": set(),
}  # fmt: skip


@pytest.mark.parametrize("role", TABLE)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role):
    assert {act for act in ACTS if may(role, act)} == TABLE[role]


def test_whoever_sets_the_desk_up_owns_it_and_nobody_can_do_it_again():
    owner = desk()
    assert (owner.role, owner.check_password(PASSWORD)) == (Role.OWNER, True)
    provider = queries.provider()
    assert provider is not None
    assert provider.name == "Nordest Informatica"
    with pytest.raises(TakenError):
        desk()


def test_an_address_has_one_person_whatever_its_case():
    desk()
    with pytest.raises(TakenError):
        actions.add_person(
            by=BY, at=AT, name="X", email="MARTA@nordest.example", role=Role.AUDITOR,
            language="en", zone="UTC", password=PASSWORD,
        )  # fmt: skip


@pytest.mark.parametrize("password", ["short", "password1234", "marta@nordest.example"])
def test_a_password_that_is_easily_guessed_is_refused_and_nothing_is_left_behind(password):
    with pytest.raises(ValidationError):
        actions.add_person(
            by=BY, at=AT, name="Marta", email="marta@nordest.example", role=Role.OWNER,
            language="en", zone="UTC", password=password,
        )  # fmt: skip
    assert Person.objects.count() == 0


def test_somebody_always_owns_the_desk():
    owner = desk()
    with pytest.raises(LastOwnerError):
        actions.change_role(owner.pk, by=BY, at=AT, role=Role.AUDITOR)
    with pytest.raises(LastOwnerError):
        actions.set_active(owner.pk, by=BY, at=AT, active=False)
    second = another(Role.OWNER)
    actions.set_active(owner.pk, by=second.actor, at=AT, active=False)
    assert [(one.name, one.active) for one in queries.people()] == [
        ("Ivo Serra", True), ("Marta Zanella", False),
    ]  # fmt: skip


def test_every_write_is_in_the_ledger_with_who_and_when_and_no_password():
    desk()
    person = another(Role.TECHNICIAN)
    actions.change_role(person.pk, by=BY, at=AT + 1, role=Role.MANAGER)
    written = of_thing("person", person.pk)
    assert [(one.act, one.at, one.who) for one in written] == [
        ("people.role", AT + 1, "Marta Zanella"), ("people.add", AT, "Marta Zanella"),
    ]  # fmt: skip
    assert written[0].told == {"from": "technician", "to": "manager"}
    assert PASSWORD not in str([one.told for one in written])
