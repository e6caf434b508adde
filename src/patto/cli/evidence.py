"""What reading the events brought to light: rows that gave none, values repaired, and doubts."""

from __future__ import annotations

from typing import Any

from patto.cli.page import Cell, Page
from patto.cli.problems import add_grouped, as_json
from patto.exchange.problems import Fate
from patto.exchange.report import Report
from patto.language.words import Words


def left_out(report: Report) -> int:
    """Return how many rows gave no event though they should have, repeated ones not among them."""
    return report.dropped - report.repeated


def add_left_out(page: Page, report: Report, words: Words) -> None:
    """Add how many rows are in no count, and how much is doubtful; nothing where nothing is."""
    doubts = sum(report.of(Fate.DOUBTFUL).values())
    if number := left_out(report):
        told = words.say("report.left-out", count=number, rows=report.rows)
        page.line(Cell(told, "doubt"))
    if doubts:
        page.line(Cell(words.say("report.doubtful", count=doubts), "doubt"))
    for finding in report.findings.values():
        for found in finding.examples if finding.loud else ():
            text = words.problem(found)
            page.line(Cell(text.what, "doubt"), " ", Cell(text.mend, "quiet"), indent=2)


def add_evidence(page: Page, report: Report, words: Words, *, examples: bool = False) -> None:
    """Add an account of what was read: files, rows, and what was found in them.

    With `examples`, each kind of finding is told in full, with the places of the first few.
    """
    say = words.say
    page.gap()
    page.line(Cell(say("report.evidence.heading"), "strong"))
    for file, importer in report.files:
        page.line(say("report.evidence.file", file=file, importer=importer), indent=2)
    rows = {name: getattr(report, name) for name in ("rows", "eventful", "unchanged")}
    again = report.repeated or ""
    line = say("report.evidence.rows", **rows, repeated=again, left_out=left_out(report))
    page.line(line, indent=2)
    for proxy in report.proxies:
        told = {"proxy": proxy.proxy, "event": proxy.event, "because": proxy.because}
        page.line(Cell(say("report.evidence.proxies", **told), "doubt"), indent=2)
    if examples:
        counts = {code: found.count for code, found in report.findings.items()}
        add_grouped(page, report.problems, counts, words, report.zone)
        if report.zone and report.problems:
            page.gap()
            page.line(Cell(say("report.evidence.zone", zone=report.zone), "quiet"))
        return
    _add_fates(page, report, words)


def _add_fates(page: Page, report: Report, words: Words) -> None:
    found = False
    for fate in Fate:
        kinds = [
            words.say(
                "report.evidence.finding",
                title=words.finding(code),
                code=code,
                times=words.say("cli.problems.times", count=count),
            )
            for code, count in report.of(fate).items()
        ]
        if kinds:
            found = True
            told = words.say("report.evidence.findings", fate=fate.value, what=", ".join(kinds))
            page.line(told, indent=2)
    if found:
        page.line(Cell(words.say("report.evidence.details"), "quiet"), indent=2)


def as_document(report: Report, words: Words) -> dict[str, Any]:
    """Return the account as JSON holds it."""
    return {
        "files": [{"file": file, "importer": importer} for file, importer in report.files],
        "rows": report.rows,
        "eventful": report.eventful,
        "unchanged": report.unchanged,
        "dropped": report.dropped,
        "proxies": [
            {"event": proxy.event, "proxy": proxy.proxy, "because": proxy.because}
            for proxy in report.proxies
        ],
        "findings": [
            {
                "code": finding.code,
                "fate": finding.fate.value,
                "count": finding.count,
                "examples": [as_json(problem, words) for problem in finding.examples],
            }
            for finding in report.findings.values()
        ],
    }
