"""Every verdict, figure, due and segment of a ticket is what the slow oracle finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st

from history_strategies import TICK, agreements, announcements, histories, looks
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.measure import explain
from patto.kernel.facts import Event
from patto.kernel.instants import Instant, render
from promises import agreement, event, only
from promises import at as on_the_wall
from verdict_compared import expected, found
from verdict_life import Readings
from verdict_oracle import Grid, Oracle

READINGS: Readings = {}
"""What has been read off the wall; all the agreements drawn have the same calendars."""


@dataclass
class Case:
    """A history under an agreement, and when it is looked at."""

    agreement: Agreement
    events: list[Event]
    declared: list[Event]
    at: Instant
    known_at: Instant

    def __repr__(self) -> str:
        """Return the case as people read it."""
        lines = [
            f"{render(e.occurred_at)} recorded {render(e.recorded_at)} {e.event_id} {e.kind}"
            f" by={e.by} reason={e.reason} evidence={e.evidence} refers_to={e.refers_to}"
            f" {dict(e.attributes)}"
            for e in (*self.declared, *self.events)
        ]
        looked = f"at {render(self.at)} known at {render(self.known_at)}"
        return "\n".join([repr(only(self.agreement)), *lines, looked])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Histories under agreements, with maintenance, looked at when all is over or before."""
    terms = Agreement.model_validate(draw(agreements()))
    events, declared = draw(histories()), draw(announcements())
    when, known = draw(looks(events))
    return Case(terms, events, declared, when, known)


def agree(case: Case) -> None:
    """Hold the evaluation of a case against the oracle."""
    grid = Grid(case.agreement, TICK, READINGS)
    metric: Any = only(case.agreement)
    told = Oracle(grid, metric, case.events, case.at, case.known_at, case.declared).items()
    outcomes, _ = explain(
        History([case.agreement]),
        [*case.declared, *case.events],
        "T1",
        at=case.at,
        known_at=case.known_at,
    )
    begun = [outcome for outcome in outcomes if outcome.start is not None]
    note(f"evaluation: {begun}")
    note(f"oracle: {told}")
    assert [o.item for o in begun] == [t.item for t in told]
    assert [found(o, t, TICK) for o, t in zip(begun, told, strict=True)] == list(
        map(expected, told)
    )


EASTER = [
    event("03-26 12:00", "reported", priority="P1"),
    event("03-26 12:00", "classified", impact="firm"),
    event("03-26 12:00", "customer-change", constraint="longer"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example(Case(agreement(), EASTER, [], on_the_wall("03-27 12:00"), on_the_wall("03-27 12:00")))
@given(cases())
def test_a_ticket_is_measured_as_the_oracle_lives_through_it(case: Case) -> None:
    agree(case)
