"""Files on what happened to a ticket: bytes that are kept and handed back, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from patto.home.files import Arrived, NoRoomError, TooLargeError, arrived, named, place_of
from patto.tickets.acts import RefusedError
from patto.tickets.models import Attachment, Happened

MOST: Final = 10
"""How many files come with one act at most."""


class FileTooLargeError(RefusedError):
    """A file is larger than is taken, or there are too many."""

    code = "too-large"


class DiskFullError(RefusedError):
    """There is no room on the server's disk."""

    code = "disk-full"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: what it is called, and its bytes as they come."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file as pages show it."""

    id: int
    happened: int
    name: str
    size: int


@contextmanager
def arriving(files: Sequence[Sent]) -> Iterator[list[tuple[str, Arrived]]]:
    """Take files in before anything is written; what is not attached in the end is taken away.

    :raises FileTooLargeError: if one is larger than is taken, or there are too many
    :raises DiskFullError: if there is no room
    """
    if len(files) > MOST:
        raise FileTooLargeError
    taken: list[tuple[str, Arrived]] = []
    try:
        taken.extend((named(one.name), arrived(_folder(), one.chunks)) for one in files)
        yield taken
    except TooLargeError:
        raise FileTooLargeError from None
    except NoRoomError:
        raise DiskFullError from None
    finally:
        for _, file in taken:
            file.drop()


def attach(ticket: int, happened: Happened, files: Sequence[tuple[str, Arrived]]) -> None:
    """Attach files that have arrived to something that happened."""
    for name, file in files:
        file.put(_folder())
        Attachment.objects.create(
            ticket_id=ticket, happened=happened, name=name, size=file.size,
            digest=file.digest,
        )  # fmt: skip


def attachments(ticket: int) -> tuple[AttachmentRow, ...]:
    """Return the files of a ticket in the order in which they came."""
    rows = Attachment.objects.filter(ticket_id=ticket).order_by("id")
    return tuple(AttachmentRow(one.pk, one.happened_id, one.name, one.size) for one in rows)


def attached(ticket: int, key: int) -> tuple[str, Path] | None:
    """Return what a file of a ticket is called and where it lies, `None` if there is none."""
    row = Attachment.objects.filter(pk=key, ticket_id=ticket).first()
    return None if row is None else (row.name, place_of(_folder(), row.digest))


def _folder() -> Path:
    return Path(settings.HOME.files)
