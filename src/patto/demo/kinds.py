"""The kinds of agreement that no template is: hours and targets, in no language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple


class Target(NamedTuple):
    """A target of a priority: on which clock, within what nearly always, within what always."""

    clock: str
    nearly: str
    always: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is promised, and in which hours.

    `holidays` says whether public holidays are closed days, `information` what a caller has to
    tell before the clock starts.
    """

    weekly: Mapping[str, tuple[str, ...]]
    business_day: str
    share: str
    response: Mapping[str, Target]
    resolution: Mapping[str, Target]
    holidays: bool = True
    information: tuple[str, ...] = ()


def _targets(*rows: tuple[str, ...]) -> Mapping[str, Target]:
    return MappingProxyType(dict(zip(("P1", "P2", "P3"), (Target(*row) for row in rows),
                                     strict=True)))  # fmt: skip


KINDS: Final[Mapping[str, Kind]] = MappingProxyType({
    # Long hours, every day of the year: whoever broadcasts or receives guests.
    "long": Kind(
        {"mon-sun": ("07:00-23:00",)}, "16 h", "95 %",
        _targets(("support", "15 min", "1 h"), ("support", "1 h", "4 h"),
                 ("support", "4 h", "16 h")),
        _targets(("support", "4 h", "8 h"), ("support", "12 h", "32 h"),
                 ("support", "48 h", "160 h")),
        holidays=False,
    ),
    # A standstill at any hour, the rest while patients or guests are received; who calls says who
    # is to be called back and how many cannot work.
    "any-hour": Kind(
        {"mon-fri": ("07:30-20:00",), "sat": ("08:00-13:00",)}, "12 h", "95 %",
        _targets(("24x7", "30 min", "1 h"), ("support", "1 h", "4 h"),
                 ("support", "4 h", "12 h")),
        _targets(("24x7", "4 h", "8 h"), ("support", "8 h", "24 h"),
                 ("support", "36 h", "120 h")),
        information=("contact", "affected"),
    ),
    # From Sunday night to Friday night without a break.
    "shifts": Kind(
        {"sun-thu": ("22:00-06:00",), "mon-fri": ("06:00-22:00",)}, "24 h", "90 %",
        _targets(("support", "20 min", "1 h"), ("support", "2 h", "8 h"),
                 ("support", "8 h", "24 h")),
        _targets(("support", "4 h", "8 h"), ("support", "16 h", "48 h"),
                 ("support", "72 h", "240 h")),
    ),
})  # fmt: skip
"""Every kind by its name, which has words in `cast.yaml`."""
