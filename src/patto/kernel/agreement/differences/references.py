"""Names: of which kind of part a text is the name, and which parts carry another name now.

Calendars and clocks share one space of names. Where a part is renamed, all that refers to it by
the new name still refers to the same: that is no change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from patto.kernel.agreement.differences.pairing import pairs
from patto.kernel.agreement.model import Agreement

Names: TypeAlias = Mapping[str, Mapping[str, str]]
"""By kind of part, the new name of each that is called otherwise than before."""

NO_NAMES: Final[Names] = MappingProxyType({})

_BY_KEY: Final[Mapping[str, str]] = MappingProxyType({
    "service": "service", "services": "service", "item": "item", "items": "item", "site": "site",
    "access": "clock", "watched": "clock", "calendar": "clock", "windows": "clock",
    "all_of": "clock", "any_of": "clock", "site_access": "clock", "clock": "clock",
    "service_time": "clock", "channel": "channel", "channels": "channel",
    "priorities": "priority", "default": "priority", "exclusions": "exclusion",
    "exclusion": "exclusion", "constraints": "constraint", "constraint": "constraint",
    "pauses": "pause", "pause": "pause", "situation": "situation", "group": "group",
    "metrics": "metric", "metric": "metric", "remedy": "remedy", "charge": "charge",
    "matrix-row": "priority",
})  # fmt: skip
_BY_OWNER: Final[Mapping[tuple[str, str], str]] = MappingProxyType({
    ("ClockTerms", "hours"): "clock",
    ("WithinAccess", "within"): "clock",
    ("Travel", "time"): "charge",
    ("Deadline", "pauses"): "",
    ("Priorities", ""): "priority",
})  # fmt: skip
_OF_KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "targets": "priority", "calendars": "clock", "clocks": "clock", "matrix": "impact",
        "matrix-row": "urgency",
    }
)  # fmt: skip
_LISTS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("service", ("services",)),
    ("item", ("items",)),
    ("site", ("sites",)),
    ("channel", ("channels",)),
    ("priority", ("priorities", "order")),
    ("impact", ("priorities", "impacts")),
    ("urgency", ("priorities", "urgencies")),
    ("pause", ("pause_reasons",)),
    ("exclusion", ("exclusions",)),
    ("constraint", ("constraints",)),
    ("situation", ("situations",)),
    ("group", ("groups",)),
    ("metric", ("metrics",)),
    ("remedy", ("remedies", "listed")),
    ("charge", ("charges", "fees")),
    ("charge", ("charges", "rates")),
    ("clock", ("calendars",)),
    ("clock", ("clocks",)),
)


def family(owner: str, key: str) -> str:
    """Return of which kind of part the texts under a key are names, empty if of none."""
    return _BY_OWNER.get((owner, key), _BY_KEY.get(key, ""))


def family_of_keys(key: str) -> str:
    """Return of which kind of part the keys of a mapping under a key are names."""
    return _OF_KEYS.get(key, "")


def renamed(before: Agreement, after: Agreement) -> Names:
    """Return the new names of the parts that have another id than before and the same title."""
    found: dict[str, dict[str, str]] = {}
    for kind, path in _LISTS:
        for one, other in pairs(_under(before, path), _under(after, path)):
            if one is not None and other is not None and one[0] != other[0]:
                found.setdefault(kind, {})[one[0]] = other[0]
    return found


def _under(agreement: Agreement, path: tuple[str, ...]) -> list[tuple[str, object]]:
    """Return the parts under a path with their names."""
    part: object = agreement
    for step in path:
        part = getattr(part, step, None)
    return list(_named(part))


def _named(part: object) -> Iterator[tuple[str, object]]:
    if isinstance(part, dict):
        yield from part.items()
    elif isinstance(part, tuple):
        yield from ((one.id, one) for one in part)
