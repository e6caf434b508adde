"""What an agreement still has of a template or of another customer, told before it is signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from patto.cli.agreements import Opened
from patto.cli.page import Cell, Page
from patto.kernel.agreement.nodes import Path
from patto.language.words import Words
from patto.templates import Leftover
from patto.templates.filling import leaves

FEW: Final = 5
"""How many of them are named where not everything is asked for."""


_SHARED: Final = frozenset({"capacity", "power"})
"""What is said of the one who signs in the same words for many a customer."""


def add_remaining(page: Page, opened: Opened, words: Words, *, everything: bool) -> None:
    """Add what is still a template's, and what a base says of the customer; nothing if none is."""
    found = opened.example_data
    _add(page, "example-data", found, words, everything=everything)
    examples = {one.told for one in found}
    inherited = tuple(one for one in _of_the_base(opened) if one.told not in examples)
    _add(page, "from-base", inherited, words, everything=everything)


def _add(
    page: Page, key: str, found: Sequence[Leftover], words: Words, *, everything: bool
) -> None:
    if not found:
        return
    shown = found if everything else found[:FEW]
    page.line(Cell(words.say(f"cli.check.{key}", count=len(found)), "doubt"))
    for one in shown:
        page.line(Cell(str(one.place), "strong"), f"  {one.told}: {one.value}", indent=2)
    if len(found) > len(shown):
        more = words.say("cli.check.remaining-more", count=len(found) - len(shown))
        page.line(Cell(more, "quiet"), indent=2)


def _of_the_base(opened: Opened) -> Iterator[Leftover]:
    """Yield what a base says of a customer whose name the agreement's own file states.

    Where the base has the whole customer it is this customer's own.
    """
    if opened.newest is None:
        return
    places = opened.readings[opened.newest].places
    if places.of(("parties", "customer", "name")).file not in opened.own:
        return
    for path, node in leaves(places.root):
        inherited = node.place.file not in opened.own and node.value != "none"
        if inherited and _tells_who(path):
            yield Leftover(node.place, places.told(path), str(node.value), path)


def _tells_who(path: Path) -> bool:
    customer = path[:3] == ("parties", "customer", "details") and path[-1] not in _SHARED
    return customer or (path[0] == "sites" and path[-1] == "address")
