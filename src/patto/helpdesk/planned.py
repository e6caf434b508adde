"""What an import would do, as its page tells it: row by row, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from patto.customers import queries
from patto.customers.drafts import SiteDraft, SupplierDraft
from patto.customers.importing.columns import COLUMNS, Noun
from patto.customers.importing.planning import Part, Planned, Refusal
from patto.language.words import Words

_WORDS: Final[Mapping[str, str]] = {
    "criticality": "desk.criticality", "language": "desk.language", "kind": "customers.kind",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowTold:
    """A row as the page shows it."""

    line: int
    state: str
    name: str
    things: tuple[str, ...]
    why: str


def column_names(noun: Noun, words: Words) -> dict[str, str]:
    """Return what the columns of a file of a noun are called."""
    return {
        one: words.say(f"importing.column.{noun}-{one}")
        if words.knows(f"importing.column.{noun}-{one}")
        else words.say(f"importing.column.{one}")
        for one in COLUMNS[noun]
    }


def planned_rows(rows: Iterable[Planned], noun: Noun, words: Words) -> tuple[RowTold, ...]:
    """Return rows in words: what would be new, what would change from what to what, or why not."""
    names = column_names(noun, words)
    things = {"site_id": queries.names(SiteDraft), "supplier_id": queries.names(SupplierDraft)}
    said = _Said(things, words)
    return tuple(
        RowTold(
            row.line,
            row.state,
            row.name,
            tuple(one for part in row.parts for one in _part(part, noun, names, said)),
            "" if row.refusal is None else reason(row.refusal, names, words),
        )
        for row in rows
    )


def reason(refusal: Refusal, names: Mapping[str, str], words: Words) -> str:
    """Return why a row is refused and the way out, in words."""
    if refusal.problem is not None:
        told = words.problem(refusal.problem)
        return f"{told.what} {told.mend}"
    given = {
        name: words.say(f"desk.noun.{value}") if name == "noun" else value
        for name, value in refusal.told.items()
    }
    said = words.say(f"importing.refused.{refusal.code}", **given)
    return f"{names[refusal.column]}: {said}" if refusal.column in names else said


def _part(part: Part, noun: Noun, names: Mapping[str, str], said: _Said) -> Iterator[str]:
    """Yield what a row would do to one thing; what it leaves as it is goes without saying."""
    words = said.words
    whose = "" if part.noun == noun else f"{words.say(f'desk.noun.{part.noun}')} {part.name}"
    if part.state == "new":
        told = [
            f"{_name(name, names)}: {said.value(name, value)}"
            for name, value in part.told.items()
            if name != "name"
        ]
        if whose or told:
            yield ": ".join(filter(None, (whose, "; ".join(told))))
    for name, value in part.told.items() if part.state == "changed" else ():
        before = part.before[name]
        changed = {"name": _name(name, names), "new": said.value(name, value)}
        form = "from" if before not in ("", None) else "new"
        old = said.value(name, before)
        told_so = words.say(f"customers.was.{form}", old=old, **changed)
        yield f"{whose}: {told_so}" if whose else told_so


def _name(column: str, names: Mapping[str, str]) -> str:
    return names.get(column, column)


@dataclass(frozen=True, slots=True)
class _Said:
    """Says values: sites and suppliers by their names, days and choices in words."""

    things: Mapping[str, Mapping[int, str]]
    words: Words

    def value(self, name: str, value: Any) -> str:
        """Return a value in words."""
        words = self.words
        if name in self.things:
            ours = words.say("desk.customers.we") if name == "supplier_id" else ""
            return self.things[name].get(value, ours)
        if isinstance(value, bool):
            return words.say(f"customers.{'yes' if value else 'no'}")
        if isinstance(value, date):
            return words.date(value)
        if name in _WORDS:
            return words.term(_WORDS[name], str(value))
        return str(value).replace("\n", "; ")
