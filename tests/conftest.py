"""How the property tests draw: the same examples each time, so that a red run is a change's doing.

`pytest --hypothesis-profile=search` draws anew, for whoever looks for what nobody thought of.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile("search", derandomize=False, deadline=None)
settings.load_profile("steady")
