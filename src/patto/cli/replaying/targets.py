"""The tightest targets that the past would have kept, with what they say of the time to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patto.cli.page import Cell, Content, Page
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.metrics import InCalendar, InGroup, InSituation, TicketMetric
from patto.kernel.evaluation.deadlines import as_agreed
from patto.kernel.feasibility.finding import Finding
from patto.language.titles import Titles

_COLUMNS = ("priority", "when", "tickets", "agreed", "tightest", "round", "every", "range")


def add_tightest(
    page: Page, found: Sequence[Finding], metric: TicketMetric, titles: Titles
) -> None:
    """Add the tightest targets of one metric, a table a level."""
    words = titles.words
    by_line: dict[str, list[Finding]] = {}
    for one in found:
        by_line.setdefault(one.share.text, []).append(one)
    headings = [words.say(f"replay.columns.{name}") for name in _COLUMNS]
    for share, own in by_line.items():
        page.gap()
        heading = words.say("replay.tightest.heading", metric=metric.title, share=share)
        page.line(Cell(heading, "strong"))
        rows = [_row(one, metric, titles) for one in own]
        page.table(headings, rows, right=(2, 3, 4, 5, 6), indent=2)
        for told in (*_days(own, titles), *_too_few(own, metric, titles)):
            page.line(Cell(told, "doubt"), indent=2)
    unfinished = sum(one.items - one.ended for own in [*by_line.values()][:1] for one in own)
    if unfinished:
        page.line(Cell(words.say("replay.unfinished", count=unfinished), "quiet"), indent=2)


def add_explained(page: Page, found: Sequence[Finding], titles: Titles) -> None:
    """Add how the tables are read, in sentences that need no statistics."""
    words = titles.words
    if not found:
        return
    page.gap()
    page.line(Cell(words.say("replay.explained.heading"), "strong"))
    for name in ("tightest", "every", "range"):
        page.line(f"- {words.say(f'replay.explained.{name}')}", indent=2)
    if any(one.agreed is not None and one.agreed.unit == "business days" for one in found):
        page.line(f"- {words.say('replay.explained.round')}", indent=2)
    if any(one.agreed is None for one in found):
        page.line(f"- {words.say('replay.explained.by-date')}", indent=2)
    if any(one.fewest is None for one in found):
        page.line(f"- {words.say('replay.explained.every-ticket')}", indent=2)


def _row(one: Finding, metric: TicketMetric, titles: Titles) -> list[Content]:
    words = titles.words
    none = words.say("replay.none-would")
    return [
        one.priority,
        _when(one, metric, titles),
        words.number(one.items),
        _agreed(one, titles),
        Cell(none if one.tightest is None else titles.duration(one.tightest, metric.id), "strong"),
        "" if one.round_ is None else titles.budget(one.round_.text),
        none if one.every_period is None else titles.duration(one.every_period, metric.id),
        _range(one, metric, titles),
    ]


def _agreed(one: Finding, titles: Titles) -> str:
    """Return what the draft states, a time or a deadline by date."""
    level = next(level for level in one.terms.levels if level.share == one.share)
    return titles.target(as_agreed(level))


def _days(own: Sequence[Finding], titles: Titles) -> Iterator[str]:
    """Yield how long a business day is of each clock on which a target is counted in these."""
    in_days = (one for one in own if one.agreed is not None and one.agreed.unit == "business days")
    for clock in dict.fromkeys(one.terms.clock for one in in_days):
        told = {"clock": titles.clock(clock), "length": titles.business_day(clock)}
        yield titles.words.say("report.business-day", **told)


def _range(one: Finding, metric: TicketMetric, titles: Titles) -> str:
    words, (low, high) = titles.words, one.interval
    least = titles.duration(low or 0, metric.id)
    if high is None:
        return words.say("replay.range.open" if low else "replay.range.nothing", low=least)
    return words.say("replay.range.closed", low=least, high=titles.duration(high, metric.id))


def _when(one: Finding, metric: TicketMetric, titles: Titles) -> str:
    """Return for which calls a row holds, empty where it is the only one of its priority."""
    rows, words, when = metric.targets[one.priority] or (), titles.words, one.terms.when
    if isinstance(when, InCalendar):
        return words.say("replay.row.calendar", name=titles.clock(when.calendar))
    if isinstance(when, InSituation):
        known = {each.id: each.title for each in titles.agreement.situations or ()}
        return words.say("replay.row.situation", name=known.get(when.situation, when.situation))
    if isinstance(when, InGroup):
        groups = {each.id: each.title for each in settled(titles.agreement.groups) or ()}
        return words.say("replay.row.group", name=groups.get(when.group, when.group))
    return words.say("replay.row.otherwise") if len(rows) > 1 else ""


def _too_few(own: Sequence[Finding], metric: TicketMetric, titles: Titles) -> Iterator[str]:
    """Yield a warning of the rows whose tickets do not tell how long their target must be.

    They are too few, or too many of them never came to an end.
    """
    say = titles.words.say
    doubtful = [one for one in own if one.too_few and one.fewest is not None]
    few = [one for one in doubtful if one.items < (one.fewest or 0)]
    if few:
        rows = (f"{_named(one, metric, titles)}: {titles.words.number(one.items)}" for one in few)
        told = {"share": few[0].share.text, "fewest": few[0].fewest, "rows": "; ".join(rows)}
        yield say("replay.too-few", **told)
    for one in doubtful:
        if one not in few:
            named = _named(one, metric, titles)
            told = {"share": one.share.text, "count": one.items, "row": named}
            yield say("replay.too-unfinished", **told)


def _named(one: Finding, metric: TicketMetric, titles: Titles) -> str:
    when = _when(one, metric, titles)
    return f"{one.priority} ({when})" if when else one.priority
