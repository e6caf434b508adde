"""Every read about the provider and its people."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from patto.accounts.models import Person, Provider, Screen
from patto.kernel.instants import Instant


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """The provider as pages show it."""

    name: str
    language: str
    zone: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as lists show them."""

    id: int
    name: str
    email: str
    role: str
    active: bool
    added_at: Instant


def provider() -> ProviderRow | None:
    """Return the provider, `None` before it is set up."""
    found = Provider.objects.filter(pk=1).first()
    return None if found is None else ProviderRow(found.name, found.language, found.zone)


def is_set_up() -> bool:
    """Return whether there is a provider."""
    return Provider.objects.exists()


def is_demonstration() -> bool:
    """Return whether the provider is an invented one."""
    return Provider.objects.filter(demonstration=True).exists()


def people() -> tuple[PersonRow, ...]:
    """Return everybody of the provider's, those who may sign in first."""
    rows = Person.objects.order_by("-is_active", "name", "id")
    return tuple(
        PersonRow(one.pk, one.name, one.email, one.role, one.is_active, one.added_at)
        for one in rows
    )


def is_person(key: int) -> bool:
    """Return whether there is a person of this number."""
    return Person.objects.filter(pk=key).exists()


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """A screen that shows the board, as lists show it."""

    id: int
    name: str
    added_at: Instant
    added_by: str
    ended_at: Instant | None


def screens() -> tuple[ScreenRow, ...]:
    """Return the screens that may show the board, then those that may no longer."""
    rows = Screen.objects.order_by("ended_at", "id")
    found = [ScreenRow(one.pk, one.name, one.added_at, one.added_by, one.ended_at) for one in rows]
    # The two databases disagree on where an empty column goes.
    return tuple(sorted(found, key=lambda one: one.ended_at is not None))


def is_screen(key: str) -> bool:
    """Return whether a key is that of a screen that may show the board."""
    return Screen.objects.filter(digest=digest_of(key), ended_at=None).exists()


def digest_of(key: str) -> str:
    """Return what is kept of a screen's key."""
    return sha256(key.encode()).hexdigest()
