"""What the tables hold: the same as the outcomes of the kernel, column by column."""

from datetime import timedelta

import numpy as np
import pyarrow.parquet as pq
import pytest

from bulk.desks import Desk
from patto.bulk import BulkMeasurement, measure_columns
from patto.kernel.evaluation.measure import Measurement, measure
from patto.kernel.evaluation.outcome import Verdict
from patto.kernel.instants import to_datetime


def after(instant):
    return None if instant is None else to_datetime(instant)


def lasting(duration):
    return None if duration is None else timedelta(microseconds=duration)


@pytest.fixture(scope="module")
def measured() -> tuple[BulkMeasurement, Measurement]:
    desk = Desk(seed=49, tickets=150)
    return (
        measure_columns(desk.history, desk.events, at=desk.at, known_at=desk.known_at),
        measure(desk.history, desk.events, at=desk.at, known_at=desk.known_at),
    )


def test_the_table_has_every_outcome_in_the_order_of_the_kernel(measured):
    columns, kernel = measured

    rows = columns.table.to_pylist()

    assert len(rows) == len(columns) == len(kernel.items)
    for row, item in zip(rows, kernel.items, strict=True):
        figures = item.figures
        assert row == row | {
            "ticket": item.ticket,
            "item": item.item,
            "metric": item.metric,
            "version": item.version,
            "priority": item.priority,
            "clock": item.clock,
            "opened": after(item.opened),
            "start": after(item.start),
            "stop": after(item.stop),
            "start_event": item.start_event or None,
            "stop_event": item.stop_event or None,
            "contractual": lasting(figures.contractual if figures else None),
            "wall": lasting(figures.wall if figures else None),
            "unpaused": lasting(figures.unpaused if figures else None),
            "period": item.period and item.period.label,
            "disputed": item.disputed,
            "outside_count": item.outside_count,
        }
        for end, level in zip(("", "_2"), item.levels, strict=True):
            assert row == row | {
                f"share{end}": level.share,
                f"verdict{end}": level.verdict.value,
                f"reason{end}": level.reason,
                f"target{end}": lasting(level.target),
                f"target_text{end}": level.target_text,
                f"due{end}": after(level.due),
                f"kept_until{end}": after(level.kept_until),
                f"modified_by{end}": list(level.modified_by),
            }


def test_the_notes_have_every_note_with_its_parameters(measured):
    columns, kernel = measured
    wanted = [
        (row, number, note.code, note.event_id, name, value)
        for row, item in enumerate(kernel.items)
        for number, note in enumerate(item.notes)
        for name, value in note.parameters.items() or [(None, None)]
    ]

    found = [tuple(row.values()) for row in columns.notes.to_pylist()]

    assert found == wanted


def test_counted_events_and_unmatched_tickets_are_tables_too(measured):
    columns, kernel = measured

    assert [tuple(row.values()) for row in columns.counted.to_pylist()] == [
        (c.ticket, c.metric, c.version, c.event_id, after(c.at), c.period.label)
        for c in kernel.counted
    ]
    assert [(r["item"], r["why"], r["customer"]) for r in columns.unmatched.to_pylist()] == [
        (u.ticket, u.why, u.customer) for u in kernel.unmatched
    ]
    assert columns.counted.num_rows > 0
    assert columns.unmatched.num_rows > 0


def test_single_outcomes_are_those_of_the_kernel(measured):
    columns, kernel = measured
    rows = np.array([7, 3, 150])

    assert list(columns.outcomes(rows)) == [kernel.items[row] for row in rows]


def test_the_tables_can_be_written(measured, tmp_path):
    columns, _ = measured

    pq.write_table(columns.table, tmp_path / "outcomes.parquet")

    assert pq.read_table(tmp_path / "outcomes.parquet").num_rows == len(columns)


def test_rows_are_chosen_by_verdict_metric_and_period(measured):
    columns, kernel = measured
    one = next(item for item in kernel.items if item.verdict is Verdict.MISSED)
    assert one.period is not None

    rows = columns.rows(verdict=Verdict.MISSED, metric=one.metric, period=one.period.label)
    found = columns.to_measurement(rows)

    assert found.items == tuple(
        item
        for item in kernel.items
        if (item.verdict, item.metric, item.period) == (one.verdict, one.metric, one.period)
    )
    assert [metric.lines for metric in found.metrics] == [m.lines for m in kernel.metrics]
    assert columns.rows().size == len(columns)
