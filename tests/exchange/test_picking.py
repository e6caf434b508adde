"""A few tickets out of large files: the same events as if all had been read, out of few rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bulk.desks import Desk
from patto.exchange import read, write
from patto.exchange.picking import tickets_of
from patto.exchange.stored import rows_with, stated, tickets_like
from patto.kernel.errors import InputError
from patto.kernel.facts import Event

TICKETS = [f"T{number}" for number in range(0, 30, 4)]


def stored(seed: int, path: Path, *, group: int = 16) -> list[Path]:
    """Write a desk in which ids stand twice, in this ticket and in others."""
    events = Desk(seed, tickets=30).events
    for place in range(0, len(events), 11):
        other = events[(place * 7) % len(events)]
        events[place] = replace(events[place], event_id=other.event_id)
    write(events, path)
    pq.write_table(pq.read_table(path), path, row_group_size=group)
    return [path]


def without_position(events: tuple[Event, ...]) -> list[Event]:
    return [replace(event, position=0) for event in events]


@pytest.mark.parametrize("seed", [3, 7, 34])
def test_the_events_of_a_ticket_are_those_of_the_whole_file(seed, tmp_path):
    paths = stored(seed, tmp_path / "a.parquet")
    every = read(paths).events
    for ticket in TICKETS:
        found = tickets_of(paths, {"", ticket}).events
        assert found == tuple(event for event in every if event.ticket in {"", ticket})
        assert any(event.ticket for event in found)


def test_of_several_files_ids_are_held_against_each_other_and_rows_keep_their_order(tmp_path):
    paths = [*stored(3, tmp_path / "a.parquet"), *stored(3, tmp_path / "b.parquet"),
             *stored(7, tmp_path / "c.parquet")]  # fmt: skip
    every = read(paths).events
    for ticket in TICKETS:
        found = tickets_of(paths, {"", ticket}).events
        whole = tuple(event for event in every if event.ticket in {"", ticket})
        assert without_position(found) == without_position(whole)
        assert sorted(found, key=lambda e: e.position) == list(found)


def test_a_row_that_states_no_event_is_told_with_its_line(tmp_path):
    table = pq.read_table(*stored(3, tmp_path / "a.parquet"))
    place, kinds = table.schema.get_field_index("event"), table["event"].to_pylist()
    line = table["ticket"].to_pylist().index("T8") + 1
    kinds[line - 1] = None
    pq.write_table(table.set_column(place, "event", pa.array(kinds)), tmp_path / "a.parquet")
    told = tickets_of([tmp_path / "a.parquet"], {"T8"}).report.left_out("T8")
    assert ("row-value-missing", line) in [(one.code, one.place.line) for one in told]


def test_row_groups_that_cannot_hold_a_ticket_are_not_read(tmp_path, monkeypatch):
    events = sorted(Desk(3, tickets=30).events, key=lambda event: event.ticket)
    write([event for event in events if event.ticket], tmp_path / "a.parquet")
    pq.write_table(pq.read_table(tmp_path / "a.parquet"), tmp_path / "a.parquet", row_group_size=9)
    groups: list[int] = []
    whole = pq.ParquetFile.read_row_group

    def noted(file, group, *given, **named):
        groups.append(group)
        return whole(file, group, *given, **named)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", noted)
    rows = rows_with(tmp_path / "a.parquet", "ticket", {"T17"})
    assert rows
    assert len(groups) < pq.read_metadata(tmp_path / "a.parquet").num_row_groups // 3


@pytest.mark.parametrize("texts", [pa.string(), pa.dictionary(pa.int32(), pa.string())])
def test_an_empty_text_is_that_of_a_null_or_of_an_empty_one(tmp_path, texts):
    table = pa.table({"ticket": pa.array(["T1", None, "", "T2", None], texts)})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=2)
    assert rows_with(tmp_path / "a.parquet", "ticket", {""}) == [2, 3, 5]
    assert rows_with(tmp_path / "a.parquet", "ticket", {"", "T2"}) == [2, 3, 4, 5]


def test_where_nothing_is_known_of_a_row_group_it_is_looked_at(tmp_path):
    table = pa.table({"ticket": pa.array([3, 4])})
    pq.write_table(table, tmp_path / "numbers.parquet")
    pq.write_table(table.cast(pa.schema([("ticket", pa.string())])), tmp_path / "plain.parquet",
                   write_statistics=False)  # fmt: skip
    assert rows_with(tmp_path / "numbers.parquet", "ticket", {"4"}) == [2]
    assert rows_with(tmp_path / "plain.parquet", "ticket", {"4"}) == [2]


def test_a_file_that_is_no_parquet_states_nothing_and_cannot_be_picked_from(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"not this")
    found = stated(tmp_path / "a.parquet")
    assert (found.rows, found.typed, found.textual) == (0, False, False)
    for pick in (
        lambda path: rows_with(path, "ticket", {"T1"}),
        lambda path: tickets_like([path], "T1"),
    ):
        with pytest.raises(InputError) as refusal:
            pick(tmp_path / "a.parquet")
        assert [one.code for one in refusal.value.problems] == ["export-not-parquet"]


def test_tickets_are_alike_that_begin_alike(tmp_path):
    names = [f"INC{n:04}" for n in range(300)] + [None, "REQ1"]
    pq.write_table(pa.table({"ticket": pa.array(names)}), tmp_path / "a.parquet")
    found = tickets_like([tmp_path / "a.parquet"], "INC0123X")
    assert "INC0123" in found
    assert len(found) == 100
    assert len(tickets_like([tmp_path / "a.parquet"], "Z")) == 301
