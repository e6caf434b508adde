"""The one place at which Patto looks at the clock on the wall."""

from __future__ import annotations

import time

from patto.kernel.instants import Instant


def now() -> Instant:
    """Return the present instant."""
    return time.time_ns() // 1000
