"""Writing in what would settle findings: only their words change, everything else stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from patto.kernel.agreement.editing import edit
from patto.kernel.agreement.nodes import NOWHERE, Node, Path, child
from patto.kernel.agreement.writing import Plain
from patto.kernel.agreement.yaml import compose
from patto.kernel.checks.finding import Edit, Finding, Put
from patto.kernel.errors import CannotEditError


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file with what could be written in, and which findings that settled."""

    text: str
    settled: tuple[Finding, ...]
    left: tuple[Finding, ...]


def fixed(text: str, findings: Iterable[Finding], file: str = "") -> Fixed:
    """Return the text of a file with the fix of each finding that has one.

    What stands in another file than this one, as in the base of an agreement, and what no longer
    stands there as it was found, is left.
    """
    settled: list[Finding] = []
    left: list[Finding] = []
    for finding in findings:
        mended = _mended(text, finding) if finding.place.file == file else None
        if mended is None:
            left.append(finding)
        else:
            text = mended
            settled.append(finding)
    return Fixed(text, tuple(settled), tuple(left))


def _mended(text: str, finding: Finding) -> str | None:
    """Return the text with all of a finding's edits, `None` if it has none or one cannot be."""
    if not finding.fix:
        return None
    for change in finding.fix:
        value = _changed(_value(text, change.path), change)
        if value is None:
            return None
        try:
            text = edit(text, change.path, value)
        except CannotEditError:
            return None
    return text


def _changed(value: object, change: Edit) -> Plain | None:
    """Return the value that should stand there, `None` if another stands there than was found."""
    if isinstance(change, Put):
        return change.new if value == change.old else None
    if not isinstance(value, str) or change.old not in value:
        return None
    return value.replace(change.old, change.new, 1)


def _value(text: str, path: Path) -> object:
    node: Node | None = compose(text).root
    for step in path:
        node = None if node is None else child(node, step)
    return (node or NOWHERE).value
