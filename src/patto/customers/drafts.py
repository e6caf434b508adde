"""What is said of a customer, site, system, contact or supplier when it is added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Criticality: TypeAlias = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDraft:
    """A company whose IT the provider runs."""

    name: str
    language: str
    zone: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierDraft:
    """Somebody else who supports things, for everybody or for one customer alone."""

    name: str
    telephone: str = ""
    email: str = ""
    contract: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDraft:
    """A place of a customer's; its hours and closed days as `opening` writes them."""

    name: str
    address: str = ""
    hours: str = ""
    closed: str = ""
    access: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDraft:
    """A thing that is looked after; site and supplier by their numbers.

    It is in scope from the one day up to the other, where they are given.
    """

    name: str
    kind: str = ""
    criticality: Criticality = "medium"
    site_id: int | None = None
    supplier_id: int | None = None
    contract: str = ""
    item: str = ""
    in_scope_since: date | None = None
    in_scope_until: date | None = None
    serial: str = ""
    warranty_until: date | None = None
    warranty_by: str = ""
    parts_within: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """Somebody of a customer's who calls; the site by its number."""

    name: str
    email: str = ""
    telephone: str = ""
    site_id: int | None = None
    may_report: bool = True
    may_decide: bool = False
    known_as: str = ""


Owned: TypeAlias = SiteDraft | SystemDraft | ContactDraft | SupplierDraft
"""What belongs to a customer; a supplier may also belong to none."""

Draft: TypeAlias = CustomerDraft | Owned
"""Anything that is kept about customers."""
