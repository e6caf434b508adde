"""The report of a measurement: one HTML file that asks the network for nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from patto.documents.chapters import OPEN, Chapter, chapters, tickets_shown
from patto.documents.evidence import Evidence, evidence
from patto.documents.front import Front, front
from patto.documents.inputs import EventsOf, Explain, ImportReport, Provenance, Source
from patto.documents.limits import limits_of
from patto.documents.pagewords import PageWords
from patto.documents.selection import selected
from patto.documents.tape import patterns
from patto.kernel.evaluation.lists import Lists
from patto.kernel.evaluation.measure import Versions
from patto.language.words import visible

MOST_SHOWN: Final = 280
"""The most characters of a foreign text that are shown; how many there are is told."""


LONG: Final = 24
"""The longest word that need not be broken to fit a column."""

_SHORT_WORDS: Final = Markup("<bdi>")
_LONG_WORDS: Final = Markup('<bdi class="long">')
_CLOSING: Final = Markup("</bdi>")


def report_html(
    lists: Lists,
    history: Versions,
    explain: Explain,
    events: EventsOf,
    import_report: ImportReport,
    *,
    lang: str,
    period: str | None,
    produced_by: Provenance,
) -> str:
    """Return the report as one HTML file, the same bytes for the same inputs.

    `lists` is the measurement, of what the report is to show. `explain` returns the outcomes of a
    ticket with their segments, and `events` its events; both are asked only for what the report
    shows: the misses that are drawn, and what plain counts count. `period` is a label such as
    `2026-03`; without it every period that anything falls into is shown.

    :raises MissingWordsError: if there are no words for `lang`
    """
    words = PageWords(lang)
    source = Source(lists, history, explain, events, words)
    outcomes = selected(lists.metrics, period)
    shown = chapters(outcomes, source)
    page = Page(
        front=front(outcomes, shown, source, period, import_report),
        chapters=shown,
        evidence=evidence(import_report, source, limits_of(outcomes, lists).rows),
        provenance=produced_by,
        lang=words.language,
    )
    return _render(page, words)


def tickets_of_page(lists: Lists, period: str | None) -> set[str]:
    """Return the tickets of which the report shows the events."""
    return tickets_shown(selected(lists.metrics, period), lists)


@dataclass(frozen=True, slots=True)
class Page:
    """All parts of a report."""

    front: Front
    chapters: Sequence[Chapter]
    evidence: Evidence
    provenance: Provenance
    lang: str


def foreign(words: PageWords, text: str) -> Markup:
    """Return a text that others wrote: isolated, its control characters shown, and cut if long."""
    told = visible(text)
    opening = _SHORT_WORDS if max(map(len, told.split()), default=0) <= LONG else _LONG_WORDS
    if len(told) <= MOST_SHOWN:
        return opening + told + _CLOSING
    rest = words.say("document.cut", count=len(told))
    cut = opening + f"{told[:MOST_SHOWN]}…" + _CLOSING
    return cut + Markup(' <span class="rest">{}</span>').format(rest)


def _render(page: Page, words: PageWords) -> str:
    def say(key: str, **parameters: object) -> str:
        return words.say(f"document.{key}", **parameters)

    def out(text: str) -> Markup:
        return foreign(words, text) if text else Markup()

    values: dict[str, Any] = {
        "page": page, "say": say, "out": out, "style": _style(), "patterns": patterns(),
        "OPEN": OPEN,
    }  # fmt: skip
    return _environment().get_template("report.html").render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("patto.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["visible"] = visible
    return environment


@cache
def _style() -> Markup:
    """Return the styles, which are our own and hold nothing from outside."""
    folder = files("patto.documents") / "templates"
    sheets = (folder / name for name in ("report.css", "tape.css"))
    return Markup("\n").join(Markup(sheet.read_text("utf-8")) for sheet in sheets)  # noqa: S704
