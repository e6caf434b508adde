"""The kinds of values that commands take: times, periods, files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click

from patto.cli.frame import wrong_value
from patto.kernel.errors import PattoError
from patto.kernel.instants import Instant, parse

_WALL: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?", re.ASCII)
_PERIOD: Final = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|T([1-3])|H([12])))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it was typed: an instant, or a reading of the wall clock in a zone to be known."""

    text: str
    instant: Instant | None
    wall: datetime | None

    def resolved(self, zone: str, param: str) -> Instant:
        """Return the instant, a reading of the wall clock being one of this zone.

        :raises WrongValueError: if the zone's clocks skip the reading, or show it twice
        """
        from patto.kernel.zones import instants_at  # noqa: PLC0415  # `--help` needs no zones

        if self.instant is not None or self.wall is None:
            return self.instant or 0
        found = instants_at(zone, self.wall)
        if len(found) == 1:
            return found[0]
        ctx = click.get_current_context()
        option = next((one for one in ctx.command.params if one.name == param), None)
        key = "instant-twice" if found else "instant-gap"
        raise wrong_value(key, option, ctx, value=self.text, zone=zone)


class MomentType(click.ParamType[Moment]):
    """A time with its offset, or a date or local time without."""

    name = "instant"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Moment:
        """Return the time, or fail with examples."""
        if isinstance(value, Moment):
            return value
        try:
            return Moment(value, parse(value), None)
        except PattoError:
            pass
        try:
            wall = datetime.fromisoformat(value) if _WALL.fullmatch(value) else None
        except ValueError:
            wall = None
        if wall is None:
            raise wrong_value("instant", param, ctx, value=value)
        return Moment(value, None, wall)


@dataclass(frozen=True, slots=True)
class Months:
    """A span of whole months: `2016-05`, `2016-Q2`, `2016-T1`, `2016-H1` or `2016`."""

    label: str
    first: int
    number: int

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.first // 12, self.first % 12 + 1, 1)

    def touches(self, label: str) -> bool:
        """Return whether a period of this label lies in these months, or they lie in it."""
        other = months(label)
        if other is None:
            return False
        begins = max(self.first, other.first)
        return begins < min(self.first + self.number, other.first + other.number)


def months(label: str) -> Months | None:
    """Return the months that the label of a period names, `None` if it is not one."""
    match = _PERIOD.fullmatch(label)
    if match is None or int(match[1]) < 1:
        return None
    year, month, quarter, third, half = match.groups()
    january = int(year) * 12
    if month:
        return Months(label, january + int(month) - 1, 1)
    if quarter:
        return Months(label, january + 3 * int(quarter) - 3, 3)
    if third:
        return Months(label, january + 4 * int(third) - 4, 4)
    return Months(label, january + 6 * int(half) - 6, 6) if half else Months(label, january, 12)


class PeriodType(click.ParamType[Months]):
    """A month, quarter, four months, half-year or year."""

    name = "period"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Months:
        """Return the months, or fail with examples."""
        found = value if isinstance(value, Months) else months(value)
        if found is None:
            raise wrong_value("period", param, ctx, value=value)
        return found


class FileType(click.ParamType[Path]):
    """The path of a file or folder; whether it can be opened is told when it is."""

    name = "file"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002  # click's
        ctx: click.Context | None,  # noqa: ARG002  # click's
    ) -> Path:
        """Return the path."""
        return Path(value)


class ImporterType(click.ParamType[str]):
    """The name of an importer, or the file of a mapping."""

    name = "importer"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002  # click's
        ctx: click.Context | None,  # noqa: ARG002  # click's
    ) -> str:
        """Return the text: who reads it says whether there is such an importer."""
        return str(value)


MOMENT: Final = MomentType()
PERIOD: Final = PeriodType()
FILE: Final = FileType()
IMPORTER: Final = ImporterType()
