"""The settings of an installation: from the environment, or from one TOML file.

Each is named in `SETTINGS`; the environment stands before the file. What is wrong is told at once
and all together, with its place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias
from urllib.parse import urlsplit

from patto.kernel.errors import InputError, Place, Problem

Kind: TypeAlias = Literal["database", "address", "count", "text", "level"]

LEVELS: Final = ("debug", "info", "warning", "error")
_LINE: Final = re.compile(r"line (\d+), column (\d+)")
PROBLEMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "setting-unknown": ("key", "known"),
    "setting-malformed": ("key", "value", "kind"),
    "settings-unreadable": (),
})  # fmt: skip
"""What can be wrong with settings, with the parameters of each."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its key in the file, its variable in the environment, its usual value."""

    key: str
    variable: str
    kind: Kind
    usual: str


SETTINGS: Final = (
    Setting("database_url", "DATABASE_URL", "database", ""),
    Setting("address", "PATTO_ADDRESS", "address", ""),
    Setting("secret", "PATTO_SECRET", "text", ""),
    Setting("threads", "PATTO_THREADS", "count", "8"),
    Setting("log", "PATTO_LOG", "level", "info"),
)
"""Every setting but `PATTO_HOME`, which says where the file is."""


def read_settings(environ: Mapping[str, str], text: str, file: str) -> Mapping[str, str]:
    """Return the value of every setting by its key; `text` is the file's, empty if there is none.

    :raises InputError: if a setting is unknown or malformed, or the file is not TOML
    """
    stated, problems = _stated(text, file)
    known = {one.key: one for one in SETTINGS}
    problems += [_unknown(key, text, file) for key in stated if key not in known]
    found = {}
    for one in SETTINGS:
        value, place = _value(one, environ, stated, text, file)
        problems += [] if _fits(one.kind, value) else [_malformed(one, value, place)]
        found[one.key] = value
    if problems:
        raise InputError(problems)
    return MappingProxyType(found)


def _stated(text: str, file: str) -> tuple[dict[str, str], list[Problem]]:
    try:
        return {key: str(value) for key, value in tomllib.loads(text).items()}, []
    except tomllib.TOMLDecodeError as error:
        at = _LINE.search(str(error))
        place = Place(file, *map(int, at.groups())) if at else Place(file)
        return {}, [Problem("settings-unreadable", place)]


def _value(
    one: Setting, environ: Mapping[str, str], stated: Mapping[str, str], text: str, file: str
) -> tuple[str, Place]:
    if environ.get(one.variable):
        return environ[one.variable], Place(one.variable)
    if one.key in stated:
        return stated[one.key], _place(one.key, text, file)
    return one.usual, Place()


def _unknown(key: str, text: str, file: str) -> Problem:
    known = ", ".join(one.key for one in SETTINGS)
    return Problem(
        "setting-unknown", _place(key, text, file), "error", {"key": key, "known": known}
    )


def _malformed(one: Setting, value: str, place: Place) -> Problem:
    # A database's address has its password in it, so it is never repeated.
    told = "…" if one.kind == "database" else value
    return Problem(
        "setting-malformed", place, "error", {"key": one.key, "value": told, "kind": one.kind}
    )


def _place(key: str, text: str, file: str) -> Place:
    lines = enumerate(text.splitlines(), 1)
    return next((Place(file, n, 1) for n, line in lines if line.startswith(key)), Place(file))


def _fits(kind: Kind, value: str) -> bool:
    if kind == "count":
        return value.isascii() and value.isdigit() and 0 < int(value) <= 256
    if kind == "level":
        return value in LEVELS
    if kind == "text" or not value:
        return True
    parts = urlsplit(value)
    if kind == "address":
        return (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.path in {"", "/"}
        )
    return parts.scheme in {"postgresql", "postgres"} and bool(parts.path.strip("/"))
