"""What stands beside the misses: pending, excluded, not determined, not logged, disputed, noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from patto.documents.pagewords import PageWords
from patto.documents.titles import Titles
from patto.kernel.evaluation.outcome import ItemOutcome, LevelOutcome, Verdict
from patto.kernel.instants import Instant

MOST: Final = 500
"""The most rows that a table shows; the rest is counted."""

SHORT: Final = 8
"""The most rows of a table that stands open."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with its title; `more` says how many rows are not shown."""

    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""

    @property
    def short(self) -> bool:
        """Whether it may stand open."""
        return len(self.rows) <= SHORT


Row = Callable[[ItemOutcome, Titles], tuple[str, ...]]


def listings(items: Sequence[ItemOutcome], titles: Titles) -> tuple[Listing, ...]:
    """Return the tables of a metric's tickets that are not plainly kept or missed."""
    inside = [item for item in items if not item.outside_count]
    by_verdict = {v: [i for i in inside if i.verdict is v] for v in Verdict}
    found = (
        _table("pending", _by_due(by_verdict[Verdict.PENDING]), titles, _pending),
        _table("excluded", by_verdict[Verdict.EXCLUDED], titles, _why),
        _table("unknown", by_verdict[Verdict.NOT_DETERMINED], titles, _why),
        _table("outside", [i for i in items if i.outside_count], titles, _opened),
        _table("disputed", [i for i in inside if i.disputed], titles, _disputed),
        _table("noted", [i for i in by_verdict[Verdict.MET] if _plainly_noted(i)], titles, _noted),
    )
    return tuple(table for table in found if table.rows)


def table(
    key: str, rows: Iterable[tuple[str, ...]], columns: Sequence[str], words: PageWords
) -> Listing:
    """Return a table of ready rows, its title and columns from the catalogue."""
    every = list(rows)
    hidden = len(every) - MOST
    return Listing(
        words.say(f"document.list.{key}.title", count=len(every)),
        words.say(f"document.list.{key}.about"),
        tuple(words.say(f"document.column.{name}") for name in columns),
        tuple(every[:MOST]),
        words.say("document.list.more", count=hidden) if hidden > 0 else "",
    )


_COLUMNS: Final = {
    "pending": ("ticket", "priority", "so-far", "agreed", "due"),
    "excluded": ("ticket", "priority", "why"),
    "unknown": ("ticket", "priority", "why"),
    "outside": ("ticket", "priority", "opened", "why"),
    "disputed": ("ticket", "priority", "verdict", "remark"),
    "noted": ("ticket", "priority", "remark"),
}


def _table(key: str, items: Sequence[ItemOutcome], titles: Titles, row: Row) -> Listing:
    rows = [(item.item, titles.priority(item.priority), *row(item, titles)) for item in items]
    return table(key, rows, _COLUMNS[key], titles.words)


def _pending(item: ItemOutcome, titles: Titles) -> tuple[str, ...]:
    level = _next_level(item)
    so_far = "" if item.figures is None else titles.duration(item.figures.contractual, item.metric)
    agreed = titles.budget(level.target_text) if level.target_text else ""
    due = level.kept_until or level.due
    return so_far, agreed, "" if due is None else titles.moment(due)


def _why(item: ItemOutcome, titles: Titles) -> tuple[str, ...]:
    told = [titles.note(note) for note in item.notes]
    if all(note.code != "merged-into" for note in item.notes):
        told.insert(0, titles.reason(item.levels[0]))
    return ("; ".join(told),)


def _opened(item: ItemOutcome, titles: Titles) -> tuple[str, ...]:
    return titles.moment(item.opened), titles.reason(item.levels[0])


def _noted(item: ItemOutcome, titles: Titles) -> tuple[str, ...]:
    return ("; ".join(titles.note(note) for note in item.notes),)


def _disputed(item: ItemOutcome, titles: Titles) -> tuple[str, ...]:
    return titles.words.term("verdict", item.verdict.value), *_noted(item, titles)


def _plainly_noted(item: ItemOutcome) -> bool:
    return bool(item.notes) and not item.disputed


def _next_level(item: ItemOutcome) -> LevelOutcome:
    pending = (level for level in item.levels if level.verdict is Verdict.PENDING)
    return next(pending, item.levels[0])


def _by_due(items: Iterable[ItemOutcome]) -> list[ItemOutcome]:
    def due(item: ItemOutcome) -> tuple[bool, Instant, str]:
        level = _next_level(item)
        known = level.kept_until or level.due
        return known is None, known or 0, item.item

    return sorted(items, key=due)
