"""Plain counts in columns: the events of each ticket that a metric counts."""

from __future__ import annotations

import numpy as np

from patto.bulk.arrays import Int64s, Mask, filled
from patto.bulk.items import whole
from patto.bulk.metric import Batch
from patto.bulk.outcomes import Counts, Vocabularies
from patto.bulk.periods import numbered
from patto.bulk.populations import Counting, Range, priority
from patto.bulk.scope import excluded
from patto.kernel.agreement.metrics import CountMetric


def counted(
    batch: Batch, metric: CountMetric, nth: int, known: Vocabularies
) -> tuple[Counts, Mask]:
    """Return the events that a metric counts, and the tickets among which it counts them."""
    facts, counting = batch.facts, Counting(batch.sayings, metric.population)
    fact = np.flatnonzero(facts.of(metric.counts))
    ticket = facts.owner[fact]
    out = _excluded(batch, metric)[ticket]
    fact, ticket = fact[~out], ticket[~out]
    fact = fact[_holds(batch, counting, ticket, facts.at[fact])]
    identity = batch.ground.agreement.agreement
    found = Counts(
        facts.tickets[facts.owner[fact]],
        nth * (1 << 32) + fact,
        filled(fact.size, known.words.number(metric.id)),
        filled(fact.size, identity.version),
        facts.event_row[fact],
        facts.at[fact],
        numbered(facts.at[fact], metric.period.every, identity.zone, known.periods),
    )
    every = np.arange(facts.tickets.size)
    return found, _holds(batch, counting, every, filled(every.size, batch.ground.at))


def _excluded(batch: Batch, metric: CountMetric) -> Mask:
    """Return the tickets of which nothing is counted, by an agreed exclusion."""
    ground, facts = batch.ground, batch.facts
    exclusions = ground.exclusions(metric)
    names = {name: number for number, name in enumerate(exclusions)}
    mask: Mask = excluded(facts, whole(facts), exclusions, names).name >= 0
    return mask


def _holds(batch: Batch, counting: Counting, ticket: Int64s, instant: Int64s) -> Mask:
    """Return whether tickets are among those counted at some instants."""
    sayings, offsets = batch.sayings, batch.facts.offsets
    said = Range.of(sayings, ticket, offsets[ticket + 1] - 1, offsets[ticket + 1])
    statement = sayings.at_instant(said.first, said.last, instant)
    graded = priority(sayings, said, statement)
    mask: Mask = counting.holds(said, statement) & counting.priorities[graded]
    return mask
