"""Sources of events, Parquet files or an Arrow table, read column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from patto.bulk.arrays import NULL, Int64s, Mask, joined
from patto.bulk.texts import Texts, Words, joined_texts
from patto.kernel.errors import InputError, Place, Problem

POSITION: Final = "position"
INSTANTS: Final = ("occurred_at", "recorded_at")


@dataclass(frozen=True, slots=True)
class Source:
    """A source that is open: its name, the types of its columns, and the columns themselves."""

    name: str
    types: dict[str, Any]
    rows: int
    column: Callable[[str], Any]

    @classmethod
    def of_file(cls, path: Path) -> Source:
        """Open a Parquet file.

        :raises InputError: if it is none, or cannot be opened
        """
        name = str(path)
        try:
            file = pq.ParquetFile(path)
        except (pa.ArrowInvalid, OSError) as error:
            code = "export-not-parquet" if path.is_file() else "export-unreadable"
            raise refused(code, name, reason=_reason(error)) from error

        def column(wanted: str) -> Any:
            try:
                return file.read([wanted], use_threads=False).column(0)
            except (pa.ArrowInvalid, OSError) as error:
                raise refused("export-not-parquet", name, reason=_reason(error)) from error

        types = {each.name: each.type for each in file.schema_arrow}
        return cls(name, types, file.metadata.num_rows, column)

    @classmethod
    def of_table(cls, table: Any) -> Source:
        """Open an Arrow table."""
        types = {each.name: each.type for each in table.schema}
        return cls("-", types, table.num_rows, table.column)

    @property
    def textual(self) -> tuple[str, ...]:
        """The names of the columns of texts, in the order of the source."""
        return tuple(name for name in self.types if name != POSITION and name not in INSTANTS)

    def texts(self, name: str) -> Texts:
        """Return a column of texts; one that the source lacks is empty.

        :raises InputError: if it holds something else
        """
        kind = self.types.get(name, pa.null())
        inner = self._textual(name, kind)
        if pa.types.is_null(inner):
            nothing = Words(pa.array([], pa.large_string()))
            return Texts(np.broadcast_to(np.uint8(0), self.rows), nothing)
        column = self.column(name)
        if not pa.types.is_dictionary(kind):
            column = pa.chunked_array(column).dictionary_encode()
        column = column.unify_dictionaries()
        words = column.chunk(0).dictionary if column.num_chunks else pa.array([], pa.string())
        return _distinct(self._codes(column, len(words)), words.cast(pa.large_string()))

    def plain(self, name: str) -> Any:
        """Return a column of texts of which most are different, an empty text for a null.

        :raises InputError: if it holds something else
        """
        self._textual(name, self.types[name])
        column = self.column(name).cast(pa.large_string())
        return pc.fill_null(column, "").combine_chunks()

    def instants(self, name: str) -> Int64s:
        """Return a column of instants in microseconds, `NULL` where there is none.

        :raises InputError: if it holds something else, or instants that are no whole microseconds
        """
        kind = self.types[name]
        aware = pa.types.is_timestamp(kind) and kind.tz is not None
        self._check(name, kind, "timestamp[us, tz=UTC]", right=aware)
        try:
            column = self.column(name).cast(pa.timestamp("us", kind.tz)).cast(pa.int64())
        except pa.ArrowInvalid as error:
            raise refused("export-not-parquet", self.name, reason=_reason(error)) from error
        return _integers(column)

    def positions(self) -> Int64s:
        """Return the position of each row: as the source gives it, else its number from one."""
        numbers = np.arange(1, self.rows + 1)
        if POSITION not in self.types:
            return numbers
        kind = self.types[POSITION]
        self._check(POSITION, kind, "int64", right=pa.types.is_integer(kind))
        given = _integers(self.column(POSITION).cast(pa.int64()))
        return np.where(given == NULL, numbers, given)

    def _codes(self, column: Any, words: int) -> Any:
        codes = np.empty(self.rows, np.min_scalar_type(words))
        first = 0
        for chunk in column.chunks:
            indices = chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False)
            codes[first : first + indices.size] = indices + 1
            first += indices.size
        return codes

    def _textual(self, name: str, kind: Any) -> Any:
        """Return the type of a column's texts, which are no dictionary any more."""
        inner = kind.value_type if pa.types.is_dictionary(kind) else kind
        self._check(name, inner, "string", right=any(is_kind(inner) for is_kind in _TEXTUAL))
        return inner

    def _check(self, name: str, kind: Any, expected: str, *, right: bool) -> None:
        if not right:
            told = {"column": name, "type": str(kind), "expected": expected}
            raise refused("column-type", self.name, 1, **told)


@dataclass(frozen=True, slots=True)
class Sources:
    """Sources one after the other, as if they were one: a row is told by its place among all."""

    every: tuple[Source, ...]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(one.rows for one in self.every)

    @property
    def textual(self) -> tuple[str, ...]:
        """The names of the columns of texts that a source has, in the order of the sources."""
        return tuple(dict.fromkeys(name for one in self.every for name in one.textual))

    def check(self, names: Sequence[str]) -> None:
        """Refuse sources that lack a column.

        :raises InputError: if one does
        """
        for one in self.every:
            for name in names:
                if name not in one.types:
                    raise refused("column-missing", one.name, 1, column=name, nearest="")

    def texts(self, name: str) -> Texts:
        """Return a column of texts; empty where a source lacks it.

        :raises InputError: if it holds something else
        """
        return joined_texts([one.texts(name) for one in self.every])

    def plain(self, name: str) -> Any:
        """Return a column of texts of which most are different, an empty text for a null.

        :raises InputError: if it holds something else
        """
        parts = [one.plain(name) for one in self.every]
        return parts[0] if len(parts) == 1 else pa.concat_arrays(parts)

    def instants(self, name: str) -> Int64s:
        """Return a column of instants in microseconds, `NULL` where there is none.

        :raises InputError: if it holds something else, or instants that are no whole microseconds
        """
        values: Int64s = joined([one.instants(name) for one in self.every])
        return values

    def positions(self, gone: Mask) -> Int64s:
        """Return the position of each row, those of a source after the ones kept of those before.

        `gone` marks the rows that are not kept. A source that states 0 states none.
        """
        parts: list[Int64s] = []
        before = row = 0
        for one in self.every:
            given = one.positions()
            own = before + np.where(given == 0, np.arange(1, one.rows + 1), given)
            parts.append(own)
            kept = own[~gone[row : row + one.rows]]
            before, row = int(kept.max(initial=before)), row + one.rows
        return joined(parts)

    def place(self, row: int) -> tuple[str, int]:
        """Return the name of the source that a row is of, and the row's number there, from one."""
        for one in self.every:
            if row < one.rows:
                return one.name, row + 1
            row -= one.rows
        raise IndexError(row)


_TEXTUAL: Final[Sequence[Callable[[Any], bool]]] = (
    pa.types.is_string, pa.types.is_large_string, pa.types.is_null, pa.types.is_integer,
    pa.types.is_boolean,
)  # fmt: skip


def _distinct(codes: Any, words: Any) -> Texts:
    """Return a column in which no word is empty and none stands twice."""
    found = pc.unique(words)
    empty = pc.any(pc.equal(words, "")).as_py()
    if len(found) == len(words) and not empty and not words.null_count:
        return Texts(codes, Words(words))
    kept = found.filter(pc.fill_null(pc.not_equal(found, ""), fill_value=False))
    places = pc.index_in(words, kept).fill_null(-1).to_numpy(zero_copy_only=False)
    return Texts(np.append(0, places + 1)[codes], Words(kept))


def _integers(column: Any) -> Int64s:
    values: Int64s = pc.fill_null(column, NULL).combine_chunks().to_numpy(zero_copy_only=False)
    return values


def refused(code: str, name: str, line: int = 0, **parameters: str) -> InputError:
    """Return the error for a source that cannot be used."""
    return InputError([Problem(code, Place(name, line), "error", MappingProxyType(parameters))])


def _reason(error: Exception) -> str:
    return str(error).partition("\n")[0]
