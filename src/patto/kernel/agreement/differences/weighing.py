"""Ways of weighing a change: each says whether it is harder for the provider to keep.

A weight is 1 for harder, -1 for easier, 0 for neither or not to be told from the terms. Told the
other way round, from the later agreement to the earlier, a weight is its opposite.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias, cast

from patto.kernel.agreement.calendars import CalendarTerms, Closure
from patto.kernel.agreement.differences.change import Change, Hours
from patto.kernel.agreement.differences.same import canonical
from patto.kernel.agreement.differences.scales import (
    Scales,
    agreed,
    exceptions,
    sign,
    taken_off,
)
from patto.kernel.agreement.quantities import Budget
from patto.kernel.agreement.targets import TargetLevel, TargetRow
from patto.kernel.instants import Duration, parse


class Weight(NamedTuple):
    """Whether a change is harder to keep, and by how many open hours where it is by them."""

    harder: int
    hours: Hours | None = None


Weighing: TypeAlias = Callable[[Change, Scales], Weight]

Nothing: TypeAlias = Literal["most", "least", "apart"]
"""What it means that a value is not there: no limit, none at all, or something else again."""

NONE: Final = Weight(0)
_Named: TypeAlias = frozenset[object]
_ABSENT: Final = (None, "none", "not-offered", ())


def more(nothing: Nothing = "apart") -> Weighing:
    """Return the way of weighing what is harder the more it is."""

    def weigh(change: Change, scales: Scales) -> Weight:
        before, after = change.before, change.after
        gone, come = after in _ABSENT or after == "unlimited", before in _ABSENT
        come = come or before == "unlimited"
        if gone or come:
            step = {"most": 1, "least": -1, "apart": 0}[nothing]
            return Weight(step * (gone - come))
        return Weight(scales.larger(before, after))

    return weigh


def less(nothing: Nothing = "apart") -> Weighing:
    """Return the way of weighing what is harder the less it is."""
    return _opposite(more(nothing))


class Ranked:
    """The way of weighing a word, given from the easiest to the hardest."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __call__(self, change: Change, _scales: Scales) -> Weight:
        """Weigh one word in place of another."""
        before, after = (self.words.index(str(side)) for side in (change.before, change.after))
        return Weight(sign(after - before))


def burdens(change: Change, scales: Scales) -> Weight:
    """Weigh what burdens the provider by being there: harder where it came or grew."""
    if change.kind in {"added", "removed"}:
        return Weight(1 if change.kind == "added" else -1)
    before, after = change.before, change.after
    if before in _ABSENT or after in _ABSENT:
        return Weight((before in _ABSENT) - (after in _ABSENT))
    if not isinstance(before, tuple) or not isinstance(after, tuple):
        return Weight((after == "all") - (before == "all"))
    step = change.trail[-1]
    old = cast(_Named, canonical(before, step.owner, step.key, scales.names))
    new = cast(_Named, canonical(after, step.owner, step.key))
    return Weight((old < new) - (new < old))


def relieves(change: Change, scales: Scales) -> Weight:
    """Weigh what relieves the provider by being there: easier where it came or grew."""
    return Weight(-burdens(change, scales).harder)


def by_its_limit(change: Change, scales: Scales) -> Weight:
    """Weigh a figure that is the most or the least allowed, as the part beside it says."""
    holder = change.trail[-2]
    limits = {getattr(holder.before, "limit", ""), getattr(holder.after, "limit", "")}
    larger = scales.larger(change.before, change.after)
    return Weight({"at-least": larger, "at-most": -larger}[limits.pop()] if len(limits) == 1 else 0)


def day_length(change: Change, _scales: Scales) -> Weight:
    """Weigh how long a business day is: harder the shorter, for times that are written in them."""
    if change.before is None or change.after is None:
        return NONE
    before, after = (_in_hours(str(side)) for side in (change.before, change.after))
    return Weight(sign(before - after))


def asked_of_a_side(change: Change, scales: Scales) -> Weight:
    """Weigh the time of a duty: less of it is harder for the side whose duty it is."""
    step = 1 if change.part == "provider_obligations" else -1
    return Weight(-step * scales.larger(change.before, change.after))


def claimed(change: Change, _scales: Scales) -> Weight:
    """Weigh how a credit is given: harder where nobody has to ask for it."""
    return Weight((change.after == "automatic") - (change.before == "automatic"))


def wider(change: Change, scales: Scales) -> Weight:
    """Weigh one clock or calendar in place of another: harder the more hours it has."""
    return _by_hours(scales.wider(str(change.before), str(change.after)))


def wider_for_work(change: Change, scales: Scales) -> Weight:
    """Weigh a calendar in which the provider may do maintenance: easier the more hours it has."""
    found = wider(change, scales)
    return Weight(-found.harder, found.hours)


def row_clock(change: Change, scales: Scales) -> Weight:
    """Weigh another clock of a table of targets, unless its times tell the opposite."""
    found = wider(change, scales)
    row = change.trail[-2]
    both = agreed(found.harder, *(-one for one in _longer_levels(row.before, row.after, scales)))
    return Weight(found.harder if both else 0, found.hours)


def level_time(change: Change, scales: Scales) -> Weight:
    """Weigh the time of a level: harder the sooner it ends, on the clocks that the rows name."""
    before, after = cast(Budget, change.before), cast(Budget, change.after)
    holders = [step for step in change.trail if hasattr(step.after, "clock")]
    old, new = (getattr(holders[-1], side).clock for side in ("before", "after"))
    return Weight(-scales.longer((before, old), (after, new)))


def clock_hours(change: Change, scales: Scales) -> Weight:
    """Weigh what a clock is made of: harder the more hours it has in a week."""
    return _by_hours(scales.wider(_old_name(change, scales), _name(change)))


def clock_access(change: Change, scales: Scales) -> Weight:
    """Weigh when a clock's site lets people in: harder the more the clock counts in a week."""
    before = scales.before.a_week_with_access(_old_name(change, scales))
    after = scales.after.a_week_with_access(_name(change))
    return NONE if before is None or after is None else _by_hours(after - before)


def weekly_hours(change: Change, scales: Scales) -> Weight:
    """Weigh the weekly hours of a calendar: harder the more, where something is counted in it."""
    found = clock_hours(change, scales)
    return Weight(found.harder * _for_what(change, scales), found.hours)


def closed_dates(change: Change, scales: Scales) -> Weight:
    """Weigh the dates on which hours differ: those that both versions have stated."""
    before = cast(CalendarTerms, change.trail[-2].before)
    after = cast(CalendarTerms, change.trail[-2].after)
    old, new = (
        scales.before.calendar(_old_name(change, scales)),
        scales.after.calendar(_name(change)),
    )
    if old is None or new is None:
        return NONE
    first = max(s.agreement.agreement.effective.start for s in (scales.before, scales.after))
    last = min(_stated(before), _stated(after))
    was, now = exceptions(before), exceptions(after)
    days = sorted(
        d for d in was.keys() | now.keys() if was.get(d) != now.get(d) and first <= d <= last
    )
    hours = taken_off(old, days) - taken_off(new, days)
    if not hours:
        return NONE
    return Weight(sign(hours) * _for_what(change, scales), Hours(hours, "dates"))


def closures(change: Change, scales: Scales) -> Weight:
    """Weigh closed spans: easier the more time is closed."""
    before, after = (_closed(side) for side in (change.before, change.after))
    return Weight(sign(before - after) * _for_what(change, scales))


def _by_hours(more: Duration | None) -> Weight:
    """Return the weight of so many more hours a week, of none where it is not known."""
    return Weight(sign(more), Hours(more, "week")) if more else NONE


def _opposite(weighing: Weighing) -> Weighing:
    def weigh(change: Change, scales: Scales) -> Weight:
        return Weight(-weighing(change, scales).harder)

    return weigh


def _longer_levels(before: object, after: object, scales: Scales) -> list[int]:
    """Return of each level that two rows have in common whether its time is longer."""
    if not isinstance(before, TargetRow) or not isinstance(after, TargetRow):
        return []
    pairs = zip(before.levels, after.levels, strict=False)
    return [_longer(old, before.clock, new, after.clock, scales) for old, new in pairs]


def _longer(
    old: TargetLevel, old_clock: str, new: TargetLevel, new_clock: str, scales: Scales
) -> int:
    if old.within is None or new.within is None:
        return 0
    return scales.longer((old.within, old_clock), (new.within, new_clock), clocks=False)


def _name(change: Change) -> str:
    return change.trail[0].name


def _old_name(change: Change, scales: Scales) -> str:
    """Return the name by which the earlier agreement knows the calendar of a change."""
    name = _name(change)
    called = scales.names.get("clock", {})
    return next((old for old, new in called.items() if new == name), name)


def _for_what(change: Change, scales: Scales) -> int:
    """Return 1 where more hours of a calendar are harder, -1 where only work is done in it."""
    old, new = _old_name(change, scales), _name(change)
    if old in scales.before.counted and new in scales.after.counted:
        return 1
    return -1 if old in scales.before.only_for_work and new in scales.after.only_for_work else 0


def _stated(terms: CalendarTerms) -> date:
    return date.max if terms.stated_until == "always" else terms.stated_until


def _closed(value: object) -> int:
    listed = value if isinstance(value, tuple) else ()
    return sum(parse(c.end) - parse(c.start) for c in listed if isinstance(c, Closure))


def _in_hours(text: str) -> Fraction:
    """Return how many hours a text such as `8 h` names."""
    return Fraction(text.removesuffix(" h"))
