"""What is open at the moment of loading, whatever the hour: some of each thing that can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any, Final

from patto.demo.diary import Circumstances, Diary, opened
from patto.demo.hours import Hours
from patto.demo.lives import answer, pause
from patto.demo.tickets import PlannedTicket
from patto.kernel import facts
from patto.kernel.instants import HOUR, MINUTE, Duration, Instant
from patto.tickets.acts import DISPUTED

_UNANSWERED: Final = (
    (0, "P3", 0.4), (1, "P1", 0.5), (2, "P1", 0.6), (3, "P2", 0.7), (7, "P2", 0.8),
    (4, "P2", 1.4), (9, "P3", 1.1),
)  # fmt: skip
"""Customer, priority, and the share of the time for an answer that has passed; above one it is
overdue."""
_ANSWERED: Final = (
    (0, "P2", 1.3), (1, "P1", 0.6), (1, "P2", 0.85), (1, "P3", 0.2), (2, "P2", 0.9),
    (2, "P3", 0.7), (3, "P2", 0.8), (3, "P3", 0.6), (3, "P3", 1.05), (4, "P3", 0.5),
    (5, "P3", 0.5), (6, "P2", 0.7), (6, "P3", 0.1), (7, "P3", 1.1), (8, "P3", 0.4),
    (9, "P2", 0.6), (10, "P3", 0.3), (11, "P3", 0.6),
)  # fmt: skip
"""The same for the work after the answer."""
_PAUSED: Final = (
    (0, "waiting-customer"), (3, "waiting-supplier"), (8, "appointment"), (11, "waiting-customer"),
    (2, "waiting-supplier"), (6, "waiting-customer"), (1, "appointment"),
)  # fmt: skip
_OUTSIDE: Final = 7
_DISPUTED: Final = 0
_CLASSIFICATION: Final = 8
_NOT_VALID: Final = 9


def present(
    chance: Random, customers: Sequence[Mapping[str, Any]], hours: Sequence[Hours], at: Instant
) -> Iterator[PlannedTicket]:
    """Yield tickets that are open at an instant."""
    around = [Circumstances(*one) for one in zip(range(len(hours)), customers, hours, strict=True)]
    for number, priority, share in _UNANSWERED:
        known = hours[number].known(priority)
        due = hours[number].target("response", known)
        since = hours[number].ago(known, int(due * share), at)
        yield _opened(chance, around[number], since, priority)
    for number, priority, share in _ANSWERED:
        known = hours[number].known(priority)
        due = hours[number].target("resolution", known)
        since = hours[number].ago(known, int(due * share), at)
        begun = _opened(chance, around[number], since, priority)
        diary = Diary(chance, around[number], begun)
        answer(diary, 0.3)
        yield replace(begun, done=tuple(diary.done))
    for number, reason in _PAUSED:
        begun = _opened(chance, around[number], _before(hours[number], 5 * HOUR, at), "P3")
        diary = Diary(chance, around[number], begun)
        pause(diary, diary.after(answer(diary, 0.2), 30 * MINUTE), reason)
        yield replace(begun, done=tuple(diary.done))
    yield _outside(chance, around[_OUTSIDE], at)
    yield _outside(chance, around[_DISPUTED], at, objected=True)
    yield _disputed(chance, around[_CLASSIFICATION], at)
    since = _before(hours[_NOT_VALID], 2 * HOUR, at)
    yield _opened(chance, around[_NOT_VALID], since, "P3", channel="whatsapp")


def _opened(chance: Random, around: Circumstances, since: Instant, priority: str,
            channel: str = "phone") -> PlannedTicket:  # fmt: skip
    begun = opened(chance, around, since, broken=True, priority=priority, channel=channel)
    return replace(begun, logged=since)


def _disputed(chance: Random, around: Circumstances, at: Instant) -> PlannedTicket:
    """Return a call whose customer says that it is more urgent than it was taken for."""
    begun = _opened(chance, around, _before(around.hours, 6 * HOUR, at), "P3")
    diary = Diary(chance, around, begun)
    answered = answer(diary, 0.2)
    diary.add(DISPUTED, diary.after(answered, 15 * MINUTE), side="customer", public=True,
              text=diary.says("disputed"), attributes={"disputes": "classification"})  # fmt: skip
    return replace(begun, done=tuple(diary.done))


def _before(hours: Hours, elapsed: Duration, at: Instant) -> Instant:
    return hours.ago(hours.priorities[-1], elapsed, at)


def _outside(
    chance: Random, around: Circumstances, at: Instant, *, objected: bool = False
) -> PlannedTicket:
    """Return a call that is not covered: the customer said nothing yet, or that it is covered."""
    since = _before(around.hours, HOUR, at)
    begun = replace(opened(chance, around, since, outside=True, channel="mail"), logged=since)
    diary = Diary(chance, around, begun)
    answered = answer(diary, 0.05)
    diary.add(facts.OUT_OF_SCOPE, answered + MINUTE, reason=diary.story["reason"])
    if objected:
        said = diary.says("objected")
        diary.add(facts.OBJECTED, answered + 9 * MINUTE, side="customer", text=said, public=True)
    return replace(begun, done=tuple(diary.done))
