"""Values that are still a template's, and whether somebody said that they are their own."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from patto.kernel.agreement.reading import read
from patto.templates import leftovers
from patto.templates.leftovers import Leftover


class ExamplesLeftError(Exception):
    """Values of a template are left that nobody said to be their own; `left` has them."""

    def __init__(self, left: tuple[Leftover, ...]) -> None:
        self.left = left
        super().__init__(", ".join(one.told for one in left))


@lru_cache(maxsize=64)
def examples_left(text: str) -> tuple[Leftover, ...]:
    """Return the values of an agreement that are still a template's, in file order."""
    return leftovers(read(text).places)


def confirmed(text: str, ours: Collection[str]) -> list[str]:
    """Return where values of a template stand that are said to be `ours`, each by its path.

    :raises ExamplesLeftError: if there are others
    """
    found = examples_left(text)
    left = tuple(one for one in found if one.told not in ours)
    if left:
        raise ExamplesLeftError(left)
    return [one.told for one in found]
