"""What every importer promises, whatever it reads."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

import patto.exchange.formats
from exchange import exports
from patto.exchange import Report, importers, read, read_events, write
from patto.exchange.discovery import every_importer
from patto.exchange.importer import Importer, Reading, Source
from patto.exchange.problems import PROBLEMS, Fate, problem
from patto.kernel.agreement.problems import KINDS
from patto.kernel.errors import InputError, Place
from patto.kernel.facts import Event

WRITERS = [one for one in every_importer().values() if one.write is not None]
READERS = [one for one in every_importer().values() if one.configure is None]


@pytest.fixture(autouse=True)
def _fresh_discovery() -> Iterator[None]:
    yield
    every_importer.cache_clear()


def by_name(importer: Importer) -> str:
    return importer.name


def test_the_importers_are_those_of_the_folder() -> None:
    modules = {path.stem for path in Path(patto.exchange.formats.__path__[0]).glob("[a-z]*.py")}
    assert set(importers()) == modules >= {"csv", "jsonl", "parquet", "servicenow", "mapping"}


def test_a_new_importer_is_found_by_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "telex.py").write_text(
        "from patto.exchange.importer import Importer\n"
        "IMPORTER = Importer('telex', ('.tlx',), lambda _: iter(()))\n"
    )
    folders = [*patto.exchange.formats.__path__, str(tmp_path)]
    monkeypatch.setattr(patto.exchange.formats, "__path__", folders)
    every_importer.cache_clear()
    (tmp_path / "june.tlx").write_bytes(b"STOP")
    assert "telex" in importers()
    assert read([tmp_path / "june.tlx"]).report.files == [(str(tmp_path / "june.tlx"), "telex")]


@pytest.mark.parametrize("importer", READERS, ids=by_name)
def test_an_empty_file_is_refused_by_name(importer: Importer, tmp_path: Path) -> None:
    path = tmp_path / f"nothing{importer.suffixes[0]}"
    path.touch()
    imported = read([path], importer.name)
    assert imported.refused
    assert imported.events == ()
    assert [p.place.file for p in imported.problems] == [str(path)]
    assert exports.codes(imported).keys() <= {"export-empty", "export-not-parquet"}


@pytest.mark.parametrize("importer", READERS, ids=by_name)
def test_a_file_that_is_not_there_is_told(importer: Importer, tmp_path: Path) -> None:
    imported = read([tmp_path / "gone.csv"], importer.name)
    assert exports.told(imported, "export-unreadable") == {"reason": "No such file or directory"}


@pytest.mark.parametrize("importer", WRITERS, ids=by_name)
def test_a_reading_fills_its_report_and_balances(importer: Importer, tmp_path: Path) -> None:
    path = tmp_path / f"events{importer.suffixes[0]}"
    write([Event("1", "A", "reported", 0, 0), Event("2", "A", "resolved", 60, 60)], path)
    report = Report()
    events = list(read_events(BytesIO(path.read_bytes()), report, importer.name))
    assert exports.kinds(events) == ["reported", "resolved"]
    assert (report.rows, report.eventful, report.balanced) == (2, 2, True)
    assert report.findings == {}


@pytest.mark.parametrize("importer", WRITERS, ids=by_name)
def test_a_failed_writing_leaves_the_older_file_alone(importer: Importer, tmp_path: Path) -> None:
    path = tmp_path / f"events{importer.suffixes[0]}"
    path.write_bytes(b"older")
    unwritable = Event("1", "A", "reported", 0, 0, reason="half \ud800 a character")
    with pytest.raises(InputError, match="event-not-writable event_id=1 column=reason"):
        write([unwritable], path)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["event_id", "", "occurred_at"])
@pytest.mark.parametrize("importer", WRITERS, ids=by_name)
def test_an_attribute_cannot_take_the_place_of_a_column(
    importer: Importer, name: str, tmp_path: Path
) -> None:
    event = Event("1", "A", "reported", 0, 0, attributes={name: "x"})
    with pytest.raises(InputError, match="event-not-writable"):
        write([event], tmp_path / f"events{importer.suffixes[0]}")


def test_an_unknown_importer_is_answered_with_the_nearest() -> None:
    imported = read([Path("x.csv")], "service-now")
    assert exports.told(imported, "importer-unknown")["nearest"] == "servicenow"


def test_a_mapping_is_named_by_its_file() -> None:
    assert exports.codes(read([Path("x.csv")], "mapping")) == {"importer-needs-mapping": 1}


def test_a_mapping_reads_nothing_by_itself() -> None:
    reading = Reading(Source("x.csv", Path("x.csv")), Report())
    with pytest.raises(InputError, match="importer-needs-mapping"):
        every_importer()["mapping"].read(reading)


def test_an_importer_refuses_what_is_not_its_own(tmp_path: Path) -> None:
    exports.of(tmp_path, "1,2", header="Ticket,Opened", name="x.csv")
    report = Report()
    with pytest.raises(InputError, match="export-not-servicenow header=Ticket, Opened"):
        list(read_events(tmp_path / "x.csv", report, "servicenow"))


def test_a_header_that_nobody_knows_is_told(tmp_path: Path) -> None:
    imported = exports.of(tmp_path, "1,2", header="Ticket,Opened")
    assert exports.told(imported, "importer-not-recognised") == {
        "header": "Ticket, Opened",
        "known": ", ".join(importers()),
    }


def test_a_file_of_another_kind_is_told_by_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "tickets.docx").write_bytes(b"PK")
    imported = read([tmp_path / "tickets.docx"])
    assert exports.told(imported, "format-not-read") == {
        "suffix": ".docx",
        "known": ".csv, .jsonl, .ndjson, .parquet, .pq",
    }


def test_no_other_format_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"format-not-written suffix=\.txt known=\.csv, "):
        write([], tmp_path / "events.txt")


def test_every_code_used_is_in_the_table_and_every_code_in_it_is_used() -> None:
    folder = Path(patto.exchange.__path__[0])
    used: set[str] = set()
    for path in folder.rglob("*.py"):
        if path.name != "problems.py":
            tree = ast.parse(path.read_text("utf-8"))
            texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
            used |= {text for text in texts if isinstance(text, str) and text in PROBLEMS}
    assert used == set(PROBLEMS)


def test_no_code_means_two_things() -> None:
    assert not set(PROBLEMS) & set(KINDS)


def test_a_problem_tells_what_the_table_says() -> None:
    with pytest.raises(ValueError, match="row-too-short tells"):
        problem("row-too-short", Place(), fields="3")


def test_what_is_refused_or_dropped_is_not_just_told() -> None:
    for code, entry in PROBLEMS.items():
        if entry.fate in {Fate.REFUSED, Fate.DROPPED}:
            assert entry.severity != "info", code


def test_importers_say_what_they_do() -> None:
    for importer in every_importer().values():
        assert inspect.getdoc(inspect.getmodule(importer.read)), importer.name
