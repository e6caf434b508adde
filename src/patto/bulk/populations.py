"""Who is counted and which row of targets holds, statement by statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from patto.bulk.arrays import Codes, Int64s, Mask
from patto.bulk.facts import Facts
from patto.bulk.sayings import Sayings
from patto.kernel.agreement.clauses.scope import Group
from patto.kernel.agreement.metrics import Population

FILTERS: Final[Mapping[str, str]] = {
    "type": "types", "service": "services", "item": "items", "requester": "requesters",
}  # fmt: skip
"""The attributes that a population can filter by beside the priority, and its names for them."""


class Range(NamedTuple):
    """Statements of items, `first:last` of each, up to a fact, in items that end before another.

    `until` is the last fact whose statement counts, `end` the fact before which the item ends:
    what is first said between the two is taken where nothing was said before.
    """

    ticket: Int64s
    first: Int64s
    last: Int64s
    until: Int64s
    end: Int64s

    @classmethod
    def of(cls, sayings: Sayings, ticket: Int64s, until: Int64s, end: Int64s) -> Range:
        """Return the statements of tickets from their first fact up to some facts."""
        first = sayings.offsets[ticket]
        last = np.maximum(sayings.until(until), first)
        return cls(ticket, first, last, until, end)

    def some(self, chosen: Int64s | Mask) -> Range:
        """Return those of some items."""
        return Range(*(values[chosen] for values in self))


class Listed:
    """Which tickets every list holds, of a population or a group, by what is said of them."""

    def __init__(self, sayings: Sayings, lists: Population | Group) -> None:
        self._sayings = sayings
        self._facts: Facts = sayings.facts
        self._wanted: dict[str, Mask] = {}
        for attribute, filter_ in FILTERS.items():
            wanted = getattr(lists, filter_)
            if wanted != "all":
                texts = self._facts.columns.texts[attribute]
                self._wanted[attribute] = texts.among(frozenset(wanted).__contains__)

    def holds(self, of: Range, statement: Int64s) -> Mask:
        """Return whether every list holds items, by what is said at their statements."""
        found = np.ones(statement.size, np.bool_)
        for name, wanted in self._wanted.items():
            found &= wanted[self._code(name, of, statement)]
        return found

    def _code(self, name: str, of: Range, statement: Int64s) -> Codes:
        """Return what is said of an attribute, also what is said of it only later."""
        attribute = self._sayings.attributes[name]
        said = statement < of.last
        code = np.zeros(statement.size, attribute.held.dtype)
        code[said] = attribute.held[statement[said]]
        first = attribute.first[of.ticket]
        earlier = np.flatnonzero((code == 0) & (first >= 0) & (first <= of.until))
        code[earlier] = attribute.held[np.searchsorted(self._sayings.fact, first[earlier])]
        later = np.flatnonzero((code == 0) & (first > of.until) & (first < of.end))
        code[later] = self._facts.texts(name, first[later])
        return code


class Counting(Listed):
    """The population of a metric over the statements of a batch of tickets.

    `priorities` says of the number of each whether it is counted.
    """

    def __init__(self, sayings: Sayings, population: Population) -> None:
        super().__init__(sayings, population)
        asked = population.priorities
        self.priorities = np.array(
            [asked == "all" or name in asked for name in sayings.grades.names], np.bool_
        )


def priority(sayings: Sayings, of: Range, statement: Int64s) -> Int64s:
    """Return the priority that items have at their statements: one first said later holds before.

    The default one where none is said.
    """
    graded = sayings.graded[of.ticket]
    has = graded < of.last
    found = np.full(statement.size, sayings.grades.default)
    found[has] = sayings.priority[graded[has]]
    own = np.flatnonzero(has & (statement < of.last))
    said = sayings.priority[statement[own]]
    found[own[said != 0]] = said[said != 0]
    return found
