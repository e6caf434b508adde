"""What `measure` and `explain` are asked, and what they need before they can answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from patto.cli.agreements import usable_history
from patto.cli.parameters import Moment
from patto.cli.progress import working
from patto.exchange.reading import MOST_EVENTS, Imported, read
from patto.exchange.stored import stated, texts_refused
from patto.home.now import now
from patto.kernel.agreement.versions import History
from patto.kernel.errors import InputError
from patto.kernel.instants import Instant
from patto.language.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The command line of a command that measures."""

    agreement: Path
    events: tuple[Path, ...]
    at: Moment | None
    known_at: Moment | None
    importer: str | None
    form: str
    output: Path | None


@dataclass(frozen=True, slots=True)
class Looking:
    """The two instants of a measurement, and the zone in which they are told."""

    at: Instant
    known_at: Instant
    zone: str

    def told(self, words: Words) -> str:
        """Return the two in words."""
        at = words.instant(self.at, self.zone)
        if self.at == self.known_at:
            return words.say("report.as-of-now", at=at, zone=self.zone)
        known_at = words.instant(self.known_at, self.zone)
        return words.say("report.as-of", at=at, known_at=known_at, zone=self.zone)


@dataclass(frozen=True, slots=True)
class Ready:
    """The agreement to measure under, from when to look, and how the files of events are read."""

    history: History
    looking: Looking
    paths: tuple[Path, ...]
    importer: str | None
    stored: bool
    """Whether the events are stored in columns as we write them, so that they need not be read
    one by one."""

    def imported(self, words: Words) -> Imported:
        """Return all events one by one; local times without a zone are the agreement's.

        :raises InputError: if a file of events cannot be used
        """
        with working(words.say("cli.measure.reading")):
            imported = read(self.paths, self.importer, zone=self.looking.zone)
        if imported.refused:
            raise InputError([found for found in imported.problems if found.severity == "error"])
        return imported


def ready(
    asked: Asked, words: Words, opened: Callable[[Path, Words], History] = usable_history
) -> Ready:
    """Return what was asked for; what is less than an error is told on standard error.

    `opened` opens the agreement.

    :raises InputError: if the agreement cannot be used, or a Parquet file of texts is too large to
        be read one by one
    :raises OSError: if a file cannot be read
    :raises UsageError: if a local time does not exist in the agreement's zone, or exists twice
    """
    history = opened(asked.agreement, words)
    looking = _looking(asked, history)
    return Ready(history, looking, asked.events, asked.importer, _stored(asked))


def _stored(asked: Asked) -> bool:
    """Return whether all events are in Parquet files as we write them."""
    if not all(_is_parquet(path, asked) for path in asked.events) or find_spec("pyarrow") is None:
        return False
    files = [(path, stated(path)) for path in asked.events]
    for path, file in files:
        if file.textual and file.rows > MOST_EVENTS:
            raise texts_refused(path)
    return all(file.typed for _, file in files)


def _is_parquet(path: Path, asked: Asked) -> bool:
    if asked.importer is not None:
        return asked.importer == "parquet" and path.is_file()
    return path.suffix.lower() in (".parquet", ".pq") and path.is_file()


def _looking(asked: Asked, history: History) -> Looking:
    """Return from when to look, local times being of the last version's zone; by default now."""
    zone = history.versions[-1].agreement.zone
    at = now() if asked.at is None else asked.at.resolved(zone, "at")
    known_at = at if asked.known_at is None else asked.known_at.resolved(zone, "known_at")
    return Looking(at, known_at, zone)
