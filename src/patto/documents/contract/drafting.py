"""What every chapter draws on: quantities and titles in words, calendars ready for counting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Final, Protocol

from babel.dates import get_day_names

from patto.documents.contract.quantities import Quantities
from patto.documents.contract.tree import Block, Clause, Fields, Para, Points
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.compiled import Compiled
from patto.kernel.hours import WEEKDAYS
from patto.language import formats

_ENDS: Final = ".!?:;…"


class _Named(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...


class Drafting(Quantities):
    """Says parts of an agreement in the language of the document."""

    @cached_property
    def compiled(self) -> Compiled:
        """The calendars and clocks, each compiled when it is first asked for."""
        return Compiled(self.agreement)

    @cached_property
    def services(self) -> Mapping[str, str]:
        """What each service is called."""
        return _titles(self.agreement.services)

    @cached_property
    def items(self) -> Mapping[str, str]:
        """What each item is called."""
        return _titles(self.agreement.items or ())

    @cached_property
    def channels(self) -> Mapping[str, str]:
        """What each channel is called."""
        return _titles(self.agreement.channels)

    @cached_property
    def sites(self) -> Mapping[str, str]:
        """What each site is called."""
        return _titles(settled(self.agreement.sites) or ())

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """What each group of calls is called."""
        return _titles(settled(self.agreement.groups) or ())

    @cached_property
    def situations(self) -> Mapping[str, str]:
        """What each situation is called."""
        return _titles(self.agreement.situations or ())

    @cached_property
    def metrics(self) -> Mapping[str, str]:
        """What each metric is called."""
        return _titles(self.agreement.metrics)

    @cached_property
    def remedies(self) -> Mapping[str, str]:
        """What each remedy is called."""
        remedies = settled(self.agreement.remedies)
        return _titles(remedies.listed) if remedies is not None else {}

    @cached_property
    def titled(self) -> Mapping[str, Mapping[str, str]]:
        """What an event's attribute may name, by the attribute: each part with its title."""
        terms = self.agreement
        return {
            "channel": self.channels,
            "service": self.services,
            "item": self.items,
            "site": self.sites,
            "situation": self.situations,
            "constraint": _titles(terms.constraints or ()),
            "exclusion": _titles(terms.exclusions or ()),
            "impact": _titles(terms.priorities.impacts or ()),
            "urgency": _titles(terms.priorities.urgencies or ()),
        }

    @property
    def days(self) -> tuple[date, date]:
        """The first date on which the version holds, and the first on which it no longer does.

        Without an end it is taken to hold for a year.
        """
        effective = self.agreement.agreement.effective
        return effective.start, effective.end or effective.start + timedelta(days=365)

    def named(self, names: Iterable[str], titles: Mapping[str, str]) -> str:
        """Return the titles of parts, joined."""
        return self.listing([titles.get(name, name) for name in names])

    def priorities(self, names: Iterable[str]) -> str:
        """Return priorities with their titles, joined."""
        return self.listing([self.titles.priority(name) for name in names])

    def events(self, names: Iterable[str], between: str = "or") -> str:
        """Return kinds of events in words, joined by `or` or `and`."""
        told = [self.word("event", name) for name in names]
        return self.listing(told) if between == "and" else self.either(told)

    def either(self, told: list[str]) -> str:
        """Return texts of which one is enough, joined by `or`."""
        if len(told) == 1:
            return told[0]
        return self.say("or", first=self.listing_plain(told[:-1]), last=told[-1])

    def channel_of(self, names: Iterable[str]) -> str:
        """Return channels of which one is enough."""
        return self.either([self.channels.get(name, name) for name in names])

    def listing_plain(self, values: Iterable[str]) -> str:
        """Return values joined by commas."""
        return ", ".join(values)

    def roles(self, roles: Iterable[str]) -> str:
        """Return the sides, joined: `the Provider or the Customer`."""
        return self.either([self.word("side", role) for role in roles])

    def weekdays(self, run: str) -> str:
        """Return a run of weekdays in words: `Monday to Friday`."""
        names = get_day_names("wide", locale=formats.locale(self.words.language))
        first, _, last = run.partition("-")
        told = [str(names[WEEKDAYS.index(day)]) for day in (first, last) if day]
        return told[0] if len(told) == 1 else self.say("hours.run", first=told[0], last=told[1])

    def intervals(self, intervals: Iterable[str]) -> str:
        """Return hours as a page shows them: `09:00–13:00, 14:00–18:00`."""
        told = [interval.replace("-", "–") for interval in intervals]
        return ", ".join(told) or self.say("hours.closed")

    def cited(self, clause: str | None) -> tuple[str, ...]:
        """Return the tag of a clause that other papers cite by a name of its own."""
        return (self.say("cited", clause=clause),) if clause else ()

    def clause(self, anchor: str, key: str, *blocks: Block, cited: str | None = None) -> Clause:
        """Return a clause under a title of the catalogue."""
        return Clause(anchor, self.say(f"title.{key}"), blocks, self.cited(cited))

    def text(self, anchor: str, key: str, *texts: str) -> Clause:
        """Return a clause of plain paragraphs under a title of the catalogue."""
        return self.clause(anchor, key, *(Para(sentence(text)) for text in texts if text))

    def types(self, names: Iterable[str]) -> str:
        """Return types of tickets, each in words where it has some, and as the records name it."""
        section = "contract.ticket-type"
        known = self.words.knows
        return self.listing(
            self.words.say(f"{section}.{name}") if known(f"{section}.{name}") else name
            for name in names
        )

    def field(self, key: str, value: str | None) -> tuple[tuple[str, str], ...]:
        """Return a name with its value, or nothing where there is no value."""
        return ((self.say(f"field.{key}"), value),) if value else ()

    def lead(self, key: str, text: str | None) -> tuple[Para, ...]:
        """Return a paragraph with a heading of the catalogue, or nothing where there is no text."""
        return (Para(sentence(text), self.say(f"field.{key}")),) if text else ()


def sentence(text: str) -> str:
    """Return a text as a sentence of its own: a capital before it, a full stop after it."""
    return capital(text) + ("" if text[-1:] in _ENDS else ".")


def capital(text: str) -> str:
    """Return a text with a capital before it."""
    return text[:1].upper() + text[1:]


def points(texts: Iterable[str], *, lettered: bool = False) -> Points:
    """Return plain texts as points."""
    return Points(tuple(Para(text) for text in texts), lettered=lettered)


def fields(*rows: tuple[tuple[str, str], ...]) -> Fields:
    """Return names with values, those that are there."""
    return Fields(tuple(row for some in rows for row in some))


def _titles(parts: Iterable[_Named]) -> dict[str, str]:
    return {part.id: part.title for part in parts}
