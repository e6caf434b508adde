"""Measuring in columns: the evaluation of the kernel, for millions of events at a time.

Needs the `bulk` extra.

:raises InputError: when imported without it
"""

from importlib.util import find_spec

from patto.kernel.errors import InputError, Place, Problem

if find_spec("pyarrow") is None:
    raise InputError(
        [Problem("extra-missing", Place(), "error", {"extra": "bulk", "package": "pyarrow"})]
    )

from patto.bulk.measure import measure_columns  # only where its extra is installed
from patto.bulk.measurement import BulkMeasurement, Paths  # the same

__all__ = ["BulkMeasurement", "Paths", "measure_columns"]
