"""What an address asks a list of tickets for: read from its query, and written into one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from patto.kernel.evaluation.wall import first_at
from patto.tickets.listing import AGREED, GROUPS, Wanted
from patto.tickets.models import Scope, State

ME: Final = "me"
NOBODY: Final = "nobody"
NAMES: Final = (
    "customer", "with", "priority", "type", "state", "group", "scope", "q", "since", "until",
)  # fmt: skip
"""What a list can be asked for, by its names in the address."""
SCOPES: Final = (AGREED, *Scope.values)
_KNOWN: Final = {
    "state": frozenset(State.values), "scope": frozenset(SCOPES), "group": frozenset(GROUPS),
}  # fmt: skip
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a list asks for: of `NAMES` those that are asked for, as they stand."""

    told: dict[str, str]

    def wanted(self, me: int, zone: str) -> Wanted:
        """Return which tickets that is, for whom and on whose wall."""
        told = self.told
        whose = str(me) if told.get("with") == ME else told.get("with", "")
        until = _day(told.get("until", ""))
        since = _day(told.get("since", ""))
        return Wanted(
            customer=_number(told.get("customer", "")),
            assignee=_number(whose),
            untaken=whose == NOBODY,
            priority=told.get("priority", ""),
            type=told.get("type", ""),
            state=told.get("state", ""),
            scope=told.get("scope", ""),
            text=told.get("q", ""),
            since=None if since is None else first_at(zone, since),
            until=None if until is None else first_at(zone, until + timedelta(days=1)),
        )

    @property
    def group(self) -> str:
        """The part of the queue that is asked for, if only one is."""
        return self.told.get("group", "")

    def query(self, *without: str, **more: str | int | None) -> str:
        """Return it as the query of an address, without some of it and with more."""
        kept = {name: value for name, value in self.told.items() if name not in without}
        kept |= {name: str(value) for name, value in more.items() if value is not None}
        return urlencode(kept)


def asked(query: QueryDict, names: Iterable[str] = NAMES) -> Asked:
    """Return what a query asks for; what makes no sense in it is left out."""
    found = {name: query.get(name, "").strip()[:_LONGEST].replace("\0", "") for name in names}
    if "mine" in query:
        found["with"] = ME
    return Asked({name: value for name, value in found.items() if value and _sensible(name, value)})


def read(text: str) -> Asked:
    """Return what a saved query asks for."""
    return asked(QueryDict(text))


def _sensible(name: str, value: str) -> bool:
    if name == "customer":
        return _number(value) is not None
    if name == "with":
        return value in {ME, NOBODY} or _number(value) is not None
    if name in {"since", "until"}:
        return _day(value) is not None
    return value in _KNOWN.get(name, {value})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 < found.year < 2200 else None
