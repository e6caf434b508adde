"""Which of two lists are the same: by name, else by what people call it, else by place."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

Named: TypeAlias = tuple[K, T]
"""A thing with the name that it goes by."""

_CALLED: Final = ("title", "term", "name", "who", "risk", "records", "fact")
"""Where a part has what people call it, should its id be another."""


def pairs(
    before: Sequence[Named[K, T]], after: Sequence[Named[K, T]], *, by_place: bool = False
) -> list[tuple[Named[K, T] | None, Named[K, T] | None]]:
    """Return what is the same in two lists, in the order of the second, what is gone at the end.

    A name that stands several times is told apart by its turn. What has no partner by name gets
    one that people call the same; `by_place`, the first that is left gets the first that is left.
    """
    old, new = dict(_in_turn(before)), dict(_in_turn(after))
    partner = {key: key for key in new if key in old}
    left_old, left_new = [k for k in old if k not in new], [k for k in new if k not in old]
    called = _only_once((_called(old[key][1]), key) for key in left_old)
    for title, key in _only_once((_called(new[key][1]), key) for key in left_new).items():
        if title in called:
            partner[key] = called[title]
            left_old.remove(called[title])
            left_new.remove(key)
    if by_place:
        partner |= dict(zip(left_new, left_old, strict=False))
    gone = [key for key in old if key not in set(partner.values())]
    both = [(old[partner[key]] if key in partner else None, new[key]) for key in new]
    return [*both, *((old[key], None) for key in gone)]


def _in_turn(named: Sequence[Named[K, T]]) -> Iterator[tuple[tuple[K, int], Named[K, T]]]:
    seen: dict[K, int] = {}
    for one in named:
        seen[one[0]] = seen.get(one[0], 0) + 1
        yield (one[0], seen[one[0]]), one


def _called(part: object) -> str:
    told = next((getattr(part, name) for name in _CALLED if hasattr(part, name)), "")
    return " ".join(str(told).split()).casefold()


def _only_once(titled: Iterator[tuple[str, K]]) -> dict[str, K]:
    """Return what people call something in one way, and nothing else so."""
    listed = list(titled)
    titles = [title for title, _ in listed]
    return {title: key for title, key in listed if title and titles.count(title) == 1}


class Edit(NamedTuple):
    """A stretch of two sequences: `before` gave way to `after`, or both are the same."""

    kind: Literal["same", "other"]
    before: Sequence[Any]
    after: Sequence[Any]


def edits(before: Sequence[Any], after: Sequence[Any]) -> Iterator[Edit]:
    """Yield how one sequence of texts or blocks, in which the order counts, becomes another."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        yield Edit("same" if kind == "equal" else "other", before[a:b], after[c:d])
