"""Taking parts out of a base: `without: [metrics.reopened, calendars.summer, remedies]`.

A part is named by its path as problems write it: keys, and the ids of parts of lists.
"""

from __future__ import annotations

from patto.kernel.agreement.nodes import NOWHERE, Mapping, Node, Path, Sequence, child
from patto.kernel.agreement.problems import problem
from patto.kernel.errors import Problem


def taken_out(root: Node, named: Node) -> tuple[Node, list[Problem]]:
    """Return a file without the parts that a list of paths names, and what is wrong with these."""
    if not isinstance(named, Sequence) or not all(isinstance(told, str) for told in named.value):
        return root, [problem("without-not-paths", named.place)]
    problems: list[Problem] = []
    for one in named.items:
        name = str(one.value)
        path = _path(root, name)
        if path:
            root = _less(root, path)
        else:
            problems.append(problem("without-unknown", one.place, name=name))
    return root, problems


def by_id(node: Node) -> dict[str, Node]:
    """Return the parts of a list by their ids; nothing if any has none, or none of its own."""
    items = node.items if isinstance(node, Sequence) else []
    parts = {name: item for item in items for name in _id(item)}
    return parts if len(parts) == len(items) else {}


def _id(node: Node) -> tuple[str, ...]:
    name = node.value.get("id") if isinstance(node, Mapping) else None
    return (name,) if isinstance(name, str) else ()


def _path(root: Node, told: str) -> Path:
    """Return the steps to the part that a path as people write it names; none if it is not there.

    An id or key may have dots of its own: the longest that is there is meant.
    """
    node, rest = root, told.split(".")
    path: Path = ()
    while rest:
        names = [".".join(rest[:length]) for length in range(len(rest), 0, -1)]
        name = next((name for name in names if _step(node, name) is not None), None)
        step = None if name is None else _step(node, name)
        if name is None or step is None:
            return ()
        path, rest = (*path, step), rest[name.count(".") + 1 :]
        node = child(node, step) or NOWHERE
    return path


def _step(node: Node, name: str) -> str | int | None:
    if isinstance(node, Mapping):
        return name if name in node.items else None
    parts = list(by_id(node))
    return parts.index(name) if name in parts else None


def _less(node: Node, path: Path) -> Node:
    """Return a node without the part under a path.

    The node itself stays as it was: an anchor may have it stand elsewhere as well.
    """
    step, rest = path[0], path[1:]
    inner = _less(child(node, step) or NOWHERE, rest) if rest else None
    if isinstance(node, Mapping):
        return _mapping_with(node, str(step), inner)
    items = node.items if isinstance(node, Sequence) else []
    less = Sequence(node.place, node.start, flow=False, end=node.end)
    replaced = {step: inner}
    kept = (replaced.get(index, item) for index, item in enumerate(items))
    less.items = [item for item in kept if item is not None]
    less.value = [item.value for item in less.items]
    return less


def _mapping_with(node: Mapping, key: str, inner: Node | None) -> Mapping:
    """Return a mapping with another node under a key, or without the key."""
    less = Mapping(node.place, node.start, node.flow, node.end)
    for name, item in node.items.items():
        kept = inner if name == key else item
        if kept is not None:
            less.items[name], less.keys[name] = kept, node.keys[name]
            less.value[name] = kept.value
    return less
