"""ServiceNow's two exports: invented ones for the rules, the public ones for the books."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from exchange import exports
from exchange.exports import codes, instant, kinds, lines_of, told
from patto.exchange import Imported, read
from patto.exchange.problems import Fate
from patto.kernel.facts import Event

HERE = Path(__file__).parent
AUDIT = exports.SHARED / "servicenow-audit" / "incidents_every_50th.csv"
TABLE = exports.SHARED / "servicenow-table-api" / "incidents_REST.csv"
absent = "the public ServiceNow exports are not beside this checkout"


@pytest.fixture(scope="module")
def audit() -> Imported:
    return read([HERE / "audit.csv"])


@pytest.fixture(scope="module")
def table() -> Imported:
    return read([HERE / "incidents.csv"])


def told_of(event: Event) -> Event:
    return replace(event, source="", position=0)


def ticket(imported: Imported, name: str) -> list[Event]:
    return [event for event in imported.events if event.ticket == name]


def one(imported: Imported, event_id: str) -> Event:
    (event,) = [event for event in imported.events if event.event_id == event_id]
    return event


def test_events_come_from_differences_between_snapshots(audit: Imported) -> None:
    found = [(e.kind, e.event_id.split("/")[1]) for e in ticket(audit, "INC1")]
    assert found == [
        ("reported", "0"),
        ("classified", "2"),
        ("assigned", "2"),
        ("assigned", "6"),
        ("resolved", "7"),
        ("closed", "8"),
    ]


def test_the_report_occurred_when_opened_and_was_recorded_when_created(audit: Imported) -> None:
    first = one(audit, "INC1/0/reported")
    assert first.occurred_at == instant("2016-05-03 12:00")
    assert first.recorded_at == instant("2016-05-03 12:04")
    assert first.by == "customer:Ana"
    assert dict(first.attributes) == {
        "type": "incident",
        "channel": "phone",
        "impact": "medium",
        "urgency": "medium",
        "priority": "P3",
        "category": "Mail",
        "subcategory": "Send",
        "location": "Plant 1",
    }


def test_without_its_creation_it_was_recorded_with_the_first_row(audit: Imported) -> None:
    assert one(audit, "INC2/0/reported").recorded_at == instant("2016-05-03 13:05")


def test_what_was_known_only_later_is_never_used(audit: Imported) -> None:
    assert one(audit, "INC1/7/resolved").occurred_at == instant("2016-05-04 12:00")
    assert told(audit, "backfilled-differs") == {
        "ticket": "INC1",
        "event": "resolved",
        "column": "resolved_at",
        "stated": "2016-05-04T13:00:00Z",
        "seen": "2016-05-04T12:00:00Z",
    }
    assert codes(audit)["backfilled-missing"] == 2


def test_a_change_of_priority_is_a_classification(audit: Imported) -> None:
    event = one(audit, "INC1/2/classified")
    assert dict(event.attributes) == {
        "type": "incident",
        "impact": "high",
        "urgency": "medium",
        "priority": "P2",
    }


def test_the_first_assignment_stands_in_for_the_response(audit: Imported) -> None:
    first = next(e for e in ticket(audit, "INC1") if e.kind == "assigned")
    assert (first.occurred_at, first.attributes["assignee"]) == (instant("2016-05-03 12:30"), "Bia")
    assert [(p.event, p.proxy) for p in audit.report.proxies] == [("responded", "assigned")]
    assert codes(audit)["assignment-withdrawn"] == 1


def test_waiting_is_a_pause_and_ends_in_whatever_follows(audit: Imported) -> None:
    found = [(e.kind, e.reason, e.role) for e in ticket(audit, "INC2")]
    assert found[2:7] == [
        ("paused", "waiting-customer", "provider"),
        ("resumed", "waiting-customer", "provider"),
        ("paused", "waiting-supplier", "provider"),
        ("resumed", "waiting-supplier", "provider"),
        ("resolved", "", "provider"),
    ]


def test_leaving_the_end_is_a_reopening_counted_once(audit: Imported) -> None:
    assert kinds(ticket(audit, "INC2"))[7:] == ["closed", "reopened", "resolved", "closed"]


def test_a_program_is_no_person(audit: Imported) -> None:
    assert one(audit, "INC1/8/closed").by == "automatic:Updated by 908"


def test_the_first_row_was_made_by_who_entered_it(audit: Imported) -> None:
    assert one(audit, "INC2/0/assigned").by == "provider:Rui"
    assert one(audit, "INC2/1/paused").by == "provider:Bia"


def test_junk_and_unknown_states_change_nothing_and_are_told(audit: Imported) -> None:
    assert told(audit, "state-junk") == {"column": "incident_state", "value": "-100"}
    assert told(audit, "state-unknown") == {"column": "incident_state", "value": "Parked"}
    assert kinds(ticket(audit, "INC3")) == ["reported", "resolved", "reopened", "resolved"]


def test_a_reopening_that_only_the_counter_shows_is_told(audit: Imported) -> None:
    assert lines_of(audit, "reopening-inferred") == [19]


def test_unknown_words_are_kept_and_told(audit: Imported) -> None:
    reported = one(audit, "INC3/0/reported")
    assert (reported.attributes["channel"], reported.attributes["priority"]) == (
        "Fax",
        "5 - Planning",
    )
    assert codes(audit)["word-unknown"] == 6


def test_the_same_snapshot_twice_counts_once(audit: Imported) -> None:
    assert told(audit, "row-repeated") == {"ticket": "INC3", "order": "3"}


def test_snapshots_that_were_not_exported_are_counted(audit: Imported) -> None:
    assert told(audit, "updates-not-exported") == {"ticket": "INC1", "missing": "2"}


def test_an_hour_that_came_twice_follows_the_snapshot_before(audit: Imported) -> None:
    first, second = ticket(audit, "INC4")
    assert first.occurred_at == instant("2016-02-21 01:40")
    assert (first.recorded_at, second.occurred_at) == (
        instant("2016-02-21 01:50"),
        instant("2016-02-21 02:10"),
    )
    assert lines_of(audit, "time-in-overlap") == [21, 21, 22]


def test_an_hour_that_never_came_is_read_with_the_offset_before(audit: Imported) -> None:
    assert ticket(audit, "INC5")[0].occurred_at == instant("2016-10-16 03:30")
    assert told(audit, "time-in-gap")["read_as"] == "2016-10-16T03:30:00Z"


def test_rows_without_number_time_or_order_are_dropped(audit: Imported) -> None:
    assert lines_of(audit, "row-number-malformed") == [24]
    assert lines_of(audit, "row-instant-malformed") == [25]
    assert lines_of(audit, "row-value-missing") == [26]
    assert (audit.report.dropped, audit.report.rows, audit.report.balanced) == (4, 25, True)


def test_the_zone_is_assumed_aloud_or_stated(audit: Imported, tmp_path: Path) -> None:
    assert told(audit, "zone-assumed") == {"zone": "America/Sao_Paulo"}
    given = read([HERE / "audit.csv"], "servicenow", zone="+00:00")
    assert given.events[0].occurred_at == instant("2016-05-03 09:00")
    assert told(given, "zone-assumed") == {"zone": "+00:00"}
    (tmp_path / "desk.yaml").write_text("base: servicenow-audit\nzone: Europe/Rome\n", "utf-8")
    mapped = read([HERE / "audit.csv"], tmp_path / "desk.yaml", zone="+00:00")
    assert "zone-assumed" not in codes(mapped)
    assert mapped.events[0].occurred_at == instant("2016-05-03 07:00")
    assert len(mapped.events) == len(audit.events)


def test_every_event_opens_into_its_row(audit: Imported) -> None:
    assert one(audit, "INC1/7/resolved").source == "audit.csv:7"


def test_a_last_state_tells_what_its_columns_tell(table: Imported) -> None:
    found = ticket(table, "INC1")
    assert kinds(found) == ["reported", "resolved", "closed"]
    assert (found[0].recorded_at, found[1].recorded_at) == (
        instant("2026-03-10 08:01"),
        instant("2026-03-13 09:00"),
    )
    assert (found[0].by, found[1].by) == ("customer:c1", "provider:p1")
    assert codes(table)["last-state-only"] == 1


def test_resolved_after_closed_is_kept_and_doubtful(table: Imported) -> None:
    assert kinds(ticket(table, "INC2")) == ["reported", "resolved", "closed"]
    assert told(table, "resolved-after-closed")["ticket"] == "INC2"


def test_a_hold_is_dated_when_it_is_known(table: Imported) -> None:
    paused = ticket(table, "INC3")[-1]
    assert (paused.kind, paused.reason) == ("paused", "waiting-customer")
    assert paused.occurred_at == paused.recorded_at == instant("2026-03-11 09:30")
    assert ticket(table, "INC4")[-1].reason == "9"
    assert told(table, "state-dated-late")["ticket"] == "INC3"


def test_an_open_ticket_that_was_closed_has_been_reopened(table: Imported) -> None:
    assert kinds(ticket(table, "INC5")) == ["reported", "closed", "reopened"]
    assert kinds(ticket(table, "INC6")) == ["reported", "resolved", "reopened"]
    assert ticket(table, "INC6")[-1].occurred_at == instant("2026-03-12 07:00")


def test_an_end_without_its_time_is_dated_when_it_is_known(table: Imported) -> None:
    assert kinds(ticket(table, "INC7")) == ["reported", "resolved"]
    assert kinds(ticket(table, "INC8")) == ["reported", "closed"]
    assert codes(table)["state-dated-late"] == 4


def test_odd_rows_of_a_table_are_told(table: Imported) -> None:
    assert told(table, "state-unknown") == {"column": "incident_state", "value": "42"}
    assert told(table, "cell-not-used")["value"] == "yesterday"
    assert lines_of(table, "ticket-repeated") == [11]
    assert lines_of(table, "ticket-contradicts") == [12]
    assert lines_of(table, "row-value-missing") == [13]
    assert lines_of(table, "recorded-before-occurred") == [14]
    assert table.report.balanced


@pytest.mark.skipif(not AUDIT.exists(), reason=absent)
def test_every_row_of_the_public_audit_log_is_accounted_for() -> None:
    report = (imported := read([AUDIT])).report
    assert (report.rows, report.eventful, report.unchanged, report.dropped) == (2948, 1793, 1155, 0)
    assert report.balanced
    assert (
        Counter(kinds(imported.events))
        == report.events
        == {
            "reported": 499,
            "classified": 11,
            "assigned": 601,
            "paused": 153,
            "resumed": 153,
            "resolved": 513,
            "reopened": 14,
            "closed": 502,
        }
    )
    assert report.of(Fate.DOUBTFUL) == {"zone-assumed": 1}
    assert codes(imported)["updates-not-exported"] == 193
    assert (codes(imported)["backfilled-differs"], codes(imported)["backfilled-missing"]) == (7, 23)


@pytest.mark.skipif(not AUDIT.exists(), reason=absent)
def test_half_of_the_public_log_without_its_future_gives_half_of_its_events(
    tmp_path: Path,
) -> None:
    with AUDIT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    last = {row["number"]: int(row["sys_mod_count"]) for row in rows}
    kept = [row for row in rows if int(row["sys_mod_count"]) <= last[row["number"]] // 2]
    with (tmp_path / "half.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "resolved_at": "?", "closed_at": "?"} for row in kept)
    keys = {(row["number"], row["sys_mod_count"]) for row in kept}
    half = [told_of(event) for event in read([tmp_path / "half.csv"]).events]
    assert len(half) > 1000
    assert half == [
        told_of(event)
        for event in read([AUDIT]).events
        if (event.ticket, event.event_id.split("/")[1]) in keys
    ]


@pytest.mark.skipif(not TABLE.exists(), reason=absent)
def test_every_row_of_the_public_table_is_accounted_for() -> None:
    report = read([TABLE]).report
    assert (report.rows, report.eventful, report.dropped, report.balanced) == (67, 67, 0, True)
    assert report.events == {
        "reported": 67,
        "resolved": 27,
        "closed": 35,
        "reopened": 8,
        "paused": 7,
    }
    assert report.of(Fate.DOUBTFUL) == {
        "resolved-after-closed": 20,
        "state-dated-late": 15,
        "recorded-before-occurred": 11,
        "word-unknown": 1,
    }


@pytest.mark.parametrize(
    "export",
    ["Ticket,Opened\n1,2\n", "Ticket;Opened\n1;2\n", "N. ticket;Priorit\xe0\n1;2\n"],
)
def test_an_export_of_another_desk_is_said_to_be_none_of_this_one(export: str, tmp_path: Path):
    (tmp_path / "e.csv").write_bytes(export.encode("cp1252"))
    imported = read([tmp_path / "e.csv"], "servicenow")
    assert exports.codes(imported) == {"export-not-servicenow": 1}


def test_an_export_in_another_encoding_is_told_by_its_encoding(tmp_path: Path):
    export = "number,incident_state,opened_at,sys_updated_at,Priorit\xe0\n"
    (tmp_path / "e.csv").write_bytes(export.encode("cp1252"))
    assert exports.codes(read([tmp_path / "e.csv"], "servicenow")) == {"export-encoding": 1}
