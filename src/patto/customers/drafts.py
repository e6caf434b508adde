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
    """Somebody else who supports things."""

    name: str
    telephone: str = ""
    email: str = ""
    contract: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDraft:
    """A place of a customer's."""

    name: str
    address: str = ""
    access: str = ""
    holidays: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDraft:
    """A thing that is looked after; site and supplier by their numbers."""

    name: str
    kind: str = ""
    criticality: Criticality = "medium"
    site_id: int | None = None
    supplier_id: int | None = None
    item: str = ""
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


Owned: TypeAlias = SiteDraft | SystemDraft | ContactDraft
"""What belongs to a customer."""
