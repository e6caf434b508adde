"""Every read about customers and what is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from django.db.models import Q

from patto.customers.drafts import (
    ContactDraft,
    CustomerDraft,
    Draft,
    SiteDraft,
    SupplierDraft,
    SystemDraft,
)
from patto.customers.folding import folded
from patto.customers.models import Contact, Customer, Site, Supplier, System


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A supplier as pages show it."""

    id: int
    name: str
    telephone: str
    email: str
    contract: str
    hours: str
    customer: int | None
    retired_on: date | None


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer as pages show it."""

    id: int
    name: str
    language: str
    zone: str
    note: str
    retired_on: date | None


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site as pages show it."""

    id: int
    name: str
    address: str
    hours: str
    closed: str
    access: str
    note: str
    retired_on: date | None


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
    retired_on: date | None
    note: str
    in_scope_since: date | None
    in_scope_until: date | None
    contract: str


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
    retired_on: date | None


Row: TypeAlias = CustomerRow | SupplierRow | SiteRow | SystemRow | ContactRow


def customers(*, retired: bool = False) -> tuple[CustomerRow, ...]:
    """Return the customers in the order of their names; with `retired`, those who left."""
    rows = Customer.objects.filter(retired_on__isnull=not retired).order_by("name", "id")
    return tuple(map(_customer, rows))


def called(name: str) -> tuple[CustomerRow, ...]:
    """Return the customers of a name in any capitals and accents, also of those who left."""
    rows = Customer.objects.filter(folded=folded(" ".join(name.split()))).order_by("id")
    return tuple(map(_customer, rows))


def customer(key: int) -> CustomerRow | None:
    """Return a customer, `None` if there is none of this number."""
    return next(map(_customer, Customer.objects.filter(pk=key)), None)


def sites(customer: int, *, retired: bool = False) -> tuple[SiteRow, ...]:
    """Return the sites of a customer; with `retired`, also those that were given up."""
    return tuple(map(_site, _theirs(Site, customer, retired=retired)))


def systems(customer: int, *, retired: bool = False) -> tuple[SystemRow, ...]:
    """Return the systems of a customer, the more critical ones first; `retired` as in `sites`."""
    rows = _theirs(System, customer, retired=retired).select_related("site", "supplier")
    order = ("high", "medium", "low")
    return tuple(sorted(map(_system, rows), key=lambda one: order.index(one.criticality)))


def contacts(customer: int, *, retired: bool = False) -> tuple[ContactRow, ...]:
    """Return the contacts of a customer who may still call; `retired` as in `sites`."""
    rows = _theirs(Contact, customer, retired=retired).select_related("site")
    return tuple(map(_contact, rows))


def suppliers(customer: int | None = None) -> tuple[SupplierRow, ...]:
    """Return everybody else who supports things: for everybody, and for one customer alone."""
    whose = Q(customer=None) if customer is None else Q(customer=None) | Q(customer_id=customer)
    rows = Supplier.objects.filter(whose, retired_on=None).order_by("name", "id")
    return tuple(map(_supplier, rows))


def of(kind: type[Draft], key: int, *, customer: int | None) -> Row | None:
    """Return what was added with a kind of draft, if it is there and belongs to the customer.

    A supplier of everybody's, and a customer itself, belong to none.
    """
    model, made, near = _KINDS[kind]
    whose = {} if model is Customer else {"customer_id": customer}
    return next(map(made, model.objects.filter(pk=key, **whose).select_related(*near)), None)


def all_of(kind: type[Draft], *, customer: int | None) -> tuple[Row, ...]:
    """Return all of a kind that belong to a customer, or to none, those that left included."""
    model, made, near = _KINDS[kind]
    whose = {} if model is Customer else {"customer_id": customer}
    rows = model.objects.filter(**whose).select_related(*near).order_by("name", "id")
    return tuple(map(made, rows))


def names(kind: type[Draft]) -> dict[int, str]:
    """Return what all of a kind are called, those that left included, by their numbers."""
    return dict(_KINDS[kind][0].objects.values_list("pk", "name"))


def gone(customer: int) -> int:
    """Return how many of a customer's things and people left."""
    kinds = (Site, System, Contact, Supplier)
    rows = (one.objects.filter(customer_id=customer).exclude(retired_on=None) for one in kinds)
    return sum(one.count() for one in rows)


def is_in_scope(system: SystemRow, day: date) -> bool:
    """Return whether a system is covered on a day: it is on the list, and the day is within.

    The days are facts of the system; what its item covers, and when, says the agreement.
    """
    began = system.in_scope_since is None or system.in_scope_since <= day
    ended = system.in_scope_until is not None and system.in_scope_until <= day
    return bool(system.item) and began and not ended


def _theirs(model: Any, customer: int, *, retired: bool) -> Any:
    rows = model.objects.filter(customer_id=customer).order_by("name", "id")
    return rows if retired else rows.filter(retired_on=None)


def _customer(row: Customer) -> CustomerRow:
    return CustomerRow(row.pk, row.name, row.language, row.zone, row.note, row.retired_on)


def _site(row: Site) -> SiteRow:
    return SiteRow(
        row.pk, row.name, row.address, row.hours, row.closed, row.access, row.note, row.retired_on
    )


def _supplier(row: Supplier) -> SupplierRow:
    return SupplierRow(
        row.pk, row.name, row.telephone, row.email, row.contract, row.hours, row.customer_id,
        row.retired_on,
    )  # fmt: skip


def _system(row: System) -> SystemRow:
    return SystemRow(
        row.pk, row.customer_id, row.name, row.kind, row.criticality, row.item,
        None if row.site is None else _site(row.site),
        None if row.supplier is None else _supplier(row.supplier),
        row.serial, row.warranty_until, row.warranty_by, row.parts_within, row.retired_on, row.note,
        row.in_scope_since, row.in_scope_until, row.contract,
    )  # fmt: skip


def _contact(row: Contact) -> ContactRow:
    return ContactRow(
        row.pk, row.customer_id, row.name, row.email, row.telephone,
        None if row.site is None else _site(row.site),
        row.may_report, row.may_decide, row.known_as, row.retired_on,
    )  # fmt: skip


_KINDS: Final[Mapping[type, tuple[Any, Any, tuple[str, ...]]]] = MappingProxyType({
    CustomerDraft: (Customer, _customer, ()),
    SupplierDraft: (Supplier, _supplier, ()),
    SiteDraft: (Site, _site, ()),
    SystemDraft: (System, _system, ("site", "supplier")),
    ContactDraft: (Contact, _contact, ("site",)),
})  # fmt: skip
