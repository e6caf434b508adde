"""What each part of a list goes by, so that a list in another order is the same list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from patto.kernel.agreement.clauses.legal import ApprovedClause, RankedDocument
from patto.kernel.agreement.clauses.remedies import Band
from patto.kernel.agreement.desk import LoggingAct
from patto.kernel.agreement.differences.references import Names, family
from patto.kernel.agreement.differences.same import canonical
from patto.kernel.agreement.figures.availability import SystemTarget
from patto.kernel.agreement.figures.recovery import FigureLevel
from patto.kernel.agreement.figures.shares import AnswerLevel
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.targets import (
    InCalendar,
    InGroup,
    InSituation,
    TargetLevel,
    TargetRow,
)

ORDERED: Final = frozenset({
    ("Priorities", "order"), ("Priorities", "impacts"), ("Priorities", "urgencies"),
    ("OutOfHours", "windows"), ("Legal", "precedence"),
})  # fmt: skip
"""The lists whose order says something: what is more pressing, or which holds first."""

BY_PLACE: Final = (TargetLevel, FigureLevel, AnswerLevel, Band, LoggingAct, RankedDocument)
"""The parts without an id of which one that is another is taken to have been altered."""


def name_of(part: Part, names: Names) -> str:
    """Return what a part of a list goes by; `names` has the new names of what it refers to."""
    named = _NAMED.get(type(part))
    if named is not None:
        return named(part, names)
    return str(getattr(part, "id", None) or canonical(getattr(part, "title", "")))


def _condition(row: TargetRow, names: Names) -> str:
    """Return for which calls a row holds: `always`, or the kind of condition with its name."""
    match row.when:
        case InCalendar() | InSituation() | InGroup():
            owner = type(row.when).__name__
            ((key, name),) = row.when
            return f"{key} {names.get(family(owner, key), {}).get(name, name)}"
    return row.when


def _percent(fraction: Fraction) -> str:
    exact = float(fraction * 100)
    return f"{exact:.6f}".rstrip("0").rstrip(".")


def _share(level: TargetLevel | FigureLevel | AnswerLevel, _names: Names) -> str:
    return f"{_percent(level.share.fraction)} %"


def _item(system: SystemTarget, names: Names) -> str:
    return names.get("item", {}).get(system.item, system.item)


def _bounds(band: Band, _names: Names) -> str:
    least = _percent(band.least.fraction) if band.least is not None else "0"
    return f"{least}-{_percent(band.below.fraction)} %"


def _channels(act: LoggingAct, names: Names) -> str:
    known = names.get("channel", {})
    return "+".join(sorted(known.get(name, name) for name in act.channels))


def _ranked(document: RankedDocument, _names: Names) -> str:
    return f"{canonical(document.document)} {document.language or ''}".rstrip()


def _clause(approved: ApprovedClause, _names: Names) -> str:
    return str(canonical(approved.clause))


_NAMED: Final[Mapping[type[Part], Callable[[Any, Names], str]]] = MappingProxyType({
    TargetRow: _condition, TargetLevel: _share, FigureLevel: _share, AnswerLevel: _share,
    SystemTarget: _item, Band: _bounds,
    LoggingAct: _channels, RankedDocument: _ranked, ApprovedClause: _clause,
})  # fmt: skip
