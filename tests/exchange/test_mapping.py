"""Mappings: what is wrong with one, and what an export gives under a right one."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange import exports
from exchange.exports import codes, instant, kinds, lines_of, mapped, told
from patto.exchange import Report, read, read_events
from patto.exchange.mapping import snapshots
from patto.exchange.mapping.dates import DatePattern
from patto.exchange.mapping.reading import built_in, built_in_names, read_text
from patto.kernel.agreement.reading import read as read_agreement
from patto.kernel.errors import InputError
from patto.kernel.examples import run_examples

EVENTS = """\
mapping: patto/1
title: A desk
shape: events
zone: none
dates: [iso]
ticket: Key
at: When
recorded: as-occurred
event:
  column: What
  words: {Open: reported, Wait: {kind: paused, reason: waiting-customer}}
  ignored: [Viewed]
"""

SNAPSHOTS = """\
mapping: patto/1
title: A desk
shape: snapshots
zone: none
dates: [iso]
ticket: Key
order: Seq
at: When
opened: Opened
state:
  column: State
  words:
    open: open
    wait: {paused: waiting-customer}
    part: {paused: waiting-supplier}
    done: resolved
    shut: closed
    void: withdrawn
reopened: Again
"""


NAMED = {"path": "attributes.reason"}


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "parameters"),
    [
        ("ticket: Key", "tiket: Key", "key-misspelled", 6, {"nearest": "ticket"}),
        ("title: A desk", "", "key-missing", 1, {"key": "title"}),
        ("shape: events", "", "key-missing", 1, {"key": "shape"}),
        ("shape: events", "shape: rows", "value-unknown", 3, {"value": "rows"}),
        ("shape: events", "shape: event", "value-misspelled", 3, {"nearest": "events"}),
        ("zone: none", "zone: Europe/Roma", "mapping-zone-unknown", 4, {"nearest": "Europe/Rome"}),
        ("dates: [iso]", "dates: [iso, dd/MM]", "mapping-date-pattern", 5, {"part": "d"}),
        ("dates: [iso]", "dates: []", "part-empty", 5, {}),
        ("dates: [iso]", "dates: [3]", "text-expected", 5, {}),
        ("dates: [iso]", "dates: iso", "list-expected", 5, {}),
        ("Open: reported", "Open: reportd", "mapping-kind-unknown", 11, {"nearest": "reported"}),
        ("kind: paused, reason", "kind: paused, raison", "key-misspelled", 11, {}),
        ("ticket: Key", "ticket: 7", "mapping-expected", 6, {}),
        ("ticket: Key", "ticket:", "value-empty", 6, {"path": "ticket"}),
        ("ticket: Key", "ticket: Key\nfile: {encoding: utf-9}", "mapping-encoding-unknown", 7, {}),
        ("ticket: Key", 'ticket: Key\nfile: {delimiter: ", "}', "value-unknown", 7, {}),
        ("ticket: Key", "ticket: Key\nfile: {skip: -1}", "number-out-of-range", 7, {"limit": "0"}),
        ("ticket: Key", "ticket: Key\nfile: {tab: 1}", "key-unknown", 7, {}),
        ("ticket: Key", "ticket: Key\ncustomer: {words: {a: b}}", "choice-missing", 7, {}),
        ("ticket: Key", "ticket: Key\nby: {role: robot}", "value-unknown", 7, {}),
        (
            "ticket: Key",
            "ticket: Key\nproxies: {responded: {event: assigned, because: so}}",
            "mapping-proxy-silent",
            7,
            {"event": "responded", "proxy": "assigned"},
        ),
        ("at: When", "at: When\nattributes: {reason: Why}", "mapping-attribute-reserved", 8, NAMED),
        ("ticket: Key", "ticket: Key: Key", "yaml-colon-in-text", 6, {}),
        ("mapping: patto/1", "mapping: patto/2", "value-misspelled", 1, {"expected": "patto/1"}),
        ("mapping: patto/1", "base: desk", "base-missing", 1, {"name": "desk"}),
    ],
)  # fmt: skip
def test_a_mistake_in_a_mapping_is_told_with_its_line(
    old: str, new: str, code: str, line: int, parameters: dict[str, str], tmp_path: Path
) -> None:
    imported = mapped(tmp_path, EVENTS.replace(old, new, 1), "Key,When,What\n")
    assert imported.refused
    assert lines_of(imported, code) == [line]
    assert told(imported, code).items() >= parameters.items()
    assert imported.report.findings[code].examples[0].place.file.endswith("desk.yaml")


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words"])
def test_what_is_no_mapping_is_refused(text: str, tmp_path: Path) -> None:
    assert mapped(tmp_path, text, "a\n").refused


def test_a_mapping_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_bytes(b"mapping: patto/1\ntitle: perch\xe9\n")
    imported = read([tmp_path / "export.csv"], tmp_path / "desk.yaml")
    assert lines_of(imported, "encoding-wrong") == [2]


def test_a_mapping_that_is_not_there_is_told(tmp_path: Path) -> None:
    imported = read([tmp_path / "export.csv"], str(tmp_path / "gone.yaml"))
    assert imported.problems[0].place.file.endswith("gone.yaml")


def test_a_column_that_the_export_lacks_is_told_with_the_line_of_the_mapping(
    tmp_path: Path,
) -> None:
    imported = mapped(tmp_path, EVENTS, "key,When,Action\nA,2026-03-10T09:00Z,Open\n")
    problems = imported.report.findings["mapping-column-missing"].examples
    assert [(p.place.line, p.parameters["column"], p.parameters["nearest"]) for p in problems] == [
        (6, "Key", "key"),
        (10, "What", ""),
    ]
    assert problems[0].parameters["file"].endswith("export.csv")


def test_a_column_named_twice_cannot_be_mapped(tmp_path: Path) -> None:
    assert codes(mapped(tmp_path, EVENTS, "Key,When,When,What\n")) == {"column-repeated": 1}


def test_columns_that_the_mapping_leaves_out_may_be_anything(tmp_path: Path) -> None:
    export = " Key ,When,,,What\nA,2026-03-10T09:00Z,,,Open\n"
    assert kinds(mapped(tmp_path, EVENTS, export).events) == ["reported"]


def test_a_row_an_event(tmp_path: Path) -> None:
    export = (
        "Key,When,What\nA,2026-03-10T09:00Z,Open\nA,2026-03-10T10:00Z,Wait\n"
        "A,2026-03-10T10:01Z,Viewed\nA,2026-03-10T11:00Z,Sneezed\n,2026-03-10T11:00Z,Open\n"
        "A,2026-03-10T12:00,Open\nA,2026-03-10T12:00Z,\nA,,Open\n"
    )
    imported = mapped(tmp_path, EVENTS, export)
    assert [(e.event_id, e.reason) for e in imported.events] == [
        ("A/2/reported", ""),
        ("A/3/paused", "waiting-customer"),
        ("A/5/Sneezed", ""),
    ]
    assert codes(imported) == {
        "recorded-when-occurred": 1,
        "kind-unknown": 1,
        "row-value-missing": 3,
        "row-instant-naive": 1,
    }
    report = imported.report
    assert (report.eventful, report.unchanged, report.dropped, report.balanced) == (3, 1, 4, True)


def test_the_export_says_who_when_and_why(tmp_path: Path) -> None:
    mapping = EVENTS.replace("recorded: as-occurred", "recorded: Logged\nid: Id") + (
        "reason: Why\nevidence: Proof\nby: {role: provider, column: Who, roles: {Ann: customer}}\n"
        "customer: {column: Firm, words: {F: FERRI}}\n"
    )
    export = (
        "Id,Key,When,Logged,What,Who,Why,Proof,Firm\n"
        "e1,A,2026-03-10T09:00Z,2026-03-10T09:30Z,Open,Ann,because,a mail,F\n"
        "e2,A,2026-03-10T10:00Z,later,Open,Bob,,,F\n"
    )
    imported = mapped(tmp_path, mapping, export)
    first, second = imported.events
    assert (first.event_id, first.by, first.reason, first.evidence, first.customer) == (
        "e1", "customer:Ann", "because", "a mail", "FERRI",
    )  # fmt: skip
    assert first.recorded_at == instant("2026-03-10 09:30")
    assert second.recorded_at == second.occurred_at
    assert told(imported, "cell-not-used")["value"] == "later"


def test_cells_that_look_like_formulas_are_data(tmp_path: Path) -> None:
    mapping = EVENTS + "attributes: {text: Subject}\n"
    export = "Key,When,What,Subject\n=A1,2026-03-10T09:00Z,Open,@SUM(1+1)\n"
    (event,) = mapped(tmp_path, mapping, export).events
    assert (event.ticket, event.attributes["text"]) == ("=A1", "@SUM(1+1)")


ROW = "A,{seq},2026-03-10T{hour:02}:00Z,2026-03-10T08:00Z,{state},0"
HEADER = "Key,Seq,When,Opened,State,Again"


def snapshots_of(*states: str) -> str:
    rows = [ROW.format(seq=n, hour=9 + n, state=state) for n, state in enumerate(states)]
    return "\n".join([HEADER, *rows]) + "\n"


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["open", "done", "shut"], ["resolved", "closed"]),
        (["open", "wait", "done"], ["paused", "resumed", "resolved"]),
        (["wait", "part", "open"], ["paused", "resumed", "paused", "resumed"]),
        (["done", "open", "done"], ["resolved", "reopened", "resolved"]),
        (["done", "wait"], ["resolved", "reopened", "paused"]),
        (["shut", "done"], ["closed", "reopened", "resolved"]),
        (["open", "", "open"], []),
        (["void", "open"], ["withdrawn", "reopened"]),
        (["wait", "", "wait"], ["paused"]),
    ],
)
def test_a_row_a_snapshot(states: list[str], expected: list[str], tmp_path: Path) -> None:
    imported = mapped(tmp_path, SNAPSHOTS, snapshots_of(*states))
    assert kinds(imported.events) == ["reported", *expected]
    assert imported.report.balanced


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    states=st.lists(st.sampled_from(["open", "wait", "part", "done", "shut"]), min_size=1),
    shuffle=st.randoms(use_true_random=False),
)
def test_replaying_the_events_shows_the_states_again(
    states: list[str], shuffle: object, tmp_path: Path
) -> None:
    header, *rows = snapshots_of(*states[:14]).splitlines()
    shuffle.shuffle(rows)  # type: ignore[attr-defined]  # a random.Random
    imported = mapped(tmp_path, SNAPSHOTS, "\n".join([header, *rows]))
    by_hour: dict[int, str] = {}
    state = "open"
    for event in imported.events:
        if event.kind == "paused":
            state = {"waiting-customer": "wait", "waiting-supplier": "part"}[event.reason]
        elif event.kind in {"resumed", "reopened"}:
            state = "open"
        else:
            state = {"resolved": "done", "closed": "shut"}.get(event.kind, state)
        by_hour[event.occurred_at] = state
    shown, seen = "open", []
    for number in range(len(states[:14])):
        shown = by_hour.get(instant(f"2026-03-10 {9 + number:02}:00"), shown)
        seen.append(shown)
    assert seen == states[:14]
    assert imported.report.balanced


def test_a_time_that_runs_backwards_is_told(tmp_path: Path) -> None:
    export = f"{HEADER}\n{ROW.format(seq=1, hour=10, state='open')}\n"
    export += ROW.format(seq=2, hour=9, state="done") + "\n"
    imported = mapped(tmp_path, SNAPSHOTS, export)
    assert told(imported, "time-backwards")["order"] == "2"
    assert kinds(imported.events) == ["reported", "resolved"]


def test_without_a_number_the_time_orders_the_rows(tmp_path: Path) -> None:
    export = snapshots_of("open", "wait", "done").splitlines()
    export = [
        export[0],
        export[3],
        export[1],
        export[2],
        export[2].replace("2026-03-10T10", "soon"),
    ]
    imported = mapped(tmp_path, SNAPSHOTS.replace("order: Seq\n", ""), "\n".join(export))
    assert kinds(imported.events) == ["reported", "paused", "resumed", "resolved"]
    assert lines_of(imported, "row-instant-malformed") == [5]


def test_a_ticket_without_an_opening_begins_with_its_first_row(tmp_path: Path) -> None:
    export = snapshots_of("open").replace("2026-03-10T08:00Z", "")
    imported = mapped(tmp_path, SNAPSHOTS, export)
    assert imported.events[0].occurred_at == instant("2026-03-10 09:00")
    assert told(imported, "opening-unknown")["column"] == "Opened"


def test_two_rows_of_one_number_that_differ_are_an_error(tmp_path: Path) -> None:
    export = snapshots_of("open", "wait").replace("A,1,", "A,0,")
    imported = mapped(tmp_path, SNAPSHOTS, export)
    assert told(imported, "row-contradicts") == {"ticket": "A", "order": "0"}
    assert kinds(imported.events) == ["reported"]


def test_a_counter_that_is_no_number_counts_nothing(tmp_path: Path) -> None:
    export = snapshots_of("open", "done").replace("done,0", "done,many")
    assert kinds(mapped(tmp_path, SNAPSHOTS, export).events) == ["reported", "resolved"]


def test_snapshots_too_large_to_be_ordered_are_refused_by_their_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = snapshots_of("open", "done")
    for limit in (len(export) - 1, 60):
        monkeypatch.setattr(snapshots, "LARGEST", limit)
        imported = mapped(tmp_path, SNAPSHOTS, export)
        assert told(imported, "export-too-large")["limit"] == str(limit)
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(3 << 30)
    monkeypatch.undo()
    imported = read([tmp_path / "huge.csv"], tmp_path / "desk.yaml")
    assert told(imported, "export-too-large")["size"] == str(3 << 30)


def test_snapshots_from_a_stream_are_refused_by_the_same_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "desk.yaml").write_text(SNAPSHOTS, "utf-8")
    export = BytesIO(snapshots_of("open", "done").encode())
    monkeypatch.setattr(snapshots, "LARGEST", 50)
    with pytest.raises(InputError, match="export-too-large"):
        list(read_events(export, Report(), tmp_path / "desk.yaml"))


def test_a_ticket_none_of_whose_rows_can_be_read_gives_nothing(tmp_path: Path) -> None:
    imported = mapped(tmp_path, SNAPSHOTS, snapshots_of("open").replace("T09", "Tnine"))
    assert (imported.events, imported.report.dropped, imported.report.balanced) == ((), 1, True)


TICKETS = """\
mapping: patto/1
title: A list of tickets
shape: tickets
zone: none
dates: [iso]
ticket: Key
instants: {reported: Opened, resolved: Done}
recorded: as-occurred
"""


def test_a_ticket_on_two_rows_is_told_with_both(tmp_path: Path) -> None:
    rows = ["Key,Opened,Done", "A,2026-03-10T09:00Z,", "B,2026-03-10T09:00Z,"]
    rows += [rows[1], f"{rows[2]}2026-03-10T10:00Z"]
    imported = mapped(tmp_path, TICKETS, "\n".join(rows))
    assert told(imported, "ticket-repeated") == {"ticket": "A", "first": "2", "line": "4"}
    assert told(imported, "ticket-contradicts") == {"ticket": "B", "first": "3", "line": "5"}
    assert [found.code for found in imported.report.left_out("B")] == ["ticket-contradicts"]


@pytest.mark.parametrize("text", ["Gravità,Opened,Done,Key\n", "Gravità,Key,Opened,Done\nÁ,A,,\n"])
def test_utf_8_under_a_mapping_of_another_encoding_is_recognised(text: str, tmp_path: Path) -> None:
    mapping = TICKETS + "file: {encoding: cp1252}\nattributes: {priority: Gravità}\n"
    imported = mapped(tmp_path, mapping, text)
    assert told(imported, "export-is-utf-8") == {"stated": "cp1252"}


@pytest.mark.parametrize(
    ("name", "code"), [("Á".encode(), "export-is-utf-8"), (b"\x81", "mapping-encoding-wrong")]
)
def test_a_byte_that_a_stated_encoding_lacks_is_told(
    name: bytes, code: str, tmp_path: Path
) -> None:
    export = b"Key,Opened,Done\n" + name + b",2026-03-10T09:00Z,\n"
    imported = mapped(tmp_path, TICKETS + "file: {encoding: cp1252}\n", export)
    assert [found.code for found in imported.problems if found.severity == "error"] == [code]
    assert lines_of(imported, code) == [1 + TICKETS.count("\n")]


def test_an_encoding_that_wants_a_mark_at_the_start_is_told_where_it_is_stated(
    tmp_path: Path,
) -> None:
    export = "Key,Opened,Done\nA,2026-03-10T09:00Z,\n"
    imported = mapped(tmp_path, TICKETS + "file: {encoding: utf-16}\n", export)
    assert told(imported, "mapping-encoding-wrong").items() >= {"stated": "utf-16"}.items()
    imported = mapped(tmp_path, TICKETS, export.encode("utf-16"))
    assert told(imported, "mapping-encoding-wrong")["found"] == "UTF-16"


@pytest.mark.parametrize("encoding", ["base64", "rot13", "idna", "undefined"])
def test_an_encoding_of_no_texts_is_none(encoding: str, tmp_path: Path) -> None:
    mapping = TICKETS + f"file: {{encoding: {encoding}}}\n"
    imported = mapped(tmp_path, mapping, b"Key,Opened,Done\n\xe0,2026-03-10T09:00Z,\n")
    assert imported.refused


def test_dates_whose_day_and_month_are_swapped_are_told_where_the_pattern_stands(
    tmp_path: Path,
) -> None:
    mapping = TICKETS.replace("dates: [iso]", "dates: [iso, MM/DD/YYYY HH:mm]")
    rows = ["Key,Opened,Done", "A,03/09/2026 11:45,", "B,25/09/2026 08:30,", "C,13/25/2026 08:30,"]
    imported = mapped(tmp_path, mapping.replace("zone: none", "zone: Europe/Rome"), "\n".join(rows))
    found = {"pattern": "MM/DD/YYYY HH:mm", "swapped": "DD/MM/YYYY HH:mm", "rows": "1"}
    assert told(imported, "day-and-month") == found
    assert imported.report.findings["day-and-month"].examples[0].place.file.endswith("desk.yaml")
    assert len(imported.events) == 1


@pytest.mark.parametrize("pattern", ["iso", "unix", "DD MMM YYYY"])
def test_only_a_day_and_a_month_in_figures_change_places(pattern: str) -> None:
    assert DatePattern.parse(pattern).swapped is None


def test_a_column_that_is_missing_is_so_in_any_encoding(tmp_path: Path) -> None:
    mapping = TICKETS + "file: {encoding: cp1252}\n"
    imported = mapped(tmp_path, mapping, "Gravità,Opened,Done,\u0153\n")
    assert told(imported, "mapping-column-missing")["column"] == "Key"


def test_a_list_of_tickets_needs_no_state(tmp_path: Path) -> None:
    export = "Key,Opened,Done\nA,2026-03-10T09:00Z,\n,2026-03-10T09:00Z,\n"
    imported = mapped(tmp_path, TICKETS, export)
    assert kinds(imported.events) == ["reported"]
    assert lines_of(imported, "row-value-missing") == [3]


def test_a_state_without_its_date_tells_nothing(tmp_path: Path) -> None:
    mapping = TICKETS + "state: {column: State, as_of: Seen, words: {shut: closed}}\n"
    export = "Key,Opened,Done,State,Seen\nA,2026-03-10T09:00Z,,shut,\nB,2026-03-10T09:00Z,,,\n"
    assert kinds(mapped(tmp_path, mapping, export).events) == ["reported", "reported"]


def test_the_mappings_that_come_along_are_mappings() -> None:
    assert built_in_names() == ("servicenow-audit", "servicenow-table")
    for name in built_in_names():
        assert built_in(name).terms.title.startswith("ServiceNow")


def test_a_column_of_a_base_is_told_in_the_base(tmp_path: Path) -> None:
    imported = mapped(tmp_path, "base: servicenow-audit\nzone: Europe/Rome\n", "number\n")
    place = imported.report.findings["mapping-column-missing"].examples[0].place
    assert place.file == "servicenow-audit"
    assert place.line > 1


def test_a_base_may_lie_beside(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(EVENTS, "utf-8")
    export = "Key,When,What\nA,2026-03-10T09:00,Open\n"
    imported = mapped(tmp_path, "base: base.yaml\nzone: Europe/Rome\n", export)
    assert imported.events[0].occurred_at == instant("2026-03-10 08:00")


def test_tickets_need_a_report() -> None:
    text = EVENTS.partition("at:")[0].replace("events", "tickets") + (
        "instants: {closed: Closed}\nrecorded: as-occurred\n"
    )
    with pytest.raises(InputError, match="key-missing path=instants key=reported"):
        read_text(text, "desk.yaml")


EXAMPLES = exports.ROOT / "examples"


@pytest.mark.parametrize("folder", ["mapping", "servicenow"])
def test_the_agreement_of_an_example_is_sound(folder: str) -> None:
    text = (EXAMPLES / folder / "agreement.yaml").read_text("utf-8")
    reading = read_agreement(text, None, "agreement.yaml")
    assert reading.problems == ()
    assert reading.agreement is not None
    assert len(reading.agreement.metrics) >= 2
    assert run_examples(reading.agreement, reading.places) == []


def test_the_walk_through_comes_out_as_it_says() -> None:
    imported = read([EXAMPLES / "mapping/tickets.csv"], EXAMPLES / "mapping/mapping.yaml")
    assert codes(imported) == {
        "last-state-only": 1,
        "recorded-when-occurred": 1,
        "state-dated-late": 1,
        "time-in-gap": 1,
    }
    assert told(imported, "state-dated-late")["ticket"] == "1046"
    assert imported.report.events == {
        "reported": 12, "responded": 11, "resolved": 9, "closed": 8, "paused": 1, "withdrawn": 1,
    }  # fmt: skip
    assert "Perché il catalogo è lento?" in {e.attribute("text") for e in imported.events}


def test_the_mapping_for_the_public_log_names_its_zone() -> None:
    data = Path(__file__).parent / "audit.csv"
    imported = read([data], EXAMPLES / "servicenow/audit.yaml")
    assert imported.events == read([data]).events
    assert "zone-assumed" not in codes(imported)


def page_blocks() -> list[tuple[str, str]]:
    page = (exports.ROOT / "docs/reference/mapping.md").read_text("utf-8")
    return re.findall(r"```(\w+)\n(.*?)```", page, re.DOTALL)


def test_the_walk_through_on_the_page_is_the_example() -> None:
    mapping = (EXAMPLES / "mapping/mapping.yaml").read_text("utf-8")
    export = (EXAMPLES / "mapping/tickets.csv").read_text("cp1252")
    texts = [text for kind, text in page_blocks() if kind in {"text", "yaml"}]
    assert texts[0] in export
    assert all(text in mapping for text in texts[1:4])


def test_every_export_on_the_page_is_read_by_the_mapping_after_it(tmp_path: Path) -> None:
    blocks = page_blocks()
    pairs = [
        (export, mapping) for (kind, export), (_, mapping) in pairwise(blocks) if kind == "csv"
    ]
    results = [mapped(tmp_path, mapping, export) for export, mapping in pairs]
    assert [kinds(imported.events) for imported in results] == [
        ["reported", "responded", "paused", "resumed", "resolved"],
        ["reported", "assigned", "paused", "resumed", "resolved"],
    ]
    history, log = results
    assert history.events[0].occurred_at == instant("2026-03-12 08:05")
    assert history.events[3].by == "customer:carlo"
    assert set(codes(history)) == {"recorded-when-occurred"}
    assert set(codes(log)) == {"backfilled-differs", "proxy-used"}


def test_a_pause_has_the_evidence_that_the_mapping_names(tmp_path: Path) -> None:
    wait = "wait: {paused: waiting-customer, evidence: {column: Mail}}"
    state = f"state: {{column: State, as_of: Seen, words: {{{wait}}}}}\n"
    export = "Key,Opened,Done,State,Seen,Mail\nA,2026-03-10T09:00Z,,wait,2026-03-10T10:00Z,sent\n"
    paused = mapped(tmp_path, TICKETS + state, export).events[-1]
    assert (paused.kind, paused.evidence) == ("paused", "sent")
    mapping = SNAPSHOTS.replace("wait: {paused: waiting-customer}", wait)
    export = (
        "Key,Seq,At,When,Opened,State,Again,Mail\n"
        "A,1,,2026-03-10T09:00Z,2026-03-10T09:00Z,open,0,\n"
        "A,2,,2026-03-10T10:00Z,2026-03-10T09:00Z,wait,0,sent\n"
    )
    paused = mapped(tmp_path, mapping, export).events[-1]
    assert (paused.kind, paused.evidence) == ("paused", "sent")
