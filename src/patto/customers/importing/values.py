"""What stands in a cell, as what it means; what it cannot mean is refused with the way out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from patto.customers import opening
from patto.customers.folding import folded
from patto.kernel.errors import UnknownZoneError
from patto.kernel.zones import zone

_YES: Final = frozenset({"yes", "y", "true", "1", "x", "si", "s", "vero"})
_NO: Final = frozenset({"no", "n", "false", "0", "-", "falso"})
_LEVELS: Final[Mapping[str, str]] = MappingProxyType({
    "high": "high", "alta": "high", "alto": "high", "critical": "high", "critica": "high",
    "critico": "high", "medium": "medium", "media": "medium", "medio": "medium",
    "normal": "medium", "normale": "medium", "low": "low", "bassa": "low", "basso": "low",
})  # fmt: skip
_KINDS: Final[Mapping[str, str]] = MappingProxyType({
    "server": "server", "storage": "storage", "nas": "storage", "archivio dati": "storage",
    "network": "network", "rete": "network", "switch": "network", "router": "network",
    "firewall": "network", "access point": "network", "line": "line", "linea": "line",
    "workplace": "workplace", "workstation": "workplace", "pc": "workplace", "desktop": "workplace",
    "notebook": "workplace", "laptop": "workplace", "portatile": "workplace",
    "postazione": "workplace", "postazioni": "workplace", "printer": "printer",
    "stampante": "printer", "telephone": "telephone", "phone": "telephone",
    "telefono": "telephone", "telefoni": "telephone", "centralino": "telephone", "mail": "mail",
    "posta": "mail", "posta elettronica": "mail", "program": "program", "software": "program",
    "programma": "program", "gestionale": "program", "other": "other", "altro": "other",
})  # fmt: skip
_LANGUAGES: Final[Mapping[str, str]] = MappingProxyType({
    "en": "en", "english": "en", "inglese": "en", "it": "it", "ita": "it", "italian": "it",
    "italiano": "it",
})  # fmt: skip
_ROUNDED: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_WITH_DECIMALS: Final = re.compile(r"(\+?\d{6,})[.,]0+")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_LOCAL: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?: .*)?")
_DAYS_OF_EXCEL: Final = re.compile(r"[34]\d{4}")
_LONGEST: Final[Mapping[str, int]] = MappingProxyType({
    "name": 200, "language": 10, "zone": 64, "note": 20_000, "telephone": 60, "email": 254,
    "contract": 200, "hours": 2_000, "address": 300, "closed": 10_000, "access": 300, "kind": 60,
    "item": 100, "serial": 100, "warranty_by": 200, "parts_within": 60, "known_as": 100,
    "mobile": 60,
})  # fmt: skip
"""The most characters of each part, as the tables and forms take them."""


class WrongError(Exception):
    """A cell cannot mean what its column says: `code` has words that take `told`."""

    def __init__(self, code: str, **told: str) -> None:
        self.code, self.told = code, told
        super().__init__(code)


def value_of(noun: str, column: str, cell: str) -> Any:
    """Return what a cell means in a column of a file of a noun.

    :raises WrongError: if it cannot mean that
    """
    text = cell.replace("\xa0", " ").strip()
    longest = _LONGEST.get(column, 300)
    if len(text) > longest:
        raise WrongError("too-long", length=str(len(text)), most=str(longest))
    if column in {"hours", "closed"} and noun == "site":
        return _HOURS[column](text)
    meaning = _MEANINGS.get(column)
    return meaning(text) if meaning else text


def _yes(text: str) -> bool:
    said = folded(text)
    if said not in _YES | _NO:
        raise WrongError("yes-or-no", value=text)
    return said in _YES


def _level(text: str) -> str:
    found = _LEVELS.get(folded(text))
    if found is None:
        raise WrongError("criticality", value=text)
    return found


def _kind(text: str) -> str:
    return _KINDS.get(folded(text), text)


def _language(text: str) -> str:
    found = _LANGUAGES.get(folded(text))
    if found is None:
        raise WrongError("language", value=text)
    return found


def _zone(text: str) -> str:
    try:
        zone(text)
    except UnknownZoneError:
        raise WrongError("zone", value=text) from None
    return text


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise WrongError("email", value=text) from None
    return text


def _telephone(text: str) -> str:
    """Return a number as it stands; a spreadsheet that took it for a quantity has rounded it."""
    if found := _WITH_DECIMALS.fullmatch(text):
        return found[1]
    if _ROUNDED.fullmatch(text):
        raise WrongError("telephone-rounded", value=text)
    if text and not any(map(str.isdigit, text)):
        raise WrongError("telephone", value=text)
    return text


def _date(text: str) -> date:
    iso, local = _ISO.fullmatch(text), _LOCAL.fullmatch(text)
    parts = iso.groups() if iso else local.groups()[::-1] if local else None
    if parts is None:
        raise WrongError("date-number" if _DAYS_OF_EXCEL.fullmatch(text) else "date", value=text)
    try:
        return date(*map(int, parts))
    except ValueError:
        raise WrongError("date", value=text) from None


def _hours(text: str) -> str:
    typed = opening.in_notation("\n".join(re.split(r"[;\n]", text)))
    if opening.read_hours(typed, "UTC")[1] is not None:
        raise WrongError("hours", value=text)
    return typed


def _closed(text: str) -> str:
    days, wrong = opening.read_off("\n".join(re.split(r"[;\n]", text)))
    if wrong:
        raise WrongError("closed", value=text)
    return opening.written_off(days)


_HOURS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType({
    "hours": _hours, "closed": _closed,
})  # fmt: skip
_MEANINGS: Final[Mapping[str, Callable[[str], Any]]] = MappingProxyType({
    "may_report": _yes,
    "may_decide": _yes,
    "criticality": _level,
    "kind": _kind,
    "language": _language,
    "zone": _zone,
    "email": _email,
    "telephone": _telephone,
    "mobile": _telephone,
    "warranty_until": _date,
    "in_scope_since": _date,
    "in_scope_until": _date,
})  # fmt: skip
