"""`patto check`: what is wrong with an agreement, and what to settle before it is signed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from patto.cli.agreements import Opened, not_computed, open_agreement
from patto.cli.encoding import as_text
from patto.cli.exits import ExitCode
from patto.cli.frame import ChoiceType, Command, words
from patto.cli.mending import Mended, add_mended, fixable, mend
from patto.cli.merged import write_merged
from patto.cli.page import Cell, Page, show, write
from patto.cli.parameters import FILE
from patto.cli.problems import add_code, add_problems, add_tally, as_json
from patto.cli.remaining import add_remaining
from patto.cli.reviewing import add_explanation, add_review, as_sarif, reviewed, spoken_language
from patto.cli.waiving import EXPLAINED, WAIVER, read_waivers
from patto.kernel.checks import rendering
from patto.kernel.checks.explaining import explain
from patto.kernel.checks.finding import Waiver
from patto.kernel.checks.review import Review
from patto.language.words import Words

FEW: Final = 3
"""How many of the parts that are not settled are named without `--all`."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """An agreement as it was opened, its review if it could be had, and what `--fix` wrote."""

    opened: Opened
    review: Review | None
    mended: Mended | None

    @property
    def in_order(self) -> bool:
        """Whether neither reading nor the review found an error."""
        return self.opened.sound and not self.errors

    @property
    def zone(self) -> str:
        """The zone of the newest version, in which instants are told; empty if it is not known."""
        history = self.opened.history
        return "" if history is None else history.versions[-1].agreement.zone

    @property
    def unsettled(self) -> tuple[str, ...]:
        """The parts that the newest version leaves out, and that are to be settled to sign it."""
        history = self.opened.history
        return () if history is None else history.versions[-1].unsettled

    @property
    def errors(self) -> int:
        """How many things the review holds to be errors."""
        things = self.review.things if self.review else ()
        return sum(thing.findings[0].severity == "error" for thing in things)


def _explain(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    spoken = words(ctx)
    if value is not None and (found := explain(value, spoken_language(spoken))):
        page = Page()
        add_explanation(page, found, spoken)
        show(page)
        ctx.exit()
    if value is not None:
        page = Page()
        add_code(page, value, spoken)
        show(page)
        ctx.exit()


@click.command(cls=Command)
@click.argument("agreements", type=FILE, nargs=-1, required=True)
@click.option("--all", "everything", is_flag=True)
@click.option("--fix", is_flag=True)
@click.option("--explain", type=EXPLAINED, is_eager=True, expose_value=False, callback=_explain)
@click.option("--waive", type=WAIVER, multiple=True)
@click.option("--waivers", type=FILE)
@click.option("--format", "form", type=ChoiceType(("text", "json", "sarif")), default="text")
@click.option("--merged", is_flag=True)
def check(
    agreements: tuple[Path, ...],
    everything: bool,  # noqa: FBT001  # click's
    fix: bool,  # noqa: FBT001  # click's
    waive: tuple[Waiver, ...],
    waivers: Path | None,
    form: str,
    merged: bool,  # noqa: FBT001  # click's
) -> int:
    """Check agreements, run their worked examples, and review what they say."""
    spoken = words()
    if merged:
        return write_merged(agreements, spoken)
    given = (*waive, *(read_waivers(waivers) if waivers else ()))
    checked = {
        path: _check(path, given, spoken, fix=fix, everything=everything) for path in agreements
    }
    if form == "json":
        write(as_text(_document(checked, spoken)), None)
    elif form == "sarif":
        found = [(one.opened.problems, one.review) for one in checked.values()]
        write(as_text(as_sarif(found, spoken)), None)
    else:
        show(_page(checked, spoken, everything=everything))
    newest = (one.opened.history.versions[-1] for one in checked.values() if one.opened.history)
    click.echo(not_computed(newest, spoken), err=True, nl=False)
    return ExitCode.FINE if all(one.in_order for one in checked.values()) else ExitCode.NO


def _check(
    path: Path, waivers: tuple[Waiver, ...], words: Words, *, fix: bool, everything: bool
) -> _Checked:
    opened = open_agreement(path, words)
    review = reviewed(opened, waivers)
    mended = None
    if fix and review is not None:
        mended = mend(opened, review, words, everything=everything)
        opened = open_agreement(path, words)
        review = reviewed(opened, waivers)
    return _Checked(opened, review, mended)


def _page(checked: dict[Path, _Checked], words: Words, *, everything: bool) -> Page:
    page = Page()
    for one in checked.values():
        if one.mended is not None:
            add_mended(page, one.mended, words, spoken_language(words))
    for one in checked.values():
        add_problems(page, one.opened.problems, words, one.zone, one.opened.own)
    problems = [problem for one in checked.values() for problem in one.opened.problems]
    add_tally(page, problems, words)
    page.gap()
    for path, one in checked.items():
        if one.review is not None:
            _add_review(page, one, one.review, words, everything=everything)
        add_remaining(page, one.opened, words, everything=everything)
        page.line(_verdict(path, one, words))
        if one.unsettled:
            page.line(_unsettled(one.unsettled, words, everything=everything))
    return page


def _unsettled(parts: tuple[str, ...], words: Words, *, everything: bool) -> Cell:
    shown = parts if everything else parts[:FEW]
    told = {"parts": ", ".join(shown), "more": len(parts) - len(shown) or ""}
    return Cell(words.say("cli.check.unsettled", count=len(parts), **told), "quiet")


def _add_review(
    page: Page, checked: _Checked, review: Review, words: Words, *, everything: bool
) -> None:
    """Add a review; what `--fix` has just tried is not offered once more."""
    opened = checked.opened
    offered = [] if checked.mended else fixable(opened, review, everything=everything)
    sound = opened.history is not None
    add_review(
        page, review, words,
        everything=everything, sound=sound, fixable=len(offered), own=opened.own,
    )  # fmt: skip


def _verdict(path: Path, checked: _Checked, words: Words) -> Cell:
    history = checked.opened.history
    if history is None or not checked.opened.sound:
        return Cell(words.say("cli.check.not-fine", file=path), "bad")
    if checked.errors:
        told = words.say("cli.check.errors", count=checked.errors)
        return Cell(words.say("cli.check.not-ready", file=path, errors=told), "bad")
    metrics = history.versions[-1].metrics
    examples = sum(len(metric.examples) for metric in metrics)
    counts = {
        "metrics": words.say("cli.check.metrics", count=len(metrics)),
        "examples": words.say("cli.check.examples", count=examples),
    }
    return Cell(words.say("cli.check.fine", file=path, **counts), "good")


def _document(checked: dict[Path, _Checked], words: Words) -> dict[str, object]:
    return {"agreements": [_entry(path, one, words) for path, one in checked.items()]}


def _entry(path: Path, checked: _Checked, words: Words) -> dict[str, object]:
    language = spoken_language(words)
    entry: dict[str, object] = {
        "file": str(path),
        "sound": checked.opened.sound,
        "in_order": checked.in_order,
        "unsettled": list(checked.unsettled),
        "example_data": [
            {"path": one.told, "value": one.value, "file": one.place.file, "line": one.place.line}
            for one in checked.opened.example_data
        ],
        "problems": [as_json(problem, words) for problem in checked.opened.problems],
        "review": None if checked.review is None else rendering.as_json(checked.review, language),
    }
    if checked.mended is not None:
        entry["fixed"] = [{"rule": one.rule, "path": one.told} for one in checked.mended.settled]
    return entry
