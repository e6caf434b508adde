"""Scans of what was signed: bytes that are kept by their hash and handed back.

Of what is in one, no more is read than by which kind of file it begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from patto.agreements.models import SignedCopy, State, Version
from patto.home.files import arrived, named, place_of
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, record


class NotSignedError(Exception):
    """A scan of what nobody has signed yet."""


class NoScanError(Exception):
    """A file of a kind that no scan and no signed document is."""


class GoneError(Exception):
    """A scan that is not there, or was taken away already."""


class NoReasonError(Exception):
    """A scan of a version in force is not taken back without a reason."""


_BEGINNINGS: Final = (
    b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*",
)  # fmt: skip
"""How a PDF, a JPEG, a PNG and a TIFF begin."""
_PHOTOGRAPHS: Final = (b"heic", b"heix", b"mif1", b"avif")
_SIGNED_DATA: Final = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
"""What an envelope with a digital signature (`.p7m`) says of itself within its first bytes."""
_ENOUGH: Final = 64


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scan as pages show it; one that was withdrawn does not count, and says why."""

    id: int
    name: str
    size: int
    digest: str
    added_at: Instant
    withdrawn_at: Instant | None = None
    withdrawn_why: str = ""


def keep(version: int, name: str, chunks: Iterable[bytes], *, by: Actor, at: Instant) -> int:
    """Keep a scan of a version that was agreed, and return its number.

    :raises NotSignedError: if the version is a draft
    :raises NoScanError: if it is neither a PDF, a picture nor signed digitally
    :raises TooLargeError: if it is more than the largest file that is taken
    :raises NoRoomError: if the disk is full
    """
    file = arrived(_folder(), _looked_at(chunks))
    try:
        with transaction.atomic():
            row = Version.objects.select_for_update().get(pk=version)
            if row.state == State.DRAFT:
                raise NotSignedError
            file.put(_folder())
            copy = SignedCopy.objects.create(
                version=row, name=named(name), size=file.size, digest=file.digest, added_at=at
            )
            told = {"id": row.identity, "version": row.number, "name": copy.name,
                    "digest": file.digest}  # fmt: skip
            record("agreement.scan", by=by, at=at, noun="agreement", key=version,
                   customer=row.customer_id, told=told)  # fmt: skip
    finally:
        file.drop()
    return int(copy.pk)


def take_away(scan: int, *, version: int, by: Actor, at: Instant, why: str = "") -> None:
    """Take a wrong scan away; of a version in force it stays to be seen, withdrawn with a reason.

    :raises GoneError: if it is not there any more
    :raises NoReasonError: if it is in force and no reason is given
    """
    with transaction.atomic():
        row = Version.objects.select_for_update().get(pk=version)
        copy = SignedCopy.objects.filter(pk=scan, version=row, withdrawn_at=None).first()
        if copy is None:
            raise GoneError
        if row.state != State.IN_FORCE:
            copy.delete()
        elif not why.strip():
            raise NoReasonError
        else:
            copy.withdrawn_at, copy.withdrawn_why = at, why.strip()
            copy.save()
        told = {"id": row.identity, "version": row.number, "name": copy.name,
                "digest": copy.digest, "why": why.strip()}  # fmt: skip
        record("agreement.scan-away", by=by, at=at, noun="agreement", key=version,
               customer=row.customer_id, told=told)  # fmt: skip


def kept(version: int) -> tuple[ScanRow, ...]:
    """Return the scans of a version, in the order in which they came."""
    rows = SignedCopy.objects.filter(version_id=version).order_by("id")
    return tuple(
        ScanRow(one.pk, one.name, one.size, one.digest, one.added_at, one.withdrawn_at,
                one.withdrawn_why)
        for one in rows
    )  # fmt: skip


def found(version: int, key: int) -> tuple[str, Path] | None:
    """Return what a scan of a version is called and where it lies, `None` if there is none."""
    row = SignedCopy.objects.filter(pk=key, version_id=version).first()
    return None if row is None else (row.name, place_of(_folder(), row.digest))


def _looked_at(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Return the bytes as they come, after a look at the first of them."""
    rest, begins = iter(chunks), b""
    for chunk in rest:
        begins += chunk
        if len(begins) >= _ENOUGH:
            break
    photograph = begins[4:8] == b"ftyp" and begins[8:12] in _PHOTOGRAPHS
    if not (begins.startswith(_BEGINNINGS) or photograph or _SIGNED_DATA in begins[:_ENOUGH]):
        raise NoScanError
    return chain([begins], rest)


def _folder() -> Path:
    return Path(settings.HOME.files)
