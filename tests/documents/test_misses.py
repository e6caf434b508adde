"""What is told of a miss beside its tape: its limits, and what nothing measures yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import promises
from documents.pages import month, report, tree
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.versions import History
from patto.kernel.facts import Event

WHOLE = Path(__file__).parents[1] / "kernel" / "agreement" / "whole.yaml"
AFTER = "le chiamate dopo le 16:00 valgono dal giorno seguente"
P1 = promises.event("03-10 09:00", "reported", priority="P1")


def limits(events: Sequence[Event], lang: str = "en", **terms: Any) -> list[str]:
    """Return the limits that a page tells of missed tickets."""
    own = promises.metric(**terms)
    found = report(events, lang=lang, under=History([promises.agreement(own)]))
    lists = tree(found).all("ul", "limits")
    return [limit.text.replace("\u00a0", " ") for limits in lists for limit in limits.all("li")]


def updated(*times: str) -> list[Event]:
    told = [promises.event(f"03-10 {time}", "updated", by="provider") for time in times]
    return [P1, *told, promises.event("03-10 16:00", "resolved", by="provider")]


def test_of_updates_the_limit_is_that_of_the_first_silence_that_was_too_long() -> None:
    found = limits(updated("11:30", "12:00", "15:30"), kind="keep-informed")
    assert found == [
        "90 % within 2 h: missed · the first silence too long was due Tue 10 Mar, 11:00",
        "100 % within 4 h: kept · due Wed 11 Mar, 11:30",
    ]


def test_where_the_longest_silence_is_the_first_too_long_its_due_is_told_plainly() -> None:
    found = limits(updated("10:00", "15:00"), kind="keep-informed")
    assert found == [
        "90 % within 2 h: missed · due Tue 10 Mar, 12:00",
        "100 % within 4 h: missed · due Tue 10 Mar, 14:00",
    ]


def deadline(**terms: Any) -> dict[str, Any]:
    return {
        "working_day": 1, "time": "12:00", "calendar": "office",
        "day_of_call": "does-not-count", "cut_off": "none", "pauses": "do-not-move-it", **terms,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "english", "italian"),
    [
        (
            {"cut_off": "16:00"},
            "by 12:00 of the next working day (Hours; calls after 16:00 count as of the next)",
            f"entro le 12:00 del giorno lavorativo seguente (Hours; {AFTER})",
        ),
        (
            {"working_day": 0, "time": "end-of-hours"},
            "by the end of hours of the same day (Hours)",
            "entro la fine dell'orario dello stesso giorno (Hours)",
        ),
        (
            {"working_day": 1, "day_of_call": "counts"},
            "by 12:00 of the same day (Hours)",
            "entro le 12:00 dello stesso giorno (Hours)",
        ),
        (
            {"working_day": 3, "day_of_call": "counts"},
            "by 12:00 of working day 2 after the call (Hours)",
            "entro le 12:00 del 2º giorno lavorativo dopo la chiamata (Hours)",
        ),
    ],
)
def test_a_deadline_by_date_is_told_in_words(
    terms: dict[str, Any], english: str, italian: str
) -> None:
    targets = {"P1": promises.row("support", ("90 %", deadline(**terms)))}
    events = [P1, promises.event("03-20 16:00", "resolved", by="provider")]
    for lang, told in (("en", f"90 % {english}: missed"), ("it", f"90 % {italian}: non")):
        (found,) = limits(events, lang, targets=targets)
        assert found.startswith(told)


def test_the_front_names_the_metrics_that_nothing_measures_yet() -> None:
    whole = read(WHOLE.read_text("utf-8")).agreement
    assert whole is not None
    summary = tree(report(month(), under=History([whole]))).first("section", "summary").text
    assert "Agreed, and not measured or computed by this version of Patto:" in summary
    assert all(metric.title in summary for metric in whole.not_measured)
    assert "not measured" not in tree(report(month())).first("section", "summary").text
