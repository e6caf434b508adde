"""When calls were validly logged, in columns (semantics 4.3)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from patto.bulk.arrays import NONE, Int64s, Marks, Mask, filled
from patto.bulk.facts import Facts
from patto.kernel import facts as kinds
from patto.kernel.agreement.desk import Logging
from patto.kernel.evaluation.milestones import validly_logged
from patto.kernel.evaluation.record import Fact


def logged(facts: Facts, logging: Logging, begin: Int64s, end: Int64s) -> Int64s:
    """Return the fact that made each `[begin, end)` a valid logging, `NONE` if none did."""
    by_desk = facts.of([kinds.VALIDLY_LOGGED]) & (_channels(facts) == 0)
    if len(logging.acts) == 1 and not logging.information:
        done = facts.of([kinds.REPORTED, kinds.VALIDLY_LOGGED]) & _on(
            facts, logging.acts[0].channels
        )
        return Marks.of(by_desk | done).first(begin, end)
    return _by_several(facts, logging, begin, end)


def _channels(facts: Facts) -> Int64s:
    codes = facts.columns.texts["channel"].codes[facts.row]
    return codes.astype(np.int64)


def _on(facts: Facts, channels: Iterable[str]) -> Mask:
    wanted = frozenset(channels)
    table = facts.columns.texts["channel"].among(wanted.__contains__)
    return table[_channels(facts)]


def _by_several(facts: Facts, logging: Logging, begin: Int64s, end: Int64s) -> Int64s:
    """Return the same where several acts or some information are asked for.

    The kernel says it of each ticket, or once for all tickets whose facts are alike in what this
    depends on.
    """
    telling = facts.of([kinds.REPORTED, kinds.VALIDLY_LOGGED])
    telling |= facts.columns.texts["information"].codes[facts.row] != 0
    places = np.flatnonzero(telling)
    first, last = np.searchsorted(places, begin), np.searchsorted(places, end)
    alike = zip(
        facts.kind[places].tolist(),
        facts.texts("channel", places).tolist(),
        facts.texts("information", places).tolist(),
        strict=True,
    )
    signs = list(alike)
    known: dict[tuple[tuple[int, int, int], ...], int] = {}
    found = filled(begin.size, NONE)
    for n, (low, high) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        sign = tuple(signs[low:high])
        if sign not in known:
            known[sign] = _place(facts, places[low:high], logging)
        if known[sign] >= 0:
            found[n] = places[low + known[sign]]
    return found


def _place(facts: Facts, places: Int64s, logging: Logging) -> int:
    """Return which of some facts made a valid logging by the kernel's rule, `NONE` if none."""
    events = list(facts.columns.events(facts.row[places]))
    said = validly_logged([Fact(event, event.occurred_at) for event in events], logging)
    ids = [event.event_id for event in events]
    return NONE if said is None else ids.index(said[1])
