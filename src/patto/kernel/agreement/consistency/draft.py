"""An agreement whose parts have their form, together with where they stand in their file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from patto.kernel.agreement.calendars import ALWAYS
from patto.kernel.agreement.dates import day_start
from patto.kernel.agreement.metrics import TargetRow, TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Path, Places
from patto.kernel.agreement.problems import KINDS, problem
from patto.kernel.errors import Place, Problem
from patto.kernel.instants import Instant


class Row(NamedTuple):
    """A row of targets, with the metric and priority it is of and its path."""

    metric: TicketMetric
    priority: str
    row: TargetRow
    path: Path


class Draft(NamedTuple):
    """An agreement that is being checked, and its places."""

    agreement: Agreement
    places: Places

    def problem(self, code: str, path: Path, /, **parameters: str) -> Problem:
        """Return a problem of the part under a path; the code's own `path` is filled in."""
        return self._problem(code, self.places.of(path), path, parameters)

    def key_problem(self, code: str, path: Path, /, **parameters: str) -> Problem:
        """Return a problem of the key at the end of a path."""
        return self._problem(code, self.places.of(path, key=True), path, parameters)

    def _problem(self, code: str, place: Place, path: Path, parameters: dict[str, str]) -> Problem:
        told = {"path": self.places.told(path)} if "path" in KINDS[code].parameters else {}
        return problem(code, place, **told, **parameters)

    @property
    def first_instant(self) -> Instant:
        """The first instant of the date from which the agreement holds, in its zone.

        :raises UnknownZoneError: if the zone does not exist
        """
        identity = self.agreement.agreement
        return day_start(identity.zone, identity.effective.start)

    @property
    def ticket_metrics(self) -> Iterator[tuple[int, TicketMetric]]:
        """The metrics that measure tickets, with their positions."""
        for number, metric in enumerate(self.agreement.metrics):
            if isinstance(metric, TicketMetric):
                yield number, metric

    @property
    def rows(self) -> Iterator[Row]:
        """Every row of targets."""
        for number, metric in self.ticket_metrics:
            for priority, rows in metric.targets.items():
                path: Path = ("metrics", number, "targets", priority)
                single = self.places.is_mapping(path)
                for index, row in enumerate(rows or ()):
                    yield Row(metric, priority, row, path if single else (*path, index))


def calendar_names(agreement: Agreement) -> tuple[str, ...]:
    """Return the names of all calendars."""
    return (*agreement.calendars, ALWAYS)


def clock_names(agreement: Agreement) -> tuple[str, ...]:
    """Return the names of all clocks; every calendar is one."""
    return (*(agreement.clocks or {}), *calendar_names(agreement))
