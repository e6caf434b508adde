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
    """Add what a metric would have missed, what was kept in force first, then those due first."""
    if not missed:
        return
    words = titles.words
    page.gap()
    page.line(Cell(words.say("replay.missed", count=len(missed)), "bad"), indent=2)
    newly = {one.item: len(list(told.newly(one))) for one in missed}
    if count := sum(newly.values()):
        page.line(words.say("replay.newly", count=count), indent=2)
    if len(missed) > _MOST_LISTED:
        told_few = words.say("replay.few", count=_MOST_LISTED)
        page.line(Cell(told_few, "quiet"), indent=2)
    columns = ("ticket", "priority", "line", "took", "agreed", "due", "done", "in-force")
    headings = [words.say(f"replay.columns.{name}") for name in columns]
    first = sorted(
        missed, key=lambda one: (not newly[one.item], one.due is None, one.due or 0, one.item)
    )
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
        Cell(_was(one, told, words), "bad" if any(told.newly(one)) else "quiet"),
    ]


def _was(one: Missed, told: Told, words: Words) -> str:
    """Return what was said in force, level by level where it is not the same of all."""
    if told.current is None:
        return ""
    states = {share: _state(told.was(one, share), words) for share in one.shares}
    if len(set(states.values())) == 1:
        return states[one.shares[0]]
    own = (words.say("replay.current", share=share, state=said) for share, said in states.items())
    return "; ".join(own)


def _state(verdict: Verdict | None, words: Words) -> str:
    known = {Verdict.MET: "kept", Verdict.MISSED: "missed"}
    return words.say(f"replay.current-{known.get(verdict, 'other') if verdict else 'other'}")


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
