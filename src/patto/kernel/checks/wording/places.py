"""What is usually written at a place of an agreement, as data: one wording a place and language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.wording.small_words import Language

FILE: Final = "places.toml"


def usual_at(path: Path, language: Language) -> str:
    """Return what is usually written under a path, empty where nothing is usual.

    Numbers of list items are passed over; of a place within another the inner one holds.
    """
    names = tuple(step for step in path if isinstance(step, str))
    known = usual_wordings()[language]
    keys = (".".join(names[:count]) for count in range(len(names), 0, -1))
    return next((known[key] for key in keys if key in known), "")


@cache
def usual_wordings() -> Mapping[Language, Mapping[str, str]]:
    """Return the wordings of each language by the path of their places, dotted."""
    text = files(__package__ or "").joinpath(FILE).read_text(encoding="utf-8")
    return tomllib.loads(text)  # type: ignore[return-value]  # what TOML holds is known only here
