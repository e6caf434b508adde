"""Writes docs/reference/checks.md anew: `python tests/corpus/write_page.py`."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "reference" / "checks.md"

if __name__ == "__main__":
    sys.path.insert(0, str(TESTS))
    from corpus.figures import page

    PAGE.write_text(page())
