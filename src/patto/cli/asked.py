"""What `measure` and `explain` are asked, and what they need before they can answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from patto.cli.agreements import usable_history
from patto.cli.now import now
from patto.cli.parameters import Moment
from patto.cli.progress import working
from patto.exchange.reading import Imported, read
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
    """The agreement and the events that were read, and from when to look at them."""

    history: History
    imported: Imported
    looking: Looking


def ready(asked: Asked, words: Words) -> Ready:
    """Return what was asked for, read; what is less than an error is told on standard error.

    :raises InputError: if the agreement or a file of events cannot be used
    :raises OSError: if a file cannot be read
    :raises UsageError: if a local time does not exist in the agreement's zone, or exists twice
    """
    history = usable_history(asked.agreement, words)
    when = _looking(asked, history)
    return Ready(history, _events(asked, when.zone, words), when)


def _looking(asked: Asked, history: History) -> Looking:
    """Return from when to look, local times being of the last version's zone; by default now."""
    zone = history.versions[-1].agreement.zone
    at = now() if asked.at is None else asked.at.resolved(zone, "at")
    known_at = at if asked.known_at is None else asked.known_at.resolved(zone, "known_at")
    return Looking(at, known_at, zone)


def _events(asked: Asked, zone: str, words: Words) -> Imported:
    """Return the events; local times of an export that names no zone are the agreement's."""
    with working(words.say("cli.measure.reading")):
        imported = read(asked.events, asked.importer, zone=zone)
    if imported.refused:
        raise InputError([found for found in imported.problems if found.severity == "error"])
    return imported
