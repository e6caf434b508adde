"""Our own format in its three forms: what is written is read again, whatever it holds."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange import exports
from patto.exchange import Report, convert, importers, read, read_events, write
from patto.exchange.problems import PROBLEMS, Fate
from patto.kernel.facts import ATTRIBUTES, COLUMNS, CUSTOMER_KINDS, TICKET_KINDS, Event
from patto.kernel.instants import EARLIEST, LATEST

SUFFIXES = (".csv", ".jsonl", ".parquet")
AWKWARD = [
    "=1+1",
    "+39 049",
    "-",
    "@x",
    '"',
    "a,b",
    "a;b",
    "\n",
    "\r",
    "a\r\nb",
    " x ",
    "\ufeff",
    "☎",
]

instants = st.integers(EARLIEST, LATEST)
given_texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
) | st.sampled_from(AWKWARD)
texts = st.just("") | given_texts
names = st.sampled_from(ATTRIBUTES) | given_texts.filter(
    lambda name: name not in COLUMNS and name != "position"
)


@st.composite
def event_lists(draw: st.DrawFn) -> list[Event]:
    ids = draw(st.lists(given_texts, max_size=6, unique=True))
    return [
        Event(
            event_id=event_id,
            ticket=draw(given_texts),
            kind=draw(st.sampled_from(sorted(TICKET_KINDS)) | given_texts),
            occurred_at=draw(instants),
            recorded_at=draw(instants),
            customer=draw(texts),
            source=draw(texts),
            by=draw(texts),
            reason=draw(texts),
            evidence=draw(texts),
            refers_to=draw(texts),
            position=position,
            attributes=draw(st.dictionaries(names, given_texts, max_size=4)),
        )
        for position, event_id in enumerate(ids, 1)
    ]


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=event_lists())
def test_what_was_written_is_read_again(
    suffix: str, events: list[Event], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"round{suffix}"
    write(events, path)
    imported = read([path])
    if suffix == ".jsonl" and not events:
        assert exports.codes(imported) == {"export-empty": 1}
        return
    assert list(imported.events) == events
    assert imported.report.balanced
    assert not imported.report.of(Fate.DROPPED)


@pytest.mark.parametrize("target", SUFFIXES)
@pytest.mark.parametrize("source", SUFFIXES)
def test_any_form_becomes_any_other(source: str, target: str, tmp_path: Path) -> None:
    events = [
        Event("1", "A", "reported", 5, 6, attributes={"channel": "phone", "floor": "3"}),
        Event("2", "A", "paused", 7, 8, by="provider:Anna", reason="waiting-customer", position=1),
    ]
    events = [replace(event, position=at) for at, event in enumerate(events, 1)]
    write(events, tmp_path / f"one{source}")
    report = convert([tmp_path / f"one{source}"], tmp_path / f"two{target}")
    assert list(read([tmp_path / f"two{target}"]).events) == events
    assert report.events == {"reported": 1, "paused": 1}


def test_columns_stand_in_their_order_with_unknown_attributes_last(tmp_path: Path) -> None:
    attributes = {"zebra": "1", "priority": "P1", "apple": "2", "channel": "phone"}
    write([Event("1", "A", "reported", 0, 0, attributes=attributes)], tmp_path / "e.csv")
    header = (tmp_path / "e.csv").read_text("utf-8").splitlines()[0].split(",")
    assert header == [*COLUMNS, "channel", "priority", "zebra", "apple"]


def test_parquet_has_typed_instants_and_keeps_the_order(tmp_path: Path) -> None:
    events = [Event(str(n), "A", "updated", -n, n, attributes={"site": "x"}) for n in range(3)]
    write(events, tmp_path / "e.parquet")
    table = pq.read_table(tmp_path / "e.parquet")
    text = pa.dictionary(pa.int32(), pa.string())
    assert table.schema.names == [*COLUMNS, "position", "site"]
    assert table.schema.field("occurred_at").type == pa.timestamp("us", "UTC")
    assert table.schema.field("position").type == pa.int64()
    assert {table.schema.field(n).type for n in ("event", "reason", "site")} == {text}
    assert table.column("event_id").to_pylist() == ["0", "1", "2"]
    assert table.column("reason").null_count == 3


def test_parquet_of_another_hand_is_read(tmp_path: Path) -> None:
    columns = {name: pa.array(["x", "y"]) for name in COLUMNS}
    columns |= {
        "event": pa.array(["reported", "resolved"]).dictionary_encode(),
        "occurred_at": pa.array([0, 3_600_000_000_000], pa.timestamp("ns", "Europe/Rome")),
        "recorded_at": pa.array(["1970-01-01T01:00:00+01:00", "1970-01-01T02:00:00Z"]),
        "refers_to": pa.nulls(2, pa.string()),
        "minutes": pa.array([15, None]),
    }
    pq.write_table(pa.table(columns), tmp_path / "e.parquet")
    first, second = read([tmp_path / "e.parquet"]).events
    assert (first.occurred_at, first.recorded_at, second.occurred_at) == (0, 0, 3_600_000_000)
    assert (first.attributes, second.attributes, second.position) == ({"minutes": "15"}, {}, 2)


def test_parquet_rows_told_by_position_keep_their_place(tmp_path: Path) -> None:
    write([Event(str(n), "A", "updated", 0, 0) for n in range(3)], tmp_path / "e.parquet")
    table = pq.read_table(tmp_path / "e.parquet")
    pq.write_table(table.take([2, 0, 1]), tmp_path / "shuffled.parquet")
    events = read([tmp_path / "shuffled.parquet"]).events
    assert [e.event_id for e in sorted(events, key=lambda e: e.order)] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("column", "values", "code"),
    [
        ("occurred_at", pa.array([0], pa.timestamp("us")), "column-type"),
        ("occurred_at", pa.array([1.5]), "column-type"),
        ("reason", pa.array([1.5]), "column-type"),
        ("position", pa.array(["1"]), "column-type"),
        ("occurred_at", pa.array([1], pa.timestamp("ns", "UTC")), "export-not-parquet"),
        ("occurred_at", pa.array([1 << 62], pa.timestamp("us", "UTC")), "row-instant-malformed"),
        ("event", pa.array([None], pa.string()), "row-value-missing"),
        ("occurred_at", pa.array([None], pa.timestamp("us", "UTC")), "row-value-missing"),
        ("by", pa.array(["a\0b"]), "row-nul-byte"),
    ],
)
def test_parquet_columns_of_another_kind_are_refused(
    column: str, values: pa.Array, code: str, tmp_path: Path
) -> None:
    write([Event("1", "A", "reported", 0, 0)], tmp_path / "e.parquet")
    table = pq.read_table(tmp_path / "e.parquet")
    at = table.schema.names.index(column)
    pq.write_table(table.set_column(at, column, values), tmp_path / "e.parquet")
    imported = read([tmp_path / "e.parquet"])
    assert code in exports.codes(imported)
    assert imported.events == ()


def test_a_parquet_column_that_lacks_is_told(tmp_path: Path) -> None:
    pq.write_table(pa.table({"event_id": ["1"], "tickets": ["A"]}), tmp_path / "e.parquet")
    imported = read([tmp_path / "e.parquet"])
    assert exports.told(imported, "column-missing") == {"column": "ticket", "nearest": "tickets"}


def test_what_only_ends_in_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.parquet").write_text("event_id,ticket\n")
    assert exports.codes(read([tmp_path / "e.parquet"])) == {"export-not-parquet": 1}


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write([Event("1", "A", "reported", 0, 0)], tmp_path / "e.parquet")
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    imported = read([tmp_path / "e.parquet"])
    assert exports.told(imported, "extra-missing") == {"extra": "bulk", "package": "pyarrow"}


def test_a_position_cannot_be_an_attribute_of_parquet(tmp_path: Path) -> None:
    event = Event("1", "A", "reported", 0, 0, attributes={"position": "7"})
    write([event], tmp_path / "e.csv")
    with pytest.raises(Exception, match=r"event-not-writable .* column=position"):
        write([event], tmp_path / "e.parquet")


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    line = exports.row("1", "reported", "2026-03-10T09:00:00Z")
    (tmp_path / "e.csv").write_text(f"{exports.HEADER}\r\n{line}", "utf-8-sig")
    assert exports.kinds(read([tmp_path / "e.csv"]).events) == ["reported"]


def test_several_files_are_one_reading(tmp_path: Path) -> None:
    write([Event(n, "A", "updated", 0, 0) for n in "ab"], tmp_path / "one.csv")
    write([Event(n, "A", "updated", 0, 0) for n in "cb"], tmp_path / "two.jsonl")
    imported = read([tmp_path / "one.csv", tmp_path / "two.jsonl"])
    assert [(e.event_id, e.position) for e in imported.events] == [("a", 1), ("b", 2), ("c", 3)]
    assert exports.codes(imported)["event-repeated"] == 1
    assert (imported.report.eventful, imported.report.dropped) == (3, 1)


def test_instants_keep_their_microseconds_and_lose_their_offset(tmp_path: Path) -> None:
    line = exports.row("1", "reported", "2026-03-10T09:00:00.000001+05:45")
    (event,) = exports.of(tmp_path, line).events
    assert event.occurred_at == exports.instant("2026-03-10 03:15:00.000001")


def test_a_pipe_is_read_by_every_importer_that_reads_streams() -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError("a pipe")

    line = exports.row("1", "reported", "2026-03-10T09:00:00Z")
    pipe = Pipe(f"{exports.HEADER}\n{line}\n".encode())
    assert exports.kinds(read_events(pipe, Report(), "csv")) == ["reported"]
    data = (exports.ROOT / "tests/exchange/audit.csv").read_bytes()
    report = Report()
    assert len(list(read_events(Pipe(data), report, "servicenow", name="audit"))) > 5
    assert report.files == [("audit", "servicenow")]


def test_json_values_that_are_no_text_are_repaired_or_refused(tmp_path: Path) -> None:
    event = {
        "event_id": "1",
        "ticket": "A",
        "event": "worked",
        "occurred_at": "2026-03-10T09:00:00Z",
        "recorded_at": "2026-03-10T09:00:00Z",
    }
    lines = [
        json.dumps({**event, "minutes": 30, "reason": None}),
        json.dumps({**event, "attributes": {"minutes": "30"}}),
        '{"event_id": "1", "event_id": "2"}',
        "[]",
        "{not json",
        "[" * 100_000,
        json.dumps({**event, "text": "a\0b"}),
        json.dumps({**event, "text": "\ud800"}),
        "",
    ]
    (tmp_path / "e.jsonl").write_text("\n".join(lines), "utf-8")
    imported = read([tmp_path / "e.jsonl"])
    assert [dict(e.attributes) for e in imported.events] == [{"minutes": "30"}]
    found = exports.codes(imported)
    assert found["row-value-not-text"] == 1
    assert exports.lines_of(imported, "row-value-nested") == [2]
    assert exports.lines_of(imported, "row-malformed") == [3, 4, 5, 6, 8]
    assert exports.lines_of(imported, "row-nul-byte") == [7]
    assert (imported.report.rows, imported.report.dropped) == (8, 7)
    assert imported.report.balanced


def test_the_page_of_the_format_shows_every_kind_and_reads_without_a_finding() -> None:
    page = (exports.ROOT / "docs/reference/events.md").read_text("utf-8")
    block = page.partition("```jsonl\n")[2].partition("```")[0]
    report = Report()
    events = list(read_events(BytesIO(block.encode()), report, "jsonl"))
    assert {event.kind for event in events} == TICKET_KINDS | CUSTOMER_KINDS
    assert report.findings == {}
    for name in (*COLUMNS, *ATTRIBUTES, *importers()):
        assert f"`{name}`" in page or name == "mapping"


def test_the_page_of_the_format_lists_every_problem() -> None:
    page = (exports.ROOT / "docs/reference/events.md").read_text("utf-8")
    lacking = [c for c in PROBLEMS if f"`{c}`" not in page and not c.startswith("mapping-")]
    assert lacking == []
