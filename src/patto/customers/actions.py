"""Every write about customers and what is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.db import transaction

from patto.customers.drafts import (
    ContactDraft,
    CustomerDraft,
    Draft,
    Owned,
    SiteDraft,
    SupplierDraft,
    SystemDraft,
)
from patto.customers.folding import folded
from patto.customers.models import Contact, Customer, Site, Supplier, System
from patto.customers.problems import InUseError, NotTheirsError, NotYetError, StaleError
from patto.kernel.hours import Calendar
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, Written, record_all
from patto.ledger.queries import latest_of

KINDS: Final[Mapping[type, Any]] = MappingProxyType({
    CustomerDraft: Customer,
    SupplierDraft: Supplier,
    SiteDraft: Site,
    SystemDraft: System,
    ContactDraft: Contact,
})  # fmt: skip
"""The table of what is added with each kind of draft."""
_FOUND_BY: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType({
    Customer: ("name",),
    Supplier: ("name", "telephone", "email", "contract"),
    Site: ("name", "address"),
    System: ("name", "kind", "serial", "item"),
    Contact: ("name", "email", "telephone", "known_as"),
})  # fmt: skip


@transaction.atomic
def add_customer(draft: CustomerDraft, *, by: Actor, at: Instant) -> int:
    """Add a customer, and return its number."""
    return add_all([(draft, None)], by=by, at=at)[0]


@transaction.atomic
def add_supplier(draft: SupplierDraft, *, by: Actor, at: Instant) -> int:
    """Add somebody else who supports things, and return their number."""
    return add_all([(draft, None)], by=by, at=at)[0]


@transaction.atomic
def add(draft: Owned, *, customer: int, by: Actor, at: Instant) -> int:
    """Add a site, a system, a contact or a supplier of a customer's, and return its number.

    :raises NotTheirsError: if the site or the supplier that is named is another customer's
    """
    _check_theirs(asdict(draft), customer)
    return add_all([(draft, customer)], by=by, at=at)[0]


@transaction.atomic
def add_all(
    drafts: Sequence[tuple[Draft, int | None]], *, by: Actor, at: Instant
) -> tuple[int, ...]:
    """Add many of one kind, each with whose it is, and return their numbers in order.

    That the sites and suppliers they name are theirs is for the caller to see to.
    """
    if not drafts:
        return ()
    kind = KINDS[type(drafts[0][0])]
    rows = [_row(kind, draft, customer, at) for draft, customer in drafts]
    kind.objects.bulk_create(rows, batch_size=500)
    record_all(
        _written("add", row, by, at, _given(asdict(draft)))
        for row, (draft, _) in zip(rows, drafts, strict=True)
    )
    return tuple(int(row.pk) for row in rows)


@transaction.atomic
def change(
    draft: type, key: int, *, by: Actor, at: Instant, seen: int | None = None, **told: object
) -> None:
    """Change what is said of the customer, supplier, site, system or contact of a number.

    `draft` is the kind of draft that it was added with; `seen` the last entry of the ledger about
    it that whoever changes it had before them.

    :raises NotTheirsError: if the site or the supplier that is named is another customer's
    :raises StaleError: if it was changed since then
    """
    row = _locked(KINDS[draft], key, seen)
    _check_theirs(told, getattr(row, "customer_id", None))
    changed = _changed(row, told)
    if not changed:
        return
    for name in changed:
        setattr(row, name, told[name])
    row.folded = _folded(type(row), vars(row))
    row.save()
    record_all([_written("change", row, by, at, changed)])


@transaction.atomic
def change_all(
    draft: type, changes: Sequence[tuple[int, Mapping[str, object]]], *, by: Actor, at: Instant
) -> None:
    """Change what is said of many of one kind, each by its number.

    That the sites and suppliers they name are theirs is for the caller to see to.
    """
    written = []
    kind = KINDS[draft]
    rows = kind.objects.select_for_update().in_bulk([key for key, _ in changes])
    for key, told in changes:
        row = rows[key]
        changed = _changed(row, told)
        for name in changed:
            setattr(row, name, told[name])
        row.folded = _folded(kind, vars(row))
        if changed:
            row.save(update_fields=[*changed, "folded"])
            written.append(_written("change", row, by, at, changed))
    record_all(written)


@transaction.atomic
def retire(draft: type, key: int, *, on: date, by: Actor, at: Instant) -> None:
    """Write down the day on which something left: it is offered no more, and nothing is lost.

    :raises NotYetError: if that day is still to come
    :raises InUseError: if something that did not is at the site, or supported by the supplier
    """
    row = _locked(KINDS[draft], key, None)
    if on > _today(row, at):
        raise NotYetError
    if isinstance(row, Site | Supplier):
        standing = (*row.systems.filter(retired_on=None), *_contacts_at(row))
        if standing:
            raise InUseError(things=", ".join(one.name for one in standing))
    _set_retired(row, on, by, at)


@transaction.atomic
def bring_back(draft: type, key: int, *, by: Actor, at: Instant) -> None:
    """Take it back that something is gone."""
    _set_retired(_locked(KINDS[draft], key, None), None, by, at)


def _set_retired(row: Any, on: date | None, by: Actor, at: Instant) -> None:
    changed = _changed(row, {"retired_on": on})
    row.retired_on = on
    row.save(update_fields=["retired_on"])
    record_all([_written("retire" if on else "bring-back", row, by, at, changed)])


def _locked(kind: Any, key: int, seen: int | None) -> Any:
    row = kind.objects.select_for_update().get(pk=key)
    if seen is not None and latest_of(_noun(row), key) != seen:
        raise StaleError
    return row


def _today(row: Any, at: Instant) -> date:
    """Return the date on the wall of whose it is; a supplier of everybody's has none but UTC's."""
    customer = row if isinstance(row, Customer) else row.customer
    zone = "UTC" if customer is None else customer.zone
    return Calendar.always(zone).local_date(at)


def _contacts_at(row: Site | Supplier) -> Iterable[Any]:
    return row.contacts.filter(retired_on=None) if isinstance(row, Site) else ()


def _row(kind: Any, draft: Draft, customer: int | None, at: Instant) -> Any:
    told = asdict(draft)
    more: dict[str, Any] = {"customer_id": customer} if kind is not Customer else {"added_at": at}
    return kind(**told, **more, folded=_folded(kind, told))


def _changed(row: Any, told: Mapping[str, object]) -> dict[str, object]:
    return {
        name: [_shown(getattr(row, name)), _shown(value)]
        for name, value in told.items()
        if getattr(row, name) != value
    }


def _given(told: Mapping[str, object]) -> dict[str, object]:
    return {name: _shown(value) for name, value in told.items() if value not in ("", None)}


def _noun(row: Any) -> str:
    return type(row).__name__.lower()


def _written(act: str, row: Any, by: Actor, at: Instant, told: Mapping[str, object]) -> Written:
    noun = _noun(row)
    customer = row.pk if isinstance(row, Customer) else row.customer_id
    return Written(f"{noun}.{act}", by, at, noun, row.pk, customer, told)


def _check_theirs(told: Mapping[str, Any], customer: int | None) -> None:
    site, supplier = told.get("site_id"), told.get("supplier_id")
    if site is not None and Site.objects.get(pk=site).customer_id != customer:
        raise NotTheirsError(site)
    if supplier is not None:
        found = Supplier.objects.get(pk=supplier)
        if found.customer_id not in {None, customer}:
            raise NotTheirsError(supplier)


def _folded(kind: type, told: Mapping[str, Any]) -> str:
    return folded(*(str(told.get(name) or "") for name in _FOUND_BY[kind]))


def _shown(value: object) -> object:
    return value if isinstance(value, str | int | bool | None) else str(value)
