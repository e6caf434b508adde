"""J04: the records are gone before the figures that rest on them are beyond dispute."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final, NamedTuple

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.data_protection import Retention
from patto.kernel.agreement.clauses.reporting import Reporting
from patto.kernel.agreement.figures.availability import Probed
from patto.kernel.agreement.lapses import Lapse
from patto.kernel.agreement.metrics import AnyMetric, AvailabilityMetric, AverageMetric
from patto.kernel.agreement.part import Every
from patto.kernel.checks.finding import Put
from patto.kernel.checks.lapsing import passed
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.evaluation.periods import MONTHS, periods_between
from patto.kernel.instants import Instant

_MOST: Final = 120  # months


class _Shown(NamedTuple):
    """A record of the first day of a period: when it is gone, and until when it may be needed."""

    made: Instant
    gone: Instant
    needed: Instant


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each class of records that is evidence and is not kept until disputes are over.

    A record of the first day of a period is needed until the period has ended, its report has
    come, and the time to dispute it is over.
    """
    reporting = settled(subject.agreement.reporting)
    for index, kept in enumerate(_retained(subject)):
        every = _longest(subject, index)
        if reporting is None or every is None:
            continue
        shown = _gone_too_soon(subject, reporting, kept.kept, every)
        if shown is not None:
            path = ("data_protection", "retention", index, "kept")
            told = {
                "records": kept.records,
                **{
                    name: subject.on_the_wall(instant)[:10]
                    for name, instant in shown._asdict().items()
                },
            }
            enough = _enough(subject, reporting, every)
            fix = None if enough is None else Put(path, kept.kept.text, enough.text)
            yield Hit(path, MappingProxyType(told), fix)


def applies(subject: Subject) -> bool:
    """Return whether it is settled how long records are kept and figures can be disputed."""
    return settled(subject.agreement.reporting) is not None and bool(_retained(subject))


def _retained(subject: Subject) -> tuple[Retention, ...]:
    protection = settled(subject.agreement.data_protection)
    return () if protection is None else protection.retention or ()


def _longest(subject: Subject, index: int) -> Every | None:
    """Return the longest period of the metrics that rest on a class of records, if any does."""
    path = ("data_protection", "retention", index, "records")
    tickets, checks = subject.says(path, "J04.tickets"), subject.says(path, "J04.checks")
    if subject.says(path, "J04.copies"):
        return None
    measured = subject.agreement.measured if tickets else ()
    probed = [one for one in subject.agreement.metrics if checks and _is_probed(one)]
    found: list[Every] = [one.period.every for one in (*measured, *probed)]
    return max(found, key=MONTHS.__getitem__, default=None)


def _is_probed(metric: AnyMetric) -> bool:
    by_probe = isinstance(metric, AvailabilityMetric) and isinstance(metric.measured, Probed)
    return by_probe or isinstance(metric, AverageMetric)


def _gone_too_soon(
    subject: Subject, reporting: Reporting, kept: Lapse, every: Every
) -> _Shown | None:
    """Return the first period of the first year whose records are gone too soon, if one's are."""
    year = subject.first_year
    zone = subject.agreement.agreement.zone
    for period in periods_between(year.start, year.end, every, zone):
        report = passed(subject, period.end, reporting.deadline)
        needed = None if report is None else passed(subject, report, reporting.dispute_window)
        made = max(period.start, year.start)
        gone = passed(subject, made, kept)
        if needed is not None and gone is not None and gone < needed:
            return _Shown(made, gone, needed)
    return None


def _enough(subject: Subject, reporting: Reporting, every: Every) -> Lapse | None:
    """Return the fewest months for which no record is gone too soon."""
    months = (Lapse.parse(f"{number} months") for number in range(MONTHS[every] + 1, _MOST))
    return next(
        (one for one in months if _gone_too_soon(subject, reporting, one, every) is None), None
    )


RULE = ModelRule(
    id="J04",
    name="retention-short",
    severity="error",
    stake="verdict",
    source="founding case: how long tickets are kept",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Evidence gone before the dispute",
            what="“{records}” of {made} are gone on {gone}; figures that rest on them can be "
            "disputed until {needed}.",
            why="Who disputes a figure in time finds that nothing is left to decide it by.",
            bad="Tickets are kept for 30 days; reports can be disputed for 30 days.",
            good="Tickets are kept for 12 months after they are closed.",
        ),
        "it": Told(
            title="Prove sparite prima della contestazione",
            what="«{records}» del {made} non ci sono più dal {gone}; le cifre che vi poggiano si "
            "possono contestare fino al {needed}.",
            why="Chi contesta una cifra in tempo scopre che non è rimasto nulla per deciderla.",
            bad="I ticket si conservano 30 giorni; i rapporti si contestano entro 30 giorni.",
            good="I ticket si conservano 12 mesi dopo la chiusura.",
        ),
    },
)
