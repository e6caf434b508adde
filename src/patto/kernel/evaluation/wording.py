"""The words of a record that the agreement does not know, and how many tickets are under them.

A channel, a type, a service or a priority that the agreement does not name takes a ticket out of
the count without a sound: it was never validly logged, or no metric counts it. That may be meant;
more often a mapping translates a word into one that the agreement does not use.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, NamedTuple

from patto.kernel.agreement.metrics import CountMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.tickets import Unmatched
from patto.kernel.facts import Event


class NotAgreed(NamedTuple):
    """A word of an attribute that the agreement does not know, its tickets, the first of them."""

    attribute: str
    word: str
    tickets: int
    first: str


def _channels(agreement: Agreement) -> Iterable[str]:
    return (channel.id for channel in agreement.channels)


def _types(agreement: Agreement) -> Iterable[str]:
    """Return the types that metrics are about; any type is known where one is about all."""
    every = [m.population.types for m in agreement.measured if not isinstance(m, CountMetric)]
    listed = [types for types in every if types != "all"]
    return (word for types in listed for word in types) if len(listed) == len(every) else ()


def _services(agreement: Agreement) -> Iterable[str]:
    return (service.id for service in agreement.services)


def _priorities(agreement: Agreement) -> Iterable[str]:
    return (priority.id for priority in agreement.priorities.order)


_KNOWN: Final[Mapping[str, Callable[[Agreement], Iterable[str]]]] = {
    "channel": _channels, "type": _types, "service": _services, "priority": _priorities,
}  # fmt: skip


def agreed_words(versions: Iterable[Agreement]) -> Mapping[str, Collection[str]]:
    """Return the words that any version knows of each attribute; no attribute that takes any."""
    every = tuple(versions)
    known = {
        attribute: tuple(dict.fromkeys(word for one in every for word in words(one)))
        for attribute, words in _KNOWN.items()
    }
    return {attribute: words for attribute, words in known.items() if words}


def tickets_of_others(unmatched: Iterable[Unmatched]) -> frozenset[str]:
    """Return the names of the tickets that are not the customer's, or of no version's time."""
    return frozenset(one.ticket for one in unmatched if one.why != "in-no-metric")


def words_not_agreed(
    events: Iterable[Event], agreed: Mapping[str, Collection[str]], apart: Collection[str]
) -> list[NotAgreed]:
    """Return the words of events that the agreement does not know, those of most tickets first.

    A ticket of which one word of the attribute is known has nothing to lose by the others. The
    tickets in `apart` are none of the agreement's.
    """
    met: dict[tuple[str, str], dict[str, None]] = {}
    saved: set[tuple[str, str]] = set()
    for event in events:
        if not event.ticket or event.ticket in apart:
            continue
        for attribute, known in agreed.items():
            word = event.attribute(attribute)
            if word in known:
                saved.add((attribute, event.ticket))
            elif word:
                met.setdefault((attribute, word), {})[event.ticket] = None
    lost = {key: [one for one in own if (key[0], one) not in saved] for key, own in met.items()}
    return in_order(NotAgreed(*key, len(own), own[0]) for key, own in lost.items() if own)


def in_order(found: Iterable[NotAgreed]) -> list[NotAgreed]:
    """Return words that are not agreed in the order in which they are told."""
    return sorted(found, key=lambda one: (-one.tickets, one.attribute, one.word))
