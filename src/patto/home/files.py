"""The files that people send: kept by what is in them, whatever they are called.

A file lies in the folder by the SHA-256 of its bytes. Nothing of it is read, unpacked or run.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

LARGEST: Final = 25 * 1024 * 1024
"""The bytes of the largest file that is taken."""
_LONGEST: Final = 200
_ENDING: Final = 20
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class TooLargeError(Exception):
    """A file is larger than is taken."""


class NoRoomError(Exception):
    """The disk is full."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that has arrived whole, under a name of its own until it is put in its place."""

    waiting: Path
    digest: str
    size: int

    def put(self, folder: Path) -> None:
        """Put it in its place by its digest; one that lies there already has the same bytes."""
        place = place_of(folder, self.digest)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        self.waiting.replace(place)

    def drop(self) -> None:
        """Take it away if it was not put in its place."""
        self.waiting.unlink(missing_ok=True)


def named(name: str) -> str:
    """Return what a file is called, without what is no letter on a screen or leads elsewhere."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(one for one in last if one.isprintable()).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > _LONGEST and dot and len(ending) < _ENDING:
        shown = stem[: _LONGEST - len(ending) - 1] + "." + ending
    return shown[:_LONGEST] or "file"


def place_of(folder: Path, digest: str) -> Path:
    """Return where the file of a digest lies."""
    return folder / digest[:2] / digest


def arrived(folder: Path, chunks: Iterable[bytes], largest: int = LARGEST) -> Arrived:
    """Write what arrives to the disk, all of it or nothing.

    :raises TooLargeError: if it is more than the largest that is taken
    :raises NoRoomError: if the disk is full
    """
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".arriving-")
        return _written(handle, Path(name), chunks, largest)
    except BaseException as error:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise NoRoomError from error
        raise


def _written(handle: int, waiting: Path, chunks: Iterable[bytes], largest: int) -> Arrived:
    digest, size = sha256(), 0
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > largest:
                raise TooLargeError
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Arrived(waiting, digest.hexdigest(), size)
