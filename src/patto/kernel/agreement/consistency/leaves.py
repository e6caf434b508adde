"""The single values of what an agreement settles beside tickets, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from patto.kernel.agreement.consistency.draft import Draft
from patto.kernel.agreement.metrics import CountMetric, TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.part import Part

_LATER: Final = tuple(n for n, field in Agreement.model_fields.items() if not field.is_required())


def leaves(draft: Draft) -> Iterator[tuple[object, Path]]:
    """Yield every single value of the parts that may be left out and of the figures' metrics.

    Tickets' metrics, calendars and clocks are looked through by those who know their meaning.
    """
    for part, path in _parts(draft):
        yield from _leaves(part, path)


def named_parts(draft: Draft) -> Iterator[tuple[str, Path]]:
    """Yield the id of every part that the document and reports refer to, and its path.

    What stood in agreements before these parts did has its own lists of ids, and is not among them.
    """
    parties = ("parties", draft.agreement.parties)
    for name, part in (parties, *((n, getattr(draft.agreement, n)) for n in _LATER)):
        yield from _ids(part, (name,))


def _parts(draft: Draft) -> Iterator[tuple[object, Path]]:
    agreement = draft.agreement
    yield agreement.parties, ("parties",)
    yield agreement.items, ("items",)
    if agreement.maintenance is not None:
        yield agreement.maintenance.emergency, ("maintenance", "emergency")
    for name in _LATER:
        yield getattr(agreement, name), (name,)
    for number, metric in enumerate(agreement.metrics):
        if not isinstance(metric, TicketMetric | CountMetric):
            yield metric, ("metrics", number)


def _leaves(value: object, path: Path) -> Iterator[tuple[object, Path]]:
    if isinstance(value, Part):
        for name, inner in value:
            yield from _leaves(inner, (*path, name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    elif value is not None:
        yield value, path


def _ids(value: object, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _ids(inner, (*path, index))
    elif isinstance(value, Part):
        for name, inner in value:
            if name == "id" and path[0] != "governs":
                yield inner, (*path, name)
            else:
                yield from _ids(inner, (*path, name))
