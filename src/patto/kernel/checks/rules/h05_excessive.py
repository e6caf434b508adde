"""H05: credits take so much of the fee that they punish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.metrics import AvailabilityMetric
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.at_risk import Fees, Use, month_cap, most, open_ended, uses
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject

EXCESSIVE: Final = Fraction(30, 100)
"""The share of what is paid above which credits for missed promises punish."""
HOSTING: Final = Fraction(1)
"""The same for systems that are down: one whole fee is customary there."""


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each remedy that can take too much of what is paid, or that all together can.

    Where a cap is what lets them, the cap is found. What nothing ends is no matter of this rule.
    """
    fees = Fees(subject.agreement)
    if fees.month is None:
        return
    cap = month_cap(subject.agreement, fees)
    hits: dict[Path, Hit] = {}
    without_end = open_ended(subject.agreement, fees)
    counted = [use for use in uses(subject.agreement) if use not in without_end]
    for use in counted:
        share, path = _share(use, fees, fees.month, cap)
        if share > _limit(use):
            hits.setdefault(path, _hit(path, use.metric.title, share, _limit(use)))
    yield from hits.values() if hits else _together(counted, fees, fees.month, cap)


def applies(subject: Subject) -> bool:
    """Return whether a remedy is in use and something is paid again and again."""
    return bool(uses(subject.agreement)) and bool(Fees(subject.agreement).recurring)


def _share(use: Use, fees: Fees, month: Fraction, cap: Fraction | None) -> tuple[Fraction, Path]:
    """Return the most of what is paid that a remedy takes, and what lets it; 0 if none tells."""
    limit = most(use, fees)
    if cap is not None and (limit is None or cap < limit):
        return cap / (month * use.months), ("remedies", "caps", "month")
    path: Path = ("remedies", "listed", use.index)
    capped = use.remedy.cap is not None and fees.worth(use.remedy.cap) == limit
    paid = (*path, "cap") if capped else (*path, "pays")
    return (limit or Fraction(0)) / (month * use.months), paid


def _together(
    counted: Sequence[Use], fees: Fees, month: Fraction, cap: Fraction | None
) -> Iterator[Hit]:
    """Yield that all remedies of a month together take too much, though none does alone."""
    shares = [(use, _share(use, fees, month, None)[0]) for use in counted]
    of_desk = [(use, share) for use, share in shares if _limit(use) == EXCESSIVE]
    for some, limit in ((of_desk, EXCESSIVE), (shares, HOSTING)):
        share = sum((share for _, share in some), Fraction(0))
        if cap is not None:
            share = min(share, cap / month)
        if share > limit:
            titles = ", ".join(dict.fromkeys(use.metric.title for use, _ in some))
            yield _hit(("remedies", "caps"), titles, share, limit)
            return


def _limit(use: Use) -> Fraction:
    return HOSTING if isinstance(use.metric, AvailabilityMetric) else EXCESSIVE


def _hit(path: Path, metric: str, share: Fraction, limit: Fraction) -> Hit:
    told = {"metric": metric, "share": _percent(share), "limit": _percent(limit)}
    return Hit(path, MappingProxyType(told))


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.0f} %"


RULE = ModelRule(
    id="H05",
    name="excessive",
    severity="warning",
    stake="fairness",
    source="Italian Civil Code, art. 1384; Mid Essex v Compass: 84,550 pounds for a mousse",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="A credit that is a punishment",
            what="Missing “{metric}” can take {share} of what is paid in the same time; up to "
            "{limit} is customary.",
            why="A penalty out of all proportion is cut down by the judge, and until then it makes "
            "the provider argue about every ticket instead of mending it.",
            bad="a late answer: 50 % of the monthly fee",
            good="a late answer: 5 % of the monthly fee, all credits of a month at most 15 %; a "
            "server that is down: up to one monthly fee",
        ),
        "it": Told(
            title="Un credito che è una punizione",
            what="Per «{metric}» possono andare in penali fino a {share} di ciò che si paga nello "
            "stesso tempo; usuale è fino a {limit}.",
            why="Una penale sproporzionata la riduce il giudice, e fino ad allora il fornitore "
            "discute ogni ticket invece di risolverlo.",
            bad="una risposta in ritardo: il 50 % del canone mensile",
            good="una risposta in ritardo: il 5 % del canone mensile, tutte le penali di un mese "
            "al massimo il 15 %; un server fermo: fino a un canone mensile",
        ),
    },
)
