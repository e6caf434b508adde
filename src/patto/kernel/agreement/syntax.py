"""What libyaml says of a text that is not YAML, as problems that say what to look for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, cast

from yaml.error import Mark, MarkedYAMLError

from patto.kernel.agreement.problems import problem
from patto.kernel.errors import Place, Problem

# Words of libyaml's message, and the code. The first that is found holds.
_BY_MESSAGE: Final = (
    ("tab character", "yaml-tab"),
    ("found unknown escape character", "yaml-escape-unknown"),
    ("did not find expected '-' indicator", "yaml-indentation"),
    ("block sequence entries are not allowed", "yaml-indentation"),
)
# Where the message says that something was begun and not ended.
_UNFINISHED: Final = (
    ("while scanning a quoted scalar", "yaml-quote-open"),
    ("while parsing a flow", "yaml-bracket-open"),
)
# What a text without quotes that begins with a character of YAML's own is taken for.
# Where a key stands in a line, behind the marks of list items; its colon and what follows it.
_KEY: Final = re.compile(
    r"(?P<before>\s*(?:- +)*)[^\s:#'\"{\[](?:[^:#]|:(?!\s|$))*:(?:\s+(?P<value>.*)|$)"
)
_GLUED: Final = re.compile(r"\s*(?:- +)*(?P<key>[A-Za-z_][\w-]*):(?P<value>[^\s/].*)")
_BRACED: Final = re.compile(r"\s*(?:- +)*[A-Za-z_][\w-]*(?: *|:)[{\[]")
_TAKEN_FOR: Final = ("an alias", "an anchor", "a tag", "a directive", "a block scalar")


def syntax_problem(error: MarkedYAMLError, text: str, file: str) -> Problem:
    """Return the problem that a syntax error is, at the place where it was noticed or began."""
    said, context = error.problem or "", error.context or ""
    noticed = cast(Mark, error.problem_mark)  # libyaml always says where
    begun = error.context_mark or noticed
    if "cannot start any token" in said:
        return _reserved(text, noticed, file)
    if context.endswith(_TAKEN_FOR):
        return _reserved(text, begun, file)
    for words, surprised in _SURPRISED.items():
        if words in said:
            return surprised(text, noticed, file)
    for words, code in _BY_MESSAGE:
        if words in said:
            return problem(code, _place(noticed, text, file))
    for words, code in _UNFINISHED:
        if context.startswith(words):
            # What is never closed is noticed at the end of the file; where it began says more.
            place, opened = _place(noticed, text, file), _place(begun, text, file)
            place = opened if noticed.index >= len(text) else place
            return problem(code, place, line=str(opened.line))
    return problem("yaml-syntax", _place(noticed, text, file), expected=said)


def _colon(text: str, mark: Mark, file: str) -> Problem:
    """Return the problem of a colon that is missing, or is one too many.

    A line without its colon goes on in the next one as one text, and the parser is surprised by
    the colon there. The line at fault is the first that begins no key, after the last that does.
    """
    every = text.splitlines()
    number = mark.line
    here = every[number] if number < len(every) else ""
    fault = number if _BRACED.match(here) else None
    if fault is None and ": " not in here[: mark.column]:
        fault = _without_colon(every, number)
    if fault is None:
        return problem("yaml-colon-in-text", _place(mark, text, file))
    return _colonless(every[fault], fault, file)


def _key(text: str, mark: Mark, file: str) -> Problem:
    """Return the problem of a key where none is expected: of its indentation, if no other's."""
    every = text.splitlines()
    fault = _without_colon(every, mark.line)
    if fault is None or every[fault].lstrip().startswith("-"):
        return problem("yaml-indentation", _place(mark, text, file))
    return _colonless(every[fault], fault, file)


def _colonless(line: str, number: int, file: str) -> Problem:
    """Return the problem of a line that lacks its colon, or the space after it."""
    place = Place(file, number + 1, _indent(line) + 1)
    glued = _GLUED.fullmatch(line)
    if glued is not None:
        told = f"{glued['key']}: {glued['value'].rstrip()}"
        return problem("yaml-colon-space-missing", place, meant=told)
    return problem("yaml-colon-missing", place)


def _without_colon(every: list[str], number: int) -> int | None:
    """Return the first of the lines right above one that should begin a key and does not.

    There is none where those lines go on with the text of a key above them.
    """
    fault = None
    for above in range(number - 1, -1, -1):
        line = every[above]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key = _KEY.match(line)
        if key is None:
            fault = above
            continue
        value = (key["value"] or "").strip()
        deeper = fault is not None and _indent(every[fault]) > len(key["before"])
        return None if deeper and value and not value.startswith("#") else fault
    return fault


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _reserved(text: str, mark: Mark, file: str) -> Problem:
    place, character = _place(mark, text, file), text[mark.index]
    if character == "\t":
        return problem("yaml-tab", place)
    return problem("yaml-reserved-character", place, character=character)


def _place(mark: Mark, text: str, file: str) -> Place:
    """Return the place of a mark, of the last character for one that lies behind the text."""
    last = len(text.rstrip()) - 1
    if mark.index > last:
        return Place(file, *position(text, last))
    return Place(file, mark.line + 1, mark.column + 1)


_SURPRISED: Final[Mapping[str, Callable[[str, Mark, str], Problem]]] = {
    "mapping values are not allowed": _colon,
    "could not find expected ':'": _colon,
    "did not find expected key": _key,
}
"""Words of libyaml's message behind which a colon may be missing, and what tells."""


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column, counted from 1, of an offset into a text."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")
