"""Catalogues: the words of a language, as data.

`en.toml` and `it.toml` stand beside this module; a third language is a third file. A section of
many words has a file of its own for each language, `contract.en.toml`. A key is
dotted, `cli.check.summary`; what it names is a template, or a table of plural forms with at least
`other`. Sections are parsed when they are first asked for, so that a command pays for the words
that it says and for no others.
"""

from __future__ import annotations

import os
import pkgutil
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, TypeAlias

PLURALS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The plural categories of CLDR, by which a table of forms is known from a section."""

SOURCE: Final = "en"
"""The language that is taken where a reader's own is not there."""

OWN_FILES: Final = (
    "agreements", "around", "call", "contract", "customers", "desk", "differences",
    "importing", "own", "people", "queue", "replay", "ticket",
)  # fmt: skip
"""The sections that have a file of their own for each language, read when first asked for."""

Forms: TypeAlias = Mapping[str, str]
Entry: TypeAlias = str | Forms

_HEADER: Final = re.compile(r"^\[([\w-]+)", re.MULTILINE | re.ASCII)


class MissingWordsError(LookupError):
    """A key has no words, or a template lacks a parameter: a fault of ours, not of an input."""


class Catalogue:
    """The words of one language.

    :raises MissingWordsError: if there is no such language
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._blocks = _blocks(_text(language))
        self._sections: dict[str, Mapping[str, Any]] = {}

    def entry(self, key: str) -> Entry:
        """Return the template of a key, or its plural forms.

        :raises MissingWordsError: if the key names neither
        """
        section, *names = key.split(".")
        found: Any = self._section(section)
        for name in names:
            found = found.get(name) if isinstance(found, Mapping) else None
        if isinstance(found, str) or _is_plural(found):
            return found  # type: ignore[no-any-return]  # what TOML holds is known only here
        raise MissingWordsError(f"{self.language}: no words for {key}")

    def __contains__(self, key: str) -> bool:
        """Return whether a key has words."""
        try:
            self.entry(key)
        except MissingWordsError:
            return False
        return True

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Return every key with its template or plural forms."""
        for name in (*self._blocks, *OWN_FILES):
            yield from _leaves(name, self._section(name))

    def _section(self, name: str) -> Mapping[str, Any]:
        if name not in self._sections:
            own = name in OWN_FILES
            text = _text(f"{name}.{self.language}") if own else self._blocks.get(name, "")
            parsed = tomllib.loads(text)
            self._sections[name] = parsed.get(name, {})
        return self._sections[name]


@cache
def catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language, the same one each time.

    :raises MissingWordsError: if there is no such language
    """
    return Catalogue(language)


def languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue, in order of their codes."""
    folder = os.path.dirname(__file__)  # noqa: PTH120  # pathlib costs a command's start 7 ms
    names = os.listdir(folder)  # noqa: PTH208  # the same
    found = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return tuple(sorted(name for name in found if "." not in name))


def matching(tag: str) -> str | None:
    """Return the language for a tag such as `it`, `it-CH` or `it_IT.UTF-8`, `None` if none fits."""
    wanted = re.split(r"[-_.@]", tag, maxsplit=1)[0].lower()
    return wanted if wanted in languages() else None


def _text(name: str) -> str:
    try:
        data = pkgutil.get_data(__package__, f"{name}.toml")
    except OSError:
        data = None
    if data is None:
        raise MissingWordsError(f"there is no catalogue for {name!r}")
    return data.decode("utf-8")


def _blocks(text: str) -> dict[str, str]:
    """Return the text of each section: all tables whose dotted names begin with it."""
    blocks: dict[str, str] = {}
    headers = list(_HEADER.finditer(text))
    ends = [header.start() for header in headers[1:]] + [len(text)]
    for header, end in zip(headers, ends, strict=True):
        blocks[header[1]] = blocks.get(header[1], "") + text[header.start() : end]
    return blocks


def _is_plural(found: object) -> bool:
    return isinstance(found, Mapping) and "other" in found and found.keys() <= PLURALS


def _leaves(key: str, found: object) -> Iterator[tuple[str, Entry]]:
    if isinstance(found, str) or _is_plural(found):
        yield key, found  # type: ignore[misc]  # what TOML holds is known only here
    elif isinstance(found, Mapping):
        for name, inner in found.items():
            yield from _leaves(f"{key}.{name}", inner)
