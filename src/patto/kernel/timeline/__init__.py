"""The clock on arrays: many calendars over a horizon, millions of instants at a time.

The position of an instant is the open time of its calendar from the horizon's start; every figure
is a difference of positions. From the face inwards: `timeline` takes columns apart in chunks
(`arguments` checks them), `lookups` works out a chunk, with `pauses`, from one of two tables:
`slots` for few calendars, `days` for many. The tables are made of `pieces`, the open time as
arrays, whose `edges` and `gaps` are laid out so that one look-up answers. `loops` are the same
look-ups for numba, by way of `jit`.

>>> from patto.kernel.hours import Calendar
>>> from patto.kernel.instants import HOUR, MINUTE, parse
>>> from patto.kernel.spans import Span
>>> office = ((9 * HOUR, 17 * HOUR),)
>>> calendar = Calendar("Europe/Rome", (office, office, office, office, office, (), ()))
>>> march = Span(parse("2026-03-01T00:00:00Z"), parse("2026-04-01T00:00:00Z"))
>>> line = Timeline.compile([calendar], march)
>>> logged = [parse("2026-03-06T16:55:00+01:00"), parse("2026-03-07T12:00:00+01:00")]
>>> (line.elapsed(logged, parse("2026-03-09T09:05:00+01:00")) // MINUTE).tolist()
[10, 5]
"""

from patto.kernel.timeline.arrays import NULL
from patto.kernel.timeline.jit import Engine
from patto.kernel.timeline.timeline import LONGEST, Timeline, known

__all__ = ["LONGEST", "NULL", "Engine", "Timeline", "known"]
