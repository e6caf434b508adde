"""What tickets are said to be, in columns: their priority and attributes, statement by statement.

The kernel's `Classification` for many tickets at once: of several statements at one instant the
last stands for all, each statement holds until the next, and until a priority is said the default
one holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from patto.bulk.arrays import NONE, Codes, Int64s, Marks, Mask
from patto.bulk.columns import Columns
from patto.bulk.facts import Facts
from patto.bulk.texts import Vocabulary
from patto.kernel.agreement.desk import Priorities
from patto.kernel.evaluation.lateness import SAYING


@dataclass(frozen=True, slots=True)
class Grades:
    """The priorities that may occur, by number, and how a call comes by one.

    Number zero is no priority. `explicit` has the number for each code of the column of
    priorities, `matrix` for each pair of codes of impact and urgency.
    """

    known: Vocabulary[str]
    _priorities: Priorities
    explicit: Int64s
    matrix: Int64s
    default: int

    @classmethod
    def of(cls, columns: Columns, priorities: Priorities) -> Grades:
        """Return the priorities that events may say under an agreement."""
        known = Vocabulary[str]()
        known.number("")
        known.number(priorities.default)
        return cls._over(columns, priorities, known)

    @classmethod
    def _over(cls, columns: Columns, priorities: Priorities, known: Vocabulary[str]) -> Grades:
        texts, default = columns.texts, known.number(priorities.default)
        explicit = texts["priority"].table(known.number)
        impacts, urgencies = (["", *texts[name].words.all] for name in ("impact", "urgency"))
        matrix = np.zeros((len(impacts), len(urgencies)), np.int64)
        if priorities.matrix is not None:
            for i, impact in enumerate(impacts[1:], 1):
                row = priorities.matrix.get(impact, {})
                for u, urgency in enumerate(urgencies[1:], 1):
                    matrix[i, u] = known.number(row.get(urgency, f"{impact}/{urgency}"))
        return cls(known, priorities, explicit, matrix, default)

    @property
    def names(self) -> list[str]:
        """The priorities by number."""
        return self.known.values

    @property
    def asks_matrix(self) -> bool:
        """Whether a priority may follow from impact and urgency."""
        return self._priorities.matrix is not None

    def over(self, columns: Columns) -> Grades:
        """Return the same priorities for other columns, whose words are all among these."""
        return self._over(columns, self._priorities, self.known)


class Sayings:
    """The statements about each ticket, those at one instant as one.

    `fact` is the last fact of a statement, `at` its instant, `priority` the number of the
    priority that it leaves said, zero for none. The statements of ticket `i` are
    `offsets[i]:offsets[i + 1]`. `graded` is the first statement of each ticket that has a
    priority, or beyond its last.
    """

    def __init__(self, facts: Facts, grades: Grades, attributes: Iterable[str]) -> None:
        self.facts = facts
        self.grades = grades
        raw = np.flatnonzero(facts.of(SAYING))
        begin = np.searchsorted(raw, facts.offsets)[facts.owner[raw]]
        said = _Said(raw, begin, facts)
        stands = np.ones(raw.size, np.bool_)
        stands[:-1] = facts.together[raw[:-1]] != facts.together[raw[1:]]
        kept = np.flatnonzero(stands)
        self._raw = Marks(raw)
        self._stands = stands
        self._raw_facts = raw
        self.fact = raw[kept]
        self.at = facts.at[self.fact]
        self.priority = said.priority(grades)[kept]
        self.offsets = np.searchsorted(self.fact, facts.offsets)
        graded = Marks.of(self.priority != 0).first(self.offsets[:-1], self.offsets[1:])
        self.graded = np.where(graded == NONE, self.offsets[1:], graded)
        self.attributes = {name: self._attribute(said, name, kept) for name in attributes}

    def _attribute(self, said: _Said, name: str, kept: Int64s) -> _Attribute:
        values = self.facts.texts(name, said.raw)
        given = values != 0
        carried = said.carried(given)
        held = np.where(carried == NONE, 0, values[carried])[kept]
        first = Marks(said.raw[given]).first(self.facts.offsets[:-1], self.facts.offsets[1:])
        return _Attribute(held, first)

    def until(self, fact: Int64s) -> Int64s:
        """Return how many statements there are up to and with some facts, of all tickets."""
        return np.searchsorted(self.fact, fact, side="right")

    def divided(self, fact: Int64s) -> Mask:
        """Return where a fact divides what is said at one instant: part before, part after."""
        place = np.searchsorted(self._raw_facts, fact, side="right") - 1
        if not self._raw_facts.size:
            return np.zeros(fact.size, np.bool_)
        ticket = self.facts.owner[fact]
        own = (place >= 0) & (self.facts.owner[self._raw_facts[place]] == ticket)
        mask: Mask = own & ~self._stands[place]
        return mask

    def at_instant(self, first: Int64s, last: Int64s, instant: Int64s) -> Int64s:
        """Return the statement of each `[first, last)` that holds at an instant.

        The first one holds before its instant too; where there is none, `first`.
        """
        found = np.maximum(last - 1, first)
        open_ones = np.flatnonzero(found > first)
        while open_ones.size:
            beyond = self.at[found[open_ones]] > instant[open_ones]
            open_ones = open_ones[beyond]
            found[open_ones] -= 1
            open_ones = open_ones[found[open_ones] > first[open_ones]]
        return found


@dataclass(frozen=True, slots=True)
class _Attribute:
    """The code that each statement leaves said, and the first fact of each ticket that says it."""

    held: Codes
    first: Int64s


@dataclass(frozen=True, slots=True)
class _Said:
    """The facts that say something, and the first of each one's ticket among them."""

    raw: Int64s
    begin: Int64s
    facts: Facts

    def carried(self, given: Mask) -> Int64s:
        """Return the last one up to each at which something is given, `NONE` before the first."""
        place = np.where(given, np.arange(given.size), NONE)
        last = np.maximum.accumulate(place) if place.size else place
        return np.where(last >= self.begin, last, NONE)

    def priority(self, grades: Grades) -> Int64s:
        """Return the priority that holds after each.

        A new impact or urgency without a priority asks the matrix anew, once both are known.
        """
        impact, urgency, explicit = (
            self.facts.texts(name, self.raw) for name in ("impact", "urgency", "priority")
        )
        of_impact, of_urgency = self._last(impact), self._last(urgency)
        both = (of_impact != 0) & (of_urgency != 0)
        asks = both & ((impact != 0) | (urgency != 0)) & grades.asks_matrix
        told = self.carried((explicit != 0) | asks)
        stated = np.where(told == NONE, 0, explicit[told])
        by_matrix = grades.matrix[of_impact, of_urgency]
        return np.where(stated == 0, by_matrix, grades.explicit[stated])

    def _last(self, codes: Codes) -> Codes:
        carried = self.carried(codes != 0)
        return np.where(carried == NONE, 0, codes[carried])
