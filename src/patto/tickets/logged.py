"""What a call still lacks to be validly logged, so that people know why its clock stands still."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from patto.kernel import facts
from patto.kernel.agreement.desk import Logging
from patto.kernel.facts import Event


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is missing: acts of reporting, each by the channels it may be done on, and information.

    False if nothing is.
    """

    acts: tuple[tuple[str, ...], ...] = ()
    information: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.acts or self.information)


def lacking(logging: Logging, known: Iterable[Event]) -> Lacking:
    """Return what a ticket lacks to be validly logged by what is known of it (semantics 4.3).

    Where an act could have been done in several ways, as few as possible are missing.
    """
    channels: list[str] = []
    given: set[str] = set()
    for event in known:
        channel = event.attribute("channel")
        if event.kind == facts.VALIDLY_LOGGED and not channel:
            return Lacking()  # the desk's own statement that all is done
        if event.kind in {facts.REPORTED, facts.VALIDLY_LOGGED}:
            channels.append(channel)
        given |= {name.strip() for name in event.attribute("information").split(";")}
    wanted = [name for name in logging.information or () if name not in given]
    return Lacking(_undone([act.channels for act in logging.acts], channels), tuple(wanted))


def reported(attributes: Mapping[str, str]) -> Event:
    """Return the report of a call that is not logged yet, by its attributes alone."""
    return Event("", "", facts.REPORTED, 0, 0, attributes=attributes)


def _undone(
    acts: Sequence[tuple[str, ...]], channels: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """Return the acts that are left when as many as possible have each been done by one event."""
    if not acts:
        return ()
    ways = [
        _undone(acts[1:], [*channels[:n], *channels[n + 1 :]])
        for n, channel in enumerate(channels)
        if channel in acts[0]
    ]
    return min([*ways, (acts[0], *_undone(acts[1:], channels))], key=len)
