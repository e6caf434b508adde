"""The marks of a template: comments that say what its owner must look at first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from patto.kernel.agreement.nodes import Mapping, Node, Scalar
from patto.kernel.agreement.yaml import compose

_MARK: Final = re.compile(r"(?:^|(?<=\s))# *(?:change|da cambiare): *(?=\S)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to look at before an agreement is used: its line, and what is to be looked at."""

    line: int
    what: str


def spots(text: str) -> tuple[Spot, ...]:
    """Return the places that an agreement's file marks, in order.

    A mark that stands on a line of its own is about the line below it. What looks like a mark
    within a text is none.
    """
    root = compose(text).root
    spans = [] if root is None else [(one.start, one.end) for one in scalars(root)]
    lines = text.split("\n")
    found = []
    for match in _MARK.finditer(text):
        if any(start <= match.start() < end for start, end in spans):
            continue
        line = text.count("\n", 0, match.start())
        while lines[line].lstrip().startswith("#") and line + 1 < len(lines):
            line += 1
        what = text[match.end() :].partition("\n")[0]
        found.append(Spot(line + 1, what.strip()))
    return tuple(found)


def mark_at(text: str, offset: int) -> tuple[int, int] | None:
    """Return the span of the mark that is about the line of an offset, if it has one.

    A mark on a line of its own goes with the whole of that line.
    """
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    behind = _MARK.search(text, offset, end)
    if behind is not None:
        return len(text[: behind.start()].rstrip(" ")), end
    above = text.rfind("\n", 0, max(begin - 1, 0)) + 1
    return (above, begin) if _MARK.match(text[above:begin].strip()) else None


def scalars(node: Node) -> list[Scalar]:
    """Return the scalars of a file, keys included, in the order in which they stand."""
    found: list[Scalar] = []
    waiting: list[Node] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Scalar):
            found.append(one)
        elif isinstance(one, Mapping):
            found.extend(one.keys.values())
            waiting.extend(one.items.values())
        else:
            waiting.extend(one.items)
    return sorted(found, key=lambda one: one.start)
