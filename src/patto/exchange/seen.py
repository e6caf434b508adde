"""Which events were met before, in little memory: a few tens of bytes an event, ids not kept."""

from __future__ import annotations

from array import array
from enum import Enum
from typing import Final

_WORDS: Final = 3  # of 64 bits: two hashes of the id, one of the content
_WIDEST: Final = (1 << 64) - 1


class Met(Enum):
    """What is known of an event when it comes."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


class Seen:
    """A set of event ids, each with a hash of what the event said.

    A file of two gigabytes has ten million events, whose ids as texts would take as much again.
    An id is kept as 128 bits, so that two of them fall together once in 10^24 such files.
    """

    __slots__ = ("_count", "_mask", "_slots")

    def __init__(self) -> None:
        self._count = 0
        self._mask = (1 << 10) - 1
        self._slots = _slots(self._mask)

    def __contains__(self, event_id: str) -> bool:
        first, second = _hashes(event_id)
        at = self._find(first, second)
        return bool(self._slots[at])

    def meet(self, event_id: str, content: object) -> Met:
        """Note an event, and return whether its id is new, or was met with the same content."""
        first, second = _hashes(event_id)
        told = hash(content) & _WIDEST
        at = self._find(first, second)
        slots = self._slots
        if slots[at]:
            return Met.SAME if slots[at + 2] == told else Met.OTHER
        slots[at], slots[at + 1], slots[at + 2] = first, second, told
        self._count += 1
        if self._count * 3 > self._mask * 2:
            self._grow()
        return Met.NEW

    def _find(self, first: int, second: int) -> int:
        """Return the offset of an id's slot, or of the empty one where it would go."""
        slots, mask = self._slots, self._mask
        at = first & mask
        while (held := slots[at * _WORDS]) and (held != first or slots[at * _WORDS + 1] != second):
            at = (at + 1) & mask
        return at * _WORDS

    def _grow(self) -> None:
        before = self._slots
        self._mask = self._mask * 2 + 1
        self._slots = _slots(self._mask)
        for at in range(0, len(before), _WORDS):
            if before[at]:
                to = self._find(before[at], before[at + 1])
                self._slots[to : to + _WORDS] = before[at : at + _WORDS]


def _slots(mask: int) -> array[int]:
    return array("Q", bytes(8 * _WORDS * (mask + 1)))


def _hashes(event_id: str) -> tuple[int, int]:
    """Return two hashes of 64 bits, the first never zero: zero marks an empty slot."""
    return hash(event_id) & _WIDEST or 1, hash((event_id, event_id)) & _WIDEST
