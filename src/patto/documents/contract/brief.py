"""The brief form: the contract of a small agreement on two or three pages.

It is made of the same chapters, clauses and anchors. What explains is left out, lists take the
place of wide tables, and what decides nothing in an agreement without levels is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from patto.documents.contract.brief_clauses import SHORTER
from patto.documents.contract.drafting import Drafting, capital, sentence
from patto.documents.contract.tree import (
    EMPTY,
    Block,
    Chapter,
    Clause,
    Note,
    Para,
    Points,
    Table,
    Timeline,
    Year,
)
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.figures.availability import AvailabilityMetric
from patto.kernel.agreement.metrics import CountMetric, TicketMetric
from patto.kernel.agreement.model import Agreement

MOST_METRICS: Final = 2
"""The most promises of an agreement that is printed in the brief form by itself."""

_ANNEX: Final = "data_protection"
_SIGNED: Final = "signatures"
_GROUPS: Final = {
    "parties": ("aims", "parties", "governs", "definitions"),
    "scope": ("services", "not_covered", "workload"),
    "help": ("hours", "out_of_hours", "channels", "priorities"),
    "levels": ("metrics", "circumstances", "maintenance", "examples", "remedies", "reporting"),
    "duties": ("customer_obligations", "provider_obligations", "start_conditions"),
    "money": ("charges", "insurance"),
    "end": ("term", "exit", "legal", "regulated"),
}
"""The chapters of the brief form, and the parts that each is made of."""
_PREFIXED: Final = frozenset(
    {"not_covered", "workload", "examples", "customer_obligations", "provider_obligations",
     "start_conditions"}
)  # fmt: skip
_ALONE: Final = frozenset({"out-of-hours", "priority-criteria", "insurance"})
_WITHOUT_LEVELS: Final = frozenset({"priorities", "remedies"})
_EXPLAINED: Final = frozenset({"not_covered", "hours", "customer_obligations",
                               "provider_obligations"})  # fmt: skip


def is_small(terms: Agreement) -> bool:
    """Return whether an agreement is printed in the brief form: one calendar, at most two promises.

    They are about tickets, without credits and without special groups, times or sites.
    """
    one_clock = len(terms.calendars) == 1 and not terms.clocks
    few = len(terms.metrics) <= MOST_METRICS and all(
        isinstance(one, TicketMetric | CountMetric) for one in terms.metrics
    )
    special = (terms.remedies, terms.groups, terms.sites, terms.governs, terms.regulated)
    start = settled(terms.start_conditions)
    stabilised = start is not None and start.stabilisation is not None
    return one_clock and few and not stabilised and not any(map(settled, special))


def brief(chapters: Iterable[Chapter], d: Drafting) -> Iterator[Chapter]:
    """Yield the chapters of the brief form: the terms, the annex on personal data, signatures."""
    found = {one.part: _brief(one, d) for one in chapters if _says_something(one, d)}
    for name, parts in _GROUPS.items():
        together = [found[part] for part in parts if part in found]
        if together:
            clauses = tuple(clause for one in together for clause in _opened(one))
            yield Chapter(name, d.say(f"brief.chapter.{name}"), clauses)
    if _ANNEX in found:
        yield replace(found[_ANNEX], title=d.say("chapter.data-annex"))
    yield found[_SIGNED]


def _opened(chapter: Chapter) -> Iterator[Clause]:
    """Yield the clauses of a chapter, what stood before them at the head of the first."""
    first, *rest = chapter.clauses
    yield replace(first, blocks=(*chapter.blocks, *first.blocks))
    yield from rest


def _says_something(chapter: Chapter, d: Drafting) -> bool:
    """Return whether a chapter is more than an explanation, or a `none` that decides nothing."""
    terms = d.agreement
    if any(clause.anchor.startswith("clause-") for clause in chapter.clauses):
        return True
    match chapter.part:
        case "plain":
            return False
        case "definitions":
            return bool(settled(terms.definitions))
        case "maintenance":
            measured = any(isinstance(one, AvailabilityMetric) for one in terms.metrics)
            return terms.maintenance is not None or measured
        case "start_conditions":
            return bool(terms.metrics) or settled(terms.start_conditions) is not None
        case part:
            return bool(terms.metrics) or part not in _WITHOUT_LEVELS


def _brief(chapter: Chapter, d: Drafting) -> Chapter:
    made = SHORTER.get(chapter.part)
    clauses = made(chapter, d) if made is not None else chapter.clauses
    return replace(
        chapter,
        blocks=() if chapter.part in _EXPLAINED else chapter.blocks,
        clauses=tuple(
            replace(one, title=_titled(one, chapter.part, d), blocks=tuple(_blocks(one, d)))
            for one in clauses
        ),
    )


def _titled(clause: Clause, part: str, d: Drafting) -> str:
    """Return a clause's title, which says of what part it is where no chapter title does."""
    if clause.anchor in _ALONE:
        return d.say(f"brief.title.{clause.anchor}")
    if part in _PREFIXED:
        return d.say(f"brief.title.{part}", title=capital(clause.title))
    return capital(clause.title)


def _blocks(clause: Clause, d: Drafting) -> Iterator[Block]:
    """Yield what of a clause is agreed; a table that is no grid becomes a list."""
    grid = clause.anchor.startswith("metric-") or clause.anchor == "priority-matrix"
    for block in clause.blocks:
        match block:
            case Year() | Note():
                pass
            case Timeline():
                yield Timeline(block.title, block.told, block.result)
            case Table() if not grid:
                yield from _listed(block, d)
            case Points(items=(one,)):
                yield Para(one.text if one.lead else sentence(one.text), one.lead)
            case _:
                yield block


def _listed(block: Table, d: Drafting) -> Iterator[Block]:
    if block.caption:
        yield Para(sentence(block.caption))
    items = tuple(_item(block.head, row, d) for row in block.rows)
    yield items[0] if len(items) == 1 else Points(items)


def _item(head: tuple[str, ...], row: tuple[str, ...], d: Drafting) -> Para:
    first, *rest = row
    told = [cell for cell in zip(head[1:], rest, strict=True) if cell[1] not in EMPTY]
    if len(told) == 1:
        return Para(sentence(told[0][1]), capital(first))
    cells = "; ".join(d.say("brief.cell", name=name, value=value) for name, value in told)
    return Para(sentence(cells), capital(first))
