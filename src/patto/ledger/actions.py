"""Writing into the ledger, which every action does within its own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from patto.kernel.instants import Instant
from patto.ledger.models import Entry


class Actor(NamedTuple):
    """Who acts: a reference that lasts, and a name as it is now."""

    ref: str
    name: str


class Written(NamedTuple):
    """An act as it is written down: what `record` takes."""

    act: str
    by: Actor
    at: Instant
    noun: str
    key: object
    customer: int | None
    told: Mapping[str, object]


ENGINE = Actor("engine", "Patto")
"""What happens because its time has come."""


def record(
    act: str,
    *,
    by: Actor,
    at: Instant,
    noun: str,
    key: object,
    customer: int | None = None,
    told: Mapping[str, object] | None = None,
) -> None:
    """Write down an act; it stands once the transaction does."""
    _row(Written(act, by, at, noun, key, customer, told or {})).save(force_insert=True)


def record_all(written: Iterable[Written]) -> None:
    """Write down many acts, in their order; they stand once the transaction does."""
    Entry.objects.bulk_create(map(_row, written), batch_size=500)


def _row(written: Written) -> Entry:
    return Entry(
        at=written.at,
        actor=written.by.ref,
        who=written.by.name,
        act=written.act,
        noun=written.noun,
        key=str(written.key),
        customer=written.customer,
        told=dict(written.told),
    )


def black_out(noun: str, key: object, part: str, mark: str) -> None:
    """Put a mark for a part of what was given, wherever the entries about a thing hold it."""
    for one in Entry.objects.filter(noun=noun, key=str(key)):
        told = {name: _marked(value, part, mark) for name, value in one.told.items()}
        if told != one.told:
            Entry.objects.filter(pk=one.pk).update(told=told)


def _marked(value: object, part: str, mark: str) -> object:
    return value.replace(part, mark) if isinstance(value, str) else value
