"""Every problem an export can have: how grave it is, what became of the row, what it tells.

One table. The words for a code live in the language catalogues, which take the parameters named
here. Every parameter is a text; an empty one says that there is nothing to tell: no name comes
near, no header was found. `found` of an encoding is `zip` or `other`;
`read_as`, `at`, `seen` and the like are instants in UTC. A problem's place is the file and the
line (a row's number where the format has no lines), or the line of the mapping where that is at
fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from patto.kernel.errors import Place, Problem, Severity


class Fate(StrEnum):
    """What became of what the problem was found in."""

    REFUSED = "refused"
    """The file is not used at all."""
    DROPPED = "dropped"
    """The row gave no event."""
    REPAIRED = "repaired"
    """The value was read as another one, which the problem names."""
    DOUBTFUL = "doubtful"
    """It was kept as it stands; somebody should look at it."""
    TOLD = "told"
    """Nothing is wrong with it; the reader of a figure should know."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a code: severity, fate, and the names of its parameters."""

    severity: Severity
    fate: Fate
    parameters: tuple[str, ...]


def _refused(*parameters: str) -> Entry:
    return Entry("error", Fate.REFUSED, parameters)


def _dropped(*parameters: str) -> Entry:
    return Entry("error", Fate.DROPPED, parameters)


def _repaired(*parameters: str) -> Entry:
    return Entry("warning", Fate.REPAIRED, parameters)


def _doubtful(*parameters: str) -> Entry:
    return Entry("warning", Fate.DOUBTFUL, parameters)


def _told(*parameters: str) -> Entry:
    return Entry("info", Fate.TOLD, parameters)


PROBLEMS: Final = MappingProxyType(
    {
        # The export as a whole.
        "export-unreadable": _refused("reason"),
        "export-empty": _refused(),
        "export-without-rows": Entry("warning", Fate.TOLD, ()),
        "export-is-folder": _refused(),
        "export-is-agreement": _refused(),
        "export-is-workbook": _refused(),
        "export-is-utf-16": _refused("expected"),
        "export-is-utf-8": _refused("stated"),
        "export-encoding": _refused("expected", "found", "byte", "position"),
        "export-too-large": _refused("size", "limit"),
        "export-not-parquet": _refused("reason"),
        "export-delimiter": _refused("expected", "found"),
        "export-line-too-long": _refused("limit"),
        "export-too-many-events": _refused("limit"),
        "extra-missing": _refused("extra", "package"),
        "importer-unknown": _refused("importer", "nearest", "known"),
        "importer-not-recognised": _refused("header", "known"),
        "export-not-servicenow": _refused("header", "needed"),
        "importer-needs-mapping": _refused("importer"),
        "format-not-written": _refused("suffix", "known"),
        "format-not-read": _refused("suffix", "known"),
        "event-not-writable": _refused("event_id", "column"),
        "column-missing": _refused("column", "nearest"),
        "columns-missing": _refused("columns"),
        "column-repeated": _refused("column"),
        "column-unnamed": _refused("number"),
        "column-type": _refused("column", "type", "expected"),
        # A row that cannot be read.
        "row-too-short": _dropped("fields", "columns"),
        "row-too-long": _dropped("fields", "columns"),
        "row-malformed": _dropped("reason"),
        "row-quote-unclosed": _dropped(),
        "row-field-too-long": _dropped("limit"),
        "row-nul-byte": _dropped("column"),
        "row-value-missing": _dropped("column"),
        "row-value-nested": _dropped("column"),
        "row-value-not-text": _repaired("column", "value", "read_as"),
        "row-ticket-missing": _dropped("event"),
        "row-instant-malformed": _dropped("column", "value", "expected"),
        "row-instant-naive": _dropped("column", "value"),
        "row-number-malformed": _dropped("column", "value"),
        # A row that was there before.
        "row-repeated": Entry("warning", Fate.DROPPED, ("ticket", "order")),
        "row-contradicts": _dropped("ticket", "order"),
        "ticket-repeated": Entry("warning", Fate.DROPPED, ("ticket", "first", "line")),
        "ticket-contradicts": _dropped("ticket", "first", "line"),
        "event-repeated": Entry("warning", Fate.DROPPED, ("event_id",)),
        "event-id-reused": _dropped("event_id"),
        # A value beside which the row still stands.
        "cell-not-used": _doubtful("column", "value", "expected"),
        "time-in-gap": _repaired("column", "value", "zone", "read_as"),
        "time-in-overlap": _doubtful("column", "value", "zone", "read_as", "other"),
        "date-ambiguous": _doubtful("column", "value", "read_as", "other"),
        "day-and-month": _doubtful("pattern", "swapped", "rows"),
        "zone-assumed": _doubtful("zone"),
        # What events say of each other.
        "kind-unknown": _doubtful("kind", "nearest"),
        "recorded-before-occurred": _doubtful("event_id", "event", "occurred_at", "recorded_at"),
        "event-before-reported": _doubtful("ticket", "event", "occurred_at", "reported_at"),
        "resolved-after-closed": _doubtful("ticket", "resolved_at", "closed_at"),
        "never-reported": _doubtful("ticket"),
        "refers-to-unknown": _doubtful("event_id", "refers_to"),
        "attribute-malformed": _doubtful("attribute", "value"),
        "until-before-from": _doubtful("since", "until"),
        # What a desk's words mean.
        "state-unknown": _doubtful("column", "value"),
        "state-junk": _doubtful("column", "value"),
        "word-unknown": _doubtful("column", "value"),
        "word-without-terms": _doubtful(
            "attribute", "value", "tickets", "ticket", "known", "nearest"
        ),
        # What a sequence of snapshots shows, and does not.
        "time-backwards": _doubtful("ticket", "order", "at", "before"),
        "opening-unknown": _doubtful("ticket", "event", "column", "read_as"),
        "reopening-inferred": _doubtful("ticket", "column", "at"),
        "updates-not-exported": _told("ticket", "missing"),
        "assignment-withdrawn": _told("ticket"),
        "backfilled-differs": _told("ticket", "event", "column", "stated", "seen"),
        "backfilled-missing": _told("ticket", "event", "column", "seen"),
        # What a single last state shows, and does not.
        "last-state-only": Entry("warning", Fate.TOLD, ()),
        "recorded-when-occurred": _told(),
        "state-dated-late": _doubtful("ticket", "event", "value", "read_as"),
        # What stands in for what is not recorded.
        "proxy-used": _told("event", "proxy", "because"),
        # The mapping itself; what is wrong with its form has the codes of an agreement's form.
        "mapping-zone-unknown": _refused("path", "value", "nearest"),
        "mapping-attribute-reserved": _refused("path", "value"),
        "mapping-encoding-unknown": _refused("path", "value"),
        "mapping-encoding-wrong": _refused("stated", "found", "file", "line"),
        "mapping-date-pattern": _refused("path", "value", "part"),
        "mapping-kind-unknown": _refused("path", "value", "nearest"),
        "mapping-proxy-silent": _refused("event", "proxy"),
        "mapping-column-missing": _refused("column", "nearest", "file"),
    }
)
"""Code -> severity, fate, parameter names; closed: a test holds every use against it."""


LOUD: Final = ("word-without-terms", "day-and-month")
"""What is told in full at the top of a report: each can take many tickets out of the count."""


def problem(code: str, place: Place, **parameters: str) -> Problem:
    """Return a problem of the table.

    :raises KeyError: if the table has no such code
    :raises ValueError: if the parameters are not those of the table
    """
    entry = PROBLEMS[code]
    if tuple(sorted(parameters)) != tuple(sorted(entry.parameters)):
        message = f"{code} tells {entry.parameters}, not {tuple(parameters)}"
        raise ValueError(message)
    return Problem(code, place, entry.severity, MappingProxyType(parameters))
