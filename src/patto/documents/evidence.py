"""The evidence in words: what was read, what became of it, and what nothing is promised about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from patto.documents.inputs import Finding, ImportReport, Source
from patto.documents.listings import Listing, table
from patto.documents.pagewords import PageWords
from patto.kernel.errors import Problem
from patto.kernel.evaluation.measure import Unmatched
from patto.kernel.evaluation.outcome import Period
from patto.language.catalogue import MissingWordsError

_FATES: Final = ("dropped", "repaired", "doubtful", "told", "refused")


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with what it counts."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of problem: how often, what it is, and the first examples."""

    count: str
    what: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """The problems of one fate."""

    title: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the figures rest on."""

    tiles: tuple[Tile, ...]
    files: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    fates: tuple[Fate, ...]
    proxies: tuple[str, ...]
    unmatched: Listing | None


def evidence(report: ImportReport, source: Source, periods: Sequence[Period]) -> Evidence:
    """Return what was read, and the tickets of the periods that nothing is promised about."""
    words = source.words
    numbers = (
        ("rows", report.rows), ("eventful", report.eventful), ("unchanged", report.unchanged),
        ("dropped", report.dropped),
    )  # fmt: skip
    return Evidence(
        tiles=tuple(
            Tile(words.number(n), words.say(f"document.evidence.{key}", count=n))
            for key, n in numbers
            if n or key in {"rows", "dropped"}
        ),
        files=tuple(
            words.say("document.evidence.file", file=PurePath(name).name, importer=importer)
            for name, importer in report.files
        ),
        kinds=_kinds(report, words),
        fates=tuple(_fates(report, words)),
        proxies=tuple(
            words.say(
                "document.evidence.proxy",
                proxy=words.term("event", one.proxy),
                event=words.term("event", one.event),
                because=one.because,
            )
            for one in report.proxies
        ),
        unmatched=_unmatched(source, periods),
    )


def _kinds(report: ImportReport, words: PageWords) -> tuple[tuple[str, str], ...]:
    ordered = sorted(report.events.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple((words.term("event", kind), words.number(count)) for kind, count in ordered)


def _fates(report: ImportReport, words: PageWords) -> list[Fate]:
    found: list[Fate] = []
    for fate in _FATES:
        own = [finding for finding in report.findings.values() if finding.fate == fate]
        own.sort(key=lambda finding: (-finding.count, finding.code))
        if own:
            title = words.say(f"document.fate.{fate}", count=sum(f.count for f in own))
            found.append(Fate(title, tuple(_found(finding, words) for finding in own)))
    return found


def _found(finding: Finding, words: PageWords) -> Found:
    examples = tuple(_example(problem, words) for problem in finding.examples)
    return Found(words.number(finding.count), finding.code, examples)


def _example(problem: Problem, words: PageWords) -> str:
    try:
        what = words.problem(problem).what
    except MissingWordsError:  # a code of an importer that came with words of its own
        what = str(problem)
    place = problem.place
    if not place.line:
        return what
    return words.say("document.evidence.at", line=str(place.line), what=what)


def _unmatched(source: Source, periods: Sequence[Period]) -> Listing | None:
    found = [one for one in source.measurement.unmatched if _within(one, periods)]
    if not found:
        return None
    words, zone = source.words, source.history.versions[-1].agreement.zone
    found.sort(key=lambda one: (one.why, one.opened, one.ticket))
    rows = (
        (one.ticket, words.instant(one.opened, zone, form="short"),
         words.say(f"unmatched.{one.why}"), one.customer)
        for one in found
    )  # fmt: skip
    return table("unmatched", rows, ("ticket", "opened", "why", "customer"), words)


def _within(one: Unmatched, periods: Sequence[Period]) -> bool:
    """Return whether a ticket belongs into a report; without a period every one does."""
    return not periods or any(p.start <= one.opened < p.end for p in periods)
