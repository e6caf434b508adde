"""Columns of texts: a small number a row, and the words that the numbers stand for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from patto.bulk.arrays import Codes, Int64s, Mask

T = TypeVar("T", bound=Hashable)


class Words:
    """Texts kept by Arrow, which are made Python's only where they are asked for."""

    def __init__(self, array: Any) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, place: int) -> str:
        return str(self.array[int(place)])

    @cached_property
    def all(self) -> list[str]:
        """All of them, in order."""
        return list(self.array.to_pylist())

    def some(self, places: Int64s) -> list[str]:
        """Return those at some places."""
        return list(self.array.take(pa.array(places)).to_pylist())


@dataclass(frozen=True)
class Texts:
    """A column of texts: the code of a row is zero where it is empty, else its word's place + 1."""

    codes: Codes
    words: Words

    def at(self, rows: Int64s) -> Codes:
        """Return the codes of some rows."""
        return self.codes[rows]

    def table(self, value: Callable[[str], int]) -> Int64s:
        """Return what each code stands for, by what its word does; that of zero is empty."""
        return np.array([value(word) for word in ("", *self.words.all)], np.int64)

    def among(self, wanted: Callable[[str], bool]) -> Mask:
        """Return for each code whether its word is wanted."""
        return np.array([wanted(word) for word in ("", *self.words.all)], np.bool_)

    def texts(self, rows: Int64s) -> list[str]:
        """Return the texts of some rows."""
        codes = self.codes[rows]
        if len(self.words) <= codes.size:
            words = ["", *self.words.all]
            return [words[code] for code in codes.tolist()]
        found = [""] * codes.size
        given = np.flatnonzero(codes)
        words = self.words.some(codes[given].astype(np.int64) - 1)
        for place, word in zip(given.tolist(), words, strict=True):
            found[place] = word
        return found


def joined_texts(parts: Sequence[Texts]) -> Texts:
    """Return columns of texts one after the other, under the words of all."""
    if len(parts) == 1:
        return parts[0]
    words = pc.unique(pa.chunked_array([part.words.array for part in parts]))
    kind = np.min_scalar_type(len(words))
    codes = []
    for part in parts:
        places = pc.index_in(part.words.array, words).to_numpy(zero_copy_only=False)
        codes.append(np.append(0, places + 1).astype(kind)[part.codes])
    return Texts(np.concatenate(codes), Words(words))


@dataclass(slots=True)
class Vocabulary(Generic[T]):
    """Values in the order in which they were met; each is known by its number."""

    values: list[T] = field(default_factory=list)
    _numbers: dict[T, int] = field(default_factory=dict)

    def number(self, value: T) -> int:
        """Return the number of a value, a new one for a value not met before."""
        known = self._numbers.get(value)
        if known is None:
            known = self._numbers[value] = len(self.values)
            self.values.append(value)
        return known

    def take(self, other: Vocabulary[T]) -> NDArray[np.int64]:
        """Take in another vocabulary, and return the number here of each of its numbers."""
        return np.array([self.number(value) for value in other.values], np.int64)
