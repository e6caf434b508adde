"""YAML for people: the core schema of YAML 1.2, with the place of every value.

Events come from libyaml, values from the rules here: `22:00`, `no` and `2026-01-06` are texts.
What an agreement has no use for and what makes a file mean something else than it shows is
refused: tags, directives, merge keys, repeated keys, several documents, values nested or repeated
without end. Nothing here recurses, so no file can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from patto.kernel.agreement.nodes import NOWHERE, Mapping, Node, Scalar, Sequence, written
from patto.kernel.agreement.problems import problem
from patto.kernel.agreement.scalars import resolve
from patto.kernel.agreement.syntax import position, syntax_problem
from patto.kernel.errors import Place, Problem

CHARACTERS_LIMIT: Final = 5_000_000
"""The longest text that is read; a long agreement has some thirty thousand characters."""

VALUES_LIMIT: Final = 200_000
"""The most values in a file, each alias counted with all that it stands for."""

DEPTH_LIMIT: Final = 50
"""How deep values may be nested; an agreement needs about ten."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Editors show no line break here but libyaml sees one; nor are these ever part of a text.
_NEVER_TEXT: Final = "\u2028\u2029\ufeff\ufffe\uffff"

_WIDE_MARKS: Final = (b"\x00\x00\xfe\xff", b"\xff\xfe", b"\xfe\xff")
_EVENTS: Final = re.compile(r"\s*\{?\"?event_id\b")


@dataclass(frozen=True, slots=True)
class Document:
    """The root of a file, `None` if it could not be read, and what is wrong with its form."""

    root: Node | None
    problems: tuple[Problem, ...]


def compose(text: str, file: str = "") -> Document:
    """Return the root of the only document in a text, and every problem of its form.

    A syntax error or a limit ends the reading, and there is no root; all else does not.
    """
    text = text.removeprefix("\ufeff")
    refused = _unreadable(text, file)
    if refused is not None:
        return Document(None, (refused,))
    composer = _Composer(file)
    try:
        composer.run(CParser(text))
    except MarkedYAMLError as error:
        composer.problems.append(syntax_problem(error, text, file))
        composer.root = None
    except _LimitReachedError:
        composer.root = None
    if composer.root is None or composer.root.value is None:
        composer.root = None
        composer.problems = composer.problems or [problem("file-empty", Place(file))]
    return Document(composer.root, tuple(composer.problems))


def decode(data: bytes, file: str = "") -> str | Problem:
    """Return the text of a file, or the problem that it is not UTF-8, at its first wrong byte."""
    if len(data) > 4 * CHARACTERS_LIMIT:
        return problem("file-too-large", Place(file), limit=str(CHARACTERS_LIMIT))
    if data.startswith(_WIDE_MARKS):
        return problem("encoding-wrong", Place(file, 1, 1), encoding="UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        place = Place(file, *position(before, len(before)))
        return problem("encoding-wrong", place, encoding="UTF-8")


def unfit(text: str) -> int | None:
    """Return the offset of the first character that no agreement may hold, if there is one."""
    control = _CONTROL.search(text)
    offsets = [] if control is None else [control.start()]
    offsets += [text.index(character) for character in _NEVER_TEXT if character in text]
    try:
        text.encode()
    except UnicodeEncodeError as error:
        offsets.append(error.start)
    return min(offsets, default=None)


def _unreadable(text: str, file: str) -> Problem | None:
    if len(text) > CHARACTERS_LIMIT:
        return problem("file-too-large", Place(file), limit=str(CHARACTERS_LIMIT))
    if _EVENTS.match(text) or text.startswith("PAR1"):
        return problem("file-holds-events", Place(file, 1, 1))
    offset = unfit(text)
    if offset is None:
        return None
    place = Place(file, *position(text, offset))
    return problem("character-forbidden", place, character=_code_point(text[offset]))


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


class _LimitReachedError(Exception):
    """The file holds more than is read; the problem has been noted."""


class _Open:
    """A mapping or sequence whose end has not come yet."""

    __slots__ = ("anchor", "key", "node")

    def __init__(self, node: Mapping | Sequence, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: Scalar | None = None


class _Composer:
    """Builds nodes from the events of a parser, with a stack of its own."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.documents = 0
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node | None] = {}
        self.take: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self.scalar,
            MappingStartEvent: self.begin,
            SequenceStartEvent: self.begin,
            MappingEndEvent: self.finish,
            SequenceEndEvent: self.finish,
            AliasEvent: self.alias,
            DocumentStartEvent: self.document,
        }

    def run(self, parser: CParser) -> None:
        """Take every event of the stream; those of no use here are passed over."""
        take = self.take
        while parser.check_event():
            event: Any = parser.get_event()
            handler = take.get(type(event))
            if handler is not None:
                handler(event)

    def note(self, code: str, event: Any, **parameters: str) -> None:
        self.problems.append(problem(code, self.place(event), **parameters))

    def place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def document(self, event: Any) -> None:
        self.documents += 1
        if event.version is not None or event.tags:
            self.note("yaml-directive", event)
        if self.documents > 1:
            self.note("yaml-several-documents", event)
            raise _LimitReachedError

    def scalar(self, event: Any) -> None:
        style = event.style
        text = event.value
        if event.tag is not None:
            self.note("yaml-tag", event, tag=event.tag)
        offset = unfit(text) if style == '"' else None
        if offset is not None:
            self.note("character-forbidden", event, character=_code_point(text[offset]))
        value = text if style or event.tag is not None else resolve(text)
        start, end = event.start_mark.index, event.end_mark.index
        node = Scalar(value, self.place(event), start, end, style)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        self.add(node, event)

    def begin(self, event: Any) -> None:
        if event.tag is not None:
            self.note("yaml-tag", event, tag=event.tag)
        if len(self.stack) >= DEPTH_LIMIT:
            self.note("yaml-too-deep", event, limit=str(DEPTH_LIMIT))
            raise _LimitReachedError
        kind = Mapping if isinstance(event, MappingStartEvent) else Sequence
        node = kind(self.place(event), event.start_mark.index, bool(event.flow_style))
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.stack.append(_Open(node, event.anchor))

    def finish(self, event: Any) -> None:
        done = self.stack.pop()
        done.node.end = event.end_mark.index
        if done.anchor is not None:
            self.anchors[done.anchor] = done.node
        self.add(done.node, event)

    def alias(self, event: Any) -> None:
        name = event.anchor
        node = self.anchors.get(name)
        if node is None:
            code = "yaml-alias-in-itself" if name in self.anchors else "yaml-alias-unknown"
            self.note(code, event, name=name)
            node = NOWHERE
        end = event.end_mark.index
        self.add(
            replace(node, place=self.place(event), start=event.start_mark.index, end=end), event
        )

    def add(self, node: Node, event: Any) -> None:
        """Put a finished node where it belongs: into what is open around it."""
        if not self.stack:
            self.root = node
            return
        around = self.stack[-1]
        container = around.node
        container.size += node.size
        if container.size > VALUES_LIMIT:
            self.note("yaml-too-many-values", event, limit=str(VALUES_LIMIT))
            raise _LimitReachedError
        if isinstance(container, Sequence):
            container.items.append(node)
            container.value.append(node.value)
        elif around.key is None:
            around.key = self.key(node, container)
        else:
            key, around.key = around.key, None
            if key is not NOWHERE:
                container.keys[key.value] = key
                container.items[key.value] = node
                container.value[key.value] = node.value

    def key(self, node: Node, container: Mapping) -> Scalar:
        """Return a node as a key, or `NOWHERE` for one whose value is to be passed over."""
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            self.problems.append(problem("key-not-text", node.place, key=written(node.value)))
            return NOWHERE
        if node.value == "<<" and not node.style:
            self.problems.append(problem("yaml-merge-key", node.place))
            return NOWHERE
        first = container.keys.get(node.value)
        if first is not None:
            line = str(first.place.line)
            self.problems.append(problem("key-duplicate", node.place, key=node.value, line=line))
            return NOWHERE
        return node
