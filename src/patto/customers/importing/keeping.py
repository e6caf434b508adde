"""The file that somebody wants to import, between looking at it and importing it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from patto.customers.models import Upload
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that waits to be imported."""

    name: str
    content: bytes


@transaction.atomic
def keep(content: bytes, name: str, *, by: Actor, at: Instant) -> None:
    """Keep a file in the place of the one that the same person sent before."""
    told = {"at": at, "name": name[:200], "content": content}
    Upload.objects.update_or_create(actor=by.ref, defaults=told)


def kept(by: Actor) -> Kept | None:
    """Return the file of a person, `None` if none waits."""
    row = Upload.objects.filter(actor=by.ref).first()
    return None if row is None else Kept(row.name, bytes(row.content))


def drop(by: Actor) -> None:
    """Forget the file of a person."""
    Upload.objects.filter(actor=by.ref).delete()
