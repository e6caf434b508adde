"""What changed between two versions of a contract: clause by clause, row by row.

What is the same clause is decided as for the agreement itself, by `differences.pairing`: a chapter
by its part, a clause by its anchor, or by its title where its id is another. What is marked is what
reads otherwise: `patto diff` says what that means, and passes over what means the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from patto.documents.contract.tree import (
    Block,
    Chapter,
    Clause,
    Contract,
    Fields,
    Note,
    Points,
    Table,
)
from patto.kernel.agreement.differences.pairing import edits, pairs

Mark: TypeAlias = Literal["", "ins", "del"]
"""Whether something stands as it did, was inserted or was deleted."""


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A block with its mark; where rows of it differ, `rows` marks each of those it then has."""

    block: Block
    mark: Mark = ""
    rows: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedClause:
    """A clause with its blocks; `before` is the title that it had, where that differs."""

    clause: Clause
    blocks: tuple[MarkedBlock, ...]
    mark: Mark = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class MarkedChapter:
    """A chapter with its clauses."""

    chapter: Chapter
    blocks: tuple[MarkedBlock, ...]
    clauses: tuple[MarkedClause, ...]
    mark: Mark = ""


def unmarked(contract: Contract) -> tuple[MarkedChapter, ...]:
    """Return the chapters of a contract as they stand."""
    return tuple(_chapter(chapter, "") for chapter in contract.chapters)


def marked(contract: Contract, before: Contract) -> tuple[MarkedChapter, ...]:
    """Return the chapters of a contract, with what differs from an earlier one marked.

    Clauses are told apart by their anchors, so that one that moved is not taken for a new one.
    """
    old = {one.anchor: one for one in before.clauses()}
    matched = pairs(list(old.items()), [(one.anchor, one) for one in contract.clauses()])
    partner = {now[0]: was[1] for was, now in matched if was is not None and now is not None}
    gone = {was[0] for was, now in matched if was is not None and now is None}
    found: list[MarkedChapter] = []
    for was, now in _paired(contract, before):
        if now is None or was is None:
            found += [
                _chapter(one, "del" if now is None else "ins") for one in (was or now,) if one
            ]
            continue
        clauses = [_compared(clause, partner.get(clause.anchor)) for clause in now.clauses]
        clauses += [_clause(c, "del") for c in was.clauses if c.anchor in gone]
        blocks = tuple(_blocks(now.blocks, was.blocks))
        found.append(MarkedChapter(now, blocks, tuple(clauses)))
    return tuple(found)


def _paired(
    contract: Contract, before: Contract
) -> Iterator[tuple[Chapter | None, Chapter | None]]:
    """Yield each chapter as it was and as it is."""
    old, new = ([(one.part, one) for one in side.chapters] for side in (before, contract))
    for was, now in pairs(old, new):
        yield was and was[1], now and now[1]


def _chapter(chapter: Chapter, mark: Mark) -> MarkedChapter:
    blocks = tuple(MarkedBlock(block, mark) for block in chapter.blocks)
    return MarkedChapter(
        chapter, blocks, tuple(_clause(one, mark) for one in chapter.clauses), mark
    )  # fmt: skip


def _clause(clause: Clause, mark: Mark) -> MarkedClause:
    return MarkedClause(clause, tuple(MarkedBlock(block, mark) for block in clause.blocks), mark)


def _compared(clause: Clause, before: Clause | None) -> MarkedClause:
    if before is None:
        return _clause(clause, "ins")
    title = heading(before) if heading(before) != heading(clause) else ""
    return MarkedClause(clause, tuple(_blocks(clause.blocks, before.blocks)), before=title)


def heading(clause: Clause) -> str:
    """Return the title of a clause with its tags, in one line."""
    return " ".join((clause.title, *(f"({tag})" for tag in clause.tags)))


def _blocks(new: Sequence[Block], old: Sequence[Block]) -> Iterator[MarkedBlock]:
    """Yield the blocks of a clause; of the same kind in the same place they differ by rows."""
    for edit in edits(old, new):
        if edit.kind == "same":
            yield from (MarkedBlock(block) for block in edit.after)
            continue
        gone = list(edit.before)
        for block in edit.after:
            pair = next((one for one in gone if _alike(one, block)), None)
            if pair is None:
                yield MarkedBlock(block, "ins")
            else:
                gone.remove(pair)
                yield _by_rows(block, pair)
        yield from (MarkedBlock(block, "del") for block in gone)


def _alike(one: Block, other: Block) -> bool:
    """Return whether two blocks differ by rows alone."""
    if isinstance(one, Table) and isinstance(other, Table):
        return (one.head, one.caption) == (other.head, other.caption)
    if isinstance(one, Points) and isinstance(other, Points):
        return one.lettered == other.lettered
    if isinstance(one, Note) and isinstance(other, Note):
        return one.title == other.title
    return isinstance(one, Fields) and isinstance(other, Fields)


def _by_rows(new: Block, old: Block) -> MarkedBlock:
    name = {Table: "rows", Fields: "rows", Points: "items", Note: "text"}[type(new)]
    before, after = getattr(old, name), getattr(new, name)
    rows: list[Any] = []
    marks: list[Mark] = []
    for edit in edits(before, after):
        deleted = [] if edit.kind == "same" else list(edit.before)
        rows += [*deleted, *edit.after]
        marks += ["del" for _ in deleted]
        come: Mark = "" if edit.kind == "same" else "ins"
        marks += [come] * len(edit.after)
    made: dict[str, Any] = {field: getattr(new, field) for field in new.__slots__}
    return MarkedBlock(type(new)(**{**made, name: tuple(rows)}), rows=tuple(marks))
