"""What a text without quotes stands for, in the core schema of YAML 1.2 (its section 10.3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

_DIGITS_LIMIT: Final = 100  # a longer number is a text; nothing in an agreement is that large

_WORDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBERS: Final[tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...]] = (
    (re.compile(r"[-+]?[0-9]+", re.ASCII), int),
    (re.compile(r"0o[0-7]+", re.ASCII), lambda text: int(text, 0)),
    (re.compile(r"0x[0-9a-fA-F]+", re.ASCII), lambda text: int(text, 0)),
    (
        re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII),
        float,
    ),
    (
        re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", re.ASCII),
        lambda text: float(text.replace(".", "")),
    ),
)
_NUMBER_STARTS: Final = frozenset("+-.0123456789")


def resolve(text: str) -> Any:
    """Return the value that an unquoted text stands for in the core schema of YAML 1.2."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMBER_STARTS and len(text) <= _DIGITS_LIMIT:
        for pattern, number in _NUMBERS:
            if pattern.fullmatch(text):
                return number(text)
    return text
