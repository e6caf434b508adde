"""The report of a measurement: complete, true to the figures, safe and the same every time."""

from __future__ import annotations

import re
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from documents.pages import (
    AT,
    MONTH,
    PROVENANCE,
    Element,
    event,
    late_month,
    measured,
    month,
    report,
    tree,
)
from patto.documents import chapters, limits
from patto.exchange import Proxy, Report
from patto.kernel.errors import Place, Problem
from patto.kernel.evaluation.outcome import Verdict
from patto.kernel.instants import parse
from patto.language.catalogue import catalogue

HOSTILE = "<script>alert(1)</script>\u202e {{ 7*7 }} &\"' \x00\x1b[31m </style>" + "A" * 10_000
MARCH = parse("2026-03-15T12:00:00Z")


@pytest.fixture(scope="module")
def page() -> Element:
    return tree(report(month()))


def chapter(page: Element, title: str) -> Element:
    return next(s for s in page.all("section", "chapter") if s.first("h2").text.startswith(title))


def test_the_summary_says_what_was_kept_and_what_was_missed(page):
    assert page.first("h1").text == "IT support for Studio Ferri"
    assert page.first("p", "headline").text == "3 of 4 promises kept. Missed: Restored."
    cards = [card.text for card in page.all("li", "card")]
    assert cards[0].startswith("First answer Kept 57 of 59 on time agreed 95 % · 96.6 %")
    assert cards[1].startswith("Restored Missed 47 of 52 on time agreed 90 % · 90.3 %")
    assert cards[2] == "Kept informed Kept 11 of 12 on time agreed 90 % · 91.6 %"
    assert cards[3] == "Reopened tickets Kept 2 counted agreed at most 2"


def test_each_chapter_says_what_was_agreed_for_each_priority(page):
    situation = "The two weeks before a tax deadline"
    rows = [row.text for row in chapter(page, "First answer").first("table", "targets").all("tr")]
    assert rows == [
        "Priority Limit for 95 % Limit for 100 % On time",
        "P1 Urgent 30 min 2 h 2 of 3",
        f"P2 Important when declared: {situation} (clause 5.4) 30 min 2 h P2 in all: 7 of 8",
        "otherwise 2 h 8 h",
        "P3 Normal 4 h 2 business days 48 of 48",
    ]
    assert "counted on: Support hours, less agreed maintenance" in page.text


def test_every_miss_is_drawn_and_its_parts_sum_to_its_figures(page):
    found, explained = measured(month())
    missed = {
        (o.metric, i.item): explained(i.ticket)
        for o in found.metrics
        if o.period.label == "2026-03"
        for i in o.items
        if any(level.verdict is Verdict.MISSED for level in i.levels)
    }
    shown = page.all("article", "miss")
    assert len(shown) == len(missed) == 7
    for article in shown:
        assert len(article.all("svg", "tape")) == 1
        lengths = [minutes(b.text) for b in article.first("ul", "legend").all("b")]
        assert sum(lengths[:-1]) == lengths[-1]
        kinds = [li.all("rect") for li in article.first("ul", "legend").all("li")[:-1]]
        counted = sum(
            length
            for length, (rect,) in zip(lengths, kinds, strict=False)
            if rect.attributes["class"] in {"t-counted", "t-late"}
        )
        figures = [minutes(own(dd)) for dd in article.first("dl", "figures").all("dd")]
        assert (counted, lengths[-1]) == (figures[0], figures[2])


def own(element: Element) -> str:
    return "".join(part for part in element.inside if isinstance(part, str))


def minutes(text: str) -> int:
    hours = re.search(r"([\d,]+)\sh", text)
    rest = re.search(r"(\d+)\smin", text)
    return (60 * int(hours[1].replace(",", "")) if hours else 0) + (int(rest[1]) if rest else 0)


def test_a_miss_says_who_paused_what_for_and_what_was_not_accepted(page):
    restored = {a.first("h4").text.split()[0]: a for a in page.all("article", "miss")}
    told = {name: article.text for name, article in restored.items()}
    assert "13 h 10 min late" in chapter(page, "Restored").text
    assert (
        "paused: Waiting for a supplier (clause 6.3), declared by Davide (provider)"
        in chapter(page, "Restored").text
    )
    assert "its evidence is missing" in told["F-1044"]
    assert "it counts when it was entered" in told["F-1097"]
    assert "entered 18 h 25 min later" in told["F-1097"]


def test_of_updates_the_longest_silence_is_shown(page):
    silence = chapter(page, "Kept informed").first("article", "miss").text
    assert "The longest silence: from Thu 19 Mar, 10:30 to Tue 24 Mar, 14:30." in silence
    assert "due Fri 20 Mar, 10:30" in silence


def test_what_is_beside_the_count_is_listed_with_its_reason(page):
    restored = chapter(page, "Restored").text
    for told in (
        "5 tickets excluded",
        "out of scope, with the customer's consent",
        "Power cut (clause 8.1)",
        "merged into F-1092, which counts",
        "1 ticket not determined",
        "closed without its stop ever recorded",
        "1 ticket never validly logged",
        "1 ticket disputed",
    ):
        assert told in restored
    assert "4 tickets about which nothing is promised" in page.text
    assert "it is another customer's" in page.text


def test_what_is_pending_is_told_with_what_must_happen_by_when():
    april = chapter(tree(report(month(), period="2026-04")), "Restored").text
    assert "2 tickets pending" in april
    assert "F-1113 P2 Important 3 h 25 min 8 h Fri 10 Apr, 16:35" in april
    assert "up to 1 may be missed instead of the share" in april


def test_below_five_tickets_no_percentage_is_stated():
    february = tree(report(month(), period="2026-02"))
    assert february.first("li", "card").text.startswith("First answer Kept 2 of 2 on time agreed")
    assert "Wilson" not in february.text
    assert "%" not in " ".join(e.text for e in february.all("span", "line-percent"))


def test_over_several_months_each_promise_counts_once_in_each():
    page = tree(report(month(), period=None))
    assert "promises by month kept" in page.first("p", "headline").text
    assert "promises kept" not in page.first("p", "headline").text


def test_the_page_says_how_percentages_are_rounded_and_what_the_interval_leaves_out(page):
    assert page.text.count("Percentages are rounded down") == 1
    restored = chapter(page, "Restored").text
    assert "95 %; without the 1 not determined)" in restored.replace("\u00a0", " ")
    assert "without the" not in chapter(page, "First answer").text


def test_a_month_without_tickets_is_said_to_have_none():
    page = tree(report([], including=MARCH))
    assert "No tickets: First answer, Restored, and Kept informed." in page.text
    assert "100 % on time" not in page.text
    assert page.all("article", "miss") == []


def test_a_report_without_any_period_says_so():
    page = tree(report([], period=None))
    assert page.first("p", "kicker").text == "Service report · no period"
    assert page.first("p", "headline").text.startswith("No ticket fell due")
    one = tree(report(late_month(1), period=None))
    assert one.first("p", "kicker").text == "Service report · March 2026"


def test_several_periods_stand_in_a_table_each_leading_to_its_chapter():
    page = tree(report(month(), period=None))
    rows = [row.first("th").text for row in page.first("table", "matrix").all("tr")]
    assert rows == ["Period", "February 2026", "March 2026", "April 2026"]
    anchors = {section.attributes.get("id") for section in page.all("section", "chapter")}
    links = {a.attributes["href"].removeprefix("#") for a in page.first("table", "matrix").all("a")}
    assert links <= anchors


@pytest.mark.parametrize(("asked", "shown"), [("2026-Q1", 2), ("2026-H2", 0), ("2026", 3)])
def test_a_longer_period_shows_those_within_it(asked, shown):
    periods = re.findall(r'class="kicker">(\w+ 2026) ·', report(month(), period=asked))
    assert len(set(periods)) == shown


def test_the_evidence_is_accounted_for_with_examples():
    found = Report(rows=1200, eventful=1000, unchanged=190, dropped=10, files=[("a/log.csv", "x")])
    problem = Problem("time-in-gap", Place("log.csv", 7), "warning", {"value": "02:30"})
    found.found(problem)
    found.found(Problem("a-code-of-somebody-elses", Place("log.csv", 8)))
    found.found(Problem("export-without-rows", Place("other.csv")))
    found.proxies.append(Proxy("responded", "assigned", "the log holds no answers"))
    page = tree(report([], read_as=found, including=MARCH))
    told = page.all("section", "chapter")[-2].text
    for part in (
        "1,200 rows read",
        "190 said nothing new",
        "10 left out",
        "log.csv, read as x",
        "line 7:",
        "a-code-of-somebody-elses",
        "“assigned” stands in for “answered by a person”: the log holds no answers",
    ):
        assert part in told


def test_rows_that_were_left_out_are_told_on_the_front_with_where_to_read_more():
    found = Report(rows=12, eventful=9, dropped=3, files=[("log.csv", "csv")])
    found.found(Problem("row-instant-malformed", Place("log.csv", 7), "error", {
        "column": "at", "value": "10 March", "expected": "iso"}))  # fmt: skip
    found.found(Problem("event-repeated", Place("log.csv", 9), "warning", {"event_id": "4"}))
    found.found(
        Problem("resolved-after-closed", Place("log.csv", 10), "warning", {
            "ticket": "T-1", "resolved_at": "2026-03-10T09:00:00Z",
            "closed_at": "2026-03-10T08:00:00Z"})
    )  # fmt: skip
    page = tree(report(month(), read_as=found))
    told = page.first("section", "summary").first("p", "callout")
    assert told.text.startswith("2 of 12 rows read were left out and are in no count. 1 thing")
    assert told.first("a").attributes["href"] == "#evidence"
    evidence = page.all("section", "chapter")[-2].text
    assert "a time that is no date and time row-instant-malformed" in evidence
    assert "1 repeated word for word" in evidence
    assert "resolved at Tue 10 Mar 2026, 10:00, after it was closed" in evidence
    assert not tree(report(month())).first("section", "summary").all("p", "callout")


def test_a_metric_without_a_remedy_says_that_no_credit_is_agreed(page):
    assert "No credit is agreed if it is missed." in chapter(page, "Restored").text


def test_the_end_of_the_strip_tells_by_how_much_the_limit_was_passed():
    told = [chapters.digits(Fraction(*share)) for share in ((53, 10), (15, 10), (107, 100))]
    assert told == [1, 2, 2]
    assert chapters.digits(Fraction(10_004, 10_000)) == 4


def test_the_reader_is_told_how_to_check():
    told = tree(report(month())).all("section", "chapter")[-1].text
    for part in (PROVENANCE.command, PROVENANCE.program, PROVENANCE.tzdata, "a" * 64, "b" * 64):
        assert part in told


@pytest.mark.parametrize("lang", ["en", "it"])
def test_every_page_is_well_formed_and_structured(lang):
    page = tree(report(month(), lang=lang))
    assert page.first("html").attributes["lang"] == lang
    assert all("scope" in th.attributes for th in page.all("th"))
    levels = [int(e.name[1]) for e in page if re.fullmatch(r"h[1-6]", e.name)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [e.attributes["id"] for e in page if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    used = {e.attributes["href"][1:] for e in page.all("use")}
    assert used <= set(ids)
    pictures = [svg for svg in page.all("svg") if svg.attributes.get("role") == "img"]
    assert all(svg.attributes["aria-label"] for svg in pictures)


def test_italian_says_all_that_english_says():
    english, italian = (tree(report(month(), lang=lang)) for lang in ("en", "it"))
    assert [e.name for e in english] == [e.name for e in italian]
    assert "57 su 59 in tempo" in italian.text
    assert "3 impegni rispettati su 4. Non rispettato: Restored." in italian.text
    words = {
        text
        for key, entry in catalogue("en").entries()
        if key.startswith("document.") and isinstance(entry, str) and "{" not in entry
        for text in [entry]
        if len(text) > 12 and catalogue("it").entry(key) != entry
    }
    assert [text for text in words if text in italian.text] == []


def test_no_page_asks_the_network_or_runs_anything():
    html = report(month())
    page = tree(html)
    policy = page.first("meta", "").attributes
    policies = [m.attributes for m in page.all("meta") if "http-equiv" in m.attributes]
    assert policy["charset"] == "utf-8"
    assert policies[0]["content"].startswith(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    )
    assert not page.all("script") + page.all("link") + page.all("img") + page.all("iframe")
    assert re.search(r"https?:|@import", html) is None
    assert set(re.findall(r"url\(([^)]*)\)", html)) <= {
        f"#hatch-{name}" for name in ("late", "pause", "closure", "access", "work")
    }
    for element in page:
        assert not [name for name in element.attributes if name.startswith("on")]
        assert element.attributes.get("href", "#").startswith("#")


def test_hostile_text_is_shown_and_does_nothing():
    start = "2026-03-10T09:00:00+01:00"
    hostile = dict.fromkeys(("by", "reason", "evidence", "text"), HOSTILE)
    asked = {"channel": "phone", "type": "incident", "priority": "P1"}
    events = [
        event(1, HOSTILE, "reported", start, **asked, by=HOSTILE, text=HOSTILE),
        event(2, HOSTILE, "paused", "2026-03-10T10:00:00+01:00", **hostile),
        event(3, HOSTILE, HOSTILE, "2026-03-10T11:00:00+01:00", **hostile),
        event(4, HOSTILE, "resolved", "2026-03-13T11:00:00+01:00", **hostile),
        event(1, "X-1", "reported", start, channel=HOSTILE, type="incident", priority=HOSTILE),
        event(1, "X-2", "reported", start, channel="mail", type=HOSTILE, text=HOSTILE),
    ]
    html = report(events)
    page = tree(html)
    assert not page.all("script")
    assert page.first("article", "miss").first("h4").text.startswith("<script>alert(1)</script>")
    assert "{{ 7*7 }}" in page.text
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", html)
    assert max(len(bdi.text) for bdi in page.all("bdi")) < 400
    assert "characters)" in page.text
    assert len(html) < 400_000


def test_the_same_inputs_give_the_same_bytes():
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from documents.pages import month, report; sys.stdout.write(report(month()))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script, str(Path(__file__).parents[1])],
            env={"PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert told[0] == told[1]
    assert told[0].decode() == report(month())


def test_five_hundred_misses_fit_into_three_megabytes():
    html = report(late_month(170))
    drawn = html.count('<article class="miss">')
    assert drawn >= 500
    assert len(html.encode()) < 3_000_000
    page = tree(html)
    folded = [len(d.all("article", "miss")) for d in page.all("details", "more")]
    assert drawn - sum(folded) == 12 * len(folded)


def test_misses_beyond_those_drawn_are_listed(monkeypatch):
    monkeypatch.setattr(limits, "DRAWN", 3)
    first = chapter(tree(report(late_month(5))), "First answer")
    assert len(first.all("article", "miss")) == 3
    assert "2 further misses, not drawn" in first.text
    assert [row.first("th").text for row in first.all("details", "more")[-1].all("tr")][1:] == [
        "L-0003",
        "L-0004",
    ]


def test_what_is_neither_drawn_nor_listed_is_counted_and_said_to_stand_elsewhere(monkeypatch):
    monkeypatch.setattr(limits, "DRAWN", 3)
    monkeypatch.setattr(limits, "ROWS", 4)
    first = chapter(tree(report(late_month(9))), "First answer")
    assert "9 misses, explained" in first.text
    assert "6 further misses, not drawn" in first.text
    assert "and 2 more; the CSV lists all" in first.text
    assert len(first.all("details", "more")[-1].all("tr")) == 1 + 4


def test_the_room_of_a_page_is_shared_among_its_chapters(monkeypatch):
    monkeypatch.setattr(limits, "DRAWN_IN_ALL", 6)
    page = tree(report(late_month(5)))
    drawn = [len(part.all("article", "miss")) for part in page.all("section", "chapter")]
    assert drawn[:3] == [2, 2, 2]


@pytest.mark.parametrize(
    ("asked", "share"),
    [([], 9), ([3, 4], 9), ([5, 5], 9), ([1, 1, 40], 8), ([40, 40], 5), ([1] * 30 + [5], 1)],
)
def test_who_asks_for_less_leaves_the_rest_to_the_others(asked, share):
    assert limits.fair(asked, 10, 9) == share


def test_the_example_month_is_what_its_generator_writes(tmp_path):
    for name in ("generate.py", "stories.yaml"):
        (tmp_path / name).write_bytes((MONTH / name).read_bytes())
    subprocess.run([sys.executable, tmp_path / "generate.py"], check=True)
    assert (tmp_path / "events.csv").read_bytes() == (MONTH / "events.csv").read_bytes()


def test_the_example_month_ends_before_it_is_measured():
    assert max(e.recorded_at for e in month()) < AT
