"""What a list of tickets can be asked for, as its page offers and shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from patto.accounts import queries as accounts
from patto.customers import queries as customers
from patto.helpdesk.wanted import ME, NOBODY, SCOPES, Asked
from patto.language.words import Words
from patto.tickets.listing import GROUPS, in_use
from patto.tickets.models import State

Option: TypeAlias = tuple[str, str]
"""A value in the address, and what it is called."""
_OPEN: Final = (State.OPEN, State.PAUSED)


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that a list can be asked for: its values to choose from, and the one chosen."""

    name: str
    options: tuple[Option, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that a list is asked for: what it is called, and the query without it."""

    name: str
    text: str
    without: str


def filters(asked: Asked, words: Words, *, done: bool) -> tuple[Filter, ...]:
    """Return what a list can be asked for; `done` is whether it has what is done, too."""
    priorities, types = in_use()
    states = tuple(State) if done else _OPEN
    options: dict[str, Iterable[Option]] = {
        "customer": ((str(one.id), one.name) for one in customers.customers()),
        "with": [
            (ME, words.say("queue.filter.me")),
            (NOBODY, words.say("queue.filter.nobody")),
            *((str(one.id), one.name) for one in accounts.people() if one.active or done),
        ],
        "priority": ((one, one) for one in priorities),
        "type": ((one, words.term("desk.type", one)) for one in types),
        "state": _said(states, words, "desk.state"),
        "group": () if done else _said(GROUPS, words, "desk.queue.group"),
        "scope": _said(SCOPES, words, "queue.scope"),
    }
    return tuple(_filter(name, tuple(found), asked) for name, found in options.items() if found)


def chips(asked: Asked, offered: Sequence[Filter], words: Words) -> tuple[Chip, ...]:
    """Return what a list is asked for, each to be taken away by itself."""
    called = {one.name: dict(one.options) for one in offered}
    return tuple(
        Chip(
            words.say(f"queue.filter.{name}"),
            called.get(name, {}).get(value, value),
            asked.query(name),
        )
        for name, value in asked.told.items()
    )


def _filter(name: str, options: tuple[Option, ...], asked: Asked) -> Filter:
    value = asked.told.get(name, "")
    # What is asked for is offered, also where nothing of it is there any more.
    if value and value not in dict(options):
        options = (*options, (value, value))
    return Filter(name, options, value)


def _said(values: Iterable[str], words: Words, section: str) -> tuple[Option, ...]:
    return tuple((str(one), words.say(f"{section}.{one}")) for one in values)
