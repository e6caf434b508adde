"""C08: a promise runs while nobody watches the channel on which calls arrive."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.spans import SpanSet


def find(subject: Subject) -> Iterator[Hit]:
    """Yield the channels whose watch leaves a clock of a promise running unseen.

    Channels watched at the same hours, and left alone by the same clock, are one finding.
    """
    found: dict[tuple[str, str], list[int]] = {}
    clocks = dict.fromkeys(row.row.clock for row in subject.rows)
    for index, channel in enumerate(subject.agreement.channels):
        if channel.id not in _starting(subject):
            continue
        for clock in clocks:
            if _unwatched(subject, clock, channel.watched):
                found.setdefault((clock, channel.watched), []).append(index)
                break
    for (clock, watched), channels in found.items():
        first = _unwatched(subject, clock, watched).bounds
        told = {
            "channels": ", ".join(subject.agreement.channels[index].title for index in channels),
            "clock": subject.clock_title(clock),
            "start": subject.on_the_wall(first[0]),
            "end": subject.on_the_wall(first[1]),
        }
        paths = [("channels", index, "watched") for index in channels]
        yield Hit(paths[0], MappingProxyType(told), also=tuple(paths[1:]))


def _starting(subject: Subject) -> frozenset[str]:
    """Return the channels that can make a call valid, all if some promise starts at the report."""
    if any(metric.start.event == "reported" for _, metric in subject.ticket_metrics):
        return frozenset(channel.id for channel in subject.agreement.channels)
    acts = subject.agreement.validly_logged.acts
    return frozenset(channel for act in acts for channel in act.channels)


def _unwatched(subject: Subject, clock: str, watched: str) -> SpanSet:
    return subject.open(clock) - subject.open(watched)


RULE = ModelRule(
    id="C08",
    name="channel-unwatched",
    severity="warning",
    stake="fairness",
    source="founding case: reporting a fault",
    find=find,
    words={
        "en": Told(
            title="A channel that nobody watches",
            what="“{clock}” runs from {start} to {end}, when nobody watches: {channels}.",
            why="The clock of a call that nobody sees runs, and the miss is certain before anybody "
            "could act.",
            bad="P1 around the clock, reported by mail that is read from 9 to 17",
            good="Watch the channel as long as the clock runs, or take the call by telephone then.",
        ),
        "it": Told(
            title="Un canale che nessuno guarda",
            what="«{clock}» corre dal {start} al {end}, quando nessuno guarda: {channels}.",
            why="Il tempo di una chiamata che nessuno vede corre, e il ritardo è certo prima che "
            "qualcuno possa agire.",
            bad="P1 a ogni ora, segnalata per posta che si legge dalle 9 alle 17",
            good="Guardare il canale finché il tempo corre, o accettare allora solo il telefono.",
        ),
    },
)
