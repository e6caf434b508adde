"""The agreements of `office.yaml` and `whole.yaml`, and changed copies of them.

The first is small and holds every kind of part that tickets are measured by, the second all else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Path as Steps
from patto.kernel.agreement.reading import Reading, read
from patto.kernel.agreement.yaml import compose
from patto.kernel.zones import TZDATA_RELEASE

OFFICE = Path(__file__).with_name("office.yaml").read_text().replace("INSTALLED", TZDATA_RELEASE)

WHOLE = Path(__file__).with_name("whole.yaml").read_text("utf-8")

HERE = "‹"
"""Marks in a changed text where a problem is expected; it is no part of the text."""


def office() -> Agreement:
    """Return the agreement."""
    found = read(OFFICE).agreement
    assert found is not None
    return found


def whole() -> Agreement:
    """Return the agreement that settles everything."""
    found = read(WHOLE).agreement
    assert found is not None
    return found


def changed(*changes: str, of: str = OFFICE) -> str:
    """Return the text with each odd one of the given texts replaced by the one after it."""
    text = of
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def read_changed(*changes: str) -> Reading:
    """Return what comes of reading a changed copy."""
    return read(changed(*changes))


def values() -> Any:
    """Return what the file states, no part shared with another."""
    root = compose(OFFICE).root
    assert root is not None
    return json.loads(json.dumps(root.value))


def paths(value: Any, path: Steps = ()) -> Iterator[Steps]:
    """Yield the path of every part of a value, the value's own first."""
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from paths(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from paths(part, (*path, index))


def at(value: Any, path: Steps) -> Any:
    """Return what stands under a path of a value."""
    for step in path:
        value = value[step]
    return value
