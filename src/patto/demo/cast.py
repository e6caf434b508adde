"""Who there is in the demonstration, and what its people say: read from the files beside this."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from patto.customers.drafts import ContactDraft, SiteDraft, SystemDraft

LANGUAGES: Final = ("en", "it")


@cache
def cast() -> Mapping[str, Any]:
    """Return the provider, its people and suppliers, and its customers with all that is theirs."""
    return _read("cast.yaml")


@cache
def told(language: str) -> Mapping[str, Any]:
    """Return what customers say and what is answered, in a language."""
    return _read(f"told.{language}.yaml")


def sites(customer: Mapping[str, Any]) -> list[SiteDraft]:
    """Return the sites of a customer."""
    return [SiteDraft(**one) for one in customer["sites"]]


def systems(
    customer: Mapping[str, Any], sites: list[int], suppliers: Mapping[str, int]
) -> list[SystemDraft]:
    """Return the systems of a customer, with the numbers of its sites and of the suppliers."""
    usual = {"criticality": "medium"}
    return [
        SystemDraft(
            **{
                **usual,
                **{key: one[key] for key in one if key not in {"service", "supplier", "site"}},
                "site_id": sites[site_of(one)],
                "supplier_id": suppliers.get(one.get("supplier", "")),
            }
        )
        for one in customer["systems"]
    ]


def site_of(told: Mapping[str, Any]) -> int:
    """Return at which of its customer's sites something is; the first unless it says so."""
    return int(told.get("site", 0))


def contacts(customer: Mapping[str, Any], sites: list[int]) -> list[ContactDraft]:
    """Return the contacts of a customer."""
    return [
        ContactDraft(
            name=one["name"],
            telephone=one["telephone"],
            email=f"{address(one['name'])}@{address(customer['name'], '-')}.example",
            site_id=sites[site_of(one)],
            may_decide=one.get("decides", False),
        )
        for one in customer["contacts"]
    ]


def address(name: str, between: str = ".") -> str:
    """Return a name as it stands in an address on the network."""
    return between.join(re.findall(r"[a-z0-9]+", name.lower()))


def _read(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(
        files(__package__).joinpath(name).read_text(encoding="utf-8")
    )
    return found
