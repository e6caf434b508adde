"""Measures by which two sides are compared: open hours, times on their clocks, sizes of values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from patto.kernel.agreement.calendars import CalendarTerms
from patto.kernel.agreement.compiled import Compiled, CompiledCalendar, hours_calendars
from patto.kernel.agreement.differences.references import Names
from patto.kernel.agreement.differences.same import canonical
from patto.kernel.agreement.lapses import Lapse, Measured, Ringing, WorkTime
from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.money import FeeDays, Money, PercentOf
from patto.kernel.agreement.quantities import Budget, ClockedBudget, Share, TimeOfDay
from patto.kernel.agreement.terms import WithinAccess
from patto.kernel.errors import PattoError
from patto.kernel.instants import DAY, Duration, parse
from patto.kernel.spans import Span

_WEEK: Final = Span(parse("2026-01-12T00:00:00Z"), parse("2026-01-19T00:00:00Z"))
"""A week in which no zone changes its clocks."""

_SHORTEST_MONTH: Final = 28
_LONGEST_MONTH: Final = 31


Size: TypeAlias = tuple[str, Fraction]
"""In what a value is reckoned, and how much of it it is: only the same can be compared."""

_SIZES: Final[Mapping[type, Callable[[Any], Size]]] = MappingProxyType({
    int: lambda number: ("", Fraction(number)),
    date: lambda day: ("date", Fraction(day.toordinal())),
    Share: lambda share: ("share", share.fraction),
    Money: lambda money: (money.currency, Fraction(money.amount)),
    WorkTime: lambda work: ("work", Fraction(work.length)),
    Measured: lambda measured: (f"measured {measured.unit}", Fraction(measured.number)),
    Ringing: lambda ringing: (ringing.unit, Fraction(ringing.number)),
    TimeOfDay: lambda time: ("of day", Fraction(time.since_midnight)),
})  # fmt: skip


class Side:
    """One of the two agreements, with what its calendars and clocks come to."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self.compiled = Compiled(agreement)

    def a_week(self, clock: str) -> Duration | None:
        """Return the weekly hours of a clock or calendar, `None` if it cannot be compiled."""
        try:
            return self.compiled.clock(clock).weekly.spans(_WEEK).length
        except (KeyError, PattoError):
            return None

    def a_week_with_access(self, clock: str) -> Duration | None:
        """Return what a clock counts in a week, within its site's access."""
        try:
            return self.compiled.clock(clock).open.spans(_WEEK).length
        except (KeyError, PattoError):
            return None

    def length(self, budget: Budget, clock: str) -> Duration | None:
        """Return a time in microseconds, `None` if its clock does not say how long a day is."""
        try:
            day = self.compiled.clock(clock).business_day if clock else None
            return budget.length(day)
        except (KeyError, ValueError, PattoError):
            return None

    def calendar(self, name: str) -> CompiledCalendar | None:
        """Return a calendar, `None` if it cannot be compiled."""
        try:
            return self.compiled.calendar(name)
        except (KeyError, PattoError):
            return None

    @cached_property
    def counted(self) -> frozenset[str]:
        """The calendars and clocks on which something is promised, or in which somebody works."""
        return frozenset(_counted(self.agreement))

    @cached_property
    def only_for_work(self) -> frozenset[str]:
        """The calendars that say when maintenance may be done, and nothing else."""
        maintenance = self.agreement.maintenance
        return frozenset({maintenance.windows} if maintenance else ()) - self.counted


def _counted(agreement: Agreement) -> Iterator[str]:
    for clock in (agreement.clocks or {}).values():
        yield from (*hours_calendars(clock), *(clock.site_access or ()))
    for channel in agreement.channels:
        yield channel.watched
    for constraint in agreement.constraints or ():
        if isinstance(constraint.effect, WithinAccess):
            yield from constraint.effect.within
    for metric in agreement.metrics:
        if isinstance(metric, TicketMetric):
            for rows in metric.targets.values():
                for row in rows or ():
                    yield row.clock
                    yield from (one.by.calendar for one in row.levels if one.by is not None)
        else:
            yield from (str(getattr(metric, key, "")) for key in ("clock", "service_time"))


def exceptions(terms: CalendarTerms) -> Mapping[date, object]:
    """Return the dates on which a calendar's hours differ from those of the week, and how.

    A closed date has the word for it.
    """
    closed: dict[date, object] = {day.date: "closed" for day in terms.closed_days or ()}
    own = terms.day_hours or ()
    return closed | {day.date: canonical(day.hours, "OwnHours", "hours") for day in own}


def taken_off(calendar: CompiledCalendar, days: Iterable[date]) -> Duration:
    """Return how much less than by the week a calendar is open on some dates."""
    spans = [span for day in days for span in calendar.hours.date_span(day)]
    by_week = sum(calendar.hours.weekly_spans(span).length for span in spans)
    return by_week - sum(calendar.hours.spans(span).length for span in spans)


class Scales:
    """Both sides, and the comparisons between them."""

    def __init__(self, before: Agreement, after: Agreement, names: Names) -> None:
        self.before = Side(before)
        self.after = Side(after)
        self.names = names

    def wider(self, before: str, after: str) -> Duration | None:
        """Return how many more hours a week one clock has than another, `None` if unknown."""
        old, new = self.before.a_week(before), self.after.a_week(after)
        return None if old is None or new is None else new - old

    def longer(
        self, before: tuple[Budget, str], after: tuple[Budget, str], *, clocks: bool = True
    ) -> int:
        """Return whether a time on its clock ends later than another, -1 if it ends sooner.

        0 is the same, or not to be told from the terms: longer, on a clock that runs more. Clocks
        of one name are one, whatever became of its hours; without `clocks` they are left aside.
        """
        old = self.before.length(*before)
        new = self.after.length(*after)
        if old is None or new is None:
            return 0
        by_length = sign(new - old)
        called = self.names.get("clock", {})
        if not clocks or called.get(before[1], before[1]) == after[1]:
            return by_length
        more = self.wider(before[1], after[1])
        return 0 if more is None else agreed(by_length, -sign(more))

    def larger(self, before: object, after: object) -> int:
        """Return whether a value is larger than another of its kind, -1 if it is smaller.

        0 is the same, or values that cannot be compared.
        """
        if isinstance(before, ClockedBudget) and isinstance(after, ClockedBudget):
            return self.longer((before.budget, before.clock), (after.budget, after.clock))
        if isinstance(before, Budget) and isinstance(after, Budget):
            return self.longer((before, ""), (after, ""))
        if isinstance(before, Lapse) and isinstance(after, Lapse):
            return _longer_lapse(before, after)
        old, new = self._size(before, self.names), self._size(after, {})
        if old is None or new is None or old[0] != new[0]:
            return 0
        return sign(new[1] - old[1])

    @staticmethod
    def _size(value: object, names: Names) -> Size | None:
        """Return in what a value is reckoned, and how much of it it is."""
        if isinstance(value, PercentOf):
            return f"% {_charge(value.base, names)}", value.fraction
        if isinstance(value, FeeDays):
            return f"days {_charge(value.base, names)}", Fraction(value.days)
        if value == "end-of-hours":
            return "of day", Fraction(DAY)
        size = _SIZES.get(type(value))
        return None if size is None else size(value)


def sign(number: Fraction | int) -> int:
    """Return 1 for more than nothing, -1 for less."""
    return (number > 0) - (number < 0)


def agreed(*signs: int) -> int:
    """Return what several signs say together: nothing where they contradict each other."""
    return sign(sum(signs)) if not (1 in signs and -1 in signs) else 0


def _charge(base: str, names: Names) -> str:
    return names.get("charge", {}).get(base, base)


def _longer_lapse(before: Lapse, after: Lapse) -> int:
    """Return whether a lapse is longer than another whatever months it lies in."""
    (least, most), (other_least, other_most) = _days(before), _days(after)
    months = [one.number * (12 if one.unit == "year" else 1) for one in (before, after)]
    if "day" not in {before.unit, after.unit}:
        return sign(months[1] - months[0])
    return (other_least > most) - (other_most < least)


def _days(lapse: Lapse) -> tuple[int, int]:
    if lapse.unit == "day":
        return lapse.number, lapse.number
    months = lapse.number * (12 if lapse.unit == "year" else 1)
    return months * _SHORTEST_MONTH, months * _LONGEST_MONTH
