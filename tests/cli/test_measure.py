"""`patto measure`: the same figures in every form, with the evidence they rest on."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from cli.console import AGREEMENT, APRIL, EVENTS, Console
from patto.cli import encoding
from patto.cli.exits import ExitCode
from patto.kernel.agreement.reading import read
from patto.kernel.evaluation.outcome import Verdict
from patto.language.words import Words


def test_a_missed_promise_is_an_answer_and_not_a_failure(console: Console):
    ended = console("measure", AGREEMENT, EVENTS, *APRIL)
    assert (ended.code, ended.err) == (ExitCode.FINE, "")
    assert ": missed\n" in ended.out


def test_text_and_json_tell_the_same_count(console: Console):
    text = console("measure", AGREEMENT, EVENTS, *APRIL, "--period", "2026-03").out
    document = json.loads(
        console("measure", AGREEMENT, EVENTS, *APRIL, "--period", "2026-03", "--format", "json").out
    )
    assert {metric["period"]["label"] for metric in document["metrics"]} == {"2026-03"}
    for metric in document["metrics"]:
        for line in metric["lines"]:
            assert f"{line['met']} of {line['counted']} on time" in text
            verdicts = [
                level["verdict"]
                for item in metric["items"]
                if not item["outside_count"]
                for level in item["levels"]
                if level["share"] == line["share"]
            ]
            for kind in ("met", "missed", "not_determined"):
                assert verdicts.count(Verdict[kind.upper()]) == line[kind]


def test_the_evidence_is_accounted_for(console: Console):
    told = json.loads(console("measure", AGREEMENT, EVENTS, *APRIL, "--format", "json").out)
    evidence = told["evidence"]
    assert (
        evidence["rows"] == evidence["eventful"] + evidence["unchanged"] + evidence["dropped"] > 0
    )
    assert "The evidence\n" in console("measure", AGREEMENT, EVENTS, *APRIL).out


def test_csv_has_a_row_for_each_ticket_metric_and_line(console: Console):
    told = json.loads(console("measure", AGREEMENT, EVENTS, *APRIL, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(
        console("measure", AGREEMENT, EVENTS, *APRIL, "--format", "csv").out
    )))  # fmt: skip
    items = [item for metric in told["metrics"] for item in metric["items"]]
    assert len(rows) == sum(len(item["levels"]) for item in items)
    assert tuple(rows[0]) == encoding.COLUMNS
    assert {row["verdict"] for row in rows} <= {verdict.value for verdict in Verdict}
    by_key = {(i["metric"], i["item"]): i for i in items}
    for row in rows:
        expected = by_key[row["metric"], row["item"]]["contractual_us"]
        assert row["contractual_us"] == ("" if expected is None else str(expected))


def test_the_past_can_be_looked_at_as_it_was_known(console: Console):
    then = console("measure", AGREEMENT, EVENTS, "--at", "2026-03-10").out
    assert "As things stood and were known on Tue 10 Mar 2026, 00:00." in then
    later = console(
        "measure", AGREEMENT, EVENTS, "--at", "2026-03-10", "--known-at", "2026-04-01"
    ).out
    assert "As things stood on Tue 10 Mar 2026, 00:00, as known on Wed 1 Apr 2026, 00:00." in later
    assert then == console("measure", AGREEMENT, EVENTS, "--at", "2026-03-09T23:00:00Z").out


def test_a_local_time_that_does_not_exist_is_refused(console: Console):
    ended = console("measure", AGREEMENT, EVENTS, "--at", "2026-03-29T02:30")
    assert ended.code == ExitCode.UNUSABLE
    assert ended.err.startswith("--at: 2026-03-29T02:30 does not exist in Europe/Rome")
    twice = console("measure", AGREEMENT, EVENTS, *APRIL, "--known-at", "2026-10-25T02:30")
    assert twice.err.startswith("--known-at: 2026-10-25T02:30 occurs twice in Europe/Rome")


@pytest.mark.parametrize("form", ["text", "json", "csv", "html"])
def test_every_form_can_be_written_to_a_file(console: Console, tmp_path, form):
    target = tmp_path / "report"
    ended = console("measure", AGREEMENT, EVENTS, *APRIL, "--format", form, "-o", target)
    assert (ended.code, ended.out, ended.err) == (ExitCode.FINE, "", "")
    written = target.read_text(encoding="utf-8")
    if form == "html":
        assert written.startswith("<!doctype html>")
    else:
        assert written == console("measure", AGREEMENT, EVENTS, *APRIL, "--format", form).out


def test_the_page_is_in_the_customers_language_unless_another_is_asked_for(
    console: Console, tmp_path
):
    target, italian = tmp_path / "report.html", tmp_path / "agreement.yaml"
    text = Path(AGREEMENT).read_text(encoding="utf-8")
    italian.write_text(text.replace("language: en", "language: it"), encoding="utf-8")
    console("measure", italian, EVENTS, *APRIL, "--format", "html", "-o", target)
    assert '<html lang="it"' in target.read_text(encoding="utf-8")
    console("--lang", "en", "measure", italian, EVENTS, *APRIL, "--format", "html", "-o", target)
    assert '<html lang="en"' in target.read_text(encoding="utf-8")


def test_in_italian_nothing_but_the_agreements_own_words_is_english(console: Console):
    out = console("--lang", "it", "measure", AGREEMENT, EVENTS, *APRIL, "--period", "2026-03").out
    assert "marzo 2026" in out
    assert " in tempo (" in out
    out = out.replace("Support hours, less agreed maintenance", "")
    for english in ("on time", "missed", "agreed", "excluded", "kept", "Found", "The evidence"):
        assert english not in out.replace("Kept informed", "")


HEADER = (
    "event_id,ticket,customer,event,occurred_at,recorded_at,source,by,reason,evidence,refers_to"
)
REPORTED = "1,T-1,FERRI,reported,2026-03-10T09:00:00Z,2026-03-10T09:00:00Z,desk,customer,,,"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "export-empty"),
        (f"{HEADER}\n{REPORTED}\n".encode("utf-16"), "export-is-utf-16"),
        (b"a,b,c\n1,2,3\n", "importer-not-recognised"),
        (b"PK\x03\x04xxxx", "export-encoding"),
    ],
)
def test_events_that_cannot_be_used_are_refused_with_the_reason(
    console: Console, tmp_path, content, code
):
    path = tmp_path / "events.csv"
    path.write_bytes(content)
    ended = console("measure", AGREEMENT, path, *APRIL)
    assert (ended.code, ended.out) == (ExitCode.UNUSABLE, "")
    assert f"[{code}]" in ended.err
    assert "Mend:" in ended.err


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        (
            "2,T-1,FERRI,responded,10 March,2026-03-10T09:10:00Z,desk,provider,,,",
            "row-instant-malformed",
        ),
        (
            "2,T-1,FERRI,responded,2026-03-10T09:10,2026-03-10T09:10:00Z,desk,provider,,,",
            "row-instant-naive",
        ),
        (
            "1,T-1,FERRI,responded,2026-03-10T09:10:00Z,2026-03-10T09:10:00Z,desk,provider,,,",
            "event-id-reused",
        ),
        (REPORTED, "event-repeated"),
        (
            "2,T-1,FERRI,teleported,2026-03-10T09:10:00Z,2026-03-10T09:10:00Z,desk,provider,,,",
            "kind-unknown",
        ),
        (
            "2,T-1,FERRI,responded,2026-03-10T08:10:00Z,2026-03-10T09:10:00Z,desk,provider,,,",
            "event-before-reported",
        ),
        (
            "2,,FERRI,responded,2026-03-10T09:10:00Z,2026-03-10T09:10:00Z,desk,provider,,,",
            "row-ticket-missing",
        ),
    ],
)
def test_a_row_that_is_odd_is_told_and_the_rest_is_measured(
    console: Console, tmp_path, row, finding
):
    path = tmp_path / "events.csv"
    path.write_text(f"{HEADER}\n{REPORTED}\n{row}\n", encoding="utf-8")
    ended = console("measure", AGREEMENT, path, *APRIL)
    assert (ended.code, ended.err) == (ExitCode.FINE, "")
    assert f"{Words('en').finding(finding)} once [{finding}]" in ended.out


def test_rows_that_are_in_no_count_are_told_at_the_top(console: Console, tmp_path):
    path = tmp_path / "events.csv"
    bad = REPORTED.replace("1,T-1", "2,T-2").replace("2026-03-10T09:00:00Z", "10 March", 1)
    path.write_text(f"{HEADER}\n{REPORTED}\n{REPORTED}\n{bad}\n", encoding="utf-8")
    out = console("measure", AGREEMENT, path, *APRIL).out
    assert "1 of 3 rows read was left out and is in no count" in "".join(out.splitlines()[:5])
    assert "3 rows: 1 gave events, 0 said nothing new, 1 were repeated word for word, 1" in out


def test_a_ticket_outside_the_period_is_not_counted_in_it(console: Console):
    march = console("measure", AGREEMENT, EVENTS, *APRIL, "--period", "2026-03").out
    assert "\n4 tickets about which nothing is promised:" in march
    assert "\n5 tickets about which nothing is promised:" in console(
        "measure", AGREEMENT, EVENTS, *APRIL
    ).out  # fmt: skip


def test_a_ticket_with_no_agreement_in_force_is_listed(console: Console, tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(f"{HEADER}\n{REPORTED.replace('2026-03', '2025-03')}\n", encoding="utf-8")
    out = console("measure", AGREEMENT, path, *APRIL).out
    assert "no agreement was in force when it was reported" in out
    assert "T-1" in out


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_metrics_that_are_agreed_and_that_nothing_measures_yet_are_named(
    console: Console, form: str
):
    whole = Path(__file__).parents[1] / "kernel" / "agreement" / "whole.yaml"
    ended = console("measure", whole, EVENTS, *APRIL, "--format", form)
    assert ended.code == ExitCode.FINE
    assert "The servers are up" in (ended.out if form == "text" else ended.err)
    if form == "json":
        left = json.loads(ended.out)["not_measured"]
        assert {"metric": "servers-up", "kind": "availability"} in left


def month_with(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """Return the events of the example month, with some of their words changed."""
    text = Path(EVENTS).read_text(encoding="utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    (tmp_path / "events.csv").write_text(text, encoding="utf-8")
    return tmp_path / "events.csv"


def test_a_word_that_the_agreement_does_not_know_is_told_at_the_top(console: Console, tmp_path):
    events = month_with(tmp_path, (",phone,", ",telefono,"))
    before, after = (console("measure", AGREEMENT, one, *APRIL).out for one in (EVENTS, events))
    assert "telefono" not in before
    assert "No metric counts the type “request” (tickets: 3, the first is F-1049)." in before
    head = after[: after.index("\n\n")]
    assert re.search(r"The agreement knows no channel “telefono” \(tickets: \d+, the first", head)
    assert "The agreement knows: " in head
    assert "things in the record are doubtful" in head
    assert "that the agreement does not know" in after[after.index("The evidence") :]

    console("measure", AGREEMENT, events, *APRIL, "--format", "html", "-o", tmp_path / "m.html")
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert page.count("The agreement knows no channel “telefono”") > 1


def test_where_nothing_can_be_measured_it_is_said_why(console: Console, tmp_path):
    others = month_with(tmp_path, (",FERRI,", ",Ferro,"))
    told = console("measure", AGREEMENT, others, *APRIL).out
    assert "of none of the tickets read does this agreement promise anything" in told
    assert "customer in the tickets: Ferro; in the agreement: " in told
    assert "asked for" not in told

    others.write_text(Path(EVENTS).read_text(encoding="utf-8").partition("\n")[0] + "\n")
    told = console("measure", AGREEMENT, others, *APRIL).out
    assert "the files hold no ticket that can be read" in told
    told = console("measure", AGREEMENT, EVENTS, *APRIL, "--period", "2031").out
    assert "No ticket falls into a period that was asked for." in told


def test_a_ticket_that_was_stopped_before_it_started_is_listed_with_its_remark(console: Console):
    out = console("measure", AGREEMENT, EVENTS, *APRIL, "--period", "2026-03").out
    listed = out.partition("5 on time, with a remark\n")[2].partition("\n\n")[0]
    assert re.search(r"F-1104 +P3 +stopped before it started: counts zero", listed)


@pytest.mark.parametrize("command", ["check", "contract"])
def test_what_nothing_works_out_yet_is_named_before_it_is_signed(
    console: Console, tmp_path: Path, command: str
):
    whole = Path(__file__).parents[1] / "kernel" / "agreement" / "whole.yaml"
    output = () if command == "check" else ("-o", tmp_path / "contract.html")
    told = console(command, whole, *output).err
    found = read(whole.read_text(encoding="utf-8")).agreement
    assert found is not None
    assert "Agreed, and not measured or computed by this version of Patto:" in told
    assert found.not_computed
    assert all(title in told for title in found.not_computed)
    assert console("check", AGREEMENT).err == ""
