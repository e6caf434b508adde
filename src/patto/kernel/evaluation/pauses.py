"""Pauses: for which of the agreed reasons the clock stood still, from when to when (semantics 4.5).

Only a listed reason stops a clock, declared by who may declare it and on the evidence agreed, and
only up to its maximum. What was declared and did not count is noted, never passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from patto.kernel import facts
from patto.kernel.agreement.terms import PauseReason
from patto.kernel.errors import NeverReachedError
from patto.kernel.evaluation.outcome import Note, Why
from patto.kernel.evaluation.record import Fact
from patto.kernel.instants import Duration, Instant


@dataclass(frozen=True, slots=True)
class Standstill:
    """A span in which a clock stands still; `end` is `None` where nothing known will end it.

    `declared` tells which of several was declared first. `limit` is the instant at which the
    maximum of a pause that lasted as long, or still lasts, is used up.
    """

    start: Instant
    end: Instant | None
    why: Why
    detail: str = ""
    event_id: str = ""
    declared: tuple[Instant, Instant, int] = (0, 0, 0)
    limit: Instant | None = None


@dataclass(frozen=True, slots=True)
class Maximum:
    """A clock to count a standstill on, and how much of it is allowed, in microseconds."""

    elapsed: Callable[[Instant, Instant], Duration]
    due: Callable[[Instant, Duration], Instant]
    allowed: Duration


class Allowance:
    """What is left of a maximum as standstills use it up."""

    __slots__ = ("_left", "_maximum")

    def __init__(self, maximum: Maximum) -> None:
        self._maximum = maximum
        self._left = maximum.allowed

    def cut(self, start: Instant, end: Instant | None) -> Instant | None:
        """Return the end of a standstill within what is left.

        A maximum is reached at the first instant at which it is used up (semantics 8.2).
        """
        try:
            limit: Instant | None = self._maximum.due(start, self._left)
        except NeverReachedError:
            limit = None
        if limit is None or (end is not None and end <= limit):
            if end is not None:
                self._left -= self._maximum.elapsed(start, end)
            return end
        self._left = 0
        return limit


@dataclass(slots=True)
class _Declared:
    """The pauses of one item as they are declared, one fact after the other."""

    reasons: Mapping[str, PauseReason]
    maximum: Callable[[PauseReason], Maximum]
    start: Instant
    at: Instant
    opened: dict[str, Fact] = field(default_factory=dict)
    allowances: dict[str, Allowance] = field(default_factory=dict)
    found: list[Standstill] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def open(self, fact: Fact) -> None:
        """Take a declaration, or note why it stops nothing."""
        refusal = _refusal(fact, self.reasons)
        if refusal:
            self._note(refusal, fact)
        else:
            self.opened.setdefault(fact.event.reason, fact)

    def close(self, reason: str, end: Instant | None) -> None:
        """End a pause, as far as its maximum allowed it to last."""
        fact = self.opened.pop(reason)
        begin = max(fact.at, self.start)
        if end is not None and end <= begin:
            return
        if reason not in self.allowances:
            self.allowances[reason] = Allowance(self.maximum(self.reasons[reason]))
        last = self.allowances[reason].cut(begin, end)
        event_id = fact.event.event_id
        limit = last if end is None or last != end else None
        self.found.append(Standstill(begin, last, "pause", reason, event_id, fact.order, limit))
        if last is not None and last < (self.at if end is None else end):
            self._note("pause-past-maximum", fact)

    def _note(self, code: str, fact: Fact) -> None:
        self.notes.append(Note(code, fact.event.event_id, {"reason": fact.event.reason}))


def pauses(
    item_facts: Iterable[Fact],
    reasons: Mapping[str, PauseReason],
    maximum: Callable[[PauseReason], Maximum],
    ends: Callable[[Fact], bool],
    *,
    start: Instant,
    at: Instant,
) -> tuple[tuple[Standstill, ...], tuple[Note, ...]]:
    """Return the spans from `start` in which agreed pauses held, and notes on what did not count.

    `ends` tells the facts that end every pause of the promise: its stops. `resumed` ends the same
    reason only, or every pause if it names none. A pause still open runs to its maximum.
    """
    declared = _Declared(reasons, maximum, start, at)
    for fact in item_facts:
        if ends(fact):
            for reason in tuple(declared.opened):
                declared.close(reason, fact.at)
        elif fact.kind == facts.RESUMED:
            for reason in _resumed(fact, declared.opened):
                declared.close(reason, fact.at)
        elif fact.kind == facts.PAUSED:
            declared.open(fact)
    for reason in tuple(declared.opened):
        declared.close(reason, None)
    return tuple(declared.found), tuple(declared.notes)


def _resumed(fact: Fact, opened: Mapping[str, Fact]) -> tuple[str, ...]:
    reason = fact.event.reason
    return tuple(name for name in opened if reason in ("", name))


def _refusal(fact: Fact, reasons: Mapping[str, PauseReason]) -> str:
    terms = reasons.get(fact.event.reason)
    if terms is None:
        return "pause-not-agreed"
    declarer = fact.event.attribute("declared_by") or fact.event.role or facts.PROVIDER
    if declarer not in terms.declared_by:
        return "pause-not-theirs-to-declare"
    if terms.evidence == "required" and not fact.event.evidence:
        return "pause-without-evidence"
    return ""
