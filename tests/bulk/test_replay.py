"""Replaying in columns says what the kernel says, and of several variants what each alone says."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulk.desks import Desk
from patto.bulk import measure_columns
from patto.bulk.reading import read as read_columns
from patto.bulk.replay import replay_columns
from patto.bulk.replaying.census import census_of
from patto.bulk.replaying.shape import shape
from patto.exchange import read as read_export
from patto.kernel.agreement.metrics import AnyMetric, TargetRow, TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.quantities import Budget
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.versions import History
from patto.kernel.facts import Event
from patto.kernel.feasibility.census import census
from patto.kernel.feasibility.laying import Laid, lay
from patto.kernel.feasibility.replaying import Replayed, Sample, replay
from patto.kernel.instants import parse
from promises import agreement, at, counting, event, metric

ROOT = Path(__file__).parents[2]
LATER = at("2027-01-01T00:00:00Z")


def told(replayed: Replayed) -> tuple[Any, ...]:
    """Return all that a replay says, so that two can be compared."""
    return (
        replayed.metrics,
        tuple(replayed.missed),
        {(s.metric, s.priority, s.row): sorted(times(s)) for s in replayed.samples},
        replayed.unmatched,
    )


def times(sample: Sample) -> list[tuple[int, int, str]]:
    columns = (sample.times.needed.tolist(), sample.times.after.tolist(), sample.period.tolist())
    return [(needed, after, sample.labels[p]) for needed, after, p in zip(*columns, strict=True)]


def with_targets(draft: Agreement, dice: Random) -> Agreement:
    """Return a variant: some targets longer or shorter, some levels at another share."""

    def row(own: TargetRow) -> TargetRow:
        change = {
            "within": Budget.parse(f"{dice.choice([5, 20, 90, 300, 900, 5000])} min"),
        }
        levels = [
            level.model_copy(update=change) if level.within and dice.random() < 0.7 else level
            for level in own.levels
        ]
        return own.model_copy(update={"levels": tuple(levels)})

    metrics: list[AnyMetric] = []
    for one in draft.metrics:
        if not isinstance(one, TicketMetric):
            metrics.append(one)
            continue
        targets = {
            priority: None if rows is None else tuple(map(row, rows))
            for priority, rows in one.targets.items()
        }
        metrics.append(one.model_copy(update={"targets": targets}))
    return draft.model_copy(update={"metrics": tuple(metrics)})


def laid_over(draft: Agreement, events: list[Event], when: int, known_at: int) -> Laid:
    return lay(draft, census(events, at=when, known_at=known_at))


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**9))
def test_a_desk_replayed_in_columns_is_the_desk_replayed_ticket_by_ticket(seed):
    desk = Desk(seed, tickets=40)
    seen = census(desk.events, at=desk.at, known_at=desk.known_at)
    laid = lay(desk.history.versions[-1], seen)
    columns, _ = read_columns(desk.events)

    assert census_of(columns, at=desk.at, known_at=desk.known_at) == seen
    (found,) = replay_columns([laid], columns, at=desk.at, known_at=desk.known_at)

    kernel = replay(laid, desk.events, at=desk.at, known_at=desk.known_at)
    assert told(found) == told(kernel)
    assert len(found.missed) == len(kernel.missed)
    assert found.missed[:2] == kernel.missed[:2]


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10**9))
def test_variants_together_say_what_each_says_alone(seed):
    desk, dice = Desk(seed, tickets=30), Random(seed)  # noqa: S311  # drawn to be told again
    draft = desk.history.versions[-1]
    variants = [draft, *(with_targets(draft, dice) for _ in range(2))]
    laid = [laid_over(one, desk.events, desk.at, desk.known_at) for one in variants]
    columns, _ = read_columns(desk.events)

    together = replay_columns(laid, columns, at=desk.at, known_at=desk.known_at, batch=16)

    for one, own in zip(laid, together, strict=True):
        (alone,) = replay_columns([one], columns, at=desk.at, known_at=desk.known_at)
        assert told(own) == told(alone)
        assert own.laid is one


def test_only_what_decides_which_time_counts_keeps_variants_apart():
    base = agreement(metric(), counting())
    other_share = agreement(
        metric(small_sample={"rule": "not-determined", "below": 9, "line": "90 %"}), counting()
    )
    other_pauses = agreement(metric(pauses="none"), counting())
    other_limit = agreement(metric(), counting(number=9))

    assert shape(base) == shape(with_targets(base, Random(1)))  # noqa: S311  # the same
    assert shape(base) == shape(other_share)
    assert len({shape(one) for one in (base, other_pauses, other_limit)}) == 3


def test_drafts_of_several_shapes_come_out_in_their_order():
    events = [
        event("03-10 09:00", "reported", priority="P1"),
        event("03-10 09:30", "paused", reason="waiting-supplier"),
        event("03-10 12:00", "resolved", by="provider"),
    ]
    drafts = [agreement(metric(pauses=p)) for p in ("none", ["waiting-supplier"], "none")]
    laid = [laid_over(draft, events, LATER, LATER) for draft in drafts]
    columns, _ = read_columns(events)

    found = replay_columns(laid, columns, at=LATER, known_at=LATER)

    assert [len(one.missed) for one in found] == [1, 0, 1]


def test_nothing_replayed_is_nothing_said():
    columns, _ = read_columns([])
    laid = lay(agreement(metric(), counting()), census_of(columns, at=LATER, known_at=LATER))

    (found,) = replay_columns([laid], columns, at=LATER, known_at=LATER)

    assert told(found) == ((), (), {}, ())


def test_a_real_desk_is_replayed_as_it_is_measured():
    export = ROOT.parent / "shared/data/tickets/servicenow-audit/incidents_every_50th.csv"
    if not export.is_file():
        pytest.skip("the ServiceNow audit export is not on this machine")
    example = ROOT / "examples/servicenow"
    draft = read((example / "agreement.yaml").read_text("utf-8")).agreement
    assert draft is not None
    events = list(read_export([export], str(example / "audit.yaml")).events)
    when = parse("2018-01-01T00:00:00Z")
    laid, tighter = (
        laid_over(one, events, when, when)
        for one in (draft, with_targets(draft, Random(3)))  # noqa: S311  # the same
    )
    columns, _ = read_columns(events)

    found, other = replay_columns([laid, tighter], columns, at=when, known_at=when)

    measured = measure_columns(History([draft]), events, at=when, known_at=when)
    kept = {(m.metric, m.period.label): m.lines for m in found.metrics}
    for one in measured.metrics:
        assert kept[one.metric, one.period.label] == one.lines
    assert told(other) == told(replay(tighter, events, at=when, known_at=when))
    tickets = sum(line.counted for m in found.metrics for line in m.lines[:1])
    assert tickets > 300
    assert any(s.times.interval(Fraction(9, 10)).high is not None for s in found.samples)
