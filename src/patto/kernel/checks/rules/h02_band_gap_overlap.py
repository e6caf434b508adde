"""H02: the bands of a credit do not begin at the promise, or give less for a worse figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

from patto.kernel.agreement.clauses.remedies import ByBand
from patto.kernel.agreement.metrics import AvailabilityMetric
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.at_risk import Fees, Use, promised, uses
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield bands that start elsewhere than at the promise, and bands that pay less for worse.

    That bands join, reach down to nothing and rise where their credits are of one kind, reading
    sees to.
    """
    fees = Fees(subject.agreement)
    seen: set[int] = set()
    named = Counter(use.index for use in uses(subject.agreement))
    for use in uses(subject.agreement):
        pays = use.remedy.pays
        if not isinstance(pays, ByBand):
            continue
        if not _begins_at_a_promise(use, pays):
            yield _elsewhere(use, pays, alone=named[use.index] == 1)
        if use.index not in seen:
            seen.add(use.index)
            yield from _falling(use, pays, fees)


def applies(subject: Subject) -> bool:
    """Return whether a remedy in use goes by bands."""
    return any(isinstance(use.remedy.pays, ByBand) for use in uses(subject.agreement))


def _begins_at_a_promise(use: Use, pays: ByBand) -> bool:
    """Return whether the first band ends where a promise is just kept.

    Of the lines of a ticket's metric it may be any; of several systems all need the same, since
    each is held against the bands.
    """
    shares, top = promised(use.metric), pays.bands[0].below.fraction
    return shares == (top,) if isinstance(use.metric, AvailabilityMetric) else top in shares


def _elsewhere(use: Use, pays: ByBand, *, alone: bool) -> Hit:
    """Return that bands start elsewhere; one metric of one share tells where they should."""
    shares, top = promised(use.metric), pays.bands[0].below
    path: Path = ("remedies", "listed", use.index, "pays", "bands", 0, "below")
    told = {
        "metric": use.metric.title,
        "promised": ", ".join(f"share: {_percent(share)}" for share in shares),
        "band": f"below: {top.text}",
    }
    fix = Put(path, top.text, _percent(shares[0])) if alone and len(shares) == 1 else None
    return Hit(path, MappingProxyType(told), fix, (("metrics", use.number),))


def _falling(use: Use, pays: ByBand, fees: Fees) -> Iterator[Hit]:
    """Yield each band that comes to no more money than the one above it; of nothing none does."""
    for number, (higher, lower) in enumerate(pairwise(pays.bands), start=1):
        above, below = fees.worth(higher.credit), fees.worth(lower.credit)
        if above is not None and below is not None and 0 < above >= below:
            path: Path = ("remedies", "listed", use.index, "pays", "bands", number, "credit")
            told = {
                "metric": use.remedy.title,
                "promised": f"below: {higher.below.text}, credit: {higher.credit.text}",
                "band": f"below: {lower.below.text}, credit: {lower.credit.text}",
            }
            yield Hit(path, MappingProxyType(told))


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.10g} %"


RULE = ModelRule(
    id="H02",
    name="band-gap-overlap",
    severity="error",
    stake="verdict",
    source="research on compensation bands of cloud agreements (Mueller 2021)",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Bands that do not meet the promise",
            what="In “{metric}” the band “{band}” does not go with “{promised}”.",
            why="A promise that is missed for nothing, one that is kept and paid for all the same, "
            "or a worse month that costs less: each is a dispute on the first invoice.",
            bad="99.5 % promised, and bands from 99 % down; or 5 % of the fee, and below that 50 "
            "euro",
            good="99.5 % promised; from 99 % to below 99.5 %: 5 % of the fee; below 99 %: 10 %",
        ),
        "it": Told(
            title="Fasce che non combaciano con la promessa",
            what="In «{metric}» la fascia «{band}» non si accorda con «{promised}».",
            why="Una promessa mancata che non costa nulla, una mantenuta e pagata lo stesso, o un "
            "mese peggiore che costa meno: ciascuna è una lite alla prima fattura.",
            bad="il 99,5 % promesso, e fasce dal 99 % in giù; o il 5 % del canone, e più sotto 50 "
            "euro",
            good="il 99,5 % promesso; dal 99 % a meno del 99,5 %: il 5 % del canone; sotto il "
            "99 %: il 10 %",
        ),
    },
)
