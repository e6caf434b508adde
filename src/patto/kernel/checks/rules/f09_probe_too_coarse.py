"""F09: probes so far apart, or from so few places, that they cannot tell whether it was kept."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.figures.availability import Probed
from patto.kernel.agreement.metrics import AvailabilityMetric
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.quantities import ClockedBudget
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.evaluation.periods import MONTHS
from patto.kernel.instants import DAY, HOUR, MINUTE, SECOND, Duration

CHECKS: Final = 10
"""How many checks have to fit into the time that may be down."""
ALONE: Final[Duration] = 30 * MINUTE
"""The allowed time below which one place is too few: a fault on its own way breaks the promise."""
_A_MONTH: Final = Fraction(365 * DAY, 12)
_USUAL: Final = (
    (HOUR, "1 h"), (30 * MINUTE, "30 min"), (15 * MINUTE, "15 min"), (10 * MINUTE, "10 min"),
    (5 * MINUTE, "5 min"), (2 * MINUTE, "2 min"), (MINUTE, "1 min"), (30 * SECOND, "30 s"),
    (15 * SECOND, "15 s"), (10 * SECOND, "10 s"), (5 * SECOND, "5 s"), (SECOND, "1 s"),
)  # fmt: skip


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each probe that cannot tell what the promise allows from what it does not.

    Ten checks have to fit into the time that may be down, and so have the checks that confirm a
    failure; where less than half an hour is allowed it takes two places to know whose fault it is.
    """
    for number, metric in _probed(subject):
        measured = metric.measured
        allowed = _allowed(subject, metric)
        if allowed is None or not isinstance(measured, Probed):
            continue
        probe = measured.probe
        longest = min(allowed // CHECKS, allowed // (probe.retries + 1))
        coarse = _length(subject, probe.interval) > longest
        path: Path = ("metrics", number, "measured", "probe")
        alone = allowed < ALONE and not _from_several(subject, path)
        if coarse or alone:
            told = {
                "metric": metric.title,
                "allowed": _told(allowed),
                "needed": _usual(longest),
                "places": "2" if allowed < ALONE else "1",
                "interval": probe.interval.budget.text,
                "retries": str(probe.retries),
                "place": probe.place,
            }
            at = (*path, "interval" if coarse else "place")
            closer = f"{_usual(longest)} on {probe.interval.clock}"
            settles = not alone and longest >= SECOND
            fix = Put(at, probe.interval.text, closer) if settles else None
            yield Hit(at, MappingProxyType(told), fix)


def applies(subject: Subject) -> bool:
    """Return whether the uptime of anything is probed."""
    return any(True for _ in _probed(subject))


def _probed(subject: Subject) -> Iterator[tuple[int, AvailabilityMetric]]:
    for number, metric in enumerate(subject.agreement.metrics):
        if isinstance(metric, AvailabilityMetric) and isinstance(metric.measured, Probed):
            yield number, metric


def _allowed(subject: Subject, metric: AvailabilityMetric) -> Duration | None:
    """Return how long the strictest promise may be down in a period, on average over a year.

    A promise that allows nothing is broken by the first failure that is seen, however rarely one
    looks; it is left out.
    """
    shares = [system.share.fraction for system in metric.systems]
    if metric.combined is not None:
        shares.append(metric.combined.share.fraction)
    strictest = max((share for share in shares if share < 1), default=None)
    open_time = subject.open(metric.service_time).length
    if strictest is None or not open_time:
        return None
    period = _A_MONTH * MONTHS[metric.period.every]
    return int((1 - strictest) * open_time * period / subject.first_year.length)


def _length(subject: Subject, interval: ClockedBudget) -> Duration:
    return interval.budget.length(subject.compiled.clock(interval.clock).business_day)


def _from_several(subject: Subject, probe: Path) -> bool:
    """Return whether it takes more than one failure on the way to look like an outage."""
    several = subject.mentions((*probe, "place"), "F09.several")
    return several or subject.mentions((*probe, "test"), "F09.targets")


def _usual(longest: Duration) -> str:
    """Return the longest usual interval that is no longer, a second if none is."""
    return next((text for length, text in _USUAL if length <= longest), _USUAL[-1][1])


def _told(duration: Duration) -> str:
    """Return a time in hours, minutes and seconds, without those that are none."""
    whole = duration // SECOND
    parts = ((whole // 3600, "h"), (whole // 60 % 60, "min"), (whole % 60, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


RULE = ModelRule(
    id="F09",
    name="probe-too-coarse",
    severity="error",
    stake="verdict",
    source="uptybots, OpenNMS: polling intervals against allowed downtime",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Probes too far apart, or from one place",
            what="“{metric}” may be down for {allowed} in a period. To tell that takes a check "
            "every {needed} (places: {places}); here it is one every {interval}, confirmed by "
            "{retries} more, “{place}”.",
            why="An outage between two checks is never seen, and one of the probe's own line is "
            "charged to the provider: the figure is luck.",
            bad="99.99 % of a month (4 min), checked every 5 min from one place",
            good="99.99 % of a month, checked every 15 s from the data centre and from the office",
        ),
        "it": Told(
            title="Sonde troppo rade, o da un solo luogo",
            what="In «{metric}» sono ammessi {allowed} di fermo per periodo. Per accertarlo serve "
            "un controllo ogni {needed} (luoghi: {places}); qui ce n'è uno ogni {interval}, "
            "confermato da altri {retries}, «{place}».",
            why="Un fermo fra due controlli non si vede mai, e uno della linea della sonda stessa "
            "va a carico del fornitore: la cifra è questione di fortuna.",
            bad="il 99,99 % di un mese (4 min), controllato ogni 5 min da un solo luogo",
            good="il 99,99 % di un mese, controllato ogni 15 s dal centro dati e dall'ufficio",
        ),
    },
)
