"""Every read about the provider and its people."""

from __future__ import annotations

from dataclasses import dataclass

from patto.accounts.models import Person, Provider
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


def may_come_in(key: int) -> bool:
    """Return whether there is a person of this number who may sign in."""
    return Person.objects.filter(pk=key, is_active=True).exists()
