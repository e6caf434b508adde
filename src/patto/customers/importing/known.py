"""What is there already, by the names that rows of a file are known by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from patto.customers.actions import KINDS
from patto.customers.drafts import (
    ContactDraft,
    CustomerDraft,
    Draft,
    SiteDraft,
    SupplierDraft,
    SystemDraft,
)
from patto.customers.folding import folded
from patto.customers.importing.columns import Noun
from patto.customers.importing.values import WrongError

DRAFTS: Final[Mapping[Noun, type[Draft]]] = MappingProxyType({
    "customer": CustomerDraft,
    "supplier": SupplierDraft,
    "site": SiteDraft,
    "system": SystemDraft,
    "contact": ContactDraft,
})  # fmt: skip
Owner: TypeAlias = int | str | None
"""Whose a thing is: the number of a customer, or the name of one that comes with the file."""

_NEAR: Final = 0.6
_SOUGHT: Final = 100


@dataclass(frozen=True, slots=True)
class There:
    """Something that is there: its number, what is kept of it, and whether it left."""

    key: int
    name: str
    told: Mapping[str, Any]
    retired_on: date | None


def named(name: str) -> str:
    """Return what two names have in common that are the same: no accents, capitals, spaces."""
    return " ".join(folded(name).split())


class Known:
    """Everything of some nouns that is there, read once."""

    def __init__(self, nouns: Iterable[Noun]) -> None:
        self._found: dict[tuple[Noun, Owner, str], list[There]] = {}
        self._near: dict[tuple[Noun, Owner, str], str] = {}
        self._names: dict[tuple[Noun, Owner], list[str]] = {}
        for noun in nouns:
            self._read(noun)

    def one(self, noun: Noun, owner: Owner, name: str) -> There | None:
        """Return the one of a name, `None` if there is none.

        :raises WrongError: if several are called so, or it left
        """
        some = self._found.get((noun, owner, named(name)), [])
        here = [one for one in some if one.retired_on is None]
        if len(here) > 1:
            raise WrongError("several", name=name, noun=noun)
        if some and not here:
            raise WrongError("left", name=name, date=str(some[0].retired_on))
        return here[0] if here else None

    def must(self, noun: Noun, owner: Owner, name: str) -> There:
        """Return the one of a name.

        :raises WrongError: if there is none, with what comes nearest, or not just one
        """
        found = self.one(noun, owner, name)
        if found is None:
            raise WrongError(f"no-{noun}", name=name, nearest=self._nearest(noun, owner, name))
        return found

    def _nearest(self, noun: Noun, owner: Owner, name: str) -> str:
        """Return the name that comes nearest; looked for so often only, for it takes a while."""
        where = (noun, owner, name)
        if where not in self._near:
            names = self._names.get((noun, owner), []) if len(self._near) < _SOUGHT else []
            self._near[where] = next(iter(get_close_matches(name, names, 1, _NEAR)), "")
        return self._near[where]

    def only(self, noun: Noun, owner: Owner) -> str:
        """Return the name of the only one that an owner has, empty if there is not just one."""
        names = self._names.get((noun, owner), [])
        return names[0] if len(names) == 1 else ""

    def _read(self, noun: Noun) -> None:
        model, parts = KINDS[DRAFTS[noun]], [one.name for one in fields(DRAFTS[noun])]
        owned = () if noun == "customer" else ("customer_id",)
        for row in model.objects.values("pk", "retired_on", *owned, *parts):
            owner = row.get("customer_id")
            told = {name: row[name] for name in parts}
            one = There(row["pk"], row["name"], told, row["retired_on"])
            self._found.setdefault((noun, owner, named(one.name)), []).append(one)
            if one.retired_on is None:
                self._names.setdefault((noun, owner), []).append(one.name)
