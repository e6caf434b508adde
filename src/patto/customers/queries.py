"""Every read about customers and what is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias

from django.db.models import Q

from patto.customers.folding import fragments, likeness
from patto.customers.models import Contact, Customer, Site, Supplier, System
from patto.kernel.instants import Instant

Noun: TypeAlias = Literal["customer", "site", "system", "contact", "supplier"]

_CANDIDATES: Final = 200
"""How many rows are looked at for one list of a search."""


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A supplier as pages show it."""

    id: int
    name: str
    telephone: str
    email: str
    contract: str
    hours: str


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer as pages show it."""

    id: int
    name: str
    language: str
    zone: str
    note: str
    active: bool


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site as pages show it."""

    id: int
    name: str
    address: str
    access: str
    holidays: str
    note: str


@dataclass(frozen=True, slots=True)
class SystemRow:
    """A system as pages show it; `supplier` is there if somebody else supports it."""

    id: int
    customer: int
    name: str
    kind: str
    criticality: str
    item: str
    site: SiteRow | None
    supplier: SupplierRow | None
    serial: str
    warranty_until: date | None
    warranty_by: str
    parts_within: str
    retired_at: Instant | None
    note: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact as pages show it."""

    id: int
    customer: int
    name: str
    email: str
    telephone: str
    site: SiteRow | None
    may_report: bool
    may_decide: bool
    known_as: str
    active: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a search found: what it is, which, what it is called, whose it is."""

    noun: Noun
    id: int
    name: str
    customer: int | None
    customer_name: str
    more: str


def customers(*, active: bool = True) -> tuple[CustomerRow, ...]:
    """Return the customers in the order of their names."""
    return tuple(map(_customer, Customer.objects.filter(active=active).order_by("name", "id")))


def customer(key: int) -> CustomerRow | None:
    """Return a customer, `None` if there is none of this number."""
    return next(map(_customer, Customer.objects.filter(pk=key)), None)


def sites(customer: int) -> tuple[SiteRow, ...]:
    """Return the sites of a customer."""
    return tuple(map(_site, Site.objects.filter(customer_id=customer).order_by("name", "id")))


def systems(customer: int, *, retired: bool = False) -> tuple[SystemRow, ...]:
    """Return the systems of a customer, the more critical ones first."""
    rows = System.objects.filter(customer_id=customer).select_related("site", "supplier")
    kept = rows if retired else rows.filter(retired_at=None)
    order = ("high", "medium", "low")
    found = map(_system, kept.order_by("name", "id"))
    return tuple(sorted(found, key=lambda one: order.index(one.criticality)))


def contacts(customer: int) -> tuple[ContactRow, ...]:
    """Return the contacts of a customer who may still call."""
    rows = Contact.objects.filter(customer_id=customer, active=True).select_related("site")
    return tuple(map(_contact, rows.order_by("name", "id")))


def suppliers() -> tuple[SupplierRow, ...]:
    """Return everybody else who supports things."""
    return tuple(map(_supplier, Supplier.objects.order_by("name", "id")))


def search(query: str, *, customer: int | None = None, most: int = 12) -> tuple[Found, ...]:
    """Return what a query finds, the best first: any fragment, without accents, with a slip.

    With `customer`, only what is that customer's.
    """
    asked = fragments(query)
    if not asked:
        return ()
    ranked = [
        (likeness(asked, row.folded), one)
        for rows, made in _searched(customer)
        for row in _candidates(rows, asked)
        for one in (made(row),)
    ]
    best = sorted((one for one in ranked if one[0]), key=lambda one: (-one[0], one[1].name))
    return tuple(one for _, one in best[:most])


def _searched(customer: int | None) -> Iterator[tuple[Any, Any]]:
    own = Q() if customer is None else Q(customer_id=customer)
    named = ("customer",)
    yield Contact.objects.filter(own, active=True).select_related(*named), _found_contact
    yield System.objects.filter(own, retired_at=None).select_related(*named), _found_system
    yield Site.objects.filter(own).select_related(*named), _found_site
    if customer is None:
        yield Customer.objects.filter(active=True), _found_customer
        yield Supplier.objects.all(), _found_supplier


def _candidates(rows: Any, asked: Iterable[str]) -> Iterable[Any]:
    """Return the rows that hold every fragment; where none does, those that begin alike."""
    exact = Q()
    begin = Q()
    for one in asked:
        exact &= Q(folded__contains=one)
        begin |= Q(folded__contains=one[:2])
    found = list(rows.filter(exact)[:_CANDIDATES])
    return found or list(rows.filter(begin)[:_CANDIDATES])


def _found_contact(row: Contact) -> Found:
    more = row.telephone or row.email
    return Found("contact", row.pk, row.name, row.customer_id, row.customer.name, more)


def _found_system(row: System) -> Found:
    return Found("system", row.pk, row.name, row.customer_id, row.customer.name, row.kind)


def _found_site(row: Site) -> Found:
    return Found("site", row.pk, row.name, row.customer_id, row.customer.name, row.address)


def _found_customer(row: Customer) -> Found:
    return Found("customer", row.pk, row.name, row.pk, row.name, "")


def _found_supplier(row: Supplier) -> Found:
    return Found("supplier", row.pk, row.name, None, "", row.telephone)


def _customer(row: Customer) -> CustomerRow:
    return CustomerRow(row.pk, row.name, row.language, row.zone, row.note, row.active)


def _site(row: Site) -> SiteRow:
    return SiteRow(row.pk, row.name, row.address, row.access, row.holidays, row.note)


def _supplier(row: Supplier) -> SupplierRow:
    return SupplierRow(row.pk, row.name, row.telephone, row.email, row.contract, row.hours)


def _system(row: System) -> SystemRow:
    return SystemRow(
        row.pk, row.customer_id, row.name, row.kind, row.criticality, row.item,
        None if row.site is None else _site(row.site),
        None if row.supplier is None else _supplier(row.supplier),
        row.serial, row.warranty_until, row.warranty_by, row.parts_within, row.retired_at, row.note,
    )  # fmt: skip


def _contact(row: Contact) -> ContactRow:
    return ContactRow(
        row.pk, row.customer_id, row.name, row.email, row.telephone,
        None if row.site is None else _site(row.site),
        row.may_report, row.may_decide, row.known_as, row.active,
    )  # fmt: skip
