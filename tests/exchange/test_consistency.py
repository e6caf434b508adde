"""What must hold of events, and is told where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange import exports
from exchange.exports import codes, lines_of, row, told
from patto.exchange.seen import Met, Seen


def at(hour: int) -> str:
    return f"2026-03-10T{hour:02}:00:00Z"


def test_the_same_event_twice_counts_once(tmp_path: Path) -> None:
    line = row("1", "reported", at(9))
    imported = exports.of(tmp_path, line, line.replace(",,,,,,", ",elsewhere,,,,,", 1))
    assert len(imported.events) == 1
    assert lines_of(imported, "event-repeated") == [3]
    assert (imported.report.eventful, imported.report.dropped) == (1, 1)


@pytest.mark.parametrize("change", [{"by": "customer"}, {"recorded_at": at(10)}, {"ticket": "B"}])
def test_two_events_under_one_id_are_an_error_and_the_first_stands(
    change: dict[str, str], tmp_path: Path
) -> None:
    second = row(**{"event_id": "1", "event": "reported", "at": at(9), **change})
    imported = exports.of(tmp_path, row("1", "reported", at(9)), second)
    assert [e.by for e in imported.events] == [""]
    problem = imported.report.findings["event-id-reused"].examples[0]
    assert (problem.severity, problem.place.line) == ("error", 3)


def test_an_unknown_kind_is_kept_and_the_nearest_named(tmp_path: Path) -> None:
    imported = exports.of(tmp_path, row("1", "reported", at(9)), row("2", "Resolvd", at(10)))
    assert imported.events[1].kind == "Resolvd"
    assert told(imported, "kind-unknown") == {"kind": "Resolvd", "nearest": "resolved"}


def test_recorded_before_it_occurred_is_doubtful(tmp_path: Path) -> None:
    imported = exports.of(tmp_path, row("1", "reported", at(9), recorded_at=at(8)))
    assert told(imported, "recorded-before-occurred") == {
        "event_id": "1",
        "event": "reported",
        "occurred_at": at(9),
        "recorded_at": at(8),
    }


@pytest.mark.parametrize("kind", ["corrected", "retracted"])
def test_a_correction_may_date_the_report_anew(kind: str, tmp_path: Path) -> None:
    fixed = f"2,A,,{kind},{at(8)},{at(10)},,,,,1"
    imported = exports.of(tmp_path, row("1", "reported", at(9)), fixed)
    assert codes(imported) == {}


@pytest.mark.parametrize("late", [True, False])
def test_an_event_before_its_report_is_doubtful_in_whatever_order(
    late: bool,  # noqa: FBT001  # a parameter of the test
    tmp_path: Path,
) -> None:
    lines = [row("1", "reported", at(9)), row("2", "assigned", at(8)), row("3", "updated", at(10))]
    imported = exports.of(tmp_path, *(reversed(lines) if late else lines))
    assert codes(imported) == {"event-before-reported": 1}
    assert told(imported, "event-before-reported")["event"] == "assigned"
    assert lines_of(imported, "event-before-reported") == [3]


def test_what_was_detected_may_come_before_the_report(tmp_path: Path) -> None:
    lines = [row("1", "reported", at(9)), row("2", "detected", at(8)), row("3", "occurred", at(7))]
    assert codes(exports.of(tmp_path, *lines)) == {}


def test_a_ticket_that_was_never_reported_is_told(tmp_path: Path) -> None:
    imported = exports.of(tmp_path, row("1", "resolved", at(9), ticket="B"))
    assert told(imported, "never-reported") == {"ticket": "B"}


@pytest.mark.parametrize(
    ("later", "doubtful"),
    [
        ([("resolved", 11)], True),
        ([("reopened", 10), ("resolved", 11)], False),
        ([("reopened", 12), ("resolved", 11)], True),
        ([("reopened", 10)], False),
    ],
)
def test_resolved_after_closed_is_doubtful_unless_reopened(
    later: list[tuple[str, int]],
    doubtful: bool,  # noqa: FBT001  # a parameter of the test
    tmp_path: Path,
) -> None:
    history = [("reported", 7), ("resolved", 8), ("closed", 9), *later]
    lines = [row(str(n), kind, at(hour)) for n, (kind, hour) in enumerate(history)]
    assert ("resolved-after-closed" in codes(exports.of(tmp_path, *lines))) is doubtful


def test_a_reference_may_come_before_what_it_refers_to(tmp_path: Path) -> None:
    imported = exports.of(
        tmp_path,
        row("1", "retracted", at(9), refers_to="2"),
        row("2", "reported", at(8)),
        row("3", "corrected", at(9), refers_to="7"),
    )
    assert codes(imported) == {"refers-to-unknown": 1}
    assert told(imported, "refers-to-unknown") == {"event_id": "3", "refers_to": "7"}


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ("minutes,travel_minutes,from\n,,", None),
        ("minutes\n30.5", None),
        ("minutes\nhalf an hour", "attribute-malformed"),
        ("travel_minutes\n-3", "attribute-malformed"),
        ("from\n2026-03-10 09:00", "attribute-malformed"),
        (f"from,until\n{at(9)},{at(10)}", None),
        (f"from,until\n{at(10)},{at(9)}", "until-before-from"),
    ],
)
def test_attributes_with_a_form_are_held_to_it(
    attributes: str, code: str | None, tmp_path: Path
) -> None:
    names, values = attributes.split("\n")
    line = f"{row('1', 'reported', at(9))},{values}"
    imported = exports.of(tmp_path, line, header=f"{exports.HEADER},{names}")
    assert list(codes(imported)) == ([code] if code else [])
    assert len(imported.events) == 1


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 2)), max_size=200))
def test_seen_is_a_set_of_ids_with_their_first_content(events: list[tuple[str, int]]) -> None:
    seen, first = Seen(), dict[str, int]()
    for event_id, content in events:
        expected = Met.NEW if event_id not in first else Met.SAME
        if first.setdefault(event_id, content) != content:
            expected = Met.OTHER
        assert seen.meet(event_id, content) is expected
    assert all(event_id in seen for event_id in first)
    assert "never there" not in seen


def test_seen_grows_and_forgets_nothing() -> None:
    seen = Seen()
    for number in range(5000):
        assert seen.meet(str(number), number) is Met.NEW
    assert all(seen.meet(str(number), number) is Met.SAME for number in range(5000))
    assert "5000" not in seen


def test_findings_keep_five_examples_and_count_all(tmp_path: Path) -> None:
    imported = exports.of(tmp_path, *(row(str(n), "odd", at(9)) for n in range(9)))
    finding = imported.report.findings["kind-unknown"]
    assert (finding.count, len(finding.examples)) == (9, 5)
    assert imported.report.of(finding.fate) == {"kind-unknown": 9, "never-reported": 1}
    assert [p.place.line for p in imported.problems if p.code == "kind-unknown"] == [2, 3, 4, 5, 6]
