"""What changed between two versions of a contract: clause by clause, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
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
    old = {chapter.part: chapter for chapter in before.chapters}
    known = {clause.anchor: clause for clause in before.clauses()}
    kept = {clause.anchor for clause in contract.clauses()}
    found: list[MarkedChapter] = []
    for chapter in contract.chapters:
        earlier = old.pop(chapter.part, None)
        if earlier is None:
            found.append(_chapter(chapter, "ins"))
            continue
        clauses = [_compared(clause, known.get(clause.anchor)) for clause in chapter.clauses]
        clauses += [_clause(c, "del") for c in earlier.clauses if c.anchor not in kept]
        blocks = tuple(_blocks(chapter.blocks, earlier.blocks))
        found.append(MarkedChapter(chapter, blocks, tuple(clauses)))
    return (*found, *(_chapter(chapter, "del") for chapter in old.values()))


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
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (MarkedBlock(block) for block in new[c:d])
            continue
        gone, come = list(old[a:b]), list(new[c:d])
        for block in come:
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
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        deleted = [] if kind == "equal" else list(before[a:b])
        rows += [*deleted, *after[c:d]]
        come: Mark = "" if kind == "equal" else "ins"
        marks += ["del" for _ in deleted]
        marks += [come] * (d - c)
    made: dict[str, Any] = {field: getattr(new, field) for field in new.__slots__}
    return MarkedBlock(type(new)(**{**made, name: tuple(rows)}), rows=tuple(marks))
