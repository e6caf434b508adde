"""Constraints: circumstances that events switch on and that modify a target (semantics 4.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from patto.kernel.agreement.quantities import Budget
from patto.kernel.agreement.terms import Constraint, MoreTime, StandsStill, WithinAccess
from patto.kernel.evaluation.outcome import Note
from patto.kernel.evaluation.pauses import Allowance, Maximum, Standstill
from patto.kernel.evaluation.record import Fact
from patto.kernel.instants import Instant


@dataclass(frozen=True, slots=True)
class InForce:
    """A constraint from when it was switched on to when it was switched off, if it was."""

    constraint: Constraint
    start: Instant
    end: Instant | None
    event_id: str
    declared: tuple[Instant, Instant, int]

    @property
    def clause(self) -> str:
        """The clause that modifies the target, or the constraint's name where none is given."""
        return self.constraint.clause or self.constraint.id


@dataclass(frozen=True, slots=True)
class Modified:
    """All that constraints change for one item."""

    in_force: tuple[InForce, ...] = ()
    standstills: tuple[Standstill, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def access(self) -> tuple[tuple[Instant, Instant | None, tuple[str, ...]], ...]:
        """The spans in which time counts only where certain calendars are open."""
        return tuple(
            (entry.start, entry.end, entry.constraint.effect.within)
            for entry in self.in_force
            if isinstance(entry.constraint.effect, WithinAccess)
        )

    @property
    def more_time(self) -> tuple[tuple[Instant, Budget], ...]:
        """By how much every target is longer, and from when."""
        return tuple(
            (entry.start, entry.constraint.effect.more_time)
            for entry in self.in_force
            if isinstance(entry.constraint.effect, MoreTime)
        )


def modifications(
    item_facts: Iterable[Fact],
    constraints: Mapping[str, Constraint],
    maximum: Callable[[StandsStill], Maximum],
    ends: Callable[[Fact], bool],
    *,
    start: Instant,
) -> Modified:
    """Return what the metric's constraints change from `start` on.

    An event switches on the constraint that it names; one that names none, or one that this
    metric does not know, changes nothing and is noted where it concerns a constraint.
    """
    on: dict[str, InForce] = {}
    found: list[InForce] = []
    notes: list[Note] = []
    switching = {c.switched_on_by for c in constraints.values()}
    for fact in item_facts:
        named = fact.event.attribute("constraint")
        over = [e for e in on.values() if ends(fact) or _switches_off(fact, e.constraint, named)]
        found.extend(replace(on.pop(entry.constraint.id), end=fact.at) for entry in over)
        if fact.kind not in switching:
            continue
        constraint = constraints.get(named)
        if constraint is None or constraint.switched_on_by != fact.kind:
            notes.append(Note("constraint-unknown", fact.event.event_id, {"constraint": named}))
        elif named not in on:
            begin, event_id = max(fact.at, start), fact.event.event_id
            on[named] = InForce(constraint, begin, None, event_id, fact.order)
    found.extend(on.values())
    kept = tuple(sorted((e for e in found if _lasts(e)), key=lambda e: e.declared))
    return Modified(kept, _standstills(kept, maximum), tuple(notes))


def _switches_off(fact: Fact, constraint: Constraint, named: str) -> bool:
    return fact.kind == constraint.switched_off_by and named in ("", constraint.id)


def _lasts(entry: InForce) -> bool:
    """Return whether a constraint changes anything: more time does however soon it ends."""
    lengthens = isinstance(entry.constraint.effect, MoreTime)
    return lengthens or entry.end is None or entry.end > entry.start


def _standstills(
    in_force: Iterable[InForce], maximum: Callable[[StandsStill], Maximum]
) -> tuple[Standstill, ...]:
    allowances: dict[str, Allowance] = {}
    found: list[Standstill] = []
    for entry in in_force:
        effect = entry.constraint.effect
        if not isinstance(effect, StandsStill):
            continue
        name = entry.constraint.id
        if name not in allowances:
            allowances[name] = Allowance(maximum(effect))
        end = allowances[name].cut(entry.start, entry.end)
        still = Standstill(entry.start, end, "stands-still", name, entry.event_id, entry.declared)
        found.append(still)
    return tuple(found)
