"""From when until when each version of an agreement holds, in dates of its zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from patto.agreements.reading import history_of


@dataclass(frozen=True, slots=True)
class Held:
    """The dates of a version, half-open; without an `end` until another one replaces it."""

    number: int
    start: date
    end: date | None

    @property
    def last(self) -> date | None:
        """The last date on which it holds."""
        return None if self.end is None else self.end - timedelta(days=1)

    def meets(self, other: Held) -> bool:
        """Return whether there is a date on which both hold."""
        before = self.end is None or other.start < self.end
        return before and (other.end is None or self.start < other.end)


def held_by(texts: Sequence[str]) -> tuple[Held, ...]:
    """Return when each version of one agreement holds, the first one first (semantics 4.2).

    The start of a version that supersedes another ends it, if its own end does not come before.
    """
    versions = history_of(tuple(texts)).versions
    found = []
    for one, after in zip_longest(versions, versions[1:]):
        own = one.agreement
        end = own.effective.end
        if after is not None and after.agreement.supersedes == own.version:
            start = after.agreement.effective.start
            end = start if end is None else min(end, start)
        found.append(Held(own.version, own.effective.start, end))
    return tuple(found)
