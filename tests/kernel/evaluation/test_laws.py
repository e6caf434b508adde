"""What must hold of every history, whatever happened in it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from history_strategies import TICK, agreements, desks, histories, looks
from patto.kernel import facts
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.measure import Measurement, explain, measure
from patto.kernel.evaluation.outcome import ItemOutcome, PeriodVerdict, Verdict
from patto.kernel.facts import Event
from patto.kernel.instants import DAY, Instant
from promises import agreement, metric, row

law = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))

terms = agreements().map(Agreement.model_validate)

MAKES_KNOWN = {facts.CORRECTED, facts.RETRACTED, facts.EXCLUDED, facts.CONSENTED, facts.OBJECTED}
"""What may undo a miss: it says what was so, and does not happen to the ticket."""


def looked(found: Agreement, events: list[Event], at: Instant, known: Instant) -> Measurement:
    return measure(History([found]), events, at=at, known_at=known, explained=True)


@st.composite
def looked_at(draw: st.DrawFn) -> tuple[list[Event], Instant, Instant]:
    events = draw(desks())
    return events, *draw(looks(events))


@law
@given(terms, looked_at(), st.randoms())
def test_the_order_in_which_events_are_given_changes_nothing(found, look, random) -> None:
    events, at, known = look
    shuffled = random.sample(events, len(events))
    assert looked(found, shuffled, at, known) == looked(found, events, at, known)


@law
@given(terms, looked_at())
def test_what_is_recorded_after_known_at_changes_nothing(found, look) -> None:
    events, at, known = look
    early = [event for event in events if event.recorded_at <= known]
    assert looked(found, early, at, known) == looked(found, events, at, known)


@law
@given(terms, looked_at())
def test_what_occurs_after_at_changes_nothing(found, look) -> None:
    events, at, known = look
    amending = (facts.CORRECTED, facts.RETRACTED)
    amended = {event.refers_to for event in events if event.kind in amending}
    early = [
        event
        for event in events
        if event.occurred_at <= at or event.kind in amending or event.event_id in amended
    ]
    assert looked(found, early, at, known) == looked(found, events, at, known)


@law
@given(terms, looked_at())
def test_segments_sum_to_the_figures_and_leave_no_hole(found, look) -> None:
    for item in looked(found, *look).items:
        if item.figures is None:
            continue
        assert sum(s.length for s in item.segments) == item.figures.wall
        counted = sum(s.length for s in item.segments if s.why == "counted")
        assert counted == item.figures.contractual
        assert all(s.length > 0 for s in item.segments)
        assert all(one.end == other.start for one, other in pairwise(item.segments))
        assert item.figures.contractual <= item.figures.unpaused <= item.figures.wall


@law
@given(terms, looked_at())
def test_segments_run_from_start_to_stop(found, look) -> None:
    events, at, known = look
    assume(found.measured[0].kind != "keep-informed")
    for item in looked(found, events, at, known).items:
        if item.segments and item.start is not None:
            assert item.segments[0].start == item.start
            assert item.stop is None or item.segments[-1].end == item.stop


@law
@given(terms, looked_at())
def test_explaining_a_ticket_says_what_measuring_says(found, look) -> None:
    events, at, known = look
    measured = looked(found, events, at, known)
    for ticket in {event.ticket for event in events if event.ticket}:
        outcomes, why = explain(History([found]), events, ticket, at=at, known_at=known)
        assert outcomes == tuple(item for item in measured.items if item.ticket == ticket)
        own = [one for one in measured.unmatched if one.ticket.split("#")[0] == ticket]
        assert ([] if why is None else [why]) == own


@law
@given(terms, looked_at())
def test_the_counts_of_every_line_add_up(found, look) -> None:
    measured = looked(found, *look)
    for outcome in measured.metrics:
        for number, line in enumerate(outcome.lines):
            verdicts = [i.levels[number].verdict for i in outcome.items if not i.outside_count]
            assert line.counted == line.met + line.missed + line.not_determined
            assert line.counted + line.pending + line.excluded == len(verdicts)
            assert line.outside == len(outcome.items) - len(verdicts)
            assert line.met == verdicts.count(Verdict.MET)
            assert line.pending == verdicts.count(Verdict.PENDING)
        if any(line.pending for line in outcome.lines):
            assert outcome.verdict is PeriodVerdict.SO_FAR
    assert sum(len(outcome.items) for outcome in measured.metrics) == len(measured.items)


@law
@given(terms, looked_at())
def test_a_target_is_missed_only_after_it_was_due(found, look) -> None:
    events, at, known = look
    for item in looked(found, events, at, known).items:
        for level in item.levels:
            if level.verdict is Verdict.MISSED and level.kept_until is not None:
                assert level.kept_until < at
            if level.due is not None and level.kept_until is not None:
                assert level.due <= level.kept_until
            if level.verdict is Verdict.MET and level.kept_until is not None:
                assert item.stop is not None
                assert item.stop <= max(level.kept_until, item.start or 0)


@law
@given(terms, looked_at())
def test_a_ticket_that_is_not_reopened_belongs_where_its_first_line_is_due(found, look) -> None:
    events, at, known = look
    other = [event for event in events if event.kind != facts.REOPENED]
    for item in looked(found, other, at, known).items:
        due, period = item.levels[0].due, item.period
        assert period is not None
        if due is not None:
            assert period.start <= due < period.end


def levels(items: tuple[ItemOutcome, ...]) -> dict[tuple[str, int], Verdict]:
    return {(i.item, n): v.verdict for i in items for n, v in enumerate(i.levels)}


@law
@given(terms, looked_at(), st.integers(0, 400), st.integers(0, 400))
def test_a_miss_stays_whatever_happens_later(found, look, first, later) -> None:
    events, _, _ = look
    happened = [event for event in events if event.kind not in MAKES_KNOWN]
    known = max(max(e.occurred_at, e.recorded_at) for e in events) + DAY
    begun = min(event.occurred_at for event in happened) + first * TICK
    before = levels(looked(found, happened, begun, known).items)
    after = levels(looked(found, happened, begun + later * TICK, known).items)
    for place, verdict in before.items():
        if verdict is Verdict.MISSED:
            assert after[place] is Verdict.MISSED


@law
@given(histories(), st.integers(0, 800), st.integers(0, 200))
def test_one_pause_more_never_makes_the_time_longer(events, begins, lasts) -> None:
    same = dict.fromkeys(("P1", "P2", "P3", "P4"), row("support", ("90 %", "4 h")))
    found = agreement(metric(targets=same), recording={"late_entry": "unlimited"})
    other = [event for event in events if event.reason != "waiting-supplier"]
    start = min(event.occurred_at for event in events) + begins * TICK
    at = max(event.recorded_at for event in events) + DAY
    pause = replace(
        events[0], event_id="p", kind=facts.PAUSED, reason="waiting-supplier", attributes={},
        by="provider", occurred_at=start, recorded_at=start, position=1000,
    )  # fmt: skip
    end = start + lasts * TICK
    resume = replace(
        pause, event_id="r", kind=facts.RESUMED, occurred_at=end, recorded_at=end, position=1001
    )
    without = {i.item: i.figures for i in looked(found, other, at, at).items}
    with_it = {i.item: i.figures for i in looked(found, [*other, pause, resume], at, at).items}
    for item, figures in with_it.items():
        plain = without[item]
        if figures is not None and plain is not None:
            assert figures.contractual <= plain.contractual
            assert figures.wall == plain.wall
