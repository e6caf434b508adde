"""Putting values into the text of a template: all else stays byte for byte what it was.

Values are written by the writer of agreements, and the result is read again and compared, so that
no value can become anything but itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from patto.kernel.agreement.nodes import Node, Path, Scalar, child
from patto.kernel.agreement.nodes import Sequence as Listed
from patto.kernel.agreement.writing import Plain, block, flow, scalar
from patto.kernel.agreement.yaml import compose
from patto.kernel.errors import CannotEditError
from patto.templates.marks import mark_at


class _Piece(NamedTuple):
    """A stretch of a text, and what stands there instead."""

    start: int
    end: int
    written: str


def fill(text: str, values: Mapping[Path, Plain], answered: Collection[Path] = ()) -> str:
    """Return the text of a file with other values under some paths.

    Under each path stands a single value, or a list in block style. The marks of those that were
    answered go.

    :raises CannotEditError: if a value cannot stand where it should
    """
    root = compose(text).root
    if root is None:
        raise CannotEditError("the template cannot be read")
    expected = _copied(root.value)
    pieces: set[_Piece] = set()
    for path, value in values.items():
        node = _node(root, path)
        pieces.add(_piece(node, value, within=_in_brackets(root, path)))
        _value_at(expected, path[:-1])[path[-1]] = value
        mark = mark_at(text, node.start) if path in answered else None
        if mark is not None:
            pieces.add(_Piece(*mark, ""))
    filled = _with(text, sorted(pieces))
    found = compose(filled)
    if found.problems or found.root is None or found.root.value != expected:
        raise CannotEditError("the values cannot be put into the template without changing more")
    return filled


def leaves(node: Node, path: Path = ()) -> Iterator[tuple[Path, Scalar]]:
    """Yield every single value of a file with the path that leads to it."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Listed):
        for number, one in enumerate(node.items):
            yield from leaves(one, (*path, number))
    else:
        for key, one in node.items.items():
            yield from leaves(one, (*path, key))


def _piece(node: Node, value: Plain, *, within: bool) -> _Piece:
    if isinstance(node, Scalar):
        written = flow(value) if within or not isinstance(value, str) else scalar(value)
        return _Piece(node.start, node.end, written)
    if not isinstance(node, Listed) or node.flow or not isinstance(value, list):
        raise CannotEditError("only a single value or a list in block style can be put in")
    # The first line stands behind the margin that is in the text already.
    lines = block(value, node.place.column - 1)
    end = node.items[-1].end
    return _Piece(node.start, end, "\n".join(lines).lstrip(" "))


def _in_brackets(root: Node, path: Path) -> bool:
    node: Node | None = root
    for step in path[:-1]:
        if node is None or isinstance(node, Scalar):
            return False
        if node.flow:
            return True
        node = child(node, step)
    return node is not None and not isinstance(node, Scalar) and node.flow


def _node(root: Node, path: Path) -> Node:
    node: Node | None = root
    for step in path:
        node = None if node is None else child(node, step)
    if node is None:
        raise CannotEditError(f"nothing stands under {path}")
    return node


def _with(text: str, pieces: list[_Piece]) -> str:
    parts: list[str] = []
    end = 0
    for piece in pieces:
        parts += [text[end : piece.start], piece.written]
        end = piece.end
    return "".join([*parts, text[end:]])


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value


def _value_at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value
