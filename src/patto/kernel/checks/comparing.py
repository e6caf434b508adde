"""Which of two promises is due first, whenever a call comes in."""

from __future__ import annotations

from patto.kernel.agreement.targets import Deadline, TargetLevel, TargetRow
from patto.kernel.checks.subject import Subject
from patto.kernel.instants import DAY, Duration


def never_later(
    subject: Subject, one: tuple[TargetRow, TargetLevel], other: tuple[TargetRow, TargetLevel]
) -> bool:
    """Return whether one promise is due no later than another whatever the start.

    So it is if it has no more time, on a clock that runs whenever the other's does; of deadlines
    by date, if they count the same days. Where neither can be told from the terms it is not.
    """
    (row, level), (other_row, other_level) = one, other
    if level.by is not None and other_level.by is not None:
        return _same_days(level.by, other_level.by) and _on_the_day(level.by) <= _on_the_day(
            other_level.by
        )
    shorter, longer = _length(subject, row, level), _length(subject, other_row, other_level)
    if shorter is None or longer is None or shorter > longer:
        return False
    return row.clock == other_row.clock or not (
        subject.open(other_row.clock) - subject.open(row.clock)
    )


def as_written(level: TargetLevel) -> str:
    """Return the time of a level as a file states it."""
    if level.by is not None:
        time = level.by.time
        return f"{level.by.working_day} / {time if isinstance(time, str) else time.text}"
    return "" if level.within is None else level.within.text


def _length(subject: Subject, row: TargetRow, level: TargetLevel) -> Duration | None:
    if level.within is None:
        return None
    return level.within.length(subject.compiled.clock(row.clock).business_day)


def _same_days(one: Deadline, other: Deadline) -> bool:
    return (one.calendar, one.day_of_call, one.cut_off) == (
        other.calendar, other.day_of_call, other.cut_off,
    )  # fmt: skip


def _on_the_day(deadline: Deadline) -> tuple[int, Duration]:
    time = deadline.time
    return deadline.working_day, DAY if time == "end-of-hours" else time.since_midnight
