"""The account of what was read in columns is that of the importers, finding by finding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bulk.desks import Desk
from patto.bulk.reading import read
from patto.cli.in_columns import report_of
from patto.exchange import Report, write
from patto.exchange import read as read_export
from patto.exchange.problems import PROBLEMS, Fate
from patto.kernel.facts import COLUMNS
from patto.kernel.instants import from_datetime

INSTANTS = ("occurred_at", "recorded_at")
DAY = "2026-03-10T00:00:00Z"
MORE = ("minutes", "travel_minutes", "from", "until", "text", "odd")

ODD: tuple[dict[str, Any], ...] = (
    {"event_id": None}, {"event": None}, {"occurred_at": None}, {"recorded_at": None},
    {"occurred_at": None, "recorded_at": 10**18}, {"ticket": None}, {"event": None, "event_id": ""},
    {"reason": "a\0b"}, {"text": "\0"}, {"ticket": "a\0"}, {"event_id": "\0", "odd": "\0"},
    {"occurred_at": 10**18}, {"recorded_at": -(10**18)}, {"recorded_at": 0},
    {"minutes": "x", "travel_minutes": "-1"}, {"minutes": "1.5"}, {"from": "bad", "until": "q"},
    {"from": DAY, "until": "2026-03-09T00:00:00Z"}, {"from": DAY, "until": "2026-03-11T00:00:00Z"},
    {"refers_to": "nobody"}, {"event": "reportd"}, {"event": "closed"}, {"event": "resolved"},
    {"event": "reopened"}, {"event": "noted"}, {"ticket": None, "event": "corrected"},
)  # fmt: skip
"""What is changed of a row here and there."""

AGAIN: tuple[dict[str, Any], ...] = (
    {}, {"source": "elsewhere"}, {"reason": "other"}, {"text": "other"}, {"odd": "other"},
    {"recorded_at": 1},
)  # fmt: skip
"""What is changed of a row that stands there twice."""


def disordered(seed: int, folder: Path, *, dictionaries: bool) -> pa.Table:
    """Return the events of a desk as a table in which much is odd."""
    dice = Random(seed)  # noqa: S311  # drawn to be told again, not to be a secret
    write(Desk(seed, 12).events, folder / "desk.parquet")
    rows = pq.read_table(folder / "desk.parquet").to_pylist()
    names = [*dict.fromkeys((*rows[0], *MORE))]
    for row in rows:
        row.update({name: None for name in names if name not in row})
        row.update({name: from_datetime(row[name]) for name in INSTANTS})
        if dice.random() < 0.25:
            row.update(dice.choice(ODD))
        if dice.random() < 0.03:
            row["event_id"] = dice.choice(rows)["event_id"]
    rows += [row | dice.choice(AGAIN) for row in dice.sample(rows, 8)]
    columns = {name: _column(name, rows, dictionaries=dictionaries) for name in names}
    if seed % 3 == 0:
        del columns["position"]
    return pa.table(columns)


def _column(name: str, rows: Sequence[dict[str, Any]], *, dictionaries: bool) -> Any:
    values = [row[name] for row in rows]
    if name in INSTANTS:
        return pa.array(values, pa.int64()).cast(pa.timestamp("us", "UTC"))
    if name == "position":
        return pa.array(range(len(rows)), pa.int64())
    texts = pa.array(values, pa.string())
    return texts.dictionary_encode() if dictionaries and name != "event_id" else texts


def both(paths: list[Path]) -> tuple[Report, Report]:
    """Return the account of the columns, and that of the importers."""
    columns, account = read(paths)
    imported = read_export(paths)
    events = sorted(imported.events, key=lambda event: event.position)
    assert columns.event_ids.all == [event.event_id for event in events]
    assert columns.position.tolist() == [event.position for event in events]
    return report_of(account, paths), imported.report


def same(one: Report, other: Report) -> None:
    assert list(one.findings) == list(other.findings)
    for code, found in one.findings.items():
        assert found == other.findings[code]
    assert one == other
    assert one.balanced


@pytest.mark.parametrize("seed", range(9))
def test_what_is_odd_in_a_file_is_told_as_the_importers_tell_it(seed, tmp_path):
    pq.write_table(disordered(seed, tmp_path, dictionaries=seed % 2 == 0), tmp_path / "a.parquet")

    same(*both([tmp_path / "a.parquet"]))


@pytest.mark.parametrize("seed", range(4))
def test_several_files_are_held_against_each_other(seed, tmp_path):
    table = disordered(seed, tmp_path, dictionaries=True)
    plain = disordered(seed + 1, tmp_path, dictionaries=False).drop_columns(["odd", "text"])
    parts = [table.slice(0, 40), table.slice(0, 0), table.slice(40), plain, plain.slice(0, 0)]
    paths = [tmp_path / f"{number}.parquet" for number in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        pq.write_table(part, path)

    same(*both(paths))


def test_every_doubt_that_our_own_formats_can_raise_is_met_here(tmp_path):
    """So that the comparison above leaves none out."""
    met: set[str] = set()
    for seed in range(9):
        pq.write_table(disordered(seed, tmp_path, dictionaries=True), tmp_path / "a.parquet")
        met |= {finding.code for finding in read(tmp_path / "a.parquet")[1].findings}

    assert met == {
        "row-nul-byte", "row-value-missing", "row-ticket-missing", "row-instant-malformed",
        "event-repeated", "event-id-reused", "kind-unknown", "recorded-before-occurred",
        "event-before-reported", "resolved-after-closed", "never-reported", "refers-to-unknown",
        "attribute-malformed", "until-before-from",
    }  # fmt: skip
    assert {PROBLEMS[code].fate for code in met} == {Fate.DROPPED, Fate.DOUBTFUL}


def test_a_file_without_rows_is_told(tmp_path):
    names = {name: pa.array([], pa.string()) for name in COLUMNS}
    stamps = {name: pa.array([], pa.timestamp("us", "UTC")) for name in INSTANTS}
    pq.write_table(pa.table(names | stamps), tmp_path / "a.parquet")

    ours, theirs = both([tmp_path / "a.parquet"])

    same(ours, theirs)
    assert list(ours.findings) == ["export-without-rows"]
