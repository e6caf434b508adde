"""The known name that comes nearest to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like a name, capitals aside; empty if none is like it."""
    by_form = {one.casefold().strip(): one for one in known}
    close = get_close_matches(name.casefold().strip(), by_form, n=1, cutoff=0.6)
    return by_form[close[0]] if close else ""
