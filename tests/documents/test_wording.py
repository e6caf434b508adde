"""What a report says of the rarer terms: deadlines by date, added-up periods, open misses."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from documents.pages import AT, MONTH, event, history, measured, report, tree
from patto.documents.counting import lines
from patto.documents.course import Course
from patto.documents.pagewords import PageWords
from patto.documents.selection import selected
from patto.documents.targets import clocks, targets
from patto.documents.titles import Titles
from patto.kernel.agreement.metrics import ResponseMetric
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.lists import ItemTickets
from patto.kernel.evaluation.outcome import (
    CountOutcome,
    LineOutcome,
    MetricOutcome,
    Note,
    Period,
    PeriodVerdict,
    Segment,
)
from patto.kernel.instants import HOUR

MARCH = Period("2026-03", AT - 1, AT)
ENGLISH = Titles(history().versions[0], PageWords("en"))
ITALIAN = Titles(history().versions[0], PageWords("it"))
RESPONSE = next(
    metric for metric in history().versions[0].metrics if isinstance(metric, ResponseMetric)
)
LINE = LineOutcome("95 %", Fraction(95, 100), 9, 1, 0, 0, 0, 0, PeriodVerdict.MISSED)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def remarks(line: LineOutcome, titles: Titles = ENGLISH) -> list[str]:
    outcome = MetricOutcome("response", 1, MARCH, line.verdict, (line,), ())
    return [plain(text) for text in lines(outcome, RESPONSE, titles)[0].remarks]


def with_target(target: object) -> ResponseMetric:
    stated = RESPONSE.model_dump(mode="json", exclude_unset=True)
    return ResponseMetric.model_validate(stated | {"targets": {"P1": target}, "examples": []})


def told(by: dict[str, object], titles: Titles) -> str:
    terms = {"when": "always", "clock": "support", "levels": [{"share": "95 %", "by": by}]}
    metric = with_target(terms)
    (row,) = targets(metric, ItemTickets(()), titles)
    return row.within[0]


LATER = "; calls after 16:00 count as of the next"
SEGUENTE = "; le chiamate dopo le 16:00 valgono dal giorno seguente"


@pytest.mark.parametrize(
    ("day", "time", "cut_off", "english", "italian"),
    [
        (0, "end-of-hours", "none", "by the end of hours of the same day",
         "entro la fine dell'orario dello stesso giorno"),
        (1, "12:00", "none", "by 12:00 of the next working day",
         "entro le 12:00 del giorno lavorativo seguente"),
        (3, "12:00", "16:00", "by 12:00 of working day 3 after the call",
         "entro le 12:00 del 3º giorno lavorativo dopo la chiamata"),
    ],
)  # fmt: skip
def test_a_deadline_by_date_is_told_in_words(day, time, cut_off, english, italian):
    by = {
        "working_day": day, "time": time, "calendar": "office",
        "day_of_call": "does-not-count", "cut_off": cut_off, "pauses": "do-not-move-it",
    }  # fmt: skip
    after = (LATER, SEGUENTE) if cut_off != "none" else ("", "")
    assert told(by, ENGLISH) == f"{english} (Support hours{after[0]})"
    assert told(by, ITALIAN) == f"{italian} (Support hours{after[1]})"


def test_a_row_for_calls_of_an_hour_and_a_clock_around_the_clock_are_told():
    levels = [{"share": "95 %", "within": "30 min"}]
    rows = [
        {"when": {"calendar": "office"}, "clock": "office", "levels": levels},
        {"when": "always", "clock": "24x7", "levels": levels},
    ]
    metric = with_target(rows)
    assert [row.when for row in targets(metric, ItemTickets(()), ENGLISH)] == [
        "for calls during: Support hours",
        "otherwise",
    ]
    assert [plain(clock) for clock in clocks(metric, ENGLISH)] == [
        "Support hours (a business day is 8 h)",
        "around the clock",
    ]


def test_what_applied_to_a_line_is_told():
    assert remarks(replace(LINE, pooled=("2026-02", "2026-03"))) == [
        "Added up over February 2026 and March 2026, as agreed for few tickets."
    ]
    assert remarks(replace(LINE, judged_in="2026-04")) == [
        "Too few tickets for a verdict of its own: judged with April 2026."
    ]
    running = replace(LINE, verdict=PeriodVerdict.SO_FAR, decided=PeriodVerdict.MISSED)
    assert remarks(running) == ["Whatever is still open, it will end as: Missed."]
    assert remarks(replace(LINE, not_determined=2)) == [
        "2 of these are not determined, and never count as kept."
    ]
    assert remarks(replace(LINE, rule="allow-misses"), ITALIAN) == [
        (
            "Meno di 20 ticket: come concordato, al posto della quota possono non essere "
            "rispettati fino a 1."
        )
    ]


def test_the_bounds_of_the_process_are_rounded_outwards():
    (told_of,) = remarks(replace(LINE, interval=(0.88449, 0.99101)))
    assert "between 88.4 % and 99.2 % on time" in told_of


def test_a_share_is_never_rounded_up_to_what_was_agreed():
    line = replace(LINE, met=9499, missed=501)
    outcome = MetricOutcome("response", 1, MARCH, line.verdict, (line,), ())
    assert plain(lines(outcome, RESPONSE, ENGLISH)[0].percent) == "94.9 %"


def test_a_count_that_is_decided_says_so():
    count = CountOutcome(3, "at-most", 2, (), PeriodVerdict.MISSED)
    outcome = MetricOutcome("reopened", 1, MARCH, PeriodVerdict.SO_FAR, (), (), count)
    (line,) = lines(outcome, ENGLISH.metrics["reopened"], ENGLISH)
    assert (line.count, line.agreed) == ("3 counted", "agreed at most 2")
    assert line.remarks == ("Whatever is still open, it will end as: Missed.",)


def test_notes_name_the_parts_of_the_agreement_by_their_titles():
    note = Note("pause-without-evidence", "E1", {"reason": "waiting-supplier"})
    assert "“Waiting for a supplier”" in ENGLISH.note(note)
    assert "«Waiting for a supplier»" in ITALIAN.note(note)
    assert ENGLISH.note(Note("of-a-later-version")) == "of-a-later-version"


def test_business_days_have_a_singular():
    assert ENGLISH.budget("1 business day") == "1 business day"
    assert ITALIAN.budget("2 business days") == "2 giorni lavorativi"
    assert plain(ITALIAN.budget("1.5 h")) == "1,5 h"


def test_standstills_and_access_are_told_by_what_they_are_called():
    found, explained = measured([event(1, "T", "reported", AT - HOUR, channel="mail",
                                       type="incident")])  # fmt: skip
    (outcome, *_) = explained(found.items[0].ticket)
    segments = [
        Segment(0, HOUR, "stands-still", "technician-access"),
        Segment(HOUR, 2 * HOUR, "no-access", "studio, office"),
    ]
    course = Course(outcome, segments, [], ENGLISH, {}, "h")
    assert [course.told(segment) for segment in segments] == [
        "stood still: A visit is possible only when the studio lets technicians in",
        "no access: Hours in which Studio Ferri lets technicians in, Support hours",
    ]


def test_a_miss_that_is_still_open_is_late_so_far_and_its_tape_runs_on():
    start = "2026-03-30T10:00:00+02:00"
    asked = {"channel": "mail", "type": "incident", "priority": "P2"}
    page = tree(report([event(1, "T-1", "reported", start, **asked)]))
    miss = page.first("article", "miss")
    assert "late so far" in miss.text
    assert "still open" in miss.text
    assert [u for u in miss.all("use") if u.attributes["href"] == "#tape-runs"]


def test_what_a_late_reopening_began_starts_with_it():
    at = "2026-03-{}T10:00:00+01:00".format
    asked = {"channel": "mail", "type": "incident", "priority": "P1"}
    events = [
        event(1, "T-1", "reported", at("02"), **asked),
        event(2, "T-1", "resolved", at("03"), by="provider"),
        event(3, "T-1", "reopened", at("17"), by="customer"),
        event(4, "T-1", "resolved", at("20"), by="provider"),
    ]
    again = next(a for a in tree(report(events)).all("article", "miss") if "#2" in a.text)
    assert "From Tue 17 Mar, 10:00 (reopened) to Fri 20 Mar, 10:00 (resolved)." in again.text


def test_a_target_that_is_used_up_at_closing_is_kept_until_opening():
    asked = {"channel": "mail", "type": "incident", "priority": "P1"}
    events = [
        event(1, "T-1", "reported", "2026-03-20T16:30:00+01:00", **asked),
        event(2, "T-1", "responded", "2026-03-23T09:20:00+01:00", by="provider"),
    ]
    text = tree(report(events)).first("article", "miss").text
    assert "due Fri 20 Mar, 17:00, would have been kept until Mon 23 Mar, 09:00" in text
    assert "20 min late" in text


def test_a_deadline_that_passed_is_told_as_such():
    text = (MONTH / "agreement.yaml").read_text("utf-8")
    begin = text.index("  - id: resolution")
    by = (
        "by: {working_day: 1, time: end-of-hours, calendar: office, day_of_call: does-not-count,"
        " cut_off: none, pauses: do-not-move-it}"
    )
    later = by.replace("day: 1", "day: 3")
    terms = text[begin:].replace("within: 4 h", by, 1).replace("within: 8 h", later, 1)
    agreement = read(text[:begin] + terms).agreement
    assert agreement is not None
    asked = {"channel": "mail", "type": "incident", "priority": "P1"}
    events = [
        event(1, "T-1", "reported", "2026-03-20T10:00:00+01:00", **asked),
        event(2, "T-1", "resolved", "2026-03-24T10:30:00+01:00", by="provider"),
    ]
    restored = tree(report(events, under=History((agreement,)))).all("section", "chapter")[1]
    assert "after the deadline" in restored.first("article", "miss").text
    assert "by the end of hours of the next working day (Support hours)" in restored.text
    assert "due Mon 23 Mar, 17:00" in restored.text


def outcome_in(label: str) -> MetricOutcome:
    period = Period(label, 0, 1)
    return MetricOutcome("response", 1, period, PeriodVerdict.MET, (LINE,), ())


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2026-03", ["2026-03", "2026-Q1", "2026-H1", "2026"]),
        ("2026-Q4", ["2026"]),
        ("2025", []),
        ("never", []),
    ],
)
def test_a_period_shows_what_lies_in_it_and_what_it_lies_in(asked, shown):
    every = [outcome_in(label) for label in ("2026-03", "2026-Q1", "2026-H1", "2026")]
    assert [o.period.label for o in selected(every, asked)] == shown


def test_minutes_are_told_as_hours_where_they_run_into_the_hundreds():
    asked = {"channel": "mail", "type": "incident", "priority": "P1"}
    events = [
        event(1, "T-1", "reported", "2026-03-20T16:30:00+01:00", **asked),
        event(2, "T-1", "responded", "2026-03-24T10:30:00+01:00", by="provider"),
        event(1, "T-2", "reported", "2026-03-24T10:30:00+01:00", **asked),
        event(2, "T-2", "responded", "2026-03-24T12:30:00+01:00", by="provider"),
    ]
    answers = tree(report(events)).first("section", "chapter").all("article", "miss")
    late = {miss.first("h4").text[:3]: miss.first("p", "late").text for miss in answers}
    assert late == {"T-1": "9 h 30 min late", "T-2": "90 min late"}
