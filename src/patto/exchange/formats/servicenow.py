"""ServiceNow: the audit log of incidents, or the incidents as the Table API exports them.

Both are read by mappings that come with Patto. The audit log holds local times without a zone: they
are read in the zone that the caller suggests, such as the agreement's, else in that of the
published log, and the report says which; a mapping of one's own states it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from patto.exchange.importer import Found, Importer, Reading
from patto.exchange.mapping import apply
from patto.exchange.mapping.reading import Mapping, built_in
from patto.exchange.problems import problem
from patto.exchange.report import Report
from patto.exchange.text import LONGEST_LINE, table
from patto.kernel.errors import InputError

AUDIT: Final = "servicenow-audit"
TABLE: Final = "servicenow-table"

_NEEDED: Final = ("number", "incident_state", "opened_at")
"""The columns that every export has."""

_OF_OTHER_TEXTS: Final = frozenset({"export-encoding", "export-delimiter"})

_TELLTALE: Final = {AUDIT: "sys_updated_at", TABLE: "sys_updated_on"}
"""The column by which each of the two is known."""


def recognises(header: Sequence[str]) -> bool:
    """Return whether a header is that of an audit log or of a Table API export."""
    return _of(header) is not None


def _of(header: Sequence[str]) -> str | None:
    if not set(_NEEDED) <= set(header):
        return None
    return next((name for name, column in _TELLTALE.items() if column in header), None)


def read(reading: Reading) -> Iterator[Found]:
    """Yield the events of an export of either kind.

    :raises InputError: if it is of neither kind, or cannot be read
    """
    try:
        with reading.source.open() as stream:
            header, _ = table(stream, replace(reading, report=Report()))
    except InputError as error:
        if {found.code for found in error.problems} & _OF_OTHER_TEXTS:
            _refuse_others(reading)
        raise
    name = _of(header)
    if name is None:
        told = {"header": ", ".join(header), "needed": ", ".join(_NEEDED)}
        raise InputError([problem("export-not-servicenow", reading.source.place(1), **told)])
    return apply.read(_in_zone(built_in(name), reading), reading)


def _refuse_others(reading: Reading) -> None:
    """Refuse what is in another encoding or has other marks, and is no export of this desk anyway.

    :raises InputError: if its first line lacks a column that every one has
    """
    with reading.source.open() as stream:
        first = stream.readline(LONGEST_LINE)
    if not all(name.encode() in first for name in _NEEDED):
        told = {"header": "", "needed": ", ".join(_NEEDED)}
        raise InputError([problem("export-not-servicenow", reading.source.place(1), **told)])


def _in_zone(mapping: Mapping, reading: Reading) -> Mapping:
    """Return a mapping with the zone that the caller suggests, where times are local."""
    terms = mapping.terms
    if terms.zone is None or terms.zone == "+00:00":
        return mapping
    zone = reading.zone or terms.zone
    reading.report.found(problem("zone-assumed", reading.source.place(), zone=zone))
    return replace(mapping, terms=terms.model_copy(update={"zone": zone}))


IMPORTER = Importer("servicenow", (".csv",), read, recognises, rereads=True)
