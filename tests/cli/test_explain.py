"""`patto explain`: the pieces of a ticket's time add up to its figures exactly."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from cli.console import AGREEMENT, APRIL, EVENTS, ROOT, Console
from patto.cli.exits import ExitCode
from patto.kernel.instants import HOUR, MINUTE, SECOND

AUDIT = (
    ROOT.parent / "shared" / "data" / "tickets" / "servicenow-audit" / "incidents_every_50th.csv"
)
UNITS = {"h": HOUR, "min": MINUTE, "s": SECOND}


def micros(text: str) -> int:
    pairs = re.findall(r"([\d,.]+) (h|min|s)", text)
    return sum(round(float(number.replace(",", "")) * UNITS[unit]) for number, unit in pairs)


def test_the_pieces_sum_to_the_figure(console: Console):
    document = json.loads(
        console("explain", AGREEMENT, EVENTS, "F-1080", *APRIL, "--format", "json").out
    )
    assert {item["metric"] for item in document["items"]} == {"response", "resolution", "informed"}
    for item in document["items"]:
        counted = sum(s["length_us"] for s in item["segments"] if s["why"] == "counted")
        whole = sum(s["length_us"] for s in item["segments"])
        if item["metric"] != "informed":
            assert (counted, whole) == (item["contractual_us"], item["wall_us"])
        ends = [(s["start"], s["end"]) for s in item["segments"]]
        assert all(a[1] == b[0] for a, b in pairwise(ends))


def test_the_text_tells_what_the_json_holds(console: Console):
    arguments = ("explain", AGREEMENT, EVENTS, "F-1080", *APRIL, "--metric", "resolution")
    document = json.loads(console(*arguments, "--format", "json").out)
    (item,) = document["items"]
    text = console(*arguments).out
    assert text.count("F-1080, Restored: missed") == 1
    ((counted, rest, whole),) = re.findall(r"counted (.+) \+ not counted (.+) = (.+)\n", text)
    assert micros(counted) + micros(rest) == micros(whole) == item["wall_us"]
    assert micros(counted) == item["contractual_us"]
    lengths = re.findall(
        r"^  [█·×░] .+?\d\d:\d\d .+?\d\d:\d\d +((?:[\d,.]+ (?:h|min|s) ?)+)", text, re.MULTILINE
    )
    assert sum(map(micros, lengths)) == item["wall_us"]


def test_every_ticket_of_the_month_can_be_explained_in_both_languages(console: Console):
    rows = Path(EVENTS).read_text(encoding="utf-8").splitlines()[1:]
    tickets = sorted({row.split(",")[1] for row in rows} - {""})
    assert len(tickets) > 50
    for number, ticket in enumerate(tickets):
        ended = console(
            "--lang", ("en", "it")[number % 2], "explain", AGREEMENT, EVENTS, ticket, *APRIL
        )
        assert (ended.code, ended.err) == (ExitCode.FINE, ""), ticket
        assert ticket in ended.out


def test_a_ticket_that_is_not_there_is_told_with_the_nearest(console: Console):
    ended = console("explain", AGREEMENT, EVENTS, "F-108", *APRIL)
    assert ended.code == ExitCode.UNUSABLE
    assert ended.err.startswith("There are no events of the ticket F-108. The nearest is F-")


def test_a_ticket_whose_rows_were_left_out_is_told_so_with_the_reason(console: Console, tmp_path):
    path, row = tmp_path / "events.csv", "{id},{ticket},FERRI,reported,{at},{at},desk,customer,,,"
    good = row.format(id="0", ticket="T-0", at="2026-03-10T09:00:00Z")
    bad = [row.format(id=n, ticket=f"T-{n}", at="10 March") for n in range(1, 8)]
    header = ",".join(Path(EVENTS).read_text(encoding="utf-8").split(",")[:11])
    path.write_text("\n".join([header, good, *bad]) + "\n", encoding="utf-8")
    told = console("explain", AGREEMENT, path, "T-2", *APRIL).err
    assert "no event of it could be read. 7 rows were left out" in told
    assert f"{path}:4" in told
    assert "“10 March” in the column “occurred_at” is not a date and time" in told
    beyond = console("explain", AGREEMENT, path, "T-7", *APRIL).err
    assert beyond.endswith("its own among them, so nothing is said of the ticket.\n")
    nobody = console("explain", AGREEMENT, path, "T-77", *APRIL).err
    assert nobody.startswith("There are no events of the ticket T-77.")


def test_the_events_of_a_ticket_stand_with_the_ids_that_are_cited(console: Console):
    out = console("explain", AGREEMENT, EVENTS, "F-1080", *APRIL).out
    events = out.partition("Events, as they were recorded")[2]
    cited = set(re.findall(r"\bE\d{4}\b", out.partition("Events, as they were recorded")[0]))
    assert cited
    assert all(one in events for one in cited)
    assert re.search(r"worked \(\d+ min\)", events)


def test_a_metric_that_is_not_there_is_told_with_those_that_are(console: Console):
    ended = console("explain", AGREEMENT, EVENTS, "F-1080", "--metric", "speed", *APRIL)
    assert ended.code == ExitCode.UNUSABLE
    assert "response, resolution, informed, reopened" in ended.err


def test_a_ticket_of_the_future_is_not_measured_yet(console: Console):
    ended = console("explain", AGREEMENT, EVENTS, "F-1080", "--at", "2026-01-10")
    assert ended.code == ExitCode.FINE
    assert "it had not been reported by then" in ended.out


@pytest.mark.skipif(not AUDIT.exists(), reason="the real audit log is not part of the project")
def test_a_ticket_of_a_real_audit_log_can_be_explained(console: Console):
    desk = ROOT / "examples" / "servicenow"
    ended = console(
        "explain", desk / "agreement.yaml", AUDIT, "INC0000045",
        "--importer", desk / "audit.yaml", "--at", "2017-03-01",
    )  # fmt: skip
    assert (ended.code, ended.err) == (ExitCode.FINE, "")
    assert "INC0000045" in ended.out


COLUMNS = (
    "event_id,ticket,customer,event,occurred_at,recorded_at,source,by,reason,evidence,refers_to,"
    "channel,priority"
)
SILENCES = f"""{COLUMNS}
1,A,,reported,2026-03-10T08:00:00Z,2026-03-10T08:00:00Z,,customer,,,,phone,P1
2,A,,updated,2026-03-10T10:30:00Z,2026-03-10T10:30:00Z,,provider,,,,,
3,A,,resolved,2026-03-10T15:00:00Z,2026-03-10T15:00:00Z,,provider,,,,,
"""


def test_of_updates_the_first_silence_too_long_is_named_beside_the_longest(
    console: Console, tmp_path: Path
):
    events = tmp_path / "events.csv"
    events.write_text(SILENCES, encoding="utf-8")
    terms = ROOT / "docs" / "reference" / "semantics-agreement.yaml"
    out = console("explain", terms, events, "A", "--metric", "informed", *APRIL).out
    assert "within 2 h, the first silence too long was due Tue 10 Mar, 11:00: missed" in out
    assert "Tue 10 Mar, 11:30  Tue 10 Mar, 16:00" in out
