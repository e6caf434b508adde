"""The text of verdicts: the count, what stands beside it, and nothing that it does not say."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from cli.console import AGREEMENT
from patto.cli.page import Page, plain
from patto.cli.verdicts import MOST_LISTED, Report, add_measurement, add_metric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read
from patto.kernel.evaluation.attainment import wilson
from patto.kernel.evaluation.lists import ItemTickets, MeasuredLists
from patto.kernel.evaluation.measure import Measurement, Unmatched
from patto.kernel.evaluation.outcome import (
    CountOutcome,
    Figures,
    ItemOutcome,
    LevelOutcome,
    LineOutcome,
    MetricOutcome,
    Period,
    PeriodVerdict,
    Verdict,
)
from patto.kernel.instants import HOUR, MINUTE, parse
from patto.language import Words
from patto.language.titles import titles_by_version

MARCH = Period("2026-03", parse("2026-02-28T23:00:00Z"), parse("2026-03-31T22:00:00Z"))
TEN = parse("2026-03-10T09:00:00Z")


@cache
def agreement() -> Agreement:
    found = read(Path(AGREEMENT).read_text(encoding="utf-8")).agreement
    assert found is not None
    return found


def line(met: int, missed: int = 0, **more: object) -> LineOutcome:
    made = LineOutcome(
        share="95 %", required=Fraction(19, 20), met=met, missed=missed, not_determined=0,
        pending=0, excluded=0, outside=0, verdict=PeriodVerdict.MET,
        interval=wilson(met, met + missed),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]  # whatever a test wants to be different


def item(name: str = "T-1", verdict: Verdict = Verdict.MISSED, reason: str = "") -> ItemOutcome:
    level = LevelOutcome(
        "95 %", verdict, reason, 30 * MINUTE, "30 min", TEN + 30 * MINUTE, TEN + 30 * MINUTE
    )
    return ItemOutcome(
        metric="response", version=1, ticket=name, item=name, priority="P1", clock="support",
        opened=TEN, start=TEN, stop=TEN + HOUR, start_event="1", stop_event="2",
        figures=Figures(HOUR, 2 * HOUR, HOUR), levels=(level,), period=MARCH,
    )  # fmt: skip


def metric(*lines: LineOutcome, items: tuple[ItemOutcome, ...] = ()) -> MetricOutcome:
    return MetricOutcome("response", 1, MARCH, PeriodVerdict.MET, lines, items)


def told(outcome: MetricOutcome, language: str = "en") -> str:
    page, words = Page(), Words(language)
    report = Report(words, titles_by_version([agreement()], words))
    add_metric(page, outcome, ItemTickets(outcome.items), report)
    return plain(page)


def test_a_count_is_told_as_a_count_with_its_share_and_what_was_agreed():
    assert "11 of 12 on time (91.6 %), agreed 95 %; kept" in told(metric(line(11, 1)))
    assert "11 su 12 in tempo (91,6 %), concordato 95 %; rispettato" in told(
        metric(line(11, 1)), "it"
    )


def test_below_five_there_is_no_percentage_and_no_interval():
    text = told(metric(line(3, 1)))
    assert "3 of 4 on time, agreed 95 %" in text
    assert "Wilson" not in text
    assert "Wilson" in told(metric(line(4, 1)))


def test_no_tickets_is_not_a_hundred_percent():
    text = told(metric(line(0, verdict=PeriodVerdict.NO_EVENTS)))
    assert "agreed 95 %: no tickets; no events" in text
    assert "100" not in text


def test_what_is_not_in_the_count_stands_beside_it():
    text = told(metric(line(8, 2, pending=1, excluded=2, outside=3, not_determined=1)))
    assert "8 of 11 on time" in text
    assert (
        "beside the count: 1 of them not determined, 1 pending, 2 excluded, "
        "and 3 never validly logged" in text
    )


def test_the_rule_for_few_tickets_is_printed_beside_the_figure():
    text = told(metric(line(11, 1, rule="allow-misses")))
    assert "fewer than 20 tickets, so up to 1 may be missed instead of the share" in text


def test_periods_that_are_judged_together_are_named():
    text = told(metric(line(11, 1, pooled=("2026-02", "2026-03"), judged_in="2026-03")))
    assert "added up over February 2026 and March 2026" in text


@pytest.mark.parametrize("decided", [PeriodVerdict.MISSED, PeriodVerdict.MET])
def test_what_can_no_longer_change_is_told_while_it_is_so_far(decided):
    word = Words("en").term("period-verdict", decided.value)
    open_line = line(8, 2, pending=1, verdict=PeriodVerdict.SO_FAR, decided=decided)
    assert f"so far (cannot end otherwise than {word})" in told(metric(open_line))
    assert "cannot end" not in told(metric(line(8, 2, decided=decided)))


def test_a_miss_is_listed_with_its_three_figures_and_its_target():
    text = told(metric(line(11, 1), items=(item(),)))
    (row,) = [text for text in text.splitlines() if "T-1" in text]
    assert row.split() == [
        "T-1", "P1", "60", "min", "30", "min", "120", "min", "60", "min",
        "Tue", "10", "Mar,", "10:30", "Tue", "10", "Mar,", "11:00",
    ]  # fmt: skip


def test_a_list_that_is_cut_says_how_many_are_left():
    many = tuple(item(f"T-{number}") for number in range(MOST_LISTED + 7))
    text = told(metric(line(100, len(many)), items=many))
    assert f"{len(many)} missed" in text
    assert "and 7 more; --format csv lists all" in text
    assert text.count("\n    T-") == MOST_LISTED


def test_tickets_that_no_csv_holds_are_said_to_stand_in_the_json():
    many = tuple(
        Unmatched(f"T-{number:02}", TEN, "in-no-metric") for number in range(MOST_LISTED + 3)
    )
    page, words = Page(), Words("en")
    found = MeasuredLists(Measurement(TEN, TEN, (), (), (), many))
    add_measurement(page, found, Report(words, titles_by_version([agreement()], words)))
    assert "and 3 more; --format json lists all" in plain(page)
    assert "T-19\n" in plain(page)


def test_an_exclusion_has_the_agreements_own_title():
    agreed = item(verdict=Verdict.EXCLUDED, reason="power-cut")
    courtesy = item("T-2", verdict=Verdict.EXCLUDED, reason="courtesy")
    text = told(metric(line(11, excluded=2), items=(agreed, courtesy)))
    assert "2 excluded" in text
    assert "Power cut" in text
    assert "done as a courtesy" in text


def test_a_plain_count_stands_against_its_limit():
    count = CountOutcome(3, "at-most", 2, ("1", "2", "3"))
    text = told(MetricOutcome("reopened", 1, MARCH, PeriodVerdict.MISSED, (), (), count))
    assert "Reopened tickets: missed\n    3, agreed at most 2\n" in text


def test_a_ticket_that_nothing_measures_is_listed_with_the_reason():
    found = Measurement(
        TEN, TEN, (), (), (),
        (Unmatched("T-9", TEN, "no-agreement-in-force"), Unmatched("T-8", TEN, "in-no-metric")),
    )  # fmt: skip
    page, words = Page(), Words("en")
    titles = titles_by_version([agreement()], words)
    add_measurement(page, MeasuredLists(found), Report(words, titles))
    text = plain(page)
    assert "No ticket falls into a period that was asked for." in text
    assert "2 tickets about which nothing is promised:" in text
    assert "1: no agreement was in force when it was reported\n    T-9\n" in text


def test_a_ticket_number_cannot_drive_the_terminal():
    assert "\x1b" not in told(metric(line(11, 1), items=(item("T\x1b[2J"),)))
