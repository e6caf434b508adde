"""How the property tests draw: the same examples each time, so that a red run is a change's doing.

`pytest --hypothesis-profile=search` draws anew, for whoever looks for what nobody thought of;
`thorough` draws anew and twenty times as often, for whoever has the time.
"""

from __future__ import annotations

import gc

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile("search", derandomize=False, deadline=None)
settings.register_profile("thorough", derandomize=False, deadline=None, max_examples=2000)
settings.load_profile("steady")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what was collected: thousands of tests, there to the end."""
    gc.collect()
    gc.freeze()
