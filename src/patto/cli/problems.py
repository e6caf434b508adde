"""Problems on the screen: what is wrong, where, why it matters, how to mend it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from patto.cli.page import Cell, Page, Tone, show
from patto.kernel.errors import Place, Problem, Severity
from patto.language.catalogue import MissingWordsError
from patto.language.words import Words

ORDER: Final[tuple[Severity, ...]] = ("error", "warning", "info")
"""The severities, most pressing first."""

TONES: Final[dict[Severity, Tone]] = {"error": "bad", "warning": "doubt", "info": "quiet"}
"""How each severity is shown."""

_WIDEST: Final = 96  # characters of a line that is shown; of longer ones the part around the place
_LARGEST: Final = 50 * 1024 * 1024  # bytes of a file from which lines are still shown


def print_problems(
    problems: Iterable[Problem], words: Words, *, err: bool = False, zone: str = ""
) -> None:
    """Print problems in full, most pressing first; their instants in a zone where one is known."""
    page = Page()
    add_problems(page, tuple(problems), words, zone)
    show(page, err=err)


def add_problems(
    page: Page,
    problems: Sequence[Problem],
    words: Words,
    zone: str = "",
    own: Collection[str] = (),
) -> None:
    """Add problems in full to a page, most pressing first, in the order of their places.

    `own` are the files of an agreement that may build on others.
    """
    ranked = sorted(problems, key=lambda found: (ORDER.index(found.severity), found.place))
    for problem in ranked:
        page.gap()
        add_problem(page, problem, words, zone)
        add_base_hint(page, problem.place, own, words)


def add_base_hint(
    page: Page, place: Place, own: Collection[str], words: Words, indent: int = 2
) -> None:
    """Add where a part is to be restated that stands in none of an agreement's own files."""
    if own and place.file and place.file not in own:
        told = {"base": place.file, "files": words.listing(sorted(own))}
        page.line(words.say("cli.problems.from-base", **told), indent=indent)


def add_problem(page: Page, problem: Problem, words: Words, zone: str = "") -> None:
    """Add one problem in full to a page, with the line it is about where it is about one."""
    text, say = words.problem(problem, zone), words.say
    severity = Cell(say(f"severity.{problem.severity}"), TONES[problem.severity])
    where = Cell(str(problem.place), "strong")
    place = (where, ": ") if problem.place != Place() else ()
    page.line(*place, severity, Cell(f"  [{problem.code}]", "quiet"))
    page.line(text.what, indent=2)
    for line, tone in excerpt(problem.place):
        page.line(Cell(line, tone), indent=4)
    page.line(Cell(say("cli.problems.why"), "quiet"), " ", text.why, indent=2)
    page.line(Cell(say("cli.problems.mend"), "quiet"), " ", text.mend, indent=2)


def add_code(page: Page, code: str, words: Words) -> None:
    """Add what a problem is about, by its code: why it matters, and how to mend it.

    What only a place in a file can fill in is left out.
    """
    page.line(Cell(code, "strong"))
    for part in ("why", "mend"):
        try:
            told = words.say(f"problem.{code}.{part}")
        except MissingWordsError:
            continue
        page.line(Cell(words.say(f"cli.problems.{part}"), "quiet"), " ", told, indent=2)


def add_tally(page: Page, problems: Sequence[Problem], words: Words) -> None:
    """Add how many problems there are of each severity."""
    counts = [(one, sum(p.severity == one for p in problems)) for one in ORDER]
    told = [words.say(f"cli.problems.count.{one}", count=count) for one, count in counts if count]
    if told:
        page.gap()
        page.line(Cell(words.say("cli.problems.found", what=words.listing(told)), "strong"))


def add_grouped(
    page: Page, problems: Sequence[Problem], counts: dict[str, int], words: Words, zone: str = ""
) -> None:
    """Add problems by kind: how often each was met, in words, with the places of examples.

    Their instants are told in a zone where one is known.
    """
    ranked = sorted(problems, key=lambda p: (ORDER.index(p.severity), -counts[p.code], p.code))
    for code, examples in groupby(ranked, key=lambda p: p.code):
        shown = list(examples)
        text = words.problem(shown[0], zone)
        times = words.say("cli.problems.times", count=counts[code])
        page.gap()
        severity = Cell(words.say(f"severity.{shown[0].severity}"), TONES[shown[0].severity])
        title = words.finding(code)
        page.line(severity, f" {times}: {title}", Cell(f"  [{code}]", "quiet"))
        for problem in shown:
            page.line(str(problem.place), ": ", words.problem(problem, zone).what, indent=2)
        page.line(Cell(words.say("cli.problems.why"), "quiet"), " ", text.why, indent=2)
        page.line(Cell(words.say("cli.problems.mend"), "quiet"), " ", text.mend, indent=2)


def as_json(problem: Problem, words: Words) -> dict[str, Any]:
    """Return a problem as JSON holds it: its facts, and its words in the reader's language."""
    text, place = words.problem(problem), problem.place
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "parameters": dict(problem.parameters),
        "what": text.what,
        "why": text.why,
        "mend": text.mend,
    }


def excerpt(place: Place) -> list[tuple[str, Tone]]:
    """Return the line that a place is in and a mark under its column; nothing if it is not there.

    Of a line that is very long the part around the column is shown.
    """
    lines = _now(place.file) if place.file and place.line else ()
    if not 0 < place.line <= len(lines):
        return []
    line = lines[place.line - 1].replace("\t", " ").rstrip()
    column = max(place.column - 1, 0)
    first = max(0, min(column - _WIDEST // 2, len(line) - _WIDEST))
    shown = line[first : first + _WIDEST]
    number = str(place.line)
    told: list[tuple[str, Tone]] = [(f"{number} | {shown}", "quiet")]
    if place.column and column - first <= len(shown):
        told.append((f"{' ' * len(number)} | {' ' * (column - first)}^", "strong"))
    return told


def _now(file: str) -> tuple[str, ...]:
    """Return the lines of a file as it stands now; none if it is very long or not there."""
    try:
        found = Path(file).stat()
        if found.st_size > _LARGEST:
            return ()
        return _lines(file, found.st_mtime_ns, found.st_size)
    except OSError:
        return ()


@lru_cache(maxsize=8)
def _lines(file: str, _changed: int, _size: int) -> tuple[str, ...]:
    return tuple(Path(file).read_text(encoding="utf-8", errors="replace").splitlines())
