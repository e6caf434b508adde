"""Dates held against the agreement's own start and end: what was left over shows here."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, date, timedelta

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.obligations import ByDate
from patto.kernel.agreement.consistency.draft import Draft
from patto.kernel.agreement.lapses import Lapse
from patto.kernel.agreement.nodes import Path
from patto.kernel.errors import Problem


def term_agrees(draft: Draft) -> Iterator[Problem]:
    """Yield a problem where the term says otherwise than the dates from and until which it holds.

    A later version may begin within the term; the first one begins with it.
    """
    identity, term = draft.agreement.agreement, draft.agreement.term
    if term is None:
        return
    start, end = identity.effective.start, identity.effective.end
    if term.start > start or (identity.supersedes is None and term.start != start):
        told = {"term": term.start.isoformat(), "start": start.isoformat()}
        yield draft.problem("term-start-differs", ("term", "start"), **told)
    if term.length is None:
        return
    over = _after(term.start, term.length)
    too_early = end is not None and end < over
    if too_early or (term.renewal is None and end != over):
        told = {"length": term.length.text, "over": over.isoformat()}
        told["end"] = "" if end is None else end.isoformat()
        yield draft.problem("term-end-differs", ("term", "length"), **told)


def nothing_falls_before_start(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each date that lies before the first day of the agreement.

    In a later version what was due before it began is past, and no mistake.
    """
    identity, term = draft.agreement.agreement, draft.agreement.term
    start = identity.effective.start
    if identity.supersedes is not None and term is not None:
        start = min(start, term.start)
    for path, day in _due(draft):
        if day < start:
            told = {"date": day.isoformat(), "start": start.isoformat()}
            yield draft.problem("date-before-start", path, **told)


def nothing_has_run_out(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each warranty and insurance that is over when this version starts."""
    start = draft.agreement.agreement.effective.start
    for path, until in _in_force(draft):
        if until < start:
            told = {"date": until.isoformat(), "start": start.isoformat()}
            yield draft.problem("ended-before-start", path, **told)


def _due(draft: Draft) -> Iterator[tuple[Path, date]]:
    agreement = draft.agreement
    conditions = settled(agreement.start_conditions)
    if conditions is not None:
        path: Path = ("start_conditions",)
        for index, one in enumerate(conditions.prerequisites or ()):
            yield (*path, "prerequisites", index, "date"), one.date
        if conditions.stabilisation is not None:
            yield (*path, "stabilisation", "start"), conditions.stabilisation.start
    for index, duty in enumerate(settled(agreement.customer_obligations) or ()):
        if isinstance(duty.due, ByDate):
            yield ("customer_obligations", index, "due", "date"), duty.due.date
    charges = settled(agreement.charges)
    if charges is not None and charges.indexation is not None:
        yield ("charges", "indexation", "first"), charges.indexation.first


def _in_force(draft: Draft) -> Iterator[tuple[Path, date]]:
    for index, item in enumerate(draft.agreement.items or ()):
        warranty = settled(item.warranty)
        if warranty is not None:
            yield ("items", index, "warranty", "until"), warranty.until
    for index, cover in enumerate(settled(draft.agreement.insurance) or ()):
        yield ("insurance", index, "until"), cover.until


def _after(start: date, length: Lapse) -> date:
    """Return the first date after a term; one beyond the calendar is its last."""
    if length.unit == "day":
        return start + timedelta(days=length.number)
    months = (
        start.year * 12 + start.month - 1 + length.number * (12 if length.unit == "year" else 1)
    )
    year, month = divmod(months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
