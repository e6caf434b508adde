"""The settings of an installation: from the environment, or from one TOML file.

Each is named in `SETTINGS`; the environment stands before the file. What is wrong is told at once
and all together, with its place. What is secret is never repeated.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final, Literal, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from patto.kernel.errors import InputError, Place, Problem

Kind: TypeAlias = Literal["database", "address", "count", "number", "secret", "level"]

LEVELS: Final = ("debug", "info", "warning", "error")
SHORTEST_SECRET: Final = 32
"""The fewest letters of a key that nobody guesses."""
MASK: Final = "…"
"""What stands for something secret."""
TLS: Final = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey"})
"""What may follow the address of a database, as in `?sslmode=verify-full`."""
_MOST: Final[Mapping[str, int]] = MappingProxyType({"count": 256, "number": 9})
_LINE: Final = re.compile(r"line (\d+), column (\d+)")
_OURS: Final = "PATTO_"
PROBLEMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "setting-unknown": ("key", "known"),
    "setting-misspelt": ("key", "nearest"),
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
    Setting("proxies", "PATTO_PROXIES", "number", "0"),
    Setting("secret", "PATTO_SECRET", "secret", ""),
    Setting("threads", "PATTO_THREADS", "count", "8"),
    Setting("log", "PATTO_LOG", "level", "info"),
)
"""Every setting but `PATTO_HOME`, which says where the file is."""


class Settings(Mapping[str, str]):
    """The value of every setting by its key; shown, what is secret in it is masked."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)

    def __getitem__(self, key: str) -> str:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        kinds = {one.key: one.kind for one in SETTINGS}
        told = {key: shown(kinds[key], value) for key, value in self._values.items()}
        return f"Settings({told})"


def shown(kind: Kind, value: str) -> str:
    """Return a value as it may be shown: of a database its address without the password."""
    if kind == "secret":
        return MASK if value else ""
    return masked(value) if kind == "database" else value


def masked(url: str) -> str:
    """Return the address of a database without its password; a mask alone if it is no address."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return MASK
    # Where the separators are not where they belong, anything may be the password.
    if not host or "@" in parts.path or parts.fragment or not _is_about_tls(parts.query):
        return MASK
    user = f"{parts.username or ''}:{MASK}@" if parts.username or parts.password else ""
    return f"{parts.scheme}://{user}{host}{port}{parts.path}"


def read_settings(environ: Mapping[str, str], text: str, file: str) -> Settings:
    """Return the value of every setting by its key; `text` is the file's, empty if there is none.

    :raises InputError: if a setting is unknown or malformed, or the file is not TOML
    """
    stated, problems = _stated(text, file)
    known = {one.key: one for one in SETTINGS}
    problems += [_unknown(key, text, file) for key in stated if key not in known]
    problems += _misspelt(environ)
    found = {}
    for one in SETTINGS:
        value, place = _value(one, environ, stated, text, file)
        problems += [] if _fits(one.kind, value) else [_malformed(one, value, place)]
        found[one.key] = value
    if problems:
        raise InputError(problems)
    return Settings(found)


def _stated(text: str, file: str) -> tuple[dict[str, str], list[Problem]]:
    try:
        return {key: str(value) for key, value in tomllib.loads(text).items()}, []
    except tomllib.TOMLDecodeError as error:
        at = _LINE.search(str(error))
        return {}, [Problem("settings-unreadable", _at(file, *(at.groups() if at else ())))]


def _value(
    one: Setting, environ: Mapping[str, str], stated: Mapping[str, str], text: str, file: str
) -> tuple[str, Place]:
    if environ.get(one.variable):
        return environ[one.variable], Place(one.variable)
    if one.key in stated:
        return stated[one.key], _place(one.key, text, file)
    return one.usual, Place()


def _unknown(key: str, text: str, file: str) -> Problem:
    names = {name: one.key for one in SETTINGS for name in (one.key, one.variable.lower())}
    near = get_close_matches(key.lower(), names, 1)
    place = _place(key, text, file)
    if near:
        told = {"key": key, "nearest": names[near[0]]}
        return Problem("setting-misspelt", place, "error", told)
    known = ", ".join(one.key for one in SETTINGS)
    return Problem("setting-unknown", place, "error", {"key": key, "known": known})


def _misspelt(environ: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the variables that are one of ours but for a slip; others are somebody else's."""
    known = [one.variable for one in SETTINGS if one.variable.startswith(_OURS)]
    for name in environ:
        near = get_close_matches(name, known, 1, 0.85) if name.startswith(_OURS) else []
        if near and name not in known:
            told = {"key": name, "nearest": near[0]}
            yield Problem("setting-misspelt", Place(name), "error", told)


def _malformed(one: Setting, value: str, place: Place) -> Problem:
    # A database's address has its password in it, and nobody knows where if it is malformed.
    told = MASK if one.kind in {"database", "secret"} else value
    return Problem(
        "setting-malformed", place, "error", {"key": one.key, "value": told, "kind": one.kind}
    )


def _place(key: str, text: str, file: str) -> Place:
    """Return where a key stands in a file."""
    lines = enumerate(text.splitlines(), 1)
    stated = re.compile(rf"[\s\"']*{re.escape(key)}[\s\"']*[=.\]]|\s*\[+\s*{re.escape(key)}\b")
    return next((_at(file, n) for n, line in lines if stated.match(line)), Place(file))


def _at(file: str, *numbers: int | str) -> Place:
    """Return a place whose line is not shown beside the problem: it may hold a password."""
    return Place(":".join(map(str, (file, *numbers))))


def _fits(kind: Kind, value: str) -> bool:
    if kind in _MOST:
        least = 1 if kind == "count" else 0
        whole = value.isascii() and value.isdigit() and len(value) < 9
        return whole and least <= int(value) <= _MOST[kind]
    if kind == "level":
        return value in LEVELS
    if not value:
        return True
    if kind == "secret":
        return len(value) >= SHORTEST_SECRET
    return _is_address(kind, value)


def _is_address(kind: Kind, value: str) -> bool:
    try:
        parts = urlsplit(value)
        sound = parts.port != 0 and bool(parts.hostname)
    except ValueError:
        return False
    if kind == "address":
        bare = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
        return sound and bare and parts.scheme in {"http", "https"}
    named = parts.scheme in {"postgresql", "postgres"} and bool(parts.path.strip("/"))
    return named and not parts.fragment and _is_about_tls(parts.query)


def _is_about_tls(query: str) -> bool:
    """Return whether what follows an address says only how the line to it is secured."""
    return all(name in TLS for name, _ in parse_qsl(query, keep_blank_values=True))
