"""What evaluation says: of a ticket under a metric, of a metric in a period, and why.

Outcomes are values. Reasons and notes are codes with parameters; the words for them live in the
language catalogues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from patto.kernel.instants import Duration, Instant

NO_PARAMETERS: Final[Mapping[str, str]] = MappingProxyType({})


class Verdict(StrEnum):
    """What is said of a ticket under a promise (semantics 5.1)."""

    MET = "MET"
    MISSED = "MISSED"
    EXCLUDED = "EXCLUDED"
    PENDING = "PENDING"
    NOT_DETERMINED = "NOT DETERMINED"


class PeriodVerdict(StrEnum):
    """What is said of a metric, or of one of its lines, in a period (semantics 5.3)."""

    MET = "MET"
    MISSED = "MISSED"
    NOT_DETERMINED = "NOT DETERMINED"
    NO_EVENTS = "NO EVENTS"
    SO_FAR = "SO FAR"


Why: TypeAlias = Literal[
    "counted", "outside-hours", "closure", "no-access", "maintenance", "pause", "stands-still",
    "resolved", "not-stated",
]  # fmt: skip
"""Whether a segment counted, and if not why not (semantics 5.8).

`stands-still` is a constraint that stops the clock, `resolved` the time between a resolution and
a reopening that the agreement does not count, `not-stated` time beyond the stated closed days.
"""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time between start and stop: whether it counted, or why not.

    `detail` names the holiday, the reason of the pause or the constraint; `event_id` the event
    that declared it, where one did.
    """

    start: Instant
    end: Instant
    why: Why
    detail: str = ""
    event_id: str = ""

    @property
    def length(self) -> Duration:
        """The length in microseconds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Figures:
    """Three durations of one ticket side by side (semantics 5.7), in microseconds.

    `contractual` is on the contractual clock, `wall` on the wall clock, `unpaused` on the
    contractual clock without pauses and exclusions.
    """

    contractual: Duration
    wall: Duration
    unpaused: Duration


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader should know of an outcome: a code, the event it concerns, parameters."""

    code: str
    event_id: str = ""
    parameters: Mapping[str, str] = field(default_factory=lambda: NO_PARAMETERS)


MomentKind: TypeAlias = Literal["warning", "due", "breach", "pause-over"]


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant at which people are to be told something of a promise, come or still to come.

    `warning`: a share of the target, `detail`, is used up. `due`: all of it is, and yet it is kept
    until its clock opens again. `breach`: the last instant at which it was kept; `detail` is the
    line where it is not the first. `pause-over`: the maximum of a pause is used up, `detail` is its
    reason and `event_id` what declared it.
    """

    kind: MomentKind
    at: Instant
    detail: str = ""
    event_id: str = ""

    @property
    def since(self) -> Instant:
        """The first instant at which it is so."""
        return self.at + (self.kind == "breach")


@dataclass(frozen=True, slots=True)
class Still:
    """What holds the clock of a promise that is still to be kept: a pause, or a constraint.

    `detail` is its reason or name, `event_id` what declared it. `until` is when the clock runs on
    at the latest if nothing else happens, `None` if never.
    """

    why: Why
    detail: str
    event_id: str
    until: Instant | None


@dataclass(frozen=True, slots=True)
class LevelOutcome:
    """The verdict of one line for one ticket, with the target that applied to it.

    `target` is in microseconds on the contractual clock, `None` for a deadline by date;
    `target_text` is either as it was agreed, before anything changed it. `due` is the first
    instant at which it is used up and `kept_until` the last (semantics 3.2); `None` where they lie
    beyond what is known. `modified_by` are the clauses of the constraints without which these
    would be others.
    """

    share: str
    verdict: Verdict
    reason: str
    target: Duration | None
    target_text: str
    due: Instant | None
    kept_until: Instant | None
    modified_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A named span of calendar time in the agreement's zone, such as `2026-03` or `2026-Q1`."""

    label: str
    start: Instant
    end: Instant


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """What is said of one item under one metric.

    `item` is the ticket, or `ID#2` and so on for what a reopening after the window began
    (semantics 4.6). `outside_count` marks what is listed but not counted (semantics 4.3).
    `segments` are filled only where an explanation was asked for, `moments` and `still` only where
    shares to warn at were given.
    """

    metric: str
    version: int
    ticket: str
    item: str
    priority: str
    clock: str
    opened: Instant
    start: Instant | None
    stop: Instant | None
    start_event: str
    stop_event: str
    figures: Figures | None
    levels: tuple[LevelOutcome, ...]
    period: Period | None
    disputed: bool = False
    outside_count: bool = False
    notes: tuple[Note, ...] = ()
    segments: tuple[Segment, ...] = ()
    moments: tuple[Moment, ...] = ()
    still: Still | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict of the first line."""
        return self.levels[0].verdict

    @property
    def reason(self) -> str:
        """The reason of the first line's verdict, empty where none is needed."""
        return self.levels[0].reason


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """One line of a metric in one period: a count, and the verdict that follows from it.

    `counted` is MET + MISSED + NOT DETERMINED (semantics 5.5); pending and excluded are beside it.
    `rule` names the small-sample rule that was applied, empty if none; `decided` says that a line
    still `SO FAR` can no longer end otherwise. `interval` is Wilson's, at 95 %, on the determined
    ones (semantics 5.6), `None` below five.
    """

    share: str
    required: Fraction
    met: int
    missed: int
    not_determined: int
    pending: int
    excluded: int
    outside: int
    verdict: PeriodVerdict
    rule: str = ""
    judged_in: str = ""
    pooled: tuple[str, ...] = ()
    decided: PeriodVerdict | None = None
    interval: tuple[float, float] | None = None

    @property
    def counted(self) -> int:
        """How many tickets the share is taken of."""
        return self.met + self.missed + self.not_determined


@dataclass(frozen=True, slots=True)
class CountOutcome:
    """A plain count in one period against its limit.

    `decided` is what it can only end as, where the period still runs and no event can change it.
    """

    number: int
    limit: Literal["at-most", "at-least"]
    against: int
    event_ids: tuple[str, ...]
    decided: PeriodVerdict | None = None


@dataclass(frozen=True, slots=True)
class MetricOutcome:
    """What is said of one metric of one version of the agreement in one period."""

    metric: str
    version: int
    period: Period
    verdict: PeriodVerdict
    lines: tuple[LineOutcome, ...]
    items: tuple[ItemOutcome, ...]
    count: CountOutcome | None = None
