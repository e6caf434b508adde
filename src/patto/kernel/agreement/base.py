"""Base files: an agreement may name a file that it is a variant of, and state what differs.

The base is given under the key `base`, by its name as seen from the file that names it. A mapping
is laid over the base's mapping key by key, a list of parts with ids over the base's list part by
part, in the base's order and new parts last; all else stands in place of what the base says. Every
part keeps the place where it was written.

What is to be gone altogether is named under `without`, by its path as problems write it:
`without: [metrics.reopened, calendars.summer, remedies]`. It is taken out of the base before this
file is laid over it, so a part may also be stated anew from nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from posixpath import basename, dirname, join, normpath
from typing import Final, TypeAlias

from patto.kernel.agreement.nodes import NOWHERE, Mapping, Node, Sequence
from patto.kernel.agreement.problems import problem
from patto.kernel.agreement.without import by_id, taken_out
from patto.kernel.agreement.yaml import Document, compose
from patto.kernel.errors import Problem

Load: TypeAlias = Callable[[str], str]
"""Returns the text of a file by its name as seen from the folder of the file that is read; raises
`OSError` if there is none.
"""

BASE: Final = "base"
WITHOUT: Final = "without"


def on_its_base(document: Document, load: Load | None) -> Document:
    """Return a file laid over the base that it names, if it names one, and so on for the base.

    Without `load`, as when a file comes alone, a base that is named is missing.
    """
    names: list[str] = []
    layers: list[Node] = []
    problems = list(document.problems)
    root = document.root
    while root is not None:
        layers.append(root)
        named = root.items.get(BASE) if isinstance(root, Mapping) else None
        if named is None:
            break
        base = _loaded(named, load, names, layers[0].place.file)
        problems += base.problems
        root = base.root
    if root is None:
        return Document(None, tuple(problems))
    problems += _without_base_to_take_from(layers[-1])
    merged = _itself(layers.pop())
    while layers:
        upper = layers.pop()
        if isinstance(upper, Mapping) and WITHOUT in upper.items:
            merged, unknown = taken_out(merged, upper.items[WITHOUT])
            problems += unknown
        merged = _laid_over(_itself(upper), merged)
    return Document(merged, tuple(problems))


def _loaded(named: Node, load: Load | None, names: list[str], file: str) -> Document:
    """Return the file that a base key names; `names` are those on the way to it from `file`."""
    if not isinstance(named.value, str):
        return _refused(problem("base-not-text", named.place))
    name = _beside(names[-1] if names else "", named.value)
    if name in names:
        return _refused(problem("base-circular", named.place, name=name))
    names.append(name)
    try:
        text = None if load is None else load(name)
    except OSError:
        text = None
    if text is None:
        return _refused(problem("base-missing", named.place, name=name))
    return compose(text, _beside(file, name))


def _beside(file: str, name: str) -> str:
    """Return what a file names, as who names that file would: its folder is where to look.

    A name without an ending is not a file's: what comes along with a program is known by its own.
    """
    return normpath(join(dirname(file), name)) if "." in basename(name) else name


def _refused(found: Problem) -> Document:
    return Document(None, (found,))


def _laid_over(upper: Node, lower: Node) -> Node:
    """Return a node with what it does not say taken from the one below."""
    if isinstance(upper, Mapping) and isinstance(lower, Mapping):
        merged = Mapping(upper.place, upper.start, upper.flow, upper.end)
        for key in dict.fromkeys((*lower.items, *upper.items)):
            merged.keys[key] = upper.keys.get(key) or lower.keys[key]
            merged.items[key] = _either(upper.items.get(key), lower.items.get(key))
            merged.value[key] = merged.items[key].value
        return merged
    parts, under = by_id(upper), by_id(lower)
    if not parts or not under:
        return upper
    listed = Sequence(upper.place, upper.start, flow=False, end=upper.end)
    listed.items = [_either(parts.get(n), under.get(n)) for n in dict.fromkeys((*under, *parts))]
    listed.value = [node.value for node in listed.items]
    return listed


def _either(upper: Node | None, lower: Node | None) -> Node:
    """Return one laid over the other, or the one that is there."""
    if upper is None or lower is None:
        return upper or lower or NOWHERE
    return _laid_over(upper, lower)


def _itself(root: Node) -> Node:
    """Return what a file states without what it says of its base."""
    for key in (BASE, WITHOUT):
        if isinstance(root, Mapping) and key in root.items:
            del root.items[key], root.keys[key], root.value[key]
    return root


def _without_base_to_take_from(root: Node) -> list[Problem]:
    """Return the problem of a file that takes parts out of a base and has none."""
    if isinstance(root, Mapping) and WITHOUT in root.items:
        return [problem("without-base-missing", root.keys[WITHOUT].place)]
    return []
