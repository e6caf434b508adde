"""The contract as a tree: chapters, numbered clauses and what stands in them, and no look of it.

Three renderers draw it. Every text in it is plain: nothing is read as markup by any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

DayKind: TypeAlias = Literal["open", "weekend", "closed", "own", "outside"]
BarKind: TypeAlias = Literal["counted", "late", "pause", "closed", "resolved", "work"]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `lead` is a heading that runs into it."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """Paragraphs that are listed one below the other, by letters where they are `lettered`."""

    items: tuple[Para, ...]
    lettered: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with their values, side by side."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their headings; `widths` are the shares that the columns take of the page."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """An explanation beside a clause, which says with an example what the clause means."""

    title: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a timeline, from `left` to `right` of its width, and its length in words."""

    left: float
    right: float
    kind: BarKind
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on a timeline and what is written at it."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A worked example, drawn: `tape` draws it for pages, the rest is the same for other drawings.

    `told` says each event in words, `result` what comes out.
    """

    title: str
    told: tuple[tuple[str, str], ...]
    result: str
    bars: tuple[Bar, ...] = ()
    dues: tuple[Mark, ...] = ()
    start: str = ""
    end: str = ""
    legend: tuple[tuple[BarKind, str], ...] = ()
    tape: Callable[[], str] | None = field(default=None, compare=False)

    @property
    def svg(self) -> str:
        """The tape as SVG, drawn only for who asks; empty where there is nothing to draw."""
        return self.tape() if self.tape is not None else ""


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of a month; `number` 0 is a cell before the first."""

    number: int
    kind: DayKind


@dataclass(frozen=True, slots=True)
class Month:
    """A month, by weeks from Monday."""

    name: str
    weeks: tuple[tuple[DayCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The months of a year on which the days that differ are marked; `legend` says how."""

    title: str
    weekdays: tuple[str, ...]
    months: tuple[Month, ...]
    legend: tuple[tuple[DayKind, str], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: for whom, who signs, in what capacity, with which labels for the blanks."""

    side: str
    name: str
    capacity: str
    blanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side, and what is signed."""

    anchor: str
    title: str
    text: tuple[str, ...]
    places: tuple[Signature, ...]


EMPTY = frozenset({"", "—"})
"""What a cell holds that says nothing."""


def table(
    head: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    widths: tuple[int, ...],
    caption: str = "",
) -> Table:
    """Return a table without the columns in which no row says anything."""
    kept = [n for n in range(len(head)) if any(row[n] not in EMPTY for row in rows)]
    return Table(
        caption,
        tuple(head[n] for n in kept),
        tuple(tuple(row[n] for n in kept) for row in rows),
        tuple(widths[n] for n in kept),
    )


Block: TypeAlias = Para | Points | Fields | Table | Note | Timeline | Year | Signatures


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered clause; its `anchor` stays the same whatever stands before it."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    tags: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: what stands before its clauses, and these; `part` is what it is made from.

    A chapter that is not `numbered` explains, and holds nothing that is agreed.
    """

    part: str
    title: str
    clauses: tuple[Clause, ...] = ()
    blocks: tuple[Block, ...] = ()
    numbered: bool = True
    number: str = ""

    @property
    def anchor(self) -> str:
        """The chapter's anchor."""
        return f"chapter-{self.part}"


@dataclass(frozen=True, slots=True)
class Contract:
    """The whole document, and what stands around it on every page.

    A `brief` one is set on as few pages as it takes, without a front page or a table of contents.
    """

    title: str
    kicker: str
    between: tuple[str, str]
    facts: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    digest: str
    canonical: str
    language: str
    date: tuple[int, int, int]
    words: dict[str, str]
    draft: str = ""
    brief: bool = False

    def clauses(self) -> Iterator[Clause]:
        """Yield all clauses in their order."""
        for chapter in self.chapters:
            yield from chapter.clauses


def numbered(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """Return the chapters and their clauses with their numbers: `4`, `4.2`."""
    found, count = [], 0
    for chapter in chapters:
        if not chapter.numbered:
            found.append(chapter)
            continue
        count += 1
        clauses = tuple(
            replace(clause, number=f"{count}.{place}")
            for place, clause in enumerate(chapter.clauses, 1)
        )
        found.append(replace(chapter, number=str(count), clauses=clauses))
    return tuple(found)
