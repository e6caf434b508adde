"""Bad input: a clear problem with its place, and nothing lost beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchange import exports
from exchange.exports import codes, lines_of, row, told
from patto.exchange import read
from patto.exchange.importer import Reading, Source
from patto.exchange.reading import convert, stream
from patto.exchange.report import Report
from patto.exchange.text import LONGEST_LINE, table
from patto.kernel.errors import InputError
from patto.kernel.facts import COLUMNS

NINE = "2026-03-10T09:00:00Z"
GOOD = row("1", "reported", NINE)


@pytest.mark.parametrize(
    ("line", "code", "parameters"),
    [
        (
            row("2", "resolved", "10/03/2026 9:00"),
            "row-instant-malformed",
            {"column": "occurred_at"},
        ),
        (
            row("2", "resolved", "2026-03-10T09:00:00"),
            "row-instant-naive",
            {"column": "occurred_at"},
        ),
        (row("2", "resolved", "2026-03-10"), "row-instant-naive", {"value": "2026-03-10"}),
        (
            row("2", "resolved", NINE, recorded_at="soon"),
            "row-instant-malformed",
            {"value": "soon"},
        ),
        (row("2", "resolved", "2026-02-30T09:00:00Z"), "row-instant-malformed", {}),
        (row("2", "resolved", ""), "row-value-missing", {"column": "occurred_at"}),
        (
            row("2", "resolved", NINE, recorded_at=""),
            "row-value-missing",
            {"column": "recorded_at"},
        ),
        (row("", "resolved", NINE), "row-value-missing", {"column": "event_id"}),
        (row("2", "", NINE), "row-value-missing", {"column": "event"}),
        (row("2", "resolved", NINE, ticket=""), "row-ticket-missing", {"event": "resolved"}),
        ("2,A", "row-too-short", {"fields": "2", "columns": "11"}),
        (f"{row('2', 'resolved', NINE)},more", "row-too-long", {"fields": "12"}),
        (row("2", "resolved", NINE, reason="a\0b"), "row-nul-byte", {"column": "9"}),
        (
            row("2", "resolved", NINE, reason="x" * 200_000),
            "row-field-too-long",
            {"limit": "131072"},
        ),
        (f'"2"x{GOOD}', "row-malformed", {}),
    ],
)
def test_a_bad_row_is_dropped_and_told_and_its_neighbours_are_not(
    line: str, code: str, parameters: dict[str, str], tmp_path: Path
) -> None:
    imported = exports.of(tmp_path, GOOD, line, row("3", "closed", NINE))
    assert codes(imported) == {code: 1}
    assert lines_of(imported, code) == [3]
    assert told(imported, code).items() >= parameters.items()
    assert exports.kinds(imported.events) == ["reported", "closed"]
    assert (imported.report.dropped, imported.report.balanced) == (1, True)


@pytest.mark.parametrize("last", [True, False])
def test_a_quote_that_is_never_closed_costs_one_line(last: bool, tmp_path: Path) -> None:  # noqa: FBT001  # a parameter of the test
    broken = row("2", "updated", NINE, reason='"never closed')
    after = [] if last else [row("3", "resolved", NINE), row("4", "closed", NINE)]
    imported = exports.of(tmp_path, GOOD, broken, *after)
    assert lines_of(imported, "row-quote-unclosed") == [3]
    assert exports.kinds(imported.events) == ["reported", "resolved", "closed"][: 1 + len(after)]
    assert imported.report.balanced


def test_a_row_of_several_lines_is_told_by_its_first(tmp_path: Path) -> None:
    long = row("2", "updated", NINE, reason='"one\ntwo\nthree"')
    imported = exports.of(tmp_path, GOOD, long, "", row("3", "updated", "never"))
    assert imported.events[1].reason == "one\ntwo\nthree"
    assert lines_of(imported, "row-instant-malformed") == [7]
    assert imported.report.blank_lines == 1


@pytest.mark.parametrize(
    ("raw", "found", "line"),
    [
        (f"{exports.HEADER}\n{GOOD}\nperché\n".encode("latin-1"), "other", 3),
        (b"PK\x03\x04rest of a workbook", "zip", 1),
    ],
)
def test_another_encoding_is_refused_with_the_line(
    raw: bytes, found: str, line: int, tmp_path: Path
) -> None:
    (tmp_path / "e.csv").write_bytes(raw)
    imported = read([tmp_path / "e.csv"], "csv")
    assert imported.events == ()
    assert told(imported, "export-encoding")["found"] == found
    assert lines_of(imported, "export-encoding") == [line]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf_16_is_recognised(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes(f"{exports.HEADER}\n{GOOD}\n".encode(encoding))
    imported = read([tmp_path / "e.csv"])
    assert told(imported, "export-is-utf-16") == {"expected": "utf-8"}


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("e.xlsx", b"PK"),
        ("e.csv", b"PK\x03\x04\x14\0\6\0[Content_Types].xml"),
        ("e.csv", b"\xd0\xcf\x11\xe0"),
    ],
)
@pytest.mark.parametrize("importer", [None, "csv"])
def test_a_workbook_is_called_one(
    name: str, start: bytes, importer: str | None, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(start)
    found = read([tmp_path / name], importer if name == "e.csv" else None).problems
    assert [one.code for one in found] == ["export-is-workbook"]


def test_a_folder_an_agreement_and_an_unknown_ending_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("# Ours.\nagreement:\n  id: A\n", "utf-8")
    (tmp_path / "a.doc").write_text("x", "utf-8")
    codes = [
        [found.code for found in read([path]).problems]
        for path in (tmp_path, tmp_path / "a.yaml", tmp_path / "a.doc")
    ]
    assert codes == [["export-is-folder"], ["export-is-agreement"], ["format-not-read"]]


def test_columns_of_ours_that_are_missing_are_named(tmp_path: Path) -> None:
    imported = exports.of(tmp_path, "1,A", header="event_id,ticket")
    missing = ", ".join(name for name in COLUMNS if name not in {"event_id", "ticket"})
    assert told(imported, "columns-missing") == {"columns": missing}


def test_a_dropped_row_is_known_by_its_ticket(tmp_path: Path) -> None:
    imported = exports.of(tmp_path, GOOD, GOOD, row("2", "resolved", "soon"))
    ticket = imported.events[0].ticket
    left_out = imported.report.left_out(ticket)
    assert [(found.code, found.place.line) for found in left_out] == [
        ("event-repeated", 3),
        ("row-instant-malformed", 4),
    ]
    assert imported.report.left_out("another") == ()


def test_the_bad_byte_is_named(tmp_path: Path) -> None:
    (tmp_path / "e.jsonl").write_bytes(b'{"a": "citt\xe0"}')
    assert told(read([tmp_path / "e.jsonl"]), "export-encoding") == {
        "expected": "utf-8",
        "found": "other",
        "byte": "0xE0",
        "position": "12",
    }


@pytest.mark.parametrize(
    ("header", "code", "parameters"),
    [
        (exports.HEADER.replace("recorded_at", "recorded"), "column-missing", "recorded"),
        (f"{exports.HEADER},floor,floor", "column-repeated", "floor"),
        (f"{exports.HEADER},", "column-unnamed", "12"),
        (exports.HEADER.replace(",", ";"), "export-delimiter", ";"),
    ],
)
def test_a_header_that_cannot_be_read_is_refused(
    header: str, code: str, parameters: str, tmp_path: Path
) -> None:
    (tmp_path / "e.csv").write_text(f"{header}\n{GOOD}\n", "utf-8")
    imported = read([tmp_path / "e.csv"], "csv")
    assert codes(imported) == {code: 1}
    assert parameters in told(imported, code).values()


def test_a_header_that_is_no_csv_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text('"event_id\n1,2\n', "utf-8")
    assert codes(read([tmp_path / "e.csv"], "csv")) == {"row-quote-unclosed": 1}


def test_a_header_alone_is_told(tmp_path: Path) -> None:
    assert codes(exports.of(tmp_path)) == {"export-without-rows": 1}
    (tmp_path / "e.jsonl").write_text("\n")
    assert codes(read([tmp_path / "e.jsonl"])) == {"export-without-rows": 1}


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    with (tmp_path / "e.csv").open("wb") as file:
        file.write(exports.HEADER.encode() + b"\n")
        file.truncate(40 * LONGEST_LINE)
    imported = read([tmp_path / "e.csv"])
    assert told(imported, "export-line-too-long") == {"limit": str(LONGEST_LINE)}
    assert lines_of(imported, "export-line-too-long") == [2]


def test_more_events_than_fit_are_refused_by_their_limit(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    exports.of(tmp_path, *(row(str(n), "updated", NINE) for n in range(4)), name="e.csv")
    assert len(read([path], most=4).events) == 4
    imported = read([path], most=3)
    assert (imported.events, imported.refused) == ((), True)
    assert told(imported, "export-too-many-events") == {"limit": "3"}


def test_events_are_read_one_at_a_time(tmp_path: Path) -> None:
    exports.of(tmp_path, *(row(str(n), "updated", NINE) for n in range(1000)), name="e.csv")
    events, report = stream([tmp_path / "e.csv"])
    assert next(events).event_id == "0"
    assert report.rows == 1


def test_nothing_is_written_of_a_file_that_cannot_be_used(tmp_path: Path) -> None:
    raw = f"{exports.HEADER}\n{GOOD}\n".encode() + b"\xff\n"
    (tmp_path / "e.csv").write_bytes(raw)
    with pytest.raises(InputError, match=r"e\.csv:3: export-encoding"):
        convert([tmp_path / "e.csv"], tmp_path / "e.jsonl")
    assert not (tmp_path / "e.jsonl").exists()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp1252", "shift_jis"])
def test_a_stated_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    text = "a,b\nè,2\n" if encoding == "cp1252" else "a,b\nテ,2\n"
    (tmp_path / "e.csv").write_bytes(text.encode(encoding))
    reading = Reading(Source("e.csv", tmp_path / "e.csv"), Report())
    with reading.source.open() as file:
        header, rows = table(file, reading, encoding)
        assert (header, [fields for _, fields in rows]) == (["a", "b"], [[text[4], "2"]])


def test_a_byte_that_a_wide_encoding_lacks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes("a,b\n1,2\n".encode("utf-16") + b"\x00\xd8x")
    reading = Reading(Source("e.csv", tmp_path / "e.csv"), Report())
    with reading.source.open() as file, pytest.raises(InputError, match="export-encoding"):
        list(table(file, reading, "utf-16")[1])
