"""What `patto measure` answers: for every period and metric the count, the verdict, the misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Final

from patto.cli.page import Cell, Page, Tone
from patto.kernel.agreement.metrics import CountMetric
from patto.kernel.evaluation.lists import Kind, Lists, Tickets
from patto.kernel.evaluation.outcome import (
    CountOutcome,
    ItemOutcome,
    LineOutcome,
    MetricOutcome,
    PeriodVerdict,
    Verdict,
)
from patto.kernel.evaluation.tallies import FEWEST_FOR_A_SHARE
from patto.kernel.instants import Instant
from patto.language.titles import Titles
from patto.language.words import Words

MOST_LISTED: Final = 20
"""How many tickets a list of the text report holds; the other formats hold all."""

TONES: Final[Mapping[str, Tone]] = {
    "MET": "good",
    "MISSED": "bad",
    "EXCLUDED": "quiet",
    "PENDING": "quiet",
    "NOT DETERMINED": "doubt",
    "NO EVENTS": "quiet",
    "SO FAR": "quiet",
}


@dataclass(frozen=True, slots=True)
class Report:
    """The words and titles with which a measurement is told."""

    words: Words
    titles: Mapping[int, Titles]
    asked_for: bool = True
    """Whether periods were asked for, so that there may be tickets in others."""


def add_measurement(page: Page, lists: Lists, report: Report) -> None:
    """Add all verdicts to a page, period by period, and the tickets about which none is said."""
    ordered = sorted(lists.metrics, key=lambda m: (m.period.start, -m.period.end, m.version))
    for label, outcomes in groupby(ordered, key=lambda m: m.period.label):
        page.gap()
        page.line(Cell(report.words.period(label), "strong"))
        for outcome in outcomes:
            page.gap()
            add_metric(page, outcome, lists.tickets(outcome), report)
    if not ordered:
        page.gap()
        page.line(report.words.say(_why_nothing(lists, report)))
    _add_unmatched(page, lists, report)


def _why_nothing(lists: Lists, report: Report) -> str:
    """Return the key of what is said where there is no verdict at all."""
    if report.asked_for:
        return "report.nothing"
    return "report.none-promised" if lists.unmatched() else "report.none-read"


def add_metric(page: Page, outcome: MetricOutcome, tickets: Tickets, report: Report) -> None:
    """Add one metric in one period: title and verdict, its lines, and the tickets that matter."""
    titles, words = report.titles[outcome.version], report.words
    metric = titles.metrics[outcome.metric]
    verdict = Cell(words.say(f"period-verdict.{outcome.verdict}"), TONES[outcome.verdict])
    version = words.say("report.version", version=outcome.version) if len(report.titles) > 1 else ""
    page.line(Cell(metric.title, "strong"), ": ", verdict, Cell(version, "quiet"), indent=2)
    if outcome.count is not None:
        ending = _decided(outcome.verdict, outcome.count.decided, words)
        page.line(_count(outcome.count, words), ending, indent=4)
    for line in outcome.lines:
        _add_line(page, line, outcome, titles)
    if metric.evidence.proxy is not None:
        told = words.say("report.proxy", proxy=metric.evidence.proxy)
        page.line(Cell(told, "doubt"), indent=4)
    if not isinstance(metric, CountMetric):
        _add_tickets(page, tickets, titles)


def _count(count: CountOutcome, words: Words) -> str:
    limit = words.say(f"limit.{count.limit}", against=count.against)
    return words.say("report.count", number=count.number, limit=limit)


def _add_line(page: Page, line: LineOutcome, outcome: MetricOutcome, titles: Titles) -> None:
    words = titles.words
    verdict = Cell(words.say(f"period-verdict.{line.verdict}"), TONES[line.verdict])
    page.line(
        tally(line, words), "; ", verdict, _decided(line.verdict, line.decided, words), indent=4
    )
    for told in _beside(line, outcome, titles):
        page.line(Cell(told, "quiet"), indent=6)


def tally(line: LineOutcome, words: Words) -> str:
    """Return a line's count: `11 of 12 on time (91.6 %), agreed 95 %`; no share below five."""
    if line.counted == 0:
        return words.say("report.no-tickets", share=line.share)
    enough = line.counted >= FEWEST_FOR_A_SHARE
    share = words.percent(Fraction(line.met, line.counted)) if enough else ""
    told = {"met": line.met, "count": line.counted, "percent": share, "share": line.share}
    return words.say("report.tally", **told)


def _decided(verdict: PeriodVerdict, decided: PeriodVerdict | None, words: Words) -> str:
    """Return how what is still `SO FAR` can only end, empty where that is open."""
    if decided is None or verdict is not PeriodVerdict.SO_FAR:
        return ""
    return words.say("report.decided", verdict=words.say(f"period-verdict.{decided}"))


def _beside(line: LineOutcome, outcome: MetricOutcome, titles: Titles) -> Iterable[str]:
    """Yield what stands beside a count: the rule for few tickets, what is not in it, Wilson."""
    words, metric = titles.words, titles.metrics[outcome.metric]
    small = None if isinstance(metric, CountMetric) else metric.small_sample
    if line.rule and small is not None:
        terms = {name: str(getattr(small, name, "")) for name in ("below", "misses", "periods")}
        yield words.say(f"small-sample.{line.rule}", **terms)
    if line.pooled:
        labels = words.listing(words.period(label) for label in line.pooled)
        yield words.say("report.pooled", periods=labels)
    kinds = ("not_determined", "pending", "excluded", "outside")
    counts = [(kind, getattr(line, kind)) for kind in kinds]
    told = [words.say(f"report.beside.{kind}", count=count) for kind, count in counts if count]
    if told:
        yield words.say("report.beside.what", what=words.listing(told))
    if line.interval is not None and metric.report.interval == "shown":
        low, high = map(Fraction, line.interval)
        # The upper bound is rounded up: what is shown must not claim more than is known.
        above = min(-(-high * 1000 // 1) / Fraction(1000), Fraction(1))
        yield words.say(
            "report.interval",
            low=words.percent(low),
            high=words.percent(above),
            unknown=line.not_determined or "",
        )


def _add_tickets(page: Page, tickets: Tickets, titles: Titles) -> None:
    _add_missed(page, tickets, titles)
    for kind in _OTHERS:
        _add_others(page, kind, tickets, titles)


def _add_missed(page: Page, tickets: Tickets, titles: Titles) -> None:
    number = tickets.number("missed")
    if not number:
        return
    words, shown = titles.words, tickets.first("missed", "stop", MOST_LISTED)
    headings = [words.say(f"report.columns.{name}") for name in _COLUMNS]
    page.gap()
    page.line(Cell(words.say("report.missed", count=number), "bad"), indent=4)
    rows = [_missed_row(item, titles) for item in shown]
    page.table(headings, rows, right=(2, 3, 4, 5), indent=4)
    _add_more(page, number, words)
    for clock in dict.fromkeys(item.clock for item in shown if _in_days(item)):
        told = {"clock": titles.clock(clock), "length": titles.business_day(clock)}
        page.line(Cell(words.say("report.business-day", **told), "quiet"), indent=4)


def _in_days(item: ItemOutcome) -> bool:
    return any(level.target and "business" in level.target_text for level in item.levels)


_OTHERS: Final[Mapping[Kind, Tone]] = {
    "not-determined": "doubt", "excluded": "quiet", "pending": "quiet", "outside": "quiet",
    "noted": "quiet",
}  # fmt: skip
"""What is listed beside the misses, and in which tone."""

_COLUMNS: Final = (
    "ticket", "priority", "contractual", "agreed", "wall", "unpaused", "due", "done", "remarks"
)  # fmt: skip


_STOPPED_NOTHING: Final = (
    "pause-not-agreed", "pause-not-theirs-to-declare", "pause-without-evidence",
)  # fmt: skip
"""The notes of a miss that say why its clock ran on though the desk waited."""


def _missed_row(item: ItemOutcome, titles: Titles) -> list[Cell]:
    figures, level = item.figures, item.levels[0]
    late = [lv for lv in item.levels if lv.verdict is Verdict.MISSED]
    told = ["", "", ""]
    if figures is not None:
        lengths = (figures.contractual, figures.wall, figures.unpaused)
        told = [titles.duration(length, item.metric, figures.wall) for length in lengths]
    remarks = [titles.words.say("report.disputed")] if item.disputed else []
    if len(item.levels) > 1:
        remarks.append(titles.words.say("report.levels", shares=", ".join(lv.share for lv in late)))
    remarks += [titles.note(note) for note in item.notes if note.code in _STOPPED_NOTHING]
    level = late[0] if late else level
    agreed = level.target_text
    return [
        Cell(item.item),
        Cell(item.priority),
        Cell(told[0], "bad"),
        Cell(titles.target(agreed)),
        Cell(told[1], "quiet"),
        Cell(told[2], "quiet"),
        Cell("" if level.due is None else titles.near(level.due, item.stop)),
        Cell(
            titles.words.say("report.open")
            if item.stop is None
            else titles.near(item.stop, level.due)
        ),
        Cell("; ".join(remarks), "quiet"),
    ]


def _add_others(page: Page, kind: Kind, tickets: Tickets, titles: Titles) -> None:
    number, words = tickets.number(kind), titles.words
    if not number:
        return
    page.gap()
    page.line(Cell(words.say(f"report.listed.{kind}", count=number), _OTHERS[kind]), indent=4)
    shown = tickets.first(kind, "given", MOST_LISTED)
    page.table(["", "", ""], [_other_row(item, titles) for item in shown], indent=4)
    _add_more(page, number, words)


def _other_row(item: ItemOutcome, titles: Titles) -> list[Cell]:
    level = item.levels[0]
    told = titles.reason(level)
    if level.verdict is Verdict.MET:
        told = "; ".join(titles.note(note) for note in item.notes)
    if level.verdict is Verdict.PENDING and level.kept_until is not None:
        told = titles.words.say("report.kept-until", until=_when(level.kept_until, titles))
    return [Cell(item.item), Cell(item.priority), Cell(told, "quiet")]


def _add_more(page: Page, number: int, words: Words, form: str = "csv") -> None:
    """Add how many are left, and the form of the answer that lists all."""
    if number > MOST_LISTED:
        told = words.say("report.more", count=number - MOST_LISTED, format=form)
        page.line(Cell(told, "quiet"), indent=4)


def _when(instant: Instant | None, titles: Titles) -> str:
    return "" if instant is None else titles.near(instant)


def _add_unmatched(page: Page, lists: Lists, report: Report) -> None:
    reasons, words = lists.unmatched(), report.words
    if not reasons:
        return
    page.gap()
    page.line(Cell(words.say("report.unmatched", count=sum(reasons.values())), "strong"))
    for why, number in reasons.items():
        told = words.say("report.of-which", count=number, why=words.say(f"unmatched.{why}"))
        page.line(told, indent=2)
        shown = lists.first_unmatched(why, MOST_LISTED, by_name=True)
        page.line(Cell(words.listing(one.ticket for one in shown), "quiet"), indent=4)
        named = tuple(dict.fromkeys(one.customer for one in shown if one.customer))
        if named:
            names = {"named": words.listing(named), "known": words.listing(_customers(report))}
            page.line(Cell(words.say("report.customers", **names), "doubt"), indent=4)
        _add_more(page, number, words, "json")


def _customers(report: Report) -> Iterable[str]:
    """Return the names by which the versions of the agreement know the customer."""
    names = (titles.agreement.parties.customer.known_as for titles in report.titles.values())
    return dict.fromkeys(name for known in names if known != "any" for name in known)
