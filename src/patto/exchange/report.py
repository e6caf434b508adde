"""What came of reading: every row accounted for, every oddity counted, with examples.

The books balance by construction of the figures, not of the sum: rows that gave events, rows that
changed nothing and rows that were dropped are counted where each happens, and their sum is held
against the rows read by a test on real exports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from patto.exchange.problems import LOUD, PROBLEMS, Fate
from patto.kernel.errors import Problem

EXAMPLES: Final = 5
"""How many examples of each code a report keeps; the rest is counted."""


REPEATED: Final = ("event-repeated", "row-repeated")
"""The codes of rows that were there before, word for word: left out, and nothing lost by it."""


@dataclass(slots=True)
class Finding:
    """How often a code was met, and its first examples."""

    code: str
    count: int = 0
    examples: list[Problem] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)
    """The ticket that each example is of, empty where the row names none."""

    @property
    def fate(self) -> Fate:
        """What became of what it was found in."""
        return PROBLEMS[self.code].fate if self.code in PROBLEMS else Fate.REFUSED

    @property
    def loud(self) -> bool:
        """Whether it is told in full at the top of a report."""
        return self.code in LOUD


@dataclass(frozen=True, slots=True)
class Proxy:
    """A kind of event that stands in for one that the export does not record, and why."""

    event: str
    proxy: str
    because: str


@dataclass(slots=True)
class Report:
    """What was read, dropped, repaired and doubtful; it fills as the events are taken.

    Where an iterator of events is handed out with a report, the report is complete once the
    iterator is exhausted.
    """

    rows: int = 0
    """Rows read, the header and blank lines not counted."""
    eventful: int = 0
    """Rows that gave at least one event."""
    unchanged: int = 0
    """Rows that say nothing an event could be made of, such as a snapshot like the one before."""
    dropped: int = 0
    """Rows that should have given an event and did not; the findings say why."""
    blank_lines: int = 0
    events: Counter[str] = field(default_factory=Counter)
    """How many events of each kind."""
    files: list[tuple[str, str]] = field(default_factory=list)
    """The files read, each with the importer that read it."""
    findings: dict[str, Finding] = field(default_factory=dict)
    proxies: list[Proxy] = field(default_factory=list)
    zone: str = ""
    """The zone of the export's local times, in which instants are told; empty if there is none."""

    def found(self, problem: Problem, ticket: str = "", times: int = 1) -> None:
        """Count a problem, and keep it with its ticket if it is among the first of its code."""
        finding = self.findings.setdefault(problem.code, Finding(problem.code))
        finding.count += times
        if len(finding.examples) < EXAMPLES:
            finding.examples.append(problem)
            finding.tickets.append(ticket or problem.parameters.get("ticket", ""))

    def drop(self, problem: Problem, ticket: str = "") -> None:
        """Count a problem for which a row, of a ticket if it names one, was dropped."""
        self.found(problem, ticket)
        self.dropped += 1

    def of(self, fate: Fate) -> Mapping[str, int]:
        """Return how often each code of a fate was met, most frequent first."""
        counts = {f.code: f.count for f in self.findings.values() if f.fate == fate}
        return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))

    def left_out(self, ticket: str) -> tuple[Problem, ...]:
        """Return why rows of a ticket were dropped, as far as they are among the examples."""
        every = (
            example
            for finding in self.findings.values()
            if finding.fate == Fate.DROPPED
            for example, of in zip(finding.examples, finding.tickets, strict=False)
            if of == ticket
        )
        return tuple(sorted(every, key=lambda problem: problem.place))

    @property
    def repeated(self) -> int:
        """How many rows were there before, word for word."""
        return sum(self.findings[code].count for code in REPEATED if code in self.findings)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The examples of every finding, by their place."""
        every = (example for finding in self.findings.values() for example in finding.examples)
        return tuple(sorted(every, key=lambda problem: (problem.place, problem.code)))

    @property
    def balanced(self) -> bool:
        """Whether every row read is accounted for."""
        return self.rows == self.eventful + self.unchanged + self.dropped
