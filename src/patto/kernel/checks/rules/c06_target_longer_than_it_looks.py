"""C06: hours of a business clock that take days on the wall."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import NamedTuple

from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.quantities import Budget
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.instants import Instant


class _Shown(NamedTuple):
    """A call at the opening of a clock, and when a target falls due."""

    start: Instant
    due: Instant


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each time in hours that ends on another date though it began at the opening.

    The same time on the same clock is one finding, wherever it stands.
    """
    places: dict[tuple[str, str], list[Path]] = {}
    for row in subject.rows:
        for index, level in enumerate(row.row.levels):
            if level.within is not None and level.within.unit != "business days":
                key = (row.row.clock, level.within.text)
                places.setdefault(key, []).append((*row.path, "levels", index, "within"))
    for (clock, within), paths in places.items():
        shown = _shown(subject, clock, Budget.parse(within))
        if shown is not None:
            told = {
                "within": within,
                "clock": subject.clock_title(clock),
                "start": subject.on_the_wall(shown.start),
                "due": subject.on_the_wall(shown.due),
            }
            yield Hit(paths[0], MappingProxyType(told), also=tuple(paths[1:]))


def _shown(subject: Subject, clock: str, within: Budget) -> _Shown | None:
    """Return an example of a time that takes longer on the wall than it says, by days."""
    bounds = subject.open(clock).bounds
    if not bounds:
        return None  # the clock opens after the first year only
    start, length = bounds[0], within.length(None)
    due = subject.compiled.clock(clock).open.due(start, length)
    same_date = subject.on_the_wall(start)[:10] == subject.on_the_wall(due - 1)[:10]
    return None if same_date or due - start == length else _Shown(start, due)


RULE = ModelRule(
    id="C06",
    name="target-longer-than-it-looks",
    severity="info",
    stake="clarity",
    source="founding case: 72 business hours",
    find=find,
    words={
        "en": Told(
            title="A time that is longer than it looks",
            what="{within} of “{clock}” is days on the wall: a call of {start} is due by {due}.",
            why="A customer who reads the hours expects it tomorrow, and is let down by an "
            "agreement that was kept.",
            bad="24 h, on a clock of 8 h a day",
            good="3 business days, with an example in dates",
        ),
        "it": Told(
            title="Un tempo più lungo di quanto sembri",
            what="{within} di «{clock}» sono giorni sul calendario: una chiamata del {start} scade "
            "il {due}.",
            why="Il cliente che legge le ore lo aspetta per domani, e resta deluso da un "
            "accordo che è stato rispettato.",
            bad="24 h, su un orologio di 8 h al giorno",
            good="3 giorni lavorativi, con un esempio in date",
        ),
    },
)
