"""The nodes of a file: plain values that know where they stand.

`start` and `end` are offsets into the text of the file that the place names, half-open. The value
of a mapping is a `dict`, of a sequence a `list`, of a scalar a text, number, truth or `None`.
"""

from __future__ import annotations

from collections.abc import Sequence as Listing
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from patto.kernel.errors import Place

Path: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead from the root to a part of the file."""


@dataclass(slots=True, eq=False)
class Scalar:
    """A single value; `style` is empty where it is written without quotes."""

    value: Any
    place: Place
    start: int
    end: int
    style: str
    size: int = 1


@dataclass(slots=True, eq=False)
class Sequence:
    """A list of nodes; `flow` where it is written in brackets."""

    place: Place
    start: int
    flow: bool
    end: int = 0
    value: list[Any] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    size: int = 1


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys and nodes, in their order; `flow` where it is written in braces."""

    place: Place
    start: int
    flow: bool
    end: int = 0
    value: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    items: dict[str, Node] = field(default_factory=dict)
    size: int = 1


Node: TypeAlias = Scalar | Sequence | Mapping

NOWHERE: Final = Scalar(None, Place(), 0, 0, "")


def child(node: Node, step: str | int) -> Node | None:
    """Return the node under a key or index, or `None` if there is none."""
    if isinstance(node, Mapping):
        return node.items.get(step) if isinstance(step, str) else None
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a file stand."""

    root: Node = NOWHERE

    def of(self, path: Listing[str | int], *, key: bool = False) -> Place:
        """Return the place of a part, or of its key; of the nearest part around it if it is absent.

        A place without line and column stands for a file that could not be read.
        """
        node = self.root
        for step in path[:-1]:
            inner = child(node, step)
            if inner is None:
                return node.place
            node = inner
        if not path:
            return node.place
        last = path[-1]
        if key and isinstance(node, Mapping) and last in node.keys:
            return node.keys[str(last)].place
        return (child(node, last) or node).place

    def is_mapping(self, path: Listing[str | int]) -> bool:
        """Return whether a mapping stands under a path."""
        node: Node | None = self.root
        for step in path:
            node = None if node is None else child(node, step)
        return isinstance(node, Mapping)

    def told(self, path: Listing[str | int]) -> str:
        """Return a path as people write it: `metrics.resolution.targets.P1.levels.2`.

        A part of a list goes by its id, if it has one, else by its number, counted from 1.
        """
        node: Node | None = self.root
        steps: list[str] = []
        for step in path:
            node = None if node is None else child(node, step)
            name = node.value.get("id") if isinstance(node, Mapping) else None
            number = str(step + 1) if isinstance(step, int) else step
            steps.append(name if isinstance(step, int) and isinstance(name, str) else number)
        return ".".join(steps)


def written(value: Any) -> str:
    """Return a value as one writes it in a file, nothing for a list or mapping."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return "" if isinstance(value, dict | list | tuple) else str(value)
