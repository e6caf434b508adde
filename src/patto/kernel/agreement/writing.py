"""Writing an agreement as YAML for people: block style, short parts on one line.

Quotes stand only where the core schema of YAML 1.2 needs them: `22:00` and `2026-01-06` stand bare.
"""

from __future__ import annotations

import json
import re
from typing import Final, TypeAlias

from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.scalars import resolve

Single: TypeAlias = str | int | bool
Plain: TypeAlias = "Single | list[Plain] | dict[str, Plain]"
"""What a file states: a text, a number, a truth, or a list or mapping of such."""

_WIDTH: Final = 100
_STEP: Final = 2

# What begins like a word, does not end in a space or colon, and holds neither a colon before a
# space nor a hash after one reads the same without quotes.
_BARE: Final = re.compile(r"[^\W_](?:(?:[^\s:#]|:(?=\S)|(?<!\s)#| (?=[^\s#]))*[^\s:])?")
_BRACKETS: Final = frozenset(",[]{}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LINES: Final = re.compile(r"\S[^\x00-\x09\x0b-\x1f\x7f-\x9f]*\n[^\x00-\x09\x0b-\x1f\x7f-\x9f]*\S")


def write(agreement: Agreement) -> str:
    """Return the text of a file that states an agreement; reading it gives an equal one."""
    parts = ["\n".join(block({key: value})) for key, value in plain(agreement).items()]
    return "\n\n".join(parts) + "\n"


def block(value: Plain, indent: int = 0) -> list[str]:
    """Return the lines of a value in block style, each indented; a short part takes one line."""
    margin = " " * indent
    if isinstance(value, dict) and value:
        return [
            line
            for key, part in value.items()
            for line in _led(f"{margin}{scalar(key)}:", part, indent, at_top=not indent)
        ]
    if isinstance(value, list) and value:
        return [line for part in value for line in _element(margin, part, indent)]
    return [margin + flow(value)]


def flow(value: Plain) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_within(key)}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _within(value)


def scalar(value: Single) -> str:
    """Return a text, number or truth as it stands on a line of its own, in quotes if it must."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if _BARE.fullmatch(value) and resolve(value) == value:
        return value
    return quoted(value)


def quoted(text: str) -> str:
    """Return a text in single quotes, or in double ones where it holds what has to be escaped."""
    if _CONTROL.search(text):
        return json.dumps(text, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'"


def _within(value: Single) -> str:
    """Return a text, number or truth as it stands within brackets."""
    written = scalar(value)
    bare = isinstance(value, str) and written == value
    return quoted(written) if bare and not _BRACKETS.isdisjoint(written) else written


def _element(margin: str, part: Plain, indent: int) -> list[str]:
    if isinstance(part, dict | list) and part and not _fits(part, indent + _STEP):
        first, *rest = block(part, indent + _STEP)
        return [f"{margin}- {first.lstrip(' ')}", *rest]
    return _led(f"{margin}-", part, indent)


def _led(lead: str, part: Plain, indent: int, *, at_top: bool = False) -> list[str]:
    """Return the lines of a part after what leads to it: on the same line, or below."""
    if isinstance(part, str) and _LINES.fullmatch(part):
        margin = " " * (indent + _STEP)
        return [f"{lead} |-", *(margin + line if line else "" for line in part.split("\n"))]
    if not isinstance(part, dict | list):
        return [f"{lead} {scalar(part)}"]
    if not part or (_fits(part, len(lead) + 1) and not (at_top and isinstance(part, dict))):
        return [f"{lead} {flow(part)}"]
    return [lead, *block(part, indent + _STEP)]


def _fits(part: dict[str, Plain] | list[Plain], column: int) -> bool:
    """Return whether a part holds only scalars and lists of them, and fits on one line."""
    return not any(map(_is_nested, _values(part))) and column + len(flow(part)) <= _WIDTH


def _is_nested(value: Plain) -> bool:
    if isinstance(value, list):
        return any(isinstance(inner, dict | list) for inner in value)
    return isinstance(value, dict)


def _values(part: dict[str, Plain] | list[Plain]) -> list[Plain]:
    return list(part.values()) if isinstance(part, dict) else part
