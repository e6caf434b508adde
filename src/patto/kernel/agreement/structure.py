"""Which keys a part of a file may have, told from its model."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from patto.kernel.agreement.nodes import NOWHERE, Node, Path, child
from patto.kernel.agreement.part import Part


def known_keys(path: Path, root: Node, model: type[Part]) -> tuple[str, ...]:
    """Return the keys that the part under a path of a file may have."""
    kinds: list[Any] = [model]
    node = root
    for step in path:
        kinds = [inner for kind in likeliest(kinds, node) for inner in inside(kind, step)]
        node = child(node, step) or NOWHERE
    parts = [part for kind in likeliest(kinds, node) for part in parts_of(kind)]
    return tuple(dict.fromkeys(name for part in parts for name in part.model_fields))


def alternatives(kind: Any) -> Iterator[Any]:
    """Yield the kinds that a union is made of, or the kind itself, without annotations."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from alternatives(get_args(kind)[0])
    elif origin in {Union, UnionType}:
        for one in get_args(kind):
            yield from alternatives(one)
    else:
        yield kind


def inside(kind: Any, step: str | int) -> Iterator[Any]:
    """Yield what may stand under a key or index of a kind of value."""
    for one in alternatives(kind):
        if is_part(one):
            if step in one.model_fields:
                yield one.model_fields[step].annotation
        elif get_origin(one) is dict:
            yield get_args(one)[1]
        elif get_origin(one) is tuple:
            # A single row may stand without its list.
            element = get_args(one)[0]
            yield from [element] if isinstance(step, int) else inside(element, step)


def parts_of(kind: Any) -> Iterator[type[Part]]:
    """Yield the parts that a value of a kind may be, itself or as the elements of its list."""
    for one in alternatives(kind):
        if is_part(one):
            yield one
        elif get_origin(one) is tuple:
            yield from parts_of(get_args(one)[0])


def is_part(kind: Any) -> bool:
    """Return whether a kind of value is a part of the model."""
    return isinstance(kind, type) and issubclass(kind, Part)


def likeliest(kinds: list[Any], node: Node) -> list[Any]:
    """Return the kinds, of several parts only the one that a node looks most like."""
    parts = [part for kind in kinds for part in parts_of(kind)]
    if len(parts) < 2 or not isinstance(node.value, dict):
        return kinds
    return [max(parts, key=lambda part: _likeness(part, node.value))]


def _likeness(part: type[Part], value: dict[str, Any]) -> tuple[int, int]:
    """Return how many fixed words of a part stand in a value, and how many of its keys."""
    fields = part.model_fields
    fixed = [
        name
        for name in value.keys() & fields.keys()
        if get_origin(fields[name].annotation) is Literal
        and value[name] in get_args(fields[name].annotation)
    ]
    return len(fixed), len(value.keys() & fields.keys())
