"""What can be in the way of starting on a home."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from patto.kernel.errors import InputError, Place, Problem

PROBLEMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "address-needed": ("host", "port"),
    "database-away": ("database", "detail"),
    "database-unreadable": ("detail",),
    "home-closed": ("detail",),
    "home-newer": ("steps",),
    "home-taken": ("holder",),
    "port-closed": ("host", "port", "detail"),
    "port-taken": ("host", "port"),
})  # fmt: skip
"""What can be in the way, with the parameters of each."""


def in_the_way(code: str, where: object = "", **told: object) -> InputError:
    """Return the error that says what is in the way, and where."""
    place = Place(str(where)) if where else Place()
    return InputError([Problem(code, place, "error", {n: str(v) for n, v in told.items()})])
