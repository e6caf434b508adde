"""What variants of an agreement must have in common to be replayed together."""

from __future__ import annotations

import json
from typing import Any, Final

from patto.kernel.agreement.metrics import CountMetric, TargetRow, TicketMetric
from patto.kernel.agreement.model import Agreement

_PARTS: Final = (
    "calendars", "clocks", "groups", "validly_logged", "recording", "priorities", "pause_reasons",
    "exclusions", "constraints", "situations", "maintenance",
)  # fmt: skip
"""The parts that decide which time counts; the metrics stand beside them."""

_LEFT_OUT: Final = frozenset(
    {"title", "purpose", "clause", "remedy", "report", "examples", "targets", "small_sample"}
)
"""What of a metric decides nothing about the time that counts."""


def shape(agreement: Agreement) -> str:
    """Return all that decides which time counts, as one text; targets and shares are not in it.

    Which rows of targets are equal is, for to be under equal rows is to be under one.
    """
    whole = agreement.model_dump(mode="json", include=set(_PARTS))
    metrics = [_metric(metric) for metric in agreement.measured]
    customer = agreement.parties.customer.known_as
    told = {**whole, "metrics": metrics, "customer": customer, "zone": agreement.agreement.zone}
    return json.dumps(told, sort_keys=True, default=str)


def _metric(metric: TicketMetric | CountMetric) -> dict[str, Any]:
    told = metric.model_dump(mode="json", exclude=set(_LEFT_OUT))
    if isinstance(metric, CountMetric):
        return told
    rows: list[TargetRow] = []
    targets: dict[str, Any] = {}
    for priority, own in metric.targets.items():
        rows += [row for row in own or () if row not in rows]
        targets[priority] = None if own is None else [_row(row, rows) for row in own]
    return {**told, "targets": targets}


def _row(row: TargetRow, rows: list[TargetRow]) -> dict[str, Any]:
    return {**row.model_dump(mode="json", exclude={"levels"}), "row": rows.index(row)}
