"""By which tests the coverage of the kernel is taken: by those here that are not too long for it.

What is traced runs five times slower. So the longest, without which every branch is reached still,
are marked `untraced`; all others here are `traced`. `make test` runs the ones with coverage and
with nothing compiled, then all that is not traced, and what is marked `compiled` both ways.
"""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is traced, which the command line asks for."""
    for item in items:
        if HERE in item.path.parents and not item.get_closest_marker("untraced"):
            item.add_marker("traced")
