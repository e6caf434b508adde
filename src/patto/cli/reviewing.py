"""The review of an agreement on the screen: first what to settle before it is signed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote

from patto import __version__
from patto.cli.agreements import Opened
from patto.cli.page import Cell, Page
from patto.cli.problems import TONES, add_base_hint, excerpt
from patto.kernel.checks import rendering
from patto.kernel.checks.explaining import Explanation, told
from patto.kernel.checks.finding import Finding, RefusedWaiver, Waived, Waiver
from patto.kernel.checks.review import Review, Thing, review_reading
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.errors import Problem
from patto.language.words import Words

_FIRST: Final = 3
_KEY: Final = "cli.check.review"


def spoken_language(words: Words) -> Language:
    """Return the language of the rules' words that a reader is told: theirs, else English."""
    return "it" if words.language == "it" else "en"


def reviewed(opened: Opened, waivers: Sequence[Waiver]) -> Review | None:
    """Return the review of the newest version, `None` if no version has its form.

    Earlier versions are signed: nothing in them is left to settle.
    """
    if opened.newest is None:
        return None
    reading = opened.readings[opened.newest]
    return review_reading(reading, waivers=waivers, problems=opened.problems)


def add_review(
    page: Page,
    review: Review,
    words: Words,
    *,
    everything: bool,
    sound: bool,
    fixable: int,
    own: Collection[str],
) -> None:
    """Add a review to a page: the first things in full and the rest folded, or everything.

    Of an agreement that is not `sound` it says that only its words were reviewed, and of
    `fixable` findings that they can be settled by themselves. `own` are the agreement's own files.
    """
    if not sound and review.findings:
        page.line(Cell(words.say(f"{_KEY}.words-only"), "quiet"))
    things = review.things
    shown = things if everything else things[:_FIRST]
    if shown:
        title = words.say(f"{_KEY}.things", count=len(shown))
        page.line(Cell(title, "strong"))
    _add_things(page, shown, words, own, everything=everything)
    _add_folded(page, things[len(shown) :], words)
    if everything:
        _add_worth_knowing(page, review, words, own)
    if fixable:
        page.gap()
        page.line(words.say(f"{_KEY}.fixable", count=fixable))
    _add_waived(page, review.waived, words)
    _add_refused(page, review.refused, words)
    page.gap()


def _add_things(
    page: Page, things: Iterable[Thing], words: Words, own: Collection[str], *, everything: bool
) -> None:
    for number, thing in enumerate(things, start=1):
        page.gap()
        _add_thing(page, number, thing, words, everything=everything)
        add_base_hint(page, thing.findings[0].place, own, words, indent=3)


def _add_thing(page: Page, number: int, thing: Thing, words: Words, *, everything: bool) -> None:
    first, *rest = thing.findings
    text = told(first, spoken_language(words))
    severity = Cell(words.say(f"severity.{first.severity}"), TONES[first.severity])
    page.line(f"{number}. ", Cell(text.what, "strong"))
    page.line(severity, f"  {_where(first)}", Cell(f"  [{first.rule}]", "quiet"), indent=3)
    for line, tone in excerpt(first.place):
        page.line(Cell(line, tone), indent=5)
    page.line(Cell(words.say("cli.problems.why"), "quiet"), " ", text.why, indent=3)
    label = "write" if first.settled else "example"
    wording = " ".join((first.settled or text.good).split())
    page.line(Cell(words.say(f"{_KEY}.{label}"), "quiet"), " ", Cell(wording, "good"), indent=3)
    for place in first.also:
        near = place.file == first.place.file
        where = words.say("cli.check.line", line=str(place.line)) if near else str(place)
        page.line(Cell(words.say(f"{_KEY}.also"), "quiet"), f" {where}", indent=3)
    _add_rest(page, rest, words, everything=everything)


def _add_rest(page: Page, rest: list[Finding], words: Words, *, everything: bool) -> None:
    """Add where else a rule found the same, and what would settle it there."""
    shown = rest if everything else rest[: _FIRST - 1]
    for one in shown:
        what = told(one, spoken_language(words)).what
        page.line(Cell(words.say(f"{_KEY}.also"), "quiet"), f" {_where(one)}: {what}", indent=3)
        if one.settled and everything:
            wording = Cell(" ".join(one.settled.split()), "good")
            page.line(Cell(words.say(f"{_KEY}.write"), "quiet"), " ", wording, indent=5)
    if len(rest) > len(shown):
        page.line(words.say(f"{_KEY}.places", count=len(rest) - len(shown)), indent=3)


def _add_folded(page: Page, things: Sequence[Thing], words: Words) -> None:
    if not things:
        return
    page.gap()
    page.line(Cell(words.say(f"{_KEY}.more", count=len(things)), "strong"))
    for thing in things:
        first = thing.findings[0]
        severity = Cell(words.say(f"severity.{first.severity}"), TONES[first.severity])
        text = told(first, spoken_language(words)).what
        count = len(thing.findings) - 1
        more = " " + words.say(f"{_KEY}.places", count=count) if count else ""
        page.line(
            severity, f"  {first.place}: {text}{more}", Cell(f"  [{first.rule}]", "quiet"), indent=2
        )


def _add_worth_knowing(page: Page, review: Review, words: Words, own: Collection[str]) -> None:
    infos = [one for one in review.findings if one.severity == "info"]
    if infos:
        page.gap()
        page.line(Cell(words.say(f"{_KEY}.known"), "strong"))
        grouped = groupby(infos, key=lambda one: one.rule)
        things = [Thing(rule, tuple(found)) for rule, found in grouped]
        _add_things(page, things, words, own, everything=True)


def _add_waived(page: Page, waived: Sequence[Waived], words: Words) -> None:
    if not waived:
        return
    page.gap()
    page.line(Cell(words.say(f"{_KEY}.waived"), "strong"))
    for one in waived:
        what = told(one.finding, spoken_language(words)).what
        place = _where(one.finding)
        page.line(f"{place}: {what}", Cell(f"  [{one.finding.rule}]", "quiet"), indent=2)
        page.line(Cell(words.say(f"{_KEY}.reason"), "quiet"), f" {one.reason}", indent=4)


def _add_refused(page: Page, refused: Sequence[RefusedWaiver], words: Words) -> None:
    for one in refused:
        page.gap()
        page.line(Cell(words.say(f"{_KEY}.{one.why}", rule=one.waiver.rule), "bad"))


def _where(finding: Finding) -> str:
    return f"{finding.place}, {finding.told}" if finding.told else str(finding.place)


def add_explanation(page: Page, found: Explanation, words: Words) -> None:
    """Add what a rule is about."""
    page.line(
        Cell(f"{found.id} {found.name}", "strong"), "  ",
        Cell(words.say(f"severity.{found.severity}"), TONES[found.severity]),
    )  # fmt: skip
    page.line(found.title, indent=2)
    for label, text in _explained(found, words):
        if text:
            page.line(Cell(label, "quiet"), f" {text}", indent=2)


def _explained(found: Explanation, words: Words) -> Iterable[tuple[str, str]]:
    say = words.say
    yield say("cli.problems.why"), found.why
    yield say(f"{_KEY}.bad"), found.bad
    yield say(f"{_KEY}.good"), found.good
    yield say(f"{_KEY}.source"), found.source
    yield say(f"{_KEY}.codes"), ", ".join(found.codes)
    yield say(f"{_KEY}.semantics"), found.semantics
    yield say(f"{_KEY}.waits-for"), found.waits_for


def as_sarif(
    checked: Iterable[tuple[Sequence[Problem], Review | None]], words: Words
) -> dict[str, Any]:
    """Return the problems and reviews of agreements as one SARIF log."""
    checked = list(checked)
    reviews = [review for _, review in checked if review is not None]
    log = rendering.as_sarif(reviews, spoken_language(words), __version__)
    results = [_result(one, words) for problems, _ in checked for one in problems]
    log["runs"][0]["results"][:0] = results
    return log


def _result(problem: Problem, words: Words) -> dict[str, Any]:
    text, place = words.problem(problem), problem.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
    return {
        "ruleId": problem.code,
        "level": rendering.LEVELS[problem.severity],
        "message": {"text": f"{text.what} {text.why} {text.mend}"},
        "locations": [{"physicalLocation": physical}],
    }
