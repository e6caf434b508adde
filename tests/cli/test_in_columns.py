"""Events stored in columns are measured in columns, and the answer is the same to the byte."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bulk.desks import Desk
from cli.console import AGREEMENT, APRIL, EVENTS, ROOT, Console
from patto.cli import asked, streaming
from patto.cli.asked import Looking, Ready
from patto.cli.exits import ExitCode
from patto.cli.html import html
from patto.cli.measure import AskedToMeasure, report_page
from patto.cli.measured import ByTicket, Measured, measured
from patto.cli.page import plain
from patto.cli.parameters import Months, months
from patto.exchange import convert, write
from patto.exchange import read as read_export
from patto.exchange.reading import MOST_EVENTS
from patto.kernel.facts import Event
from patto.language import Words

FORMS = ("text", "json", "csv", "html")


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example month as a Parquet file."""
    path = tmp_path_factory.mktemp("month") / "month.parquet"
    convert([Path(EVENTS)], path)
    return path


@pytest.fixture
def ticket_by_ticket(monkeypatch: pytest.MonkeyPatch):
    """Return what has the next commands read all events one by one."""
    return lambda: monkeypatch.setattr(asked, "_stored", lambda _: False)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("language", "options"),
    [
        ("en", ()), ("it", ()), ("en", ("--period", "2026-03")), ("it", ("--period", "2026-Q1")),
        ("en", ("--period", "2031")), ("it", ("--at", "2026-03-20", "--known-at", "2026-03-25")),
    ],
)  # fmt: skip
def test_the_example_month_is_told_alike(
    console: Console, month, ticket_by_ticket, tmp_path, form, options, language
):
    command = ("--lang", language, "measure", AGREEMENT, month, *APRIL, *options, "--format", form)
    in_columns = console(*command, "-o", tmp_path / "columns")
    ticket_by_ticket()
    by_ticket = console(*command, "-o", tmp_path / "tickets")

    assert in_columns == by_ticket
    assert in_columns.code == ExitCode.FINE
    assert (tmp_path / "columns").read_bytes() == (tmp_path / "tickets").read_bytes()


def test_several_files_are_told_alike(console: Console, month, ticket_by_ticket, tmp_path):
    table, names = pq.read_table(month), ("a", "b")
    for name, part in zip(names, (table.slice(0, 150), table.slice(150)), strict=True):
        pq.write_table(part, tmp_path / f"{name}.parquet")
    command = ("measure", AGREEMENT, *(tmp_path / f"{n}.parquet" for n in names), *APRIL)

    in_columns = [console(*command, "--format", form).out for form in FORMS[:3]]
    ticket_by_ticket()

    assert [console(*command, "--format", form).out for form in FORMS[:3]] == in_columns
    whole = console("measure", AGREEMENT, month, *APRIL, "--format", "csv").out
    assert in_columns[2] == whole


def told(form: str, found: Measured, ready: Ready, period: Months | None) -> str:
    """Return an answer in a form."""
    words = Words("en")
    if form == "text":
        return plain(report_page(ready, found, words))
    if form == "html":
        given = AskedToMeasure(
            agreement=Path("a.yaml"), events=ready.paths, at=None, known_at=None, importer=None,
            form="html", output=None, period=period,
        )  # fmt: skip
        return html(ready, found, given, period, "en")
    return "".join(found.csv() if form == "csv" else found.json(ready, words))


@pytest.mark.parametrize("seed", [7, 15, 17, 34, 49, 101])
@pytest.mark.parametrize("label", [None, "2026-04", "2026-Q4"])
def test_desks_are_told_alike(seed, label, tmp_path, monkeypatch):
    monkeypatch.setattr(streaming, "CHUNK", 16)
    desk, period = Desk(seed, tickets=40), None if label is None else months(label)
    write(desk.events, tmp_path / "events.parquet")
    looking = Looking(desk.at, desk.known_at, "Europe/Rome")
    paths = (tmp_path / "events.parquet",)
    ways = [Ready(desk.history, looking, paths, None, stored) for stored in (True, False)]

    in_columns, by_ticket = (measured(ready, period, Words("en")) for ready in ways)

    assert isinstance(by_ticket, ByTicket)
    assert not isinstance(in_columns, ByTicket)
    for form in FORMS:
        ours, theirs = (
            told(form, found, ready, period)
            for found, ready in zip((in_columns, by_ticket), ways, strict=True)
        )
        assert ours == theirs, form


def test_what_needs_care_in_json_and_csv_is_written_alike(tmp_path):
    desk = Desk(49, tickets=30)
    odd = {
        "T1": 'T"1\\',
        "T2": "T,2",
        "T3": "T\n3",
        "T4": "T 4 ü \u2028",
        "T5": "T%s5",
        "T6": "T\t6",
    }
    events = [renamed(event, odd) for event in desk.events]
    write(events, tmp_path / "events.parquet")
    ways = [
        Ready(
            desk.history, Looking(desk.at, desk.known_at, "Europe/Rome"),
            (tmp_path / "events.parquet",), None, stored,
        )
        for stored in (True, False)
    ]  # fmt: skip
    for form in ("json", "csv"):
        ours, theirs = (
            told(form, measured(ready, None, Words("en")), ready, None) for ready in ways
        )
        assert ours == theirs
    document = json.loads(told("json", measured(ways[0], None, Words("en")), ways[0], None))
    named = {item["ticket"] for metric in document["metrics"] for item in metric["items"]}
    assert len(named & set(odd.values())) > 3


@pytest.mark.parametrize("seed", [7, 15, 34])
def test_words_that_the_agreement_does_not_know_are_told_alike(seed, tmp_path):
    desk = Desk(seed, tickets=40)
    odd = {"channel": "telefono", "priority": "urgent", "service": "lift"}
    some = {e.ticket for n, e in enumerate(desk.events) if n % 3 == 0}
    events = [reworded(event, odd) if event.ticket in some else event for event in desk.events]
    write(events, tmp_path / "events.parquet")
    looking = Looking(desk.at, desk.known_at, "Europe/Rome")
    paths = (tmp_path / "events.parquet",)
    ways = [Ready(desk.history, looking, paths, None, stored) for stored in (True, False)]

    found = [measured(ready, None, Words("en")) for ready in ways]

    assert found[0].report.findings["word-without-terms"].count > 3
    for form in FORMS:
        ours, theirs = (told(form, f, r, None) for f, r in zip(found, ways, strict=True))
        assert ours == theirs, form
    assert "no channel “telefono”" in told("text", found[0], ways[0], None)


def reworded(event: Event, odd: dict[str, str]) -> Event:
    attributes = {name: odd.get(name, value) for name, value in event.attributes.items()}
    return replace(event, attributes=attributes)


def renamed(event: Event, names: dict[str, str]) -> Event:
    return replace(
        event,
        ticket=names.get(event.ticket, event.ticket),
        event_id=event.event_id.replace("-", '"-', 1),
        refers_to=event.refers_to.replace("-", '"-', 1),
    )


def textual(month: Path, path: Path) -> Path:
    """Write the month with its instants as texts, as a program that knows no better does."""
    table = pq.read_table(month)
    for name in ("occurred_at", "recorded_at"):
        texts = [value.isoformat() for value in table[name].to_pylist()]
        table = table.set_column(table.schema.get_field_index(name), name, pa.array(texts))
    pq.write_table(table, path)
    return path


def test_a_file_with_instants_as_texts_is_measured_all_the_same(console: Console, month, tmp_path):
    path = textual(month, tmp_path / "texts.parquet")
    ours = console("measure", AGREEMENT, path, *APRIL, "--format", "csv")
    assert ours == console("measure", AGREEMENT, month, *APRIL, "--format", "csv")


def test_one_too_large_to_be_read_one_by_one_is_refused_with_the_way_out(
    console: Console, month, tmp_path, monkeypatch
):
    assert MOST_EVENTS > 300
    monkeypatch.setattr(asked, "MOST_EVENTS", 300)
    ended = console("measure", AGREEMENT, textual(month, tmp_path / "texts.parquet"), *APRIL)
    assert ended.code == ExitCode.UNUSABLE
    assert "“occurred_at” holds string; timestamp[us, tz=UTC] is needed" in ended.err
    assert "`patto convert`" in ended.err
    assert console("measure", AGREEMENT, month, *APRIL).code == ExitCode.FINE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda t: t.drop_columns(["by"]), "column-missing"),
        (lambda t: t.append_column("cost", pa.array([1.5] * t.num_rows)), "column-type"),
        (lambda t: t.append_column("by", t["by"]), "column-repeated"),
    ],
)
def test_a_file_that_is_not_as_we_write_them_is_refused_as_ever(
    console: Console, month, tmp_path, change, code
):
    pq.write_table(change(pq.read_table(month)), tmp_path / "odd.parquet")
    ended = console("measure", AGREEMENT, tmp_path / "odd.parquet", *APRIL)
    assert (ended.code, ended.out) == (ExitCode.UNUSABLE, "")
    assert f"[{code}]" in ended.err


@pytest.mark.parametrize("content", [b"", b"not this"])
def test_a_file_that_is_no_parquet_is_refused(console: Console, tmp_path, content):
    (tmp_path / "no.parquet").write_bytes(content)
    ended = console("measure", AGREEMENT, tmp_path / "no.parquet", *APRIL)
    assert ended.code == ExitCode.UNUSABLE
    assert "[export-not-parquet]" in ended.err


def test_the_importer_can_be_named_whatever_the_file_is_called(console: Console, month, tmp_path):
    (tmp_path / "events.dat").write_bytes(month.read_bytes())
    named = console("measure", AGREEMENT, tmp_path / "events.dat", *APRIL, "--importer", "parquet")
    assert named.code == ExitCode.FINE
    assert "350 rows: 350 gave events" in named.out


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_ticket_is_explained_out_of_its_own_rows_alike(
    console: Console, month, ticket_by_ticket, monkeypatch, form
):
    events = read_export([month]).events
    tickets = sorted({event.ticket for event in events} - {""})[::7]
    commands = [("explain", AGREEMENT, month, one, *APRIL, "--format", form) for one in tickets]
    with monkeypatch.context() as only:
        only.setattr(Ready, "imported", None)  # so that reading all of them fails
        in_columns = [console(*command) for command in commands]
    ticket_by_ticket()

    assert [console(*command) for command in commands] == in_columns
    assert {ended.code for ended in in_columns} == {ExitCode.FINE}


def test_a_ticket_that_is_not_in_the_columns_is_told_with_the_nearest(console: Console, month):
    ended = console("explain", AGREEMENT, month, "F-108", *APRIL)
    assert ended.code == ExitCode.UNUSABLE
    assert ended.err.startswith("There are no events of the ticket F-108. The nearest is F-10")


def test_a_ticket_of_which_no_row_states_an_event_is_told_so(console: Console, month, tmp_path):
    table = pq.read_table(month)
    kinds = [
        None if ticket == "F-1080" else kind
        for ticket, kind in zip(*(table[n].to_pylist() for n in ("ticket", "event")), strict=True)
    ]
    place = table.schema.get_field_index("event")
    pq.write_table(table.set_column(place, "event", pa.array(kinds)), tmp_path / "odd.parquet")
    ended = console("explain", AGREEMENT, tmp_path / "odd.parquet", "F-1080", *APRIL)
    assert ended.code == ExitCode.UNUSABLE
    assert "F-1080 stands in the record, but no event of it could be read." in ended.err
    assert "odd.parquet:" in ended.err


def test_the_bench_agreement_is_measured_alike_by_the_command(
    console: Console, ticket_by_ticket, tmp_path
):
    """Six metrics with all that the generator of the bench draws: late, corrected, disputed."""
    path = tmp_path / "year.parquet"
    generate = [sys.executable, str(ROOT / "bench" / "generate.py"), "150", str(path)]
    subprocess.run(generate, check=True, capture_output=True)
    agreement = ROOT / "bench" / "agreement.yaml"
    command = ("measure", agreement, path, "--at", "2026-02-01")
    in_columns = [console(*command, "--format", form).out for form in FORMS[:3]]
    ticket_by_ticket()
    assert [console(*command, "--format", form).out for form in FORMS[:3]] == in_columns
