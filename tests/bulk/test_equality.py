"""The columns say what the kernel says: every field of every outcome, whatever happened."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulk.desks import Desk
from history_strategies import agreements, announcements, histories, looks
from patto.bulk import BulkMeasurement, measure_columns
from patto.cli.verdict_cases import Agreements, event_of, load_cases
from patto.exchange import read as read_export
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.versions import History
from patto.kernel.errors import PattoError
from patto.kernel.evaluation.measure import Measurement, measure
from patto.kernel.facts import Event
from patto.kernel.instants import parse

ROOT = Path(__file__).parents[2]


def both(
    history: History, events: list[Event], at: int, known_at: int, **other: int
) -> tuple[BulkMeasurement, Measurement]:
    """Return what the columns say, and what the kernel says."""
    return (
        measure_columns(history, events, at=at, known_at=known_at, **other),
        measure(history, events, at=at, known_at=known_at),
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**9))
def test_a_desk_measured_in_columns_is_the_desk_measured_ticket_by_ticket(seed):
    desk = Desk(seed, tickets=40)

    columns, kernel = both(desk.history, desk.events, desk.at, desk.known_at)

    assert columns.to_measurement() == kernel


@st.composite
def several(draw: st.DrawFn) -> list[Event]:
    """Histories of several tickets, with what was announced of the customer."""
    events = draw(announcements())
    for number, history in enumerate(draw(st.lists(histories(), min_size=1, max_size=6))):
        events += [
            replace(
                event,
                ticket=f"T{number}",
                event_id=f"{number}-{event.event_id}",
                refers_to=event.refers_to and f"{number}-{event.refers_to}",
                position=event.position + 100 * number,
            )
            for event in history
        ]
    return events


@settings(max_examples=40, deadline=None)
@given(agreements(), several(), st.data())
def test_histories_that_reopen_change_overlap_and_come_late_are_measured_alike(terms, events, data):
    at, known_at = data.draw(looks(events))
    history = History([Agreement.model_validate(terms)])

    columns, kernel = both(history, events, at, known_at)

    assert columns.to_measurement() == kernel


@pytest.fixture(scope="module")
def large():
    return Desk(seed=7, tickets=300)


def test_three_hundred_tickets_go_both_ways_and_come_out_alike(large):
    columns, kernel = both(large.history, large.events, large.at, large.known_at)

    assert columns.to_measurement() == kernel
    assert columns.paths.in_columns > 100
    assert columns.paths.put_right > 10
    assert columns.paths.one_by_one > 10


@pytest.mark.parametrize("size", [20, 128])
def test_the_size_of_batches_changes_nothing(large, size):
    whole = measure_columns(large.history, large.events, at=large.at, known_at=large.known_at)

    cut = measure_columns(
        large.history, large.events, at=large.at, known_at=large.known_at, batch=size
    )

    assert cut.to_measurement() == whole.to_measurement()
    assert cut.paths == whole.paths


def test_two_processes_say_what_one_says(large):
    one = measure_columns(large.history, large.events, at=large.at, known_at=large.known_at)

    two = measure_columns(
        large.history, large.events, at=large.at, known_at=large.known_at, batch=64, workers=2
    )

    assert two.to_measurement() == one.to_measurement()
    assert two.paths == one.paths


@pytest.mark.parametrize("at", ["2026-03-20T11:00:00Z", "2026-04-10T00:00:00Z"])
def test_the_example_month_is_measured_alike(at):
    text = (ROOT / "examples/month/agreement.yaml").read_text()
    agreement = read(text).draft
    assert agreement is not None
    events = list(read_export([ROOT / "examples/month/events.csv"]).events)

    columns, kernel = both(History([agreement]), events, parse(at), parse(at))

    assert columns.to_measurement() == kernel


def test_every_case_of_the_conformance_set_is_measured_alike():
    document = load_cases((ROOT / "conformance/verdict/cases.json").read_text())
    known, held = Agreements(document["agreements"]), 0
    for case in document["cases"]:
        try:
            history = known.history(case["agreement"], case.get("with", {}))
            events = [event_of(fields, number) for number, fields in enumerate(case["events"])]
            at, known_at = parse(case["at"]), parse(case.get("known_at", case["at"]))
        except PattoError:
            continue  # the case is about an agreement or an event that cannot be read

        columns, kernel = both(history, events, at, known_at)

        assert columns.to_measurement() == kernel, case["id"]
        held += 1
    assert held > 250
