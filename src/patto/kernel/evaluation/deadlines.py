"""Deadlines by date: a working day counted from the call, and a time on it (semantics 3.5)."""

from __future__ import annotations

from datetime import date, timedelta

from patto.kernel.agreement.metrics import Deadline, TargetLevel
from patto.kernel.clock import Clock
from patto.kernel.errors import NeverReachedError
from patto.kernel.evaluation.course import Course
from patto.kernel.evaluation.wall import first_at
from patto.kernel.hours import Calendar
from patto.kernel.instants import Instant

_TEN_YEARS = 3660
_ONE_DAY = timedelta(days=1)


def deadline(terms: Deadline, calendar: Calendar, call: Instant) -> Instant:
    """Return the last instant at which a promise by date is kept.

    A call on a day without hours, or after the cut-off, counts as of the next working day; so does
    one that comes when its own deadline has passed, such as a call in the evening for the same
    day. A time that the wall clock skips is the instant of the change; of one that it shows twice
    the first.

    :raises NeverReachedError: if ten years hold too few working days
    """
    day = calendar.local_date(call)
    late = terms.cut_off is not None and calendar.local_time(call) > terms.cut_off.since_midnight
    if late:
        day += _ONE_DAY
    day = _working_day(calendar, day, 0)
    last = _deadline_from(terms, calendar, day)
    if last <= call:
        last = _deadline_from(terms, calendar, _working_day(calendar, day + _ONE_DAY, 0))
    return last


def as_agreed(level: TargetLevel) -> str:
    """Return a target in one line of no language: `4 h`, `by 12:00 on working day 1 of office`."""
    if level.within is not None:
        return level.within.text
    return "" if level.by is None else _written(level.by)


def _written(terms: Deadline) -> str:
    time = "end-of-hours" if terms.time == "end-of-hours" else terms.time.text
    told = [f"by {time} on working day {terms.working_day} of {terms.calendar}"]
    told += ["the day of the call counts"] if terms.day_of_call == "counts" else []
    told += [] if terms.cut_off is None else [f"cut-off {terms.cut_off.text}"]
    told += ["moved by pauses"] if terms.pauses == "move-it" else []
    return ", ".join(told)


def moved(fixed: Instant, way: Course, clock: Clock, call: Instant) -> Instant | None:
    """Return a deadline moved on by the time of its clock that stood still before it.

    `None` if something stands still that nothing known will end.

    :raises NeverReachedError: if ten years hold too little time of the clock
    """
    last, still = fixed, 0
    for stretch in way.stretches:
        begin = max(stretch.start, call)
        if begin >= last:
            break
        ends = last if stretch.end is None else min(stretch.end, last)
        if stretch.still is None or begin >= ends or not clock.elapsed(begin, ends):
            continue
        if stretch.end is None:
            return None
        # What stands still before the deadline moves it on, and so all of the stretch does.
        still += clock.elapsed(begin, stretch.end)
        last = clock.due(fixed, still)
    return last


def _deadline_from(terms: Deadline, calendar: Calendar, first: date) -> Instant:
    """Return the deadline of a call that counts as of a working day."""
    ahead = terms.working_day
    if terms.day_of_call == "counts":
        ahead = max(0, ahead - 1)
    day = _working_day(calendar, first, ahead)
    if terms.time == "end-of-hours":
        return _closing(calendar, day)
    return first_at(calendar.zone, day, terms.time.since_midnight)


def _working_day(calendar: Calendar, day: date, ahead: int) -> date:
    """Return the working day `ahead` after the first one that is not before `day`."""
    left = ahead
    for step in range(_TEN_YEARS):
        on = day + step * _ONE_DAY
        if calendar.is_working_day(on):
            if left == 0:
                return on
            left -= 1
    raise NeverReachedError(f"ten years from {day} hold too few working days")


def _closing(calendar: Calendar, day: date) -> Instant:
    return max(
        open_time.end for part in calendar.date_span(day) for open_time in calendar.spans(part)
    )
