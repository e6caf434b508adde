"""The words of a page: as everywhere, and a number is never parted from its unit."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from patto.kernel.instants import Duration
from patto.language import Words

NO_BREAK: Final = "\N{NO-BREAK SPACE}"


class PageWords(Words):
    """Words for a page."""

    def duration(self, length: Duration, unit: str = "h") -> str:
        """Return microseconds as `1 h 10 min`, or with `min` as `70 min`."""
        return super().duration(length, unit).replace(" ", NO_BREAK)

    def percent(self, share: float | Fraction, digits: int = 1) -> str:
        """Return a share in percent, rounded down."""
        return super().percent(share, digits).replace(" ", NO_BREAK)

    def share(self, text: str) -> str:
        """Return a share as an agreement writes it: `95 %`."""
        return text.replace(" ", NO_BREAK)
