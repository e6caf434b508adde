"""What people are told of a ticket, and when: of its promises, its pauses, and words given.

All of it follows from what happened, as verdicts do, so that it can be worked out again at any
time: what has come and what is still to come (semantics 1.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Final, Literal, NamedTuple, TypeAlias

from patto.kernel import facts
from patto.kernel.errors import NeverReachedError, PattoError
from patto.kernel.evaluation.ground import Ground
from patto.kernel.evaluation.moments import Shares
from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.facts import Event
from patto.kernel.instants import Instant, parse
from patto.tickets.acts import DISPUTED, SETTLED

Kind: TypeAlias = Literal["warning", "due", "breach", "pause-over", "reminder", "update", "dispute"]

WARN_AT: Final[Shares] = (("75 %", Fraction(3, 4)),)
"""The shares of a target at which its being used up is told where the agreement names none."""

REMIND_AT: Final = "remind_at"
"""The attribute of a pause that says when to look at it again."""
NEXT_UPDATE: Final = "next_update"
"""The attribute of an answer that says by when the customer was promised to hear again."""
UNTIL: Final = "until"
"""The attribute of a dispute that says by when it is to be answered."""

_TELLING: Final = frozenset({facts.RESPONDED, facts.UPDATED, facts.RESOLVED})
_ENDING: Final = frozenset({facts.RESOLVED, facts.CLOSED, facts.WITHDRAWN, facts.MERGED})


class Moment(NamedTuple):
    """A moment of a ticket, come or still to come: what of, and from when on it is so.

    `metric` and `item` say of which promise, where it is of one; `detail` is the share that is used
    up, the line that is missed, the reason of the pause.
    """

    kind: Kind
    at: Instant
    since: Instant
    metric: str = ""
    item: str = ""
    detail: str = ""


def moments(
    outcomes: Iterable[ItemOutcome], known: Sequence[Event], ground: Ground | None
) -> tuple[Moment, ...]:
    """Return the moments of a ticket in their order, by its outcomes and what is known of it."""
    found = [*_of_promises(outcomes), *_reminders(known, ground), *_updates(known)]
    return tuple(sorted(set(found), key=lambda one: (one.since, one)))


def promised(attributes: Mapping[str, str]) -> Instant | None:
    """Return by when something was promised with an entry, `None` if nothing was."""
    found = (_instant(str(attributes.get(name, ""))) for name in (NEXT_UPDATE, REMIND_AT, UNTIL))
    return next((one for one in found if one is not None), None)


def _of_promises(outcomes: Iterable[ItemOutcome]) -> Iterator[Moment]:
    over: dict[str, Moment] = {}
    for outcome in outcomes:
        for one in outcome.moments:
            if one.kind != "pause-over":
                yield Moment(one.kind, one.at, one.since, outcome.metric, outcome.item, one.detail)
                continue
            # A pause is one thing, though each promise that it stops has it.
            found = Moment(one.kind, one.at, one.since, detail=one.detail)
            over[one.event_id] = min(over.get(one.event_id, found), found)
    yield from over.values()


def _reminders(known: Sequence[Event], ground: Ground | None) -> Iterator[Moment]:
    for number, event in enumerate(known):
        if event.kind != facts.PAUSED:
            continue
        at = _instant(event.attribute(REMIND_AT)) or _half(event, ground)
        ends = (one.occurred_at for one in known[number + 1 :] if _ends(one, event))
        if at is not None and event.occurred_at < at < next(ends, at + 1):
            yield Moment("reminder", at, at, detail=event.reason)


def _ends(event: Event, paused: Event) -> bool:
    resumed = event.kind == facts.RESUMED and event.reason in {"", paused.reason}
    return resumed or event.kind in _ENDING


def _half(paused: Event, ground: Ground | None) -> Instant | None:
    """Return when half of what the agreement allows of a pause is used up by this one."""
    if ground is None:
        return None
    terms = ground.pause_reasons([paused.reason]).get(paused.reason)
    if terms is None:
        return None
    maximum = ground.maximum(terms.maximum)
    try:
        return maximum.due(paused.occurred_at, maximum.allowed // 2)
    except NeverReachedError:
        return None


def _updates(known: Sequence[Event]) -> Iterator[Moment]:
    """Yield the words that were promised: to the customer, and on what it disputes."""
    for number, event in enumerate(known):
        disputed = event.kind == DISPUTED
        at = _instant(event.attribute(UNTIL if disputed else NEXT_UPDATE))
        if at is None:
            continue
        ends = partial(_settles, event) if disputed else _says
        kept = (one.occurred_at for one in known[number + 1 :] if ends(one))
        if event.occurred_at < at < next(kept, at + 1):
            yield Moment("dispute" if disputed else "update", at, at)


def _settles(disputed: Event, event: Event) -> bool:
    return event.kind == SETTLED and event.refers_to == disputed.event_id


def _says(event: Event) -> bool:
    tells = event.kind in _TELLING and event.role in {"", facts.PROVIDER}
    return tells or event.kind in _ENDING


def _instant(text: str) -> Instant | None:
    try:
        return parse(text) if text else None
    except PattoError:
        return None
