"""What an agreement still has of a template's invented companies, people and addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from patto.kernel.agreement.nodes import NOWHERE, Path, Places
from patto.kernel.agreement.yaml import compose
from patto.kernel.errors import Place
from patto.templates.filling import leaves
from patto.templates.shelf import languages, profiles, text_of

_INVENTED: Final = re.compile(
    r"\.example\b|\b(?:Esempio|Example)\b|(?<!\d)(?:0{4}|1{6})|\b000 000\d\b"
    r"|^via del Cliente\b|\b(?:Customer Road|Industry Park)\b"
)
"""What a template writes where only the owner knows the true value."""

_THEIRS: Final = re.compile(
    r"parties\.(?:provider|customer)\.(?:name|known_as\.1|details\.(?:notices\.attention"
    r"|signatories\.[^.]+\.name))|charges\.travel\.start|legal\.(?:forum|signing\.place)"
)
"""Names and towns that may be true, and are not where invented values stand beside them."""


class Leftover(NamedTuple):
    """A value that stands where a template has the same: where, its path as people write it."""

    place: Place
    told: str
    value: str
    path: Path


def leftovers(places: Places) -> tuple[Leftover, ...]:
    """Return the values of an agreement that are still a template's examples, in file order.

    A value counts only where a template has the very same in the same part. Names and towns, which
    chance may make true, count only beside others that nobody has.
    """
    stated = [one for one in _values(places) if _may_be_invented(one)]
    if not any(_INVENTED.search(one.value) for one in stated):
        return ()
    known = _known(stated)
    found = [one for one in stated if (one.told, one.value) in known]
    if not any(_INVENTED.search(one.value) for one in found):
        return ()
    return tuple(sorted(found, key=lambda one: one.place))


def is_example(value: str) -> bool:
    """Return whether a value is one that a template invents, and that nobody has."""
    if not _INVENTED.search(value):
        return False
    return any(value in text_of(one, language) for language in languages()
               for one in profiles(language))  # fmt: skip


def _known(stated: Iterable[Leftover]) -> Collection[tuple[str, str]]:
    """Return the invented values of the templates that some values may be from, with their paths.

    The template that holds most of them is read first, and another only for what is in none so far.
    """
    left = {(one.told, one.value) for one in stated}
    every = [(profile, language) for language in languages() for profile in profiles(language)]
    every.sort(key=lambda one: sum(value in text_of(*one) for _, value in left), reverse=True)
    known: set[tuple[str, str]] = set()
    for profile, language in every:
        # Reading a template takes longer than looking whether it is worth it.
        if any(value in text_of(profile, language) for _, value in left):
            known |= _of(profile, language)
            left -= known
    return known


@cache
def _of(profile: str, language: str) -> frozenset[tuple[str, str]]:
    """Return the invented values of a template, each with its path."""
    places = Places(compose(text_of(profile, language)).root or NOWHERE)
    return frozenset((one.told, one.value) for one in _values(places) if _may_be_invented(one))


def _may_be_invented(one: Leftover) -> bool:
    return bool(_INVENTED.search(one.value) or _THEIRS.fullmatch(one.told))


def _values(places: Places) -> Iterator[Leftover]:
    for path, node in leaves(places.root):
        told = places.told(path)
        if isinstance(node.value, str) and not told.startswith("agreement."):
            yield Leftover(node.place, told, node.value, path)
