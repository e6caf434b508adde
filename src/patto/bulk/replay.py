"""Replaying in columns: drafts laid over past events, every variant of them in one run.

The same as the kernel's `replay`, variant for variant. Events are read once; variants that count
the same time, whatever they promise of it, share everything but their targets.
"""

from __future__ import annotations

from collections.abc import Sequence

from patto.bulk.columns import Columns
from patto.bulk.measure import BATCH, run_of
from patto.bulk.replaying.one_by_one import OneByOne
from patto.bulk.replaying.result import Collected
from patto.bulk.replaying.run import SharedRun
from patto.bulk.replaying.shape import shape
from patto.kernel.agreement.compiled import Compiled
from patto.kernel.evaluation.measure import Evaluation
from patto.kernel.facts import Event
from patto.kernel.feasibility.laying import Laid
from patto.kernel.feasibility.replaying import Replayed
from patto.kernel.instants import Instant


class _Look(Evaluation):
    """A look at tickets under a draft, on calendars that are compiled for all of one shape."""

    def __init__(
        self, draft: Laid, declared: list[Event], at: Instant, known_at: Instant, compiled: Compiled
    ) -> None:
        super().__init__(draft.history, declared, at, known_at)
        self._compiled = {draft.terms.agreement.version: compiled}


def replay_columns(
    drafts: Sequence[Laid], columns: Columns, *, at: Instant, known_at: Instant, batch: int = BATCH
) -> list[Replayed]:
    """Return what would have been said of all tickets under each draft, in their order.

    Tickets are replayed in batches of `batch`.
    """
    groups: dict[str, list[int]] = {}
    for number, draft in enumerate(drafts):
        groups.setdefault(shape(draft.terms), []).append(number)
    found: dict[int, Replayed] = {}
    for numbers in groups.values():
        own = [drafts[number] for number in numbers]
        together = _together(own, columns, at, known_at, batch)
        found |= dict(zip(numbers, together, strict=True))
    return [found[number] for number in range(len(drafts))]


def _together(
    drafts: Sequence[Laid], columns: Columns, at: Instant, known_at: Instant, batch: int
) -> list[Replayed]:
    """Return what would have been said under drafts of one shape."""
    base = run_of(columns, drafts[0].history, at, known_at)
    declared = list(columns.events((columns.ticket < 0).nonzero()[0]))
    terms = [draft.terms for draft in drafts]
    compiled = Compiled(terms[0])
    looks = [_Look(draft, declared, at, known_at, compiled) for draft in drafts]
    run = SharedRun(
        base.tickets,
        looks[0],
        base.horizon,
        base.lines,
        base.known,
        variants=terms,
        one_by_one=OneByOne(looks, base.known),
    )
    for number, tickets in run.tickets.batches(batch):
        run.found(number, tickets)
    return [Collected(draft, run, number).replayed() for number, draft in enumerate(drafts)]
