"""The array clock against an as-of join, the strongest library and the memory, in one run.

    python bench/timeline.py [--intervals 10000000] [--tickets 1000000] [--runs 5]

Every figure is nanoseconds of one processor a row, the least of the runs, all code warm. A ratio
says how many times ours a rival's time is. README.md beside this file says what is compared.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    # A script finds only what lies beside it, and its parts are modules of `bench`.
    sys.path.insert(0, str(Path(__file__).parents[1]))
    runpy.run_module("bench.timeline_comparison", run_name="__main__")
