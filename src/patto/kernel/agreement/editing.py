"""Changing one part of a file in place: everything else stays byte for byte what it was.

A change is surgery on the text, and is checked afterwards: the result must state exactly what the
file stated with that one part changed, or the change is refused. Comments within a part that is
replaced or removed go with it.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from patto.kernel.agreement.nodes import Mapping, Node, Path, Scalar, Sequence, child
from patto.kernel.agreement.writing import Plain, block, flow, quoted, scalar
from patto.kernel.agreement.yaml import compose
from patto.kernel.errors import CannotEditError, InputError

_BOM: Final = "\ufeff"


def edit(text: str, path: Path, value: Plain) -> str:
    """Return the text of a file with another value under a path.

    A key that is not there is added at the end of its mapping; so is an element whose index is the
    length of its list.

    :raises InputError: if the text is not a file that can be read
    :raises CannotEditError: if nothing can stand there, or not without changing more
    """
    spot = _spot(text, path)
    expected = _copied(spot.root.value)
    collection = _value_at(expected, path[:-1])
    if spot.node is not None:
        collection[path[-1]] = value
        changed = _replaced(spot, spot.node, value)
    else:
        _add(collection, path[-1], value)
        changed = _added_in_brackets(spot, value) if spot.parent.flow else _added(spot, value)
    return _checked(text, changed, expected, path)


def remove(text: str, path: Path) -> str:
    """Return the text of a file without what stands under a path.

    :raises InputError: if the text is not a file that can be read
    :raises CannotEditError: if nothing stands there, or it cannot go without changing more
    """
    spot = _spot(text, path)
    if spot.node is None or (len(path) == 1 and len(spot.parent.items) == 1):
        raise CannotEditError(f"nothing can be removed under {path}")
    if len(spot.parent.items) == 1:
        return edit(text, path[:-1], {} if isinstance(spot.parent, Mapping) else [])
    expected = _copied(spot.root.value)
    del _value_at(expected, path[:-1])[path[-1]]
    changed = _cut_from_brackets(spot) if spot.parent.flow else _cut(spot)
    return _checked(text, changed, expected, path)


class _Spot(NamedTuple):
    """Where a change is made: the collection, the key or index in it, and what stands there."""

    text: str
    root: Mapping | Sequence
    parent: Mapping | Sequence
    step: str | int
    node: Node | None

    @property
    def newline(self) -> str:
        """What ends a line of the file."""
        return "\r\n" if "\r\n" in self.text else "\n"

    @property
    def number(self) -> int:
        """The position of the entry in its collection."""
        if isinstance(self.parent, Mapping):
            return list(self.parent.keys).index(str(self.step))
        return int(self.step)

    @property
    def starts(self) -> list[int]:
        """Where each entry of the collection begins, its key or dash included."""
        if isinstance(self.parent, Mapping):
            return [key.start for key in self.parent.keys.values()]
        if self.parent.flow:
            return [item.start for item in self.parent.items]
        before = [self.parent.start, *self.ends]
        return [
            self.text.rfind("-", end, max(item.start, end + 1))
            for end, item in zip(before, self.parent.items, strict=False)
        ]

    @property
    def ends(self) -> list[int]:
        """Where each entry of the collection ends."""
        return [_content_end(item, self.text) for item in _items(self.parent)]

    @property
    def indent(self) -> int:
        """How far the entries of the collection are indented."""
        first = self.starts[0]
        return first - (self.text.rfind("\n", 0, first) + 1)


def _spot(text: str, path: Path) -> _Spot:
    text = text.removeprefix(_BOM)
    document = compose(text)
    root = document.root
    if root is None or document.problems:
        raise InputError(document.problems)
    parent: Node | None = root
    for step in path[:-1]:
        parent = None if parent is None else child(parent, step)
    if not path or parent is None or isinstance(parent, Scalar) or isinstance(root, Scalar):
        raise CannotEditError(f"nothing can stand under {path}")
    node = child(parent, path[-1])
    new = (
        path[-1] == len(parent.items) if isinstance(parent, Sequence) else isinstance(path[-1], str)
    )
    if node is None and not new:
        raise CannotEditError(f"nothing can stand under {path}")
    return _Spot(text, root, parent, path[-1], node)


def _checked(text: str, changed: str, expected: Any, path: Path) -> str:
    document = compose(changed)
    if document.root is None or document.problems or document.root.value != expected:
        raise CannotEditError(f"{path} cannot be changed without changing more")
    return _BOM + changed if text.startswith(_BOM) else changed


def _replaced(spot: _Spot, node: Node, value: Plain) -> str:
    """Return the text with a value in the place of a node."""
    text = spot.text
    start, end, lead = node.start, _content_end(node, text), _lead_end(spot, node)
    written = _after_lead(spot, node, value)
    between = text[lead:start]
    if "#" in between:
        # A comment stands between the key and its value, and stays there.
        written = _joined(spot, block(value, node.place.column - 1)).lstrip(" ")
    elif between and "\n" not in between + written:
        written = written.lstrip(" ")
    else:
        start, end = lead, max(lead, end)
    return text[:start] + written + text[end:]


def _lead_end(spot: _Spot, node: Node) -> int:
    """Return where that ends which leads to a value: its colon, its dash, nothing in brackets."""
    if isinstance(spot.parent, Mapping):
        key = spot.parent.keys[str(spot.step)]
        return spot.text.index(":", key.end) + 1
    return node.start if spot.parent.flow else spot.starts[spot.number] + 1


def _after_lead(spot: _Spot, node: Node, value: Plain) -> str:
    """Return a value as it follows a colon or dash: on the same line, or on lines below it."""
    space = "" if spot.parent.flow and isinstance(spot.parent, Sequence) else " "
    if isinstance(node, Scalar) and isinstance(value, str) and node.style in {"'", '"'}:
        as_before = json.dumps(value, ensure_ascii=False) if node.style == '"' else quoted(value)
        return space + as_before
    if spot.parent.flow:
        return space + flow(value)
    if isinstance(value, str) and _rest_of_line(spot.text, _content_end(node, spot.text)):
        return space + scalar(value)
    lines, lead = _entry(spot, value)
    return _joined(spot, lines)[len(lead) :]


def _entry(spot: _Spot, value: Plain) -> tuple[list[str], str]:
    """Return the lines of a new entry of a collection, and how the first of them begins."""
    margin = " " * spot.indent
    if isinstance(spot.parent, Mapping):
        key = str(spot.step)
        return block({key: value}, spot.indent), f"{margin}{scalar(key)}:"
    return block([value], spot.indent), f"{margin}-"


def _added(spot: _Spot, value: Plain) -> str:
    """Return the text with an entry below the last one of a collection."""
    text = spot.text
    end = _line_end(text, spot.ends[-1])
    lines, _ = _entry(spot, value)
    return text[:end] + spot.newline + _joined(spot, lines) + text[end:]


def _added_in_brackets(spot: _Spot, value: Plain) -> str:
    """Return the text with an entry behind the last one in brackets, or as the only one."""
    written = (
        flow({str(spot.step): value})[1:-1] if isinstance(spot.parent, Mapping) else flow(value)
    )
    if not spot.parent.items:
        start = spot.parent.start + 1
        return spot.text[:start] + written + spot.text[start:]
    end = spot.ends[-1]
    return spot.text[:end] + ", " + written + spot.text[end:]


def _cut(spot: _Spot) -> str:
    """Return the text without the lines of an entry."""
    text, index = spot.text, spot.number
    start = spot.starts[index]
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():
        # The first entry shares its line with the dash that leads to it; the next takes its place.
        return text[:start] + text[spot.starts[index + 1] :]
    end = _line_end(text, spot.ends[index])
    if end == len(text):
        return text[:line].rstrip("\r\n")
    return text[:line] + text[text.index("\n", end) + 1 :]


def _cut_from_brackets(spot: _Spot) -> str:
    """Return the text without an entry in brackets and the comma that parts it from the next."""
    text, index = spot.text, spot.number
    if index + 1 < len(spot.parent.items):
        return text[: spot.starts[index]] + text[spot.starts[index + 1] :]
    return text[: spot.ends[index - 1]] + text[spot.ends[index] :]


def _content_end(node: Node, text: str) -> int:
    """Return where a node ends, without the comments and blank lines that follow it."""
    if not isinstance(node, Scalar) and not node.flow:
        return _content_end(_items(node)[-1], text)
    if isinstance(node, Scalar) and node.style in {"|", ">"}:
        return node.start + len(text[node.start : node.end].rstrip())
    return node.end


def _items(node: Mapping | Sequence) -> list[Node]:
    return list(node.items.values()) if isinstance(node, Mapping) else node.items


def _line_end(text: str, offset: int) -> int:
    """Return where the line of an offset ends, before what ends it."""
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def _rest_of_line(text: str, offset: int) -> str:
    return text[offset : _line_end(text, offset)].strip()


def _joined(spot: _Spot, lines: list[str]) -> str:
    return spot.newline.join(lines)


def _copied(value: Any) -> Any:
    """Return a copy in which what aliases share is not shared."""
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value


def _value_at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _add(collection: Any, step: str | int, value: Plain) -> None:
    if isinstance(collection, list):
        collection.append(value)
    else:
        collection[step] = value
