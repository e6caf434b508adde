"""Every write about customers and what is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, Final

from django.db import transaction

from patto.customers.drafts import (
    ContactDraft,
    CustomerDraft,
    Owned,
    SiteDraft,
    SupplierDraft,
    SystemDraft,
)
from patto.customers.folding import folded
from patto.customers.models import Contact, Customer, Site, Supplier, System
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, record

_KINDS: Final[Mapping[type, Any]] = MappingProxyType({
    CustomerDraft: Customer,
    SupplierDraft: Supplier,
    SiteDraft: Site,
    SystemDraft: System,
    ContactDraft: Contact,
})  # fmt: skip
_FOUND_BY: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType({
    Customer: ("name",),
    Supplier: ("name", "telephone", "email", "contract"),
    Site: ("name", "address"),
    System: ("name", "kind", "serial", "item"),
    Contact: ("name", "email", "telephone", "known_as"),
})  # fmt: skip


class NotTheirsError(Exception):
    """A thing that was named belongs to another customer."""


@transaction.atomic
def add_customer(draft: CustomerDraft, *, by: Actor, at: Instant) -> int:
    """Add a customer, and return its number."""
    return _add(Customer, {**asdict(draft), "added_at": at}, by, at)


@transaction.atomic
def add_supplier(draft: SupplierDraft, *, by: Actor, at: Instant) -> int:
    """Add somebody else who supports things, and return their number."""
    return _add(Supplier, asdict(draft), by, at)


@transaction.atomic
def add(draft: Owned, *, customer: int, by: Actor, at: Instant) -> int:
    """Add a site, a system or a contact of a customer's, and return its number.

    :raises NotTheirsError: if the site that is named is another customer's
    """
    told = {**asdict(draft), "customer_id": customer}
    _check_site(told, customer)
    return _add(_KINDS[type(draft)], told, by, at)


@transaction.atomic
def change(draft: type, key: int, *, by: Actor, at: Instant, **told: object) -> None:
    """Change what is said of the customer, supplier, site, system or contact of a number.

    `draft` is the kind of draft that it was added with.

    :raises NotTheirsError: if the site that is named is another customer's
    """
    kind = _KINDS[draft]
    row = kind.objects.select_for_update().get(pk=key)
    _check_site(told, getattr(row, "customer_id", 0))
    before = {name: getattr(row, name) for name in told}
    for name, value in told.items():
        setattr(row, name, value)
    row.folded = _folded(kind, vars(row))
    row.save()
    changed = {
        name: [_shown(before[name]), _shown(value)]
        for name, value in told.items()
        if before[name] != value
    }
    if changed:
        _record("change", row, by, at, changed)


def _add(kind: Any, told: Mapping[str, Any], by: Actor, at: Instant) -> int:
    row = kind.objects.create(**told, folded=_folded(kind, told))
    shown = {name: _shown(value) for name, value in told.items() if value not in ("", None)}
    _record("add", row, by, at, shown)
    return int(row.pk)


def _record(act: str, row: Any, by: Actor, at: Instant, told: Mapping[str, object]) -> None:
    noun = type(row).__name__.lower()
    customer = row.pk if isinstance(row, Customer) else getattr(row, "customer_id", None)
    record(f"{noun}.{act}", by=by, at=at, noun=noun, key=row.pk, customer=customer, told=told)


def _check_site(told: Mapping[str, Any], customer: int) -> None:
    site = told.get("site_id")
    if site is not None and not Site.objects.filter(pk=site, customer_id=customer).exists():
        raise NotTheirsError(site)


def _folded(kind: type, told: Mapping[str, Any]) -> str:
    return folded(*(str(told.get(name) or "") for name in _FOUND_BY[kind]))


def _shown(value: object) -> object:
    return value if isinstance(value, str | int | bool | None) else str(value)
