"""How the words and entries of the tables are packed into 64 bits, all of them signed."""

from __future__ import annotations

from typing import Final

from patto.kernel.instants import DAY

# A slot's entry: the second of its edge, the position there in seconds, and whether it closes.
# A slot's gap: its position in seconds, and how many seconds an instant is ahead before it. Below
# zero if the pattern's pieces have to be read.
LOW: Final = (1 << 31) - 1
HIGH: Final = 31
CLOSES: Final = 1 << 62

# A day's word: the open seconds before the day, and its pattern.
WORD_SECONDS: Final = (1 << 32) - 1
WORD_PATTERN: Final = 32

# An entry of a pattern's slot: the position of its edge in us, the second of the day of the edge,
# and whether it closes; below zero if the pattern's pieces have to be read.
DAY_SHIFT: Final = 31
DAY_SLOTS: Final = (DAY >> DAY_SHIFT) + 1
ENTRY_POSITION: Final = (1 << 37) - 1
ENTRY_SECOND: Final = 37
ENTRY_SECONDS: Final = (1 << 17) - 1
ENTRY_CLOSES: Final = 1 << 54

# The finder has the day on which each multiple of so much open time is reached.
BLOCK: Final = 34
