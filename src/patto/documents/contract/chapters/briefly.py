"""What is promised, line by line, for a page that has room for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from patto.documents.contract.chapters.plain import least
from patto.documents.contract.chapters.promises import counted, deadline, when
from patto.documents.contract.drafting import Drafting
from patto.kernel.agreement.metrics import AnyMetric, CountMetric, TargetRow, TicketMetric
from patto.kernel.agreement.model import Agreement


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised of one metric; each line is of a priority, which is empty for a figure."""

    title: str
    lines: tuple[tuple[str, str], ...]


def promised(agreement: Agreement, language: str) -> tuple[Promise, ...]:
    """Return what an agreement promises, metric by metric; empty if it promises no figure."""
    d = Drafting(agreement, language)
    return tuple(Promise(one.title, tuple(_lines(one, d))) for one in agreement.metrics)


def _lines(metric: AnyMetric, d: Drafting) -> Iterator[tuple[str, str]]:
    if isinstance(metric, CountMetric):
        yield "", counted(metric, d)
    elif not isinstance(metric, TicketMetric):
        yield "", least(metric, d)
    else:
        for one in d.agreement.priorities.order:
            rows, title = metric.targets.get(one.id), d.titles.priority(one.id)
            if rows is None:
                yield title, d.say("promises.nothing")
            for row in rows or ():
                whom = f" ({when(row, d, among=len(rows or ()))})" if len(rows or ()) > 1 else ""
                yield f"{title}{whom}", _levels(row, d)


def _levels(row: TargetRow, d: Drafting) -> str:
    told: list[str] = []
    last = [one for one in row.levels if one.within is not None][-1:]
    for level in row.levels:
        share = d.share(level.share)
        if level.within is not None:
            # The clock is one for all, and is named once, with the last.
            named = level in last
            time = d.on(level.within, row.clock) if named else d.budget(level.within)
            told.append(d.say("plain.level", share=share, time=time))
        elif level.by is not None:
            told.append(f"{share} {deadline(level.by, d)}")
    return "; ".join(told)
