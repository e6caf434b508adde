"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patto.kernel.instants import Instant
from patto.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands in the ledger."""

    at: Instant
    who: str
    act: str
    told: Mapping[str, Any]


def of_thing(noun: str, key: object, *, most: int = 200) -> tuple[Written, ...]:
    """Return the latest entries about a thing, the last one first."""
    rows = Entry.objects.filter(noun=noun, key=str(key)).order_by("-id")[:most]
    return tuple(Written(one.at, one.who, one.act, one.told) for one in rows)


def latest() -> int:
    """Return the number of the last entry, 0 if there is none."""
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def since(noun: str, key: object, after: int) -> tuple[Written, ...]:
    """Return what was done to a thing after an entry of a number, the last one first."""
    rows = Entry.objects.filter(noun=noun, key=str(key), id__gt=after).order_by("-id")
    return tuple(Written(one.at, one.who, one.act, one.told) for one in rows)


def latest_of(noun: str, key: object) -> int:
    """Return the number of the last entry about a thing, 0 if there is none."""
    rows = Entry.objects.filter(noun=noun, key=str(key)).order_by("-id")
    return rows.values_list("id", flat=True).first() or 0


def latest_at() -> Instant:
    """Return when the last entry was written, 0 if there is none."""
    return Entry.objects.order_by("-id").values_list("at", flat=True).first() or 0
