"""Every write about the provider and its people."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction

from patto.accounts.models import Person, Provider, Screen
from patto.accounts.problems import LastOwnerError, TakenError
from patto.accounts.queries import digest_of
from patto.accounts.roles import Role
from patto.accounts.sessions import end
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
    if not active:
        end(person, by=by, at=at)


@transaction.atomic
def change_person(
    person: int, *, by: Actor, at: Instant, name: str, language: str, zone: str
) -> None:
    """Change what a person is called, and in which language and zone the desk is for them."""
    row = Person.objects.select_for_update().get(pk=person)
    told = {"name": name, "language": language, "zone": zone}
    changed = {n: [getattr(row, n), one] for n, one in told.items() if getattr(row, n) != one}
    for field in changed:
        setattr(row, field, told[field])
    row.save(update_fields=list(told))
    if changed:
        record("people.change", by=by, at=at, noun="person", key=person, told=changed)


@transaction.atomic
def set_password(person: int, *, by: Actor, at: Instant, password: str) -> None:
    """Give a person another password, and sign them out wherever the old one signed them in.

    :raises ValidationError: if the password will not do
    """
    row = Person.objects.select_for_update().get(pk=person)
    validate_password(password, row)
    row.set_password(password)
    row.save(update_fields=["password"])
    record("people.password", by=by, at=at, noun="person", key=person)
    end(person, by=by, at=at)


@transaction.atomic
def add_screen(name: str, *, by: Actor, at: Instant) -> str:
    """Let a screen show the board, and return its key, which is kept nowhere."""
    key = secrets.token_urlsafe(32)
    row = Screen.objects.create(name=name, digest=digest_of(key), added_at=at, added_by=by.name)
    record("screen.add", by=by, at=at, noun="screen", key=row.pk, told={"name": name})
    return key


@transaction.atomic
def end_screen(screen: int, *, by: Actor, at: Instant) -> None:
    """Let a screen show the board no longer; the key of one that is ended stays ended."""
    if Screen.objects.filter(pk=screen, ended_at=None).update(ended_at=at):
        record("screen.end", by=by, at=at, noun="screen", key=screen)


def _somebody_owns() -> None:
    if not Person.objects.filter(role=Role.OWNER, is_active=True).exists():
        raise LastOwnerError
