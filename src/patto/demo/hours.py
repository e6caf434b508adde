"""What a customer's agreement says of how its tickets are worked on, and what is promised there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final, Literal, NamedTuple

from patto.demo.borrowing import borrowed
from patto.demo.cast import cast
from patto.demo.writing import Sides
from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.metrics import ResolutionMetric, ResponseMetric, TargetRow
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read
from patto.kernel.clock import Clock
from patto.kernel.instants import HOUR, MINUTE, Duration, Instant

_UNPROMISED: Final = {"response": 4 * HOUR, "resolution": 16 * HOUR}
"""Within what things are usually done where nothing is promised."""
_WITHOUT: Final = "standard"
"""As under which template a customer without an agreement is worked for."""
_LONGEST_AGO: Final = 60 * 24 * 60
"""Minutes."""
_SHARES: Final = {2: (9, 91), 3: (5, 37, 58), 4: (4, 14, 34, 48)}
"""How many of a hundred calls are of each priority, by how many priorities there are."""


class Way(NamedTuple):
    """A cell of the matrix: impact and urgency, the priority that follows, how often it comes."""

    impact: str
    urgency: str
    priority: str
    often: float


class Hours:
    """The clocks of a customer, its targets, and the words of its agreement for a call."""

    def __init__(self, agreement: Agreement) -> None:
        self.compiled = Compiled(agreement)
        terms = agreement.priorities
        assert terms is not None  # noqa: S101  # a test reads every one of them
        self.priorities = tuple(one.id for one in terms.order)
        self.ways = tuple(_ways(terms.matrix or {}, self.priorities))
        self.information = agreement.validly_logged.information or ()
        self._channels = tuple(one.id for one in agreement.channels)
        self._exclusions = {one.id for one in agreement.exclusions or ()}
        self._targets = {
            metric.kind: metric.targets
            for metric in agreement.metrics or ()
            if isinstance(metric, ResponseMetric | ResolutionMetric)
        }

    @classmethod
    def of(cls, texts: Sequence[str]) -> Hours:
        """Return those of a customer, whose agreement has these versions, if it has one."""
        return cls(_read(texts[0])) if texts else _without()

    def clock(self, priority: str) -> Clock:
        """Return the clock on which tickets of a priority are worked on."""
        row = self._row("response", priority)
        return self.compiled.clock(row.clock if row else "office").open

    def target(self, what: Literal["response", "resolution"], priority: str) -> Duration:
        """Return within what it is to be done nearly always."""
        row = self._row(what, priority)
        within = row.levels[0].within if row else None
        if row is None or within is None:
            return _UNPROMISED[what]
        return within.length(self.compiled.clock(row.clock).business_day)

    def ago(self, priority: str, elapsed: Duration, at: Instant) -> Instant:
        """Return the latest whole minute before an instant since which so much has passed."""
        clock = self.clock(priority)
        minutes = bisect_left(
            range(_LONGEST_AGO), elapsed, key=lambda back: clock.elapsed(at - back * MINUTE, at)
        )
        return at - minutes * MINUTE

    def known(self, priority: str) -> str:
        """Return a priority, the last one where there is none of that name."""
        return priority if priority in self.priorities else self.priorities[-1]

    def channel(self, usual: str) -> str:
        """Return what the agreement calls a channel, the telephone where it has none such."""
        found = (one for one in self._channels if one.startswith(usual))
        return next(found, "phone" if usual == "portal" else usual)

    def excludes(self, what: str) -> bool:
        """Return whether the agreement leaves a case out of what is counted."""
        return what in self._exclusions

    def _row(self, what: Literal["response", "resolution"], priority: str) -> TargetRow | None:
        rows = self._targets.get(what, {}).get(priority)
        return rows[0] if rows else None


def _ways(matrix: Mapping[str, Mapping[str, str]], priorities: Sequence[str]) -> list[Way]:
    cells = [(impact, urgency, priority)
             for impact, row in matrix.items() for urgency, priority in row.items()]  # fmt: skip
    share = dict(zip(priorities, _SHARES[len(priorities)], strict=True))
    same = {one: sum(cell[2] == one for cell in cells) for one in priorities}
    return [Way(*cell, share[cell[2]] / same[cell[2]]) for cell in cells]


def _read(text: str) -> Agreement:
    agreement = read(text).agreement
    assert agreement is not None  # noqa: S101  # a test reads every one of them
    return agreement


@cache
def _without() -> Hours:
    day, provider = date(2020, 1, 1), cast()["provider"]
    sides = Sides(
        provider["name"], "Nobody", "", [], provider["zone"], seat="Padova", decides="Nobody"
    )
    return Hours(_read(borrowed(_WITHOUT, "en", sides, start=day, first=day)))
