"""Work by the agreement's calendars: what was done in support hours, and what outside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.out_of_hours import OutOfHours, OutOfHoursWindow
from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.metrics import ResponseMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.instants import MINUTE, Duration, Instant
from patto.kernel.spans import Span, SpanSet


@dataclass(frozen=True, slots=True)
class Labour:
    """Work of one kind: in support hours, in a window outside them, or outside all of them.

    `window`, `title` and `price` are those of the window, empty where there is none.
    """

    in_hours: bool
    window: str
    title: str
    price: str
    length: Duration

    @property
    def minutes(self) -> int:
        """How long it took, in whole minutes."""
        return round(self.length / MINUTE)


def divided(agreement: Agreement, priority: str, end: Instant, minutes: int) -> tuple[Labour, ...]:
    """Return work that ended at an instant after so many minutes, divided by what it is.

    Support hours are those of the clock on which the first answer is promised to tickets of the
    priority; where windows outside them overlap, the first one holds. The lengths sum to the
    minutes.
    """
    worked = Span(end - minutes * MINUTE, end)
    compiled = Compiled(agreement)
    clock = support_clock(agreement, priority)
    hours = compiled.clock(clock).hours_only.spans(worked) if clock else SpanSet.of(())
    parts = [Labour(True, "", "", "", hours.length), *_outside(agreement, compiled, worked, hours)]  # noqa: FBT003  # the fields are in order
    return tuple(one for one in parts if one.length)


def support_clock(agreement: Agreement, priority: str) -> str:
    """Return the clock on which a first answer is promised, empty if none is.

    That of the priority, else of the first one that has any.
    """
    promised = [one.targets for one in agreement.metrics if isinstance(one, ResponseMetric)]
    rows = [targets.get(priority) for targets in promised]
    rows += [one for targets in promised for one in targets.values()]
    return next((one[0].clock for one in rows if one), "")


def windows(agreement: Agreement) -> tuple[OutOfHoursWindow, ...]:
    """Return the windows in which help is given outside support hours."""
    terms = settled(agreement.out_of_hours)
    return terms.windows if isinstance(terms, OutOfHours) else ()


def _outside(
    agreement: Agreement, compiled: Compiled, worked: Span, hours: SpanSet
) -> Iterator[Labour]:
    left = hours.complement(worked)
    for window in windows(agreement):
        within = left & compiled.calendar(window.calendar).hours.spans(worked)
        left = left - within
        yield Labour(False, window.id, window.title, window.price.text, within.length)  # noqa: FBT003  # the same
    yield Labour(False, "", "", "", left.length)  # noqa: FBT003  # the same


def summed(parts: Iterable[Labour]) -> tuple[Labour, ...]:
    """Return work of each kind once, with all its time; that in support hours first."""
    lengths: dict[Labour, Duration] = {}
    for one in parts:
        kind = replace(one, length=0)
        lengths[kind] = lengths.get(kind, 0) + one.length
    together = (replace(kind, length=length) for kind, length in lengths.items())
    return tuple(sorted(together, key=lambda one: (not one.in_hours, not one.window)))
