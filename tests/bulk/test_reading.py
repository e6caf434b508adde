"""What is read of a file, what of it is dropped, and what is refused."""

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bulk.desks import Desk
from patto.bulk import measure_columns
from patto.bulk.columns import ATTRIBUTES
from patto.bulk.reading import columns_of, read
from patto.bulk.repeated import repeated
from patto.exchange import read as read_export
from patto.exchange import write
from patto.kernel.errors import InputError
from patto.kernel.evaluation.measure import measure
from patto.kernel.facts import Event
from patto.kernel.instants import parse

MARCH = "2026-03-10T10:00:00Z"


def event(number: int, kind: str = "reported", **other: Any) -> Event:
    one = Event(f"e{number}", "T1", kind, parse(MARCH), parse(MARCH), position=number)
    return replace(one, **other)


def table(*events: Event) -> pa.Table:
    """Return the table that a file of these events holds."""
    columns = columns_of(events)
    names = {"event_id": columns.event_ids.some(np.arange(len(columns)))}
    texts = {name: text.texts(np.arange(len(columns))) for name, text in columns.texts.items()}
    stamps = {
        name: pa.array(values).cast(pa.timestamp("us", "UTC"))
        for name, values in (
            ("occurred_at", columns.occurred), ("recorded_at", columns.recorded),
        )
    }  # fmt: skip
    tickets = [e.ticket for e in events]
    return pa.table({**names, "ticket": tickets, **texts, **stamps})


def codes(of: pa.Table) -> dict[str, int]:
    return {finding.code: finding.count for finding in read(of)[1].left_out}


def test_a_file_of_ours_is_measured_as_the_events_it_was_written_from(tmp_path):
    desk = Desk(seed=11, tickets=40)
    write(desk.events, tmp_path / "events.parquet")

    columns = measure_columns(
        desk.history, tmp_path / "events.parquet", at=desk.at, known_at=desk.known_at
    )

    events = read_export([tmp_path / "events.parquet"]).events
    assert columns.to_measurement() == measure(
        desk.history, events, at=desk.at, known_at=desk.known_at
    )
    assert columns.account.left_out == ()


def test_plain_texts_are_read_like_dictionaries():
    events = [event(1, reason="a"), event(2, reason="", by="provider:Anna")]

    plain = read(table(*events))[0]

    assert list(plain.events(np.arange(2))) == events


def test_events_come_back_as_they_were():
    desk = Desk(seed=3, tickets=20)
    known = set(ATTRIBUTES)

    found = list(columns_of(desk.events).events(np.arange(len(desk.events))))

    wanted = [
        replace(e, attributes={k: v for k, v in e.attributes.items() if k in known})
        for e in desk.events
    ]
    assert found == wanted


def test_rows_are_taken_by_their_position_and_not_by_their_place():
    turned = table(event(2), event(1)).append_column("position", pa.array([2, 1]))

    columns, _ = read(turned)

    assert columns.event_ids.some(np.arange(2)) == ["e1", "e2"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"event_id": ""}, "row-value-missing"),
        ({"kind": ""}, "row-value-missing"),
        ({"ticket": ""}, "row-ticket-missing"),
        ({"reason": "a\0b"}, "row-nul-byte"),
        ({"event_id": "e1"}, "event-repeated"),
        ({"event_id": "e1", "reason": "other"}, "event-id-reused"),
    ],
)
def test_a_row_that_states_no_event_is_dropped_and_counted(change, code):
    columns, account = read(table(event(1), replace(event(2), **change), event(3)))

    (finding,) = account.left_out
    assert (finding.code, finding.examples[0].line, finding.count) == (code, 2, 1)
    assert columns.event_ids.some(np.arange(2)) == ["e1", "e3"]


def test_a_row_without_an_instant_is_dropped():
    one = table(event(1))
    nothing = pa.array([None], pa.timestamp("us", "UTC"))

    assert codes(
        one.set_column(one.schema.get_field_index("recorded_at"), "recorded_at", nothing)
    ) == {"row-value-missing": 1}


def test_what_concerns_a_customer_needs_no_ticket():
    assert codes(table(event(1, kind="situation-declared", ticket=""))) == {}


def test_a_ticket_of_which_every_row_is_dropped_is_none():
    columns, _ = read(table(event(1, ticket="T0", event_id=""), event(2)))

    assert columns.tickets.all == ["T1"]


@pytest.mark.parametrize(
    ("name", "column", "code"),
    [
        ("event_id", None, "column-missing"),
        ("recorded_at", None, "column-missing"),
        ("occurred_at", pa.array([MARCH]), "column-type"),
        ("occurred_at", pa.array([1]).cast(pa.timestamp("us")), "column-type"),
        ("priority", pa.array([1.5]), "column-type"),
        ("event_id", pa.array([b"e1"]), "column-type"),
        ("occurred_at", pa.array([1]).cast(pa.timestamp("ns", "UTC")), "export-not-parquet"),
    ],
)
def test_a_column_that_is_missing_or_of_another_kind_is_refused(name, column, code):
    one = table(event(1))
    place = one.schema.get_field_index(name)
    wrong = one.remove_column(place)
    if column is not None:
        wrong = one.set_column(place, name, column)

    with pytest.raises(InputError) as refusal:
        read(wrong)

    assert [problem.code for problem in refusal.value.problems] == [code]


def test_numbers_stand_for_the_texts_they_show():
    one = table(event(1))
    numbered = one.set_column(one.schema.get_field_index("into"), "into", pa.array([12]))

    (found,) = read(numbered)[0].events(np.arange(1))

    assert found.attribute("into") == "12"


@pytest.mark.parametrize(
    ("content", "code"), [(None, "export-unreadable"), (b"not this", "export-not-parquet")]
)
def test_a_file_that_is_none_is_refused(tmp_path, content, code):
    path = tmp_path / "events.parquet"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(InputError) as refusal:
        read(path)

    assert [problem.code for problem in refusal.value.problems] == [code]


def test_an_empty_file_has_no_tickets(tmp_path):
    pq.write_table(table(event(1)).slice(0, 0), tmp_path / "events.parquet")
    desk = Desk(seed=1, tickets=1)

    found = measure_columns(desk.history, tmp_path / "events.parquet", at=0, known_at=0)

    assert (len(found), found.table.num_rows, found.metrics) == (0, 0, ())


def test_repeated_ids_are_found_whatever_their_length():
    ids = ["", "a", "ab", "a", "x" * 40, "ab" * 8, "x" * 40, "", "ab" * 8 + "c"]
    columns = columns_of([event(n, event_id=name) for n, name in enumerate(ids)])

    assert list(repeated(columns.event_ids, np.arange(len(ids)))) == [(1, 3), (4, 6), (0, 7)]


class Watched(dict[str, str]):
    """Attributes that note which of them are asked for."""

    asked: ClassVar[set[str]] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


def test_every_attribute_that_evaluation_reads_is_read():
    for seed in range(8):
        desk = Desk(seed, tickets=30)
        events = [replace(e, attributes=Watched(e.attributes)) for e in desk.events]

        measure(desk.history, events, at=desk.at, known_at=desk.known_at)

    assert {"priority", "into", "constraint", "type", "channel"} <= Watched.asked
    assert set(ATTRIBUTES) >= Watched.asked
