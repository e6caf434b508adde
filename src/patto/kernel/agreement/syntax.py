"""What libyaml says of a text that is not YAML, as problems that say what to look for."""

from __future__ import annotations

from typing import Final, cast

from yaml.error import Mark, MarkedYAMLError

from patto.kernel.agreement.problems import problem
from patto.kernel.errors import Place, Problem

# Words of libyaml's message, and the code. The first that is found holds.
_BY_MESSAGE: Final = (
    ("tab character", "yaml-tab"),
    ("mapping values are not allowed", "yaml-colon-in-text"),
    ("could not find expected ':'", "yaml-colon-missing"),
    ("found unknown escape character", "yaml-escape-unknown"),
    ("did not find expected key", "yaml-indentation"),
    ("did not find expected '-' indicator", "yaml-indentation"),
    ("block sequence entries are not allowed", "yaml-indentation"),
)
# Where the message says that something was begun and not ended.
_UNFINISHED: Final = (
    ("while scanning a quoted scalar", "yaml-quote-open"),
    ("while parsing a flow", "yaml-bracket-open"),
)
# What a text without quotes that begins with a character of YAML's own is taken for.
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


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column, counted from 1, of an offset into a text."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")
