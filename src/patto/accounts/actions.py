"""Every write about the provider and its people."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction

from patto.accounts.models import Person, Provider
from patto.accounts.problems import LastOwnerError, TakenError
from patto.accounts.roles import Role
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, record


@transaction.atomic
def set_up(*, at: Instant, provider: str, language: str, zone: str, name: str, email: str,
           password: str, demonstration: bool = False) -> Person:  # fmt: skip
    """Make the provider and its first person, who is an owner; it may be an invented one.

    :raises TakenError: if there is a provider already
    :raises ValidationError: if the address or the password will not do
    """
    if Provider.objects.exists():
        raise TakenError("provider")
    Provider.objects.create(
        pk=1, name=provider, language=language, zone=zone, set_up_at=at,
        demonstration=demonstration,
    )  # fmt: skip
    first = Actor("set-up", name)
    record("provider.set-up", by=first, at=at, noun="provider", key=1, told={"name": provider})
    return add_person(
        by=first, at=at, name=name, email=email, role=Role.OWNER, language=language, zone=zone,
        password=password,
    )  # fmt: skip


@transaction.atomic
def add_person(*, by: Actor, at: Instant, name: str, email: str, role: Role, language: str,
               zone: str, password: str) -> Person:  # fmt: skip
    """Add a person who signs in with an address and a password.

    :raises TakenError: if somebody has that address
    :raises ValidationError: if the address or the password will not do
    """
    validate_email(email)
    if Person.objects.filter(email__iexact=email).exists():
        raise TakenError("email")
    person = Person(name=name, email=email, role=role, language=language, zone=zone, added_at=at)
    validate_password(password, person)
    person.set_password(password)
    person.save()
    told = {"name": name, "email": email, "role": str(role)}
    record("people.add", by=by, at=at, noun="person", key=person.pk, told=told)
    return person


@transaction.atomic
def change_role(person: int, *, by: Actor, at: Instant, role: Role) -> None:
    """Give a person another role.

    :raises LastOwnerError: if nobody would be an owner any more
    """
    found = Person.objects.select_for_update().get(pk=person)
    before, found.role = found.role, role
    found.save(update_fields=["role"])
    _somebody_owns()
    told = {"from": before, "to": str(role)}
    record("people.role", by=by, at=at, noun="person", key=person, told=told)


@transaction.atomic
def set_active(person: int, *, by: Actor, at: Instant, active: bool) -> None:
    """Let a person sign in, or no longer; who may not is signed out wherever they are.

    :raises LastOwnerError: if nobody would be an owner any more
    """
    Person.objects.filter(pk=person).update(is_active=active)
    _somebody_owns()
    act = "people.let-in" if active else "people.shut-out"
    record(act, by=by, at=at, noun="person", key=person)


def _somebody_owns() -> None:
    if not Person.objects.filter(role=Role.OWNER, is_active=True).exists():
        raise LastOwnerError
