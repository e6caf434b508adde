"""What stands beside the misses: pending, excluded, not determined, not logged, disputed, noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from patto.documents.pagewords import PageWords
from patto.documents.titles import Titles
from patto.kernel.evaluation.lists import Kind, Order, Tickets, next_level
from patto.kernel.evaluation.outcome import ItemOutcome

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


def listings(tickets: Tickets, titles: Titles, most: int) -> tuple[Listing, ...]:
    """Return the tables of a metric's tickets that are not plainly kept or missed.

    Each shows at most so many rows, and says how many there are.
    """
    found: list[Listing] = []
    for key, (kind, order, row) in _TABLES.items():
        number = tickets.number(kind)
        if number:
            rows = (
                (item.item, titles.priority(item.priority), *row(item, titles))
                for item in tickets.first(kind, order, most)
            )
            found.append(table(key, rows, _COLUMNS[key], titles.words, number))
    return tuple(found)


def table(
    key: str,
    rows: Iterable[tuple[str, ...]],
    columns: Sequence[str],
    words: PageWords,
    number: int,
    form: str = "CSV",
) -> Listing:
    """Return a table of ready rows out of so many, its title and columns from the catalogue.

    `form` is the form of the results that lists all.
    """
    shown = tuple(rows)
    return Listing(
        words.say(f"document.list.{key}.title", count=number),
        words.say(f"document.list.{key}.about"),
        tuple(words.say(f"document.column.{name}") for name in columns),
        shown,
        more(number - len(shown), words, form),
    )


def more(hidden: int, words: PageWords, form: str = "CSV") -> str:
    """Return how many rows a table does not show and which form does, empty where it shows all."""
    return words.say("document.list.more", count=hidden, format=form) if hidden > 0 else ""


_COLUMNS: Final = {
    "pending": ("ticket", "priority", "so-far", "agreed", "due"),
    "excluded": ("ticket", "priority", "why"),
    "unknown": ("ticket", "priority", "why"),
    "outside": ("ticket", "priority", "opened", "why"),
    "disputed": ("ticket", "priority", "verdict", "remark"),
    "noted": ("ticket", "priority", "remark"),
}


def _pending(item: ItemOutcome, titles: Titles) -> tuple[str, ...]:
    level = next_level(item)
    so_far = "" if item.figures is None else titles.duration(item.figures.contractual, item.metric)
    agreed = titles.target(level.target_text)
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


_TABLES: Final[Mapping[str, tuple[Kind, Order, Row]]] = {
    "pending": ("pending", "due", _pending),
    "excluded": ("excluded", "given", _why),
    "unknown": ("not-determined", "given", _why),
    "outside": ("outside", "given", _opened),
    "disputed": ("disputed", "given", _disputed),
    "noted": ("noted", "given", _noted),
}
"""Each table: what it lists, in which order, and what its rows say."""
