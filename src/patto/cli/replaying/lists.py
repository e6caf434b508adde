"""The lists of a replay: what would have been missed, and about what nothing would be promised."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from patto.cli.page import Cell, Content, Page
from patto.cli.replaying.told import Told
from patto.kernel.evaluation.outcome import Verdict
from patto.kernel.feasibility.replaying import Missed, Replayed
from patto.language.titles import Titles
from patto.language.words import Words

_MOST_LISTED: Final = 10
"""How many tickets a list of the page holds; the other form holds all."""


def add_missed(page: Page, missed: Sequence[Missed], told: Told, titles: Titles) -> None:
    """Add what a metric would have missed, those due first, with what was said in force."""
    if not missed:
        return
    words = titles.words
    page.gap()
    page.line(Cell(words.say("replay.missed", count=len(missed)), "bad"), indent=2)
    if newly := list(told.newly(missed)):
        page.line(words.say("replay.newly", count=len(newly)), indent=2)
    if len(missed) > _MOST_LISTED:
        told_few = words.say("replay.few", count=_MOST_LISTED)
        page.line(Cell(told_few, "quiet"), indent=2)
    columns = ("ticket", "priority", "line", "took", "agreed", "due", "done", "in-force")
    headings = [words.say(f"replay.columns.{name}") for name in columns]
    first = sorted(missed, key=lambda one: (one.due is None, one.due or 0, one.item))
    rows = [_missed_row(one, told, titles) for one in first[:_MOST_LISTED]]
    page.table(headings, rows, right=(3, 4), indent=4)


def _missed_row(one: Missed, told: Told, titles: Titles) -> list[Content]:
    words = titles.words
    took = "" if one.took is None else titles.duration(one.took, one.metric)
    done = words.say("replay.open") if one.stop is None else titles.near(one.stop, one.due)
    return [
        one.item,
        one.priority,
        ", ".join(one.shares),
        Cell(took, "bad"),
        titles.target(one.target),
        "" if one.due is None else titles.near(one.due, one.stop),
        done,
        Cell(_was(one, told, words), "quiet"),
    ]


def _was(one: Missed, told: Told, words: Words) -> str:
    if told.current is None:
        return ""
    verdict = told.verdicts.get((one.metric, one.item))
    known = {Verdict.MET: "kept", Verdict.MISSED: "missed"}
    name = "other" if verdict is None else known.get(verdict, "other")
    return words.say(f"replay.current-{name}")


def add_unmatched(page: Page, replayed: Replayed, words: Words) -> None:
    """Add the tickets about which nothing would have been promised, by the reason."""
    if not replayed.unmatched:
        return
    page.gap()
    told = words.say("report.unmatched", count=len(replayed.unmatched))
    page.line(Cell(told, "strong"))
    for why, found in groupby(replayed.unmatched, key=lambda one: one.why):
        names = [one.ticket for one in found]
        told = words.say("report.of-which", count=len(names), why=words.say(f"unmatched.{why}"))
        page.line(told, indent=2)
        page.line(Cell(words.listing(names[:_MOST_LISTED]), "quiet"), indent=4)
        if len(names) > _MOST_LISTED:
            more = words.say("report.more", count=len(names) - _MOST_LISTED, format="json")
            page.line(Cell(more, "quiet"), indent=4)
