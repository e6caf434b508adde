"""The known name that one probably meant by an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_ALIKE: Final = 0.7  # of 1; `P4` is no misspelling of `P1`, `offce` is one of `office`


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like an unknown one, if any is like it."""
    near = get_close_matches(name, known, n=1, cutoff=_ALIKE)
    return near[0] if near else None
