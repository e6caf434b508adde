"""What Parquet files of events hold, told without reading them whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from patto.exchange.formats.parquet import (
    INSTANT_TYPE,
    INSTANTS,
    arrow_library,
    check_type,
    no_parquet,
)
from patto.exchange.importer import Reading, Source
from patto.exchange.problems import problem
from patto.exchange.records import check_columns
from patto.exchange.report import Report
from patto.kernel.errors import InputError, Place
from patto.kernel.facts import COLUMNS


class Stated(NamedTuple):
    """How a file states events: in so many rows, `typed` as we write them, `textual` otherwise.

    A file that is neither cannot be used.
    """

    rows: int
    typed: bool
    textual: bool


def rows_with(path: Path, column: str, values: Collection[str]) -> list[int]:
    """Return the numbers of the rows in which a column of texts has one of some values.

    An empty text is that of a null. Only the row groups that can hold one are looked at.

    :raises InputError: if it is no Parquet file, or the `bulk` extra is not installed
    """
    arrow, found, before = arrow_library(), list[int](), 0
    from pyarrow import compute  # noqa: PLC0415  # slow to load

    reading = Reading(Source(str(path), path), Report())
    try:
        file = arrow.parquet.ParquetFile(path)
        place = file.schema_arrow.names.index(column)
        wanted = arrow.array(sorted(values), arrow.string())
        for number in range(file.num_row_groups):
            group = file.metadata.row_group(number)
            if _may_hold(group.column(place).statistics, values):
                table = file.read_row_group(number, [column], use_threads=False)
                texts = compute.fill_null(table.column(0).cast(arrow.string()), "")
                mask = compute.is_in(texts, value_set=wanted)
                at = compute.indices_nonzero(mask).to_pylist()
                found += [before + 1 + place for place in at]
            before += group.num_rows
    except (arrow.ArrowInvalid, OSError) as error:
        raise no_parquet(error, reading) from error
    return found


def _may_hold(statistics: Any, values: Collection[str]) -> bool:
    """Return whether what is known of a row group leaves open that it holds one of the values."""
    if statistics is None or not statistics.has_min_max or not isinstance(statistics.min, str):
        return True
    if "" in values and (not statistics.has_null_count or statistics.null_count):
        return True
    return any(statistics.min <= value <= statistics.max for value in values)


def stated(path: Path) -> Stated:
    """Return how a Parquet file states events: whether as we write them, and in how many rows.

    :raises InputError: if the `bulk` extra is not installed
    """
    arrow = arrow_library()
    try:
        file = arrow.parquet.ParquetFile(path)
    except (arrow.ArrowInvalid, OSError):
        return Stated(0, typed=False, textual=False)
    schema, rows = file.schema_arrow, file.metadata.num_rows
    reading = Reading(Source(str(path), path), Report())
    try:
        for column in schema:
            check_type(arrow, column, reading)
        check_columns(schema.names, reading)
    except InputError:
        return Stated(rows, typed=False, textual=False)
    if not set(COLUMNS) <= set(schema.names):
        return Stated(rows, typed=False, textual=False)
    aware = all(arrow.types.is_timestamp(schema.field(name).type) for name in INSTANTS)
    return Stated(rows, typed=aware, textual=not aware)


def texts_refused(path: Path) -> InputError:
    """Return the error for a file whose instants are texts where they must be instants."""
    arrow = arrow_library()
    schema = arrow.parquet.read_schema(path)
    name = next(n for n in INSTANTS if not arrow.types.is_timestamp(schema.field(n).type))
    told = {"column": name, "type": str(schema.field(name).type), "expected": INSTANT_TYPE}
    return InputError([problem("column-type", Place(str(path), 1), **told)])


def tickets_like(paths: Sequence[Path], ticket: str) -> tuple[str, ...]:
    """Return the tickets that begin most like a name, in the order in which they come.

    :raises InputError: if a file is no Parquet file, or the `bulk` extra is not installed
    """
    arrow, names = arrow_library(), dict[str, None]()
    for path in paths:
        try:
            column = arrow.parquet.read_table(path, columns=["ticket"]).column(0)
        except (arrow.ArrowInvalid, OSError) as error:
            raise no_parquet(error, Reading(Source(str(path), path), Report())) from error
        names |= dict.fromkeys(filter(None, column.unique().to_pylist()))
    for length in range(len(ticket), -1, -1):
        alike = tuple(name for name in names if str(name).startswith(ticket[:length]))
        if len(alike) >= min(_ENOUGH, len(names)):
            return alike
    return ()


_ENOUGH: Final = 20
"""How many tickets at least are looked at for the one that comes nearest to a name."""
