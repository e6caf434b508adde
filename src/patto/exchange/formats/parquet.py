"""Our own events as Parquet: typed instants, texts as dictionaries; needs the `bulk` extra.

The fixed columns, `position` after them, then the attributes. `occurred_at` and `recorded_at` are
`timestamp[us, UTC]`, `position` is `int64` and counts the rows of the file from 1, all else are
dictionaries of texts; a text that is empty is null. Rows keep their order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

from patto.exchange.importer import Found, Importer, Reading
from patto.exchange.problems import problem
from patto.exchange.records import check_columns, event_of, record_of, unwritable
from patto.exchange.text import column_missing
from patto.kernel.errors import InputError, Place
from patto.kernel.facts import COLUMNS, Event
from patto.kernel.instants import EARLIEST, LATEST, render

INSTANTS: Final = ("occurred_at", "recorded_at")
POSITION: Final = "position"

INSTANT_TYPE: Final = "timestamp[us, tz=UTC]"

Batch: TypeAlias = tuple[Any, Sequence[int]]
"""Some rows as an Arrow batch, and their numbers in the file."""

_BATCH: Final = 65_536


def read(reading: Reading) -> Iterator[Found]:
    """Yield the events of a Parquet file, a batch of rows in memory at a time.

    The file's own `position` settles the order of events where it has one.

    :raises InputError: if it is no Parquet file, lacks a column or holds one of another type, or
        the `bulk` extra is not installed
    """
    yield from _read(reading, _batches)


def read_rows(reading: Reading, rows: Sequence[int]) -> Iterator[Found]:
    """Yield the events of some rows of a Parquet file, numbered from 1 and in order.

    Only the row groups in which they stand are read.

    :raises InputError: as `read` does
    """
    yield from _read(reading, lambda file: _chosen(file, rows))


def _read(reading: Reading, batches: Callable[[Any], Iterator[Batch]]) -> Iterator[Found]:
    arrow = arrow_library()
    with reading.source.open() as stream:
        try:
            file = arrow.parquet.ParquetFile(stream)
        except (arrow.ArrowInvalid, OSError) as error:
            raise no_parquet(error, reading) from error
        header = file.schema_arrow.names
        for column in COLUMNS:
            if column not in header:
                raise column_missing(column, header, reading)
        check_columns(header, reading)
        for column in file.schema_arrow:
            check_type(arrow, column, reading)
        if not file.metadata.num_rows:
            reading.report.found(problem("export-without-rows", reading.source.place()))
        try:
            yield from _events(arrow, batches(file), reading)
        except (arrow.ArrowInvalid, OSError) as error:
            raise no_parquet(error, reading) from error


def _batches(file: Any) -> Iterator[Batch]:
    """Yield the rows of a file, a batch at a time."""
    before = 0
    for batch in file.iter_batches(batch_size=_BATCH):
        yield batch, range(before + 1, before + batch.num_rows + 1)
        before += batch.num_rows


def _chosen(file: Any, rows: Sequence[int]) -> Iterator[Batch]:
    """Yield some rows of a file, those of a row group at a time."""
    before = begin = 0
    for group in range(file.num_row_groups):
        held = file.metadata.row_group(group).num_rows
        end = bisect_right(rows, before + held, begin)
        own = rows[begin:end]
        if own:
            table = file.read_row_group(group, use_threads=False)
            for batch in table.take([row - before - 1 for row in own]).to_batches():
                yield batch, own[: batch.num_rows]
                own = own[batch.num_rows :]
        before, begin = before + held, end


def _events(arrow: Any, batches: Iterable[Batch], reading: Reading) -> Iterator[Found]:
    for batch, rows in batches:
        names = batch.schema.names
        columns = [_values(arrow, batch.column(at), name) for at, name in enumerate(names)]
        stamped = [names.index(name) for name in INSTANTS]
        given = names.index(POSITION) if POSITION in names else None
        texts = [(name, columns[at]) for at, name in enumerate(names) if _is_text(name)]
        for at, row in enumerate(rows):
            reading.report.rows += 1
            record = {name: values[at] or "" for name, values in texts}
            instants = columns[stamped[0]][at], columns[stamped[1]][at]
            place = row if given is None else columns[given][at] or row
            event = _event(record, instants, reading, row, reading.first - 1 + place)
            if event is not None:
                yield event, row


def _event(
    record: dict[str, str], instants: tuple[Any, Any], reading: Reading, row: int, position: int
) -> Event | None:
    nul = next((name for name, value in record.items() if "\0" in value), None)
    if nul is not None:
        reading.report.drop(problem("row-nul-byte", reading.source.place(row), column=nul))
        return None
    numbers = [value for value in instants if isinstance(value, int)]
    if len(numbers) == len(INSTANTS) and min(numbers) >= EARLIEST and max(numbers) <= LATEST:
        return event_of(record, reading, row, position, instants)
    for name, value in zip(INSTANTS, instants, strict=True):
        record[name] = _written(value)
    return event_of(record, reading, row, position)


def _written(value: int | str | None) -> str:
    """Return an instant as text; one that has none as its number, which no reader accepts."""
    if not isinstance(value, int):
        return value or ""
    return render(value) if EARLIEST <= value <= LATEST else str(value)


def _is_text(name: str) -> bool:
    return name != POSITION and name not in INSTANTS


def _values(arrow: Any, column: Any, name: str) -> list[Any]:
    """Return a column as Python values: instants and positions as numbers, all else as texts."""
    if arrow.types.is_timestamp(column.type):
        utc = column.cast(arrow.timestamp("us", column.type.tz))
        values = utc.cast(arrow.int64())
    elif name == POSITION:
        values = column.cast(arrow.int64())
    else:
        values = column.cast(arrow.string())
    return values.to_pylist()  # type: ignore[no-any-return]  # pyarrow has no types


def check_type(arrow: Any, column: Any, reading: Reading) -> None:
    """Refuse a column whose values are not of its kind.

    :raises InputError: if they are not
    """
    kind, types, expected = column.type, arrow.types, ""
    inner = kind.value_type if types.is_dictionary(kind) else kind
    textual = types.is_string(inner) or types.is_large_string(inner) or types.is_null(inner)
    if column.name in INSTANTS:
        aware = types.is_timestamp(kind) and kind.tz is not None
        expected = "" if aware or textual else INSTANT_TYPE
    elif column.name == POSITION:
        expected = "" if types.is_integer(kind) else "int64"
    elif not (textual or types.is_integer(inner) or types.is_boolean(inner)):
        expected = "string"
    if expected:
        told = {"column": column.name, "type": str(kind), "expected": expected}
        raise InputError([problem("column-type", reading.source.place(1), **told)])


def write(events: Iterable[Event], attributes: Sequence[str], path: Path) -> None:
    """Write events, a batch in memory at a time, with a column for each of the attributes.

    :raises InputError: if a text cannot be written, such as one with a NUL byte, or the `bulk`
        extra is not installed
    """
    arrow = arrow_library()
    schema = schema_of(arrow, attributes)
    stream, written = iter(events), 0
    with arrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(stream, _BATCH)):
            writer.write_table(_table(arrow, schema, batch, written))
            written += len(batch)


def schema_of(arrow: Any, attributes: Sequence[str]) -> Any:
    """Return the schema of a file with these attributes."""
    text = arrow.dictionary(arrow.int32(), arrow.string())
    fields = [
        (name, arrow.timestamp("us", "UTC") if name in INSTANTS else text) for name in COLUMNS
    ]
    return arrow.schema(
        [*fields, (POSITION, arrow.int64()), *((name, text) for name in attributes)]
    )


def _table(arrow: Any, schema: Any, events: Sequence[Event], before: int) -> Any:
    records = [record_of(event) for event in events]
    for event in events:
        if POSITION in event.attributes:
            raise unwritable(event, POSITION)
    columns = []
    for field in schema:
        if field.name in INSTANTS:
            values: list[Any] = [getattr(event, field.name) for event in events]
        elif field.name == POSITION:
            values = list(range(before + 1, before + len(events) + 1))
        else:
            values = [record.get(field.name) for record in records]
        columns.append(arrow.array(values, field.type))
    return arrow.Table.from_arrays(columns, schema=schema)


def arrow_library() -> Any:
    """Return pyarrow.

    :raises InputError: if it is not installed
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  # an extra, and slow to load
        import pyarrow.parquet  # noqa: PLC0415  # the same
    except ImportError as error:
        told = {"extra": "bulk", "package": "pyarrow"}
        raise InputError([problem("extra-missing", Place(), **told)]) from error
    return pa


def no_parquet(error: Exception, reading: Reading) -> InputError:
    """Return the error for a file that cannot be read as Parquet."""
    reason = str(error).partition("\n")[0]
    return InputError([problem("export-not-parquet", reading.source.place(), reason=reason)])


IMPORTER = Importer("parquet", (".parquet", ".pq"), read, write=write, rereads=True)
