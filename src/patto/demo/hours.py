"""On which clocks a customer's tickets are worked on, and what is promised there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal

from patto.demo.cast import cast
from patto.demo.kinds import KINDS, Kind, budget
from patto.demo.writing import Sides, written
from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.reading import read
from patto.kernel.clock import Clock
from patto.kernel.instants import HOUR, MINUTE, Duration, Instant

_UNPROMISED: Final = {"response": 4 * HOUR, "resolution": 16 * HOUR}
"""Within what things are usually done where nothing is promised."""
_WITHOUT: Final = "office"
"""In the hours of which kind a customer without an agreement is worked for."""
_LONGEST_AGO: Final = 60 * 24 * 60
"""Minutes."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The clocks of a customer, and its targets."""

    kind: Kind
    compiled: Compiled

    @classmethod
    def of(cls, customer: Mapping[str, Any], texts: Sequence[str]) -> Hours:
        """Return those of a customer, whose agreement has these versions, if it has one."""
        terms = customer.get("agreement")
        if terms is None:
            return cls(KINDS[_WITHOUT], _without())
        return cls(KINDS[terms["kind"]], _compiled(texts[0]))

    def clock(self, priority: str) -> Clock:
        """Return the clock on which tickets of a priority are worked on."""
        return self.compiled.clock(self.kind.response[priority].clock).open

    def target(self, what: Literal["response", "resolution"], priority: str) -> Duration:
        """Return within what it is to be done nearly always."""
        targets = self.kind.response if what == "response" else self.kind.resolution
        return budget(self.kind, targets[priority].nearly) if targets else _UNPROMISED[what]

    def ago(self, priority: str, elapsed: Duration, at: Instant) -> Instant:
        """Return the latest whole minute before an instant since which so much has passed."""
        clock = self.clock(priority)
        minutes = bisect_left(
            range(_LONGEST_AGO), elapsed, key=lambda back: clock.elapsed(at - back * MINUTE, at)
        )
        return at - minutes * MINUTE


def _compiled(text: str) -> Compiled:
    agreement = read(text).agreement
    assert agreement is not None  # noqa: S101  # a test reads every one of them
    return Compiled(agreement)


@cache
def _without() -> Compiled:
    day, provider = date(2020, 1, 1), cast()["provider"]
    sides = Sides(provider["name"], "Nobody", "None", [], provider["zone"])
    return _compiled(written(_WITHOUT, "en", sides, start=day, first=day))
