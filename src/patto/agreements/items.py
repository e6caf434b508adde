"""The items of an agreement and the systems of its customer, as one list.

A system is linked to an item by its id, from a date: the first on which it is looked after as that
item. An item may stand for several systems, such as `eight computers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from patto.agreements import queries
from patto.customers import actions as customers
from patto.customers import queries as known
from patto.customers.drafts import SystemDraft
from patto.customers.queries import SystemRow
from patto.documents.contract.quantities import Quantities
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.scope import Site
from patto.kernel.agreement.desk import Item, Warranty
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.quantities import ClockedBudget
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor
from patto.templates import is_example

_LONGEST_PARTS: Final = 60
"""As much as a system keeps of it."""


class UnknownItemError(Exception):
    """An item or a system that is not there, or not this customer's."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with the systems that are looked after as it; `since` is when it was first agreed."""

    id: str
    title: str
    service: str
    kind: str
    since: date
    systems: tuple[SystemRow, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The items of an agreement, and the systems of its customer that stand for none of them.

    `free` systems name no item; `stray` ones name an item that this agreement has not.
    """

    items: tuple[ItemRow, ...]
    free: tuple[SystemRow, ...]
    stray: tuple[SystemRow, ...]

    @property
    def unlinked(self) -> tuple[ItemRow, ...]:
        """The items that no system stands for."""
        return tuple(one for one in self.items if not one.systems)


def listed(agreement: Agreement, *, customer: int) -> Listed:
    """Return the items of a version beside the systems of its customer."""
    systems = known.systems(customer)
    services = {one.id: one.title for one in agreement.services}
    first = _first_agreed(agreement, customer)
    rows = tuple(
        ItemRow(
            one.id, one.title, services.get(one.service, one.service), one.kind or "",
            first[one.id], tuple(system for system in systems if system.item == one.id),
        )
        for one in agreement.items or ()
    )  # fmt: skip
    ids = {one.id for one in rows}
    return Listed(
        rows,
        tuple(one for one in systems if not one.item),
        tuple(one for one in systems if one.item and one.item not in ids),
    )


def link(system: int, item: str, *, agreement: Agreement, customer: int, since: date,
         by: Actor, at: Instant) -> None:  # fmt: skip
    """Say that a system is looked after as an item, from a date on.

    :raises UnknownItemError: if the item is not in the agreement, or the system another customer's
    """
    _items(agreement, [item])
    if all(one.id != system for one in known.systems(customer)):
        raise UnknownItemError(system)
    customers.change(
        SystemDraft, system, by=by, at=at, item=item, in_scope_since=since, in_scope_until=None
    )


@transaction.atomic
def make(items: Sequence[str], *, agreement: Agreement, customer: int, by: Actor, at: Instant,
         since: date | None = None) -> int:  # fmt: skip
    """Make a system of each item, with what the agreement says of it, and return how many.

    Each is in scope from a date on, or without one from when its item was first agreed. A warranty
    by a template's invented company is nobody's, and is left out.

    :raises UnknownItemError: if an item is not in the agreement
    """
    first = _first_agreed(agreement, customer)
    for one in _items(agreement, items):
        draft = _system(one, agreement, customer, since or first[one.id])
        customers.add(draft, customer=customer, by=by, at=at)
    return len(items)


def _items(agreement: Agreement, ids: Iterable[str]) -> list[Item]:
    there = {one.id: one for one in agreement.items or ()}
    try:
        return [there[one] for one in ids]
    except KeyError:
        raise UnknownItemError from None


def _first_agreed(agreement: Agreement, customer: int) -> dict[str, date]:
    """Return the start of the first version, in force or this one, that has each item."""
    history = queries.history(customer)
    versions = () if history is None else history.versions
    found: dict[str, date] = {}
    for one in (*versions, agreement):
        for item in one.items or ():
            found.setdefault(item.id, one.agreement.effective.start)
    return found


def _system(item: Item, agreement: Agreement, customer: int, since: date) -> SystemDraft:
    warranty = item.warranty if isinstance(item.warranty, Warranty) else None
    if warranty is not None and is_example(warranty.given_by):
        warranty = None  # a template's warranty is nobody's
    parts = None if warranty is None else warranty.parts_within
    return SystemDraft(
        name=item.title, kind=item.kind or "", criticality=item.criticality or "medium",
        site_id=_site(item, agreement, customer), item=item.id, in_scope_since=since,
        warranty_until=None if warranty is None else warranty.until,
        warranty_by="" if warranty is None else warranty.given_by,
        parts_within="" if parts is None else _parts(parts, agreement),
    )  # fmt: skip


def _parts(parts: ClockedBudget, agreement: Agreement) -> str:
    """Return within what time spare parts come, in the agreement's language."""
    said = Quantities(agreement, agreement.agreement.language)
    whole = said.clocked(parts)
    return whole if len(whole) <= _LONGEST_PARTS else said.budget(parts.budget)


def _site(item: Item, agreement: Agreement, customer: int) -> int | None:
    """Return the site of the customer's that has the title which the agreement gives the item's."""
    sites: Sequence[Site] = settled(agreement.sites) or ()
    title = next((one.title for one in sites if one.id == item.site), None)
    return next((one.id for one in known.sites(customer) if one.name == title), None)
