"""What the parts of an agreement are called: the words of whoever signed it, not ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, Protocol, TypeVar

from pydantic_core import PydanticCustomError

from patto.kernel.agreement.calendars import ALWAYS
from patto.kernel.agreement.metrics import CountMetric, Deadline, Metric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.quantities import Budget
from patto.kernel.evaluation.deadlines import as_agreed
from patto.kernel.evaluation.outcome import LevelOutcome, Note, Segment, Verdict
from patto.kernel.instants import HOUR, MINUTE, Duration, Instant
from patto.language.words import Words

MANY_MINUTES: Final = 10 * HOUR
"""From here on a length is told in hours, whatever unit its metric is reported in."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...


N = TypeVar("N", bound=_Named)


class Titles:
    """The titles of one version's parts, with the words around them in the reader's language."""

    def __init__(self, agreement: Agreement, words: Words) -> None:
        self.agreement = agreement
        self.words = words
        self.zone = agreement.agreement.zone
        self.metrics: Mapping[str, Metric] = _by_id(agreement.measured)
        self.pause_reasons = _by_id(agreement.pause_reasons)
        self.exclusions = _by_id(agreement.exclusions)
        self.constraints = _by_id(agreement.constraints)
        self._priorities = _by_id(agreement.priorities.order)

    def priority(self, name: str) -> str:
        """Return a priority with its title: `P1 Urgent`."""
        terms = self._priorities.get(name)
        return name if terms is None else f"{name} {terms.title}"

    def clock(self, name: str) -> str:
        """Return what a clock or calendar is called, its id where it is not written."""
        if name == ALWAYS:
            return self.words.say("title.around-the-clock")
        clocks = self.agreement.clocks or {}
        if name in clocks:
            return clocks[name].title
        calendar = self.agreement.calendars.get(name)
        return name if calendar is None else calendar.title

    def clause(self, clause: str | None) -> str:
        """Return a clause as it is cited, empty for none."""
        return self.words.say("title.clause", clause=clause) if clause else ""

    def budget(self, text: str) -> str:
        """Return a target such as `4 h` or `3 business days` in the reader's language."""
        try:
            budget = Budget.parse(text)
        except PydanticCustomError:
            return text
        unit = budget.unit.replace(" ", "-")
        number = self.words.number(budget.amount, 6)
        return self.words.say(f"unit.{unit}", number=number, count=float(budget.amount))

    def target(self, text: str) -> str:
        """Return a target as a table holds it: `4 h`, `12:00, next working day`."""
        by = self._deadlines.get(text)
        return self.budget(text) if by is None else self.deadline(by, "deadline.short")

    def limit(self, text: str) -> str:
        """Return a target as a sentence holds it: `within 4 h`, `by 12:00 of the same day`."""
        by = self._deadlines.get(text)
        if by is not None:
            return self.deadline(by)
        return self.words.say("title.within", target=self.budget(text))

    def deadline(self, by: Deadline, form: str = "deadline") -> str:
        """Return a deadline by date in words, the working days counted after that of the call."""
        at = None if by.time == "end-of-hours" else by.time.text
        ahead = by.working_day - (by.working_day > 0 and by.day_of_call == "counts")
        return self.words.say(
            f"title.{form}.{('same', 'next', 'nth')[min(ahead, 2)]}",
            time=self.words.say(f"title.{form}.{'end' if at is None else 'at'}", time=at or ""),
            number=ahead,
            calendar=self.clock(by.calendar),
            cut_off="" if by.cut_off is None else by.cut_off.text,
        )

    @cached_property
    def _deadlines(self) -> Mapping[str, Deadline]:
        """The deadlines by date that are agreed, by how outcomes tell them."""
        return {
            as_agreed(level): level.by
            for metric in self.metrics.values()
            if not isinstance(metric, CountMetric)
            for rows in metric.targets.values()
            for row in rows or ()
            for level in row.levels
            if level.by is not None
        }

    def reason(self, level: LevelOutcome) -> str:
        """Return why a verdict is what it is, empty where none is needed."""
        exclusion = self.exclusions.get(level.reason)
        if level.verdict is Verdict.EXCLUDED and exclusion is not None:
            cited = self.clause(exclusion.clause)
            return f"{exclusion.title} ({cited})" if cited else exclusion.title
        return self.words.term("reason", level.reason) if level.reason else ""

    def segment(self, segment: Segment) -> str:
        """Return whether a segment counted, or why not."""
        detail = segment.detail
        if segment.why == "pause":
            detail = _title(self.pause_reasons, detail)
        elif segment.why == "stands-still":
            detail = _title(self.constraints, detail)
        elif segment.why == "no-access":
            detail = ", ".join(self.clock(name) for name in detail.split(", ") if name)
        return self.words.say(f"why.{segment.why}", detail=detail)

    def note(self, note: Note) -> str:
        """Return a note in words, the agreement's parts by their titles."""
        told = dict(note.parameters)
        if "reason" in told:
            told["reason"] = _title(self.pause_reasons, told["reason"])
        if "exclusion" in told:
            told["exclusion"] = _title(self.exclusions, told["exclusion"])
        if "constraint" in told:
            told["constraint"] = _title(self.constraints, told["constraint"])
        key = f"note.{note.code}"
        return self.words.say(key, **told) if self.words.knows(key) else note.code

    def actor(self, by: str) -> str:
        """Return who did something: `Marta (provider)`, or the role alone."""
        role, _, name = by.partition(":")
        told = self.words.term("role", role.strip())
        name = name.strip()
        return self.words.say("title.actor", name=name, role=told) if name else told

    def unit(self, metric: str, longest: Duration) -> str:
        """Return the unit in which a metric is reported, but hours where minutes are too many."""
        return "h" if longest >= MANY_MINUTES else self.metrics[metric].report.unit

    def duration(self, length: Duration, metric: str, longest: Duration = 0) -> str:
        """Return a duration in the unit of a metric that suits it, or the longest beside it."""
        return self.words.duration(length, self.unit(metric, max(length, longest)))

    def business_day(self, clock: str) -> str:
        """Return how long a business day of a clock or calendar is, empty if it has none."""
        written = (self.agreement.clocks or {}).get(clock) or self.agreement.calendars.get(clock)
        day = written.business_day if written is not None else None
        return self.budget(day) if day is not None else ""

    def near(self, instant: Instant, *others: Instant | None) -> str:
        """Return an instant to the minute; to the second if another one is in the same minute."""
        alike = any(o is not None and o // MINUTE == instant // MINUTE for o in others)
        return self.words.instant(instant, self.zone, form="short", seconds=alike)


def titles_by_version(versions: Sequence[Agreement], words: Words) -> dict[int, Titles]:
    """Return the titles of each version, by its number."""
    return {one.agreement.version: Titles(one, words) for one in versions}


def _title(parts: Mapping[str, N], name: str) -> str:
    part = parts.get(name)
    return name if part is None else part.title


def _by_id(parts: Iterable[N] | None) -> dict[str, N]:
    return {part.id: part for part in parts or ()}
