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
from patto.exchange.text import table
from patto.kernel.errors import InputError

AUDIT: Final = "servicenow-audit"
TABLE: Final = "servicenow-table"

_TELLTALE: Final = {AUDIT: "sys_updated_at", TABLE: "sys_updated_on"}
"""The column by which each of the two is known."""


def recognises(header: Sequence[str]) -> bool:
    """Return whether a header is that of an audit log or of a Table API export."""
    return _of(header) is not None


def _of(header: Sequence[str]) -> str | None:
    if not {"number", "incident_state", "opened_at"} <= set(header):
        return None
    return next((name for name, column in _TELLTALE.items() if column in header), None)


def read(reading: Reading) -> Iterator[Found]:
    """Yield the events of an export of either kind.

    :raises InputError: if it is of neither kind, or cannot be read
    """
    with reading.source.open() as stream:
        header, _ = table(stream, replace(reading, report=Report()))
    name = _of(header)
    if name is None:
        told = {"header": ", ".join(header), "known": ", ".join(_TELLTALE)}
        raise InputError([problem("importer-not-recognised", reading.source.place(1), **told)])
    return apply.read(_in_zone(built_in(name), reading), reading)


def _in_zone(mapping: Mapping, reading: Reading) -> Mapping:
    """Return a mapping with the zone that the caller suggests, where times are local."""
    terms = mapping.terms
    if terms.zone is None or terms.zone == "+00:00":
        return mapping
    zone = reading.zone or terms.zone
    reading.report.found(problem("zone-assumed", reading.source.place(), zone=zone))
    return replace(mapping, terms=terms.model_copy(update={"zone": zone}))


IMPORTER = Importer("servicenow", (".csv",), read, recognises, rereads=True)
