"""Changes of two agreements that nothing is found in, and what the rules find then."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from patto.kernel.agreement.editing import edit, remove
from patto.kernel.agreement.nodes import Mapping, Node, Sequence, child
from patto.kernel.agreement.nodes import Path as Steps
from patto.kernel.agreement.reading import Reading, read
from patto.kernel.agreement.yaml import compose
from patto.kernel.checks.checking import check
from patto.kernel.checks.context import Context
from patto.kernel.checks.finding import Finding
from patto.kernel.errors import Place

FOLDER = Path(__file__).parent
AGREEMENT = Path(__file__).parents[2] / "examples" / "month" / "agreement.yaml"
WHOLE = Path(__file__).parents[1] / "kernel" / "agreement" / "whole.yaml"


@dataclass(frozen=True)
class Change:
    """A changed agreement by its entry in the file of them."""

    entry: dict[str, Any]
    place: Place

    @property
    def rules(self) -> frozenset[str]:
        """The rules that should find something in it."""
        return frozenset(self.entry["find"].split())

    @property
    def context(self) -> Context:
        """What is known beside it."""
        return Context(expected=self.entry.get("expected", {}))

    @cached_property
    def text(self) -> str:
        """The changed text, made when it is asked for: who collects tests needs none."""
        with untraced():
            text = whole() if self.entry.get("of") == "whole" else agreement()
            for old, new in self.entry.get("replace", {}).items():
                text = re.sub(rf"\b{re.escape(old)}\b", new, text)
            for path, value in self.entry.get("change", {}).items():
                text = changed(text, path, value)
            for path in self.entry.get("remove", ()):
                text = without(text, path)
            return text

    @cached_property
    def reading(self) -> Reading:
        """What reading makes of it."""
        return read(self.text, file="agreement.yaml")

    @cached_property
    def found(self) -> list[Finding]:
        """What the rules find in it."""
        reading = self.reading
        assert reading.agreement is not None, [str(problem) for problem in reading.problems]
        return check(reading.agreement, reading.places, self.context)


@contextmanager
def untraced() -> Iterator[None]:
    """Edit without coverage, which the tests of editing take: it is long, and longer with it."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


def agreement() -> str:
    """Return the text of the agreement that nothing is found in."""
    return AGREEMENT.read_text()


def whole() -> str:
    """Return the text of the agreement that settles everything, in which nothing is found."""
    return WHOLE.read_text()


@cache
def changes() -> tuple[Change, ...]:
    """Return every change."""
    root = compose((FOLDER / "changes.yaml").read_text(), "changes.yaml").root
    assert isinstance(root, Sequence)
    entries = [node for node in root.items if isinstance(node, Mapping)]
    return tuple(Change(entry.value, entry.place) for entry in entries)


def changed(text: str, path: str, value: Any) -> str:
    """Return the text of a file with another value under a path that goes by ids and numbers."""
    return edit(text, steps(_root(text), path), value)


def without(text: str, path: str) -> str:
    """Return the text of a file without what stands under a path that goes by ids and numbers."""
    return remove(text, steps(_root(text), path))


@lru_cache(maxsize=4)
def _root(text: str) -> Node:
    root = compose(text).root
    assert root is not None
    return root


def steps(root: Node, path: str) -> Steps:
    """Return the keys and indexes of a path that goes by ids, or by numbers counted from 1.

    A number behind the last element of a list is where another would be.
    """
    found: list[str | int] = []
    node: Node | None = root
    for name in path.split("."):
        step: str | int = name
        if isinstance(node, Sequence):
            ids = [item.value.get("id") for item in node.items if isinstance(item, Mapping)]
            step = ids.index(name) if name in ids else int(name) - 1
        found.append(step)
        node = None if node is None else child(node, step)
    return tuple(found)
