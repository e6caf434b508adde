"""What is kept of a thing of a customer's, and what was changed in it, as people say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from patto.customers import opening
from patto.customers.drafts import SiteDraft, SupplierDraft
from patto.customers.queries import all_of
from patto.helpdesk import places
from patto.helpdesk.theirs import Theirs
from patto.kernel.instants import Instant
from patto.language.words import Words
from patto.ledger.queries import Written

_DATES: Final = frozenset({"in_scope_since", "in_scope_until", "warranty_until", "retired_on"})
_ANY: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is kept, under its name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Past:
    """One entry of a history: who did what when, and what it changed, a sentence each."""

    at: Instant
    who: str
    act: str
    changes: tuple[str, ...]


class Teller:
    """Says what is kept of a thing of a customer's, or of nobody's."""

    def __init__(self, kind: str, form: Theirs, customer: int | None, words: Words) -> None:
        self._kind, self._form, self._words = kind, form, words
        theirs = () if customer is None else all_of(SiteDraft, customer=customer)
        helpers = [*all_of(SupplierDraft, customer=None)]
        helpers += () if customer is None else all_of(SupplierDraft, customer=customer)
        self._named = {
            "site_id": {str(one.id): one.name for one in theirs},
            "supplier_id": {str(one.id): one.name for one in helpers},
            "item": {str(name): title for name, title in form.offered.items},
        }

    def facts(self, row: Any) -> Iterator[Fact]:
        """Yield what is kept of it, without what is empty, the parts in the order of its form."""
        for one in self._form:
            value = value_of(row, one.name)
            if value not in (None, ""):
                said = self._said(one.name, value)
                yield Fact(str(one.label), said)

    def pasts(self, entries: Sequence[Written]) -> tuple[Past, ...]:
        """Return a history in words."""
        return tuple(
            Past(one.at, one.who, self._act(one), tuple(self._changes(one))) for one in entries
        )

    def _act(self, entry: Written) -> str:
        name = entry.act.rpartition(".")[2]
        on = entry.told.get("retired_on")
        day = self._said("retired_on", on[1]) if name == "retire" and on and on[1] else ""
        return self._words.say(f"customers.act.{name}", date=day)

    def _changes(self, entry: Written) -> Iterator[str]:
        for name, value in entry.told.items():
            if name not in self._form.fields:
                continue
            label = str(self._form[name].label)
            if not isinstance(value, list):
                told = {"value": self._said(name, value)}
                yield self._words.say("customers.was.now", name=label, **told)
                continue
            old, new = (self._said(name, one) for one in value)
            form = "from" if _there(value[0]) and _there(value[1]) else ""
            form = form or ("gone" if _there(value[0]) else "new")
            yield self._words.say(f"customers.was.{form}", name=label, old=old, new=new)

    def _said(self, name: str, value: object) -> str:
        words, text = self._words, "" if value is None else str(value)
        if isinstance(value, bool):
            return words.say(f"customers.{'yes' if value else 'no'}")
        if name in self._named:
            ours = words.say("desk.customers.we") if name == "supplier_id" else ""
            return self._named[name].get(text, text) or ours or words.say("customers.nothing")
        if name in _DATES and text:
            return words.date(date.fromisoformat(text))
        sections = {"criticality": "desk.criticality", "language": "desk.language",
                    "kind": "customers.kind"}  # fmt: skip
        if name in sections and text:
            return words.term(sections[name], text)
        if self._kind == "site" and name in {"hours", "closed"}:
            text = self._site(name, text)
        return text or words.say("customers.nothing")

    def _site(self, name: str, text: str) -> str:
        if name == "hours":
            site = opening.opening(text, "", "UTC")
            return places.told_hours(site, self._words) or text
        site = opening.opening("", text, "UTC")
        return places.told_off(site, _ANY, self._words, past=True) or text


def _there(value: object) -> bool:
    return value not in (None, "")


def last_changed(entries: Sequence[Written], words: Words, zone: str, at: Instant) -> str:
    """Return who changed something last, and when, empty if nothing is written down."""
    if not entries:
        return ""
    when = words.near(entries[0].at, zone, at)
    return words.say("customers.last-changed", who=entries[0].who, when=when)


def value_of(row: Any, name: str) -> object:
    """Return a part of a row, that of a reference by its number."""
    if name in {"site_id", "supplier_id"}:
        found = getattr(row, name.removesuffix("_id"))
        return None if found is None else found.id
    return getattr(row, name)
