"""What an importer is: a name, the files it reads, and how rows become events.

An importer yields each event with the number of the row that it came from, in the order of the
rows, and accounts in the report for every row that gives none. It raises `InputError` for a file
that cannot be used. What holds of events whatever they came from (repeated ids, an event before
its ticket was reported) is checked after it, by
`consistency`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from patto.exchange.problems import problem
from patto.exchange.report import Report
from patto.kernel.errors import InputError, Place
from patto.kernel.facts import Event

Found: TypeAlias = tuple[Event, int]
"""An event, and the number of the line or row it came from."""

Writer: TypeAlias = Callable[[Iterable[Event], Sequence[str], Path], None]
"""Writes events to a file, with a column for each of the attributes named."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an export comes from: a file, or a stream under a name."""

    name: str
    origin: Path | BinaryIO

    @property
    def short(self) -> str:
        """The file's own name, without its folder."""
        return Path(self.name).name

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Open it for reading from its start; a stream is left open by its end.

        :raises InputError: if the file cannot be opened
        """
        if not isinstance(self.origin, Path):
            if self.origin.seekable():
                self.origin.seek(0)
            return nullcontext(self.origin)
        if self.origin.is_dir():
            raise InputError([problem("export-is-folder", self.place())])
        try:
            return self.origin.open("rb")
        except OSError as error:
            reason = error.strerror or str(error)
            found = problem("export-unreadable", self.place(), reason=reason)
            raise InputError([found]) from error

    def place(self, line: int = 0) -> Place:
        """Return the place of a line."""
        return Place(self.name, line)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one source: what to read, where to report, and what the caller asked for.

    `first` is the position that the first event gets. `zone` is suggested for local
    times that neither the export nor a mapping places.
    """

    source: Source
    report: Report
    first: int = 1
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """A format that can be read, and perhaps written.

    `suffixes` are those of the files it reads; where several read the same, `recognises` says of a
    header's columns whether they are its own. An importer with `configure` is made ready by a file
    of its own, ending in one of `configured_by`, and reads nothing without. One that `rereads`
    needs a source that it can go back in.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Reading], Iterator[Found]]
    recognises: Callable[[Sequence[str]], bool] | None = None
    write: Writer | None = None
    configure: Callable[[Path], Importer] | None = None
    configured_by: tuple[str, ...] = ()
    rereads: bool = False
