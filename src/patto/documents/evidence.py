"""The evidence in words: what was read, what became of it, and what nothing is promised about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from patto.documents.inputs import Finding, ImportReport, Source
from patto.documents.listings import Listing, table
from patto.documents.pagewords import PageWords
from patto.kernel.errors import Problem
from patto.kernel.evaluation.measure import Unmatched
from patto.language.catalogue import MissingWordsError

_FATES: Final = ("dropped", "repaired", "doubtful", "told", "refused")


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with what it counts."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of problem: how often, what it is in words, its code, and the first examples."""

    count: str
    what: str
    code: str
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


def left_out(report: ImportReport, words: PageWords) -> tuple[str, ...]:
    """Return in sentences how many rows are in no count, and how much is doubtful, if any."""
    doubts = sum(f.count for f in report.findings.values() if f.fate == "doubtful")
    counts = (("dropped", report.dropped - report.repeated), ("doubtful", doubts))
    rows = words.number(report.rows)
    told = [words.say(f"document.left-out.{key}", count=n, rows=rows) for key, n in counts if n]
    loud = (
        found for finding in report.findings.values() if finding.loud for found in finding.examples
    )
    return (*told, *(words.problem(found).what for found in loud))


def evidence(report: ImportReport, source: Source, most: int) -> Evidence:
    """Return what was read, and the tickets that nothing is promised about, at most so many."""
    words, repeated = source.words, report.repeated
    numbers = (
        ("rows", report.rows), ("eventful", report.eventful), ("unchanged", report.unchanged),
        ("repeated", repeated), ("dropped", report.dropped - repeated),
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
        fates=tuple(_fates(report, source)),
        proxies=tuple(
            words.say(
                "document.evidence.proxy",
                proxy=words.term("event", one.proxy),
                event=words.term("event", one.event),
                because=one.because,
            )
            for one in report.proxies
        ),
        unmatched=_unmatched(source, most),
    )


def _kinds(report: ImportReport, words: PageWords) -> tuple[tuple[str, str], ...]:
    ordered = sorted(report.events.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple((words.term("event", kind), words.number(count)) for kind, count in ordered)


def _fates(report: ImportReport, source: Source) -> list[Fate]:
    words, zone = source.words, source.history.versions[-1].agreement.zone
    found: list[Fate] = []
    for fate in _FATES:
        own = [finding for finding in report.findings.values() if finding.fate == fate]
        own.sort(key=lambda finding: (-finding.count, finding.code))
        if own:
            title = words.say(f"document.fate.{fate}", count=sum(f.count for f in own))
            found.append(Fate(title, tuple(_found(one, words, zone) for one in own)))
    return found


def _found(finding: Finding, words: PageWords, zone: str) -> Found:
    examples = tuple(_example(problem, words, zone) for problem in finding.examples)
    told = words.finding(finding.code)
    code = finding.code if told != finding.code else ""
    return Found(words.number(finding.count), told, code, examples)


def _example(problem: Problem, words: PageWords, zone: str) -> str:
    try:
        what = words.problem(problem, zone).what
    except MissingWordsError:  # a code of an importer that came with words of its own
        what = str(problem)
    place = problem.place
    if not place.line:
        return what
    return words.say("document.evidence.at", line=str(place.line), what=what)


def _unmatched(source: Source, most: int) -> Listing | None:
    lists, words = source.lists, source.words
    reasons = lists.unmatched()
    if not reasons:
        return None
    zone, found = source.history.versions[-1].agreement.zone, list[Unmatched]()
    for why in reasons:
        found += lists.first_unmatched(why, most - len(found), by_name=False)
    rows = (
        (one.ticket, words.instant(one.opened, zone, form="short"),
         words.say(f"unmatched.{one.why}"), one.customer)
        for one in found
    )  # fmt: skip
    columns = ("ticket", "opened", "why", "customer")
    return table("unmatched", rows, columns, words, sum(reasons.values()), "JSON")
