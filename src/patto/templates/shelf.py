"""Where the templates are: a folder a language, a file a profile."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

PROFILES: Final = ("simple", "standard", "detailed", "stabilisation", "informal")
"""Every profile, in the order in which one chooses among them: a closed list."""

_ENDING: Final = ".yaml"


@cache
def languages() -> tuple[str, ...]:
    """Return the languages in which there are templates, in the order of their codes."""
    folders = (one for one in files("patto.templates").iterdir() if one.is_dir())
    names = (one.name for one in folders if any(_is_template(file.name) for file in one.iterdir()))
    return tuple(sorted(names))


@cache
def profiles(language: str) -> tuple[str, ...]:
    """Return the profiles that there are in a language, in the order of the closed list.

    :raises KeyError: if there are no templates in that language
    """
    return tuple(name for name in PROFILES if name in _held(language))


@cache
def text_of(profile: str, language: str) -> str:
    """Return the text of a template.

    :raises KeyError: if there is no such profile in that language
    """
    if profile not in _held(language):
        raise KeyError(profile)
    folder = files("patto.templates") / language
    return (folder / f"{profile}{_ENDING}").read_text(encoding="utf-8")


@cache
def _held(language: str) -> frozenset[str]:
    """Return the names of a language's files; a name that is not listed opens nothing."""
    if language not in languages():
        raise KeyError(language)
    names = (file.name for file in (files("patto.templates") / language).iterdir())
    return frozenset(name.removesuffix(_ENDING) for name in names if _is_template(name))


def _is_template(name: str) -> bool:
    return name.endswith(_ENDING)
