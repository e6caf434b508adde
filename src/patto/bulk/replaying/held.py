"""A batch held against several variants of a metric: what is kept of each."""

from __future__ import annotations

import numpy as np

from patto.bulk.arrays import NONE, NULL, Int64s, filled
from patto.bulk.items import MISSING
from patto.bulk.metric import Batch
from patto.bulk.outcomes import VERDICTS, Vocabularies
from patto.bulk.periods import numbered
from patto.bulk.plan import MetricPlan
from patto.bulk.populations import Range, priority
from patto.bulk.replaying.kept import Kept, Part
from patto.bulk.replaying.metric import SharedMetric, Verdicts, settle
from patto.bulk.replaying.times import timed
from patto.bulk.targets import Targets
from patto.kernel.evaluation.outcome import Verdict

MISSED, _EXCLUDED, _NOT_DETERMINED = (
    VERDICTS.index(verdict)
    for verdict in (Verdict.MISSED, Verdict.EXCLUDED, Verdict.NOT_DETERMINED)
)


class HeldBatch:
    """A metric on a batch, with all that does not hang on its targets."""

    def __init__(self, batch: Batch, plan: MetricPlan, nth: int, known: Vocabularies) -> None:
        self.batch = batch
        self.nth = nth
        self.words = known
        self.shared = SharedMetric(batch, plan)
        self.known = self.shared.known()
        self.times = timed(plan.metric, batch.sayings.grades.names, self.known)
        self._grades = np.array(
            [known.words.number(name) for name in batch.sayings.grades.names], np.int64
        )
        self._unstarted = self._not_begun()

    def take(self, targets: Targets, kept: Kept) -> Int64s:
        """Keep what a table of targets says, and return the tickets it cannot decide."""
        said = self.shared.under(self.known, targets)
        period = self._period(said)
        holds = np.flatnonzero(said.told.holds)
        promises = self.known.held.promises
        ticket = self._tickets(promises.item)
        outside = np.zeros(holds.size, np.bool_)
        verdict = np.array([v[holds] for v in said.verdicts], np.int8)
        begun = {"ticket": ticket[holds], "period": period[holds], "outside": outside}
        kept.take("said", self.nth, Part({**begun, "verdict": verdict}))
        kept.take("said", self.nth, self._unstarted_by(len(said.levels)))
        kept.take("missed", self.nth, self._missed(said, targets, period))
        kept.take("timed", self.nth, self._timed(said, period))
        return ticket[said.unsure]

    def _tickets(self, item: Int64s) -> Int64s:
        facts = self.batch.facts
        return facts.tickets[self.known.items.ticket[item]]

    def _period(self, said: Verdicts) -> Int64s:
        """Return the period that each promise belongs to (semantics 5.4)."""
        promises, first = self.known.held.promises, said.first
        opened = self.known.items.opened[promises.item]
        assign_by = self.shared.metric.period.assign_by
        instant = self.known.ends.until if assign_by == "closed" else opened
        if assign_by == "due":
            after = np.maximum(opened, first.due_after)
            instant = np.where(first.due == NULL, after, first.due)
        return self._numbered(instant)

    def _numbered(self, instants: Int64s) -> Int64s:
        zone = self.batch.ground.agreement.agreement.zone
        return numbered(instants, self.shared.metric.period.every, zone, self.words.periods)

    def _not_begun(self) -> Part:
        """Return what is said of items whose start is not recorded (semantics 4.3)."""
        items, sayings, counting = self.known.items, self.batch.sayings, self.shared.counting
        not_begun = items.missing == MISSING.index("not-begun")
        item = np.flatnonzero((items.start == NULL) & ~not_begun)
        said = Range.of(sayings, items.ticket[item], items.end[item] - 1, items.end[item])
        statement = sayings.at_instant(
            said.first, said.last, filled(item.size, self.batch.ground.at)
        )
        graded = priority(sayings, said, statement)
        counted = counting.holds(said, statement) & counting.priorities[graded]
        item = item[counted & self.shared.targets.promised[graded]]
        out = (self.known.out[item] > 0) | self.known.excluded[item]
        return Part(
            {
                "ticket": self._tickets(item),
                "period": self._numbered(items.opened[item]),
                "outside": items.missing[item] == MISSING.index("not-logged"),
                "verdict": np.where(out, _EXCLUDED, _NOT_DETERMINED).astype(np.int8),
            }
        )

    def _unstarted_by(self, lines: int) -> Part:
        columns = self._unstarted.columns
        verdict = columns["verdict"]
        return Part({**columns, "verdict": np.broadcast_to(verdict, (lines, verdict.size))})

    def _missed(self, said: Verdicts, targets: Targets, period: Int64s) -> Part:
        """Return more of what was missed; target and due are of the first line that was."""
        missed = np.array([verdict == MISSED for verdict in said.verdicts])
        some = np.flatnonzero(missed.any(axis=0))
        items, promises = self.known.items, self.known.held.promises
        due, text = filled(some.size, NULL), filled(some.size, NONE)
        line = missed[:, some].argmax(axis=0)
        held = self.known.held.under(targets)
        for number, level in enumerate(said.levels):
            own = np.flatnonzero(line == number)
            # Where the figures follow the first line, it was settled with them.
            judged = (said.told if number == 0 else level).some(some[own])
            settle(held, judged, said.chosen[number][some[own]])
            due[own], text[own] = judged.due, targets.lines[number].text[judged.row]
        stop = items.stop[promises.item[some]]
        ends = np.maximum(self.known.ends.until, promises.start)
        return Part(
            {
                "ticket": self._tickets(promises.item[some]),
                "number": items.number[promises.item[some]],
                "priority": self._grades[promises.priority_at(some, ends[some])],
                "period": period[some],
                "late": missed[:, some],
                "target": text,
                "took": self.shared.took(self.known, said.told.row, some),
                "due": due,
                "stop": np.where(stop >= 0, self.batch.facts.at[stop], NULL),
            }
        )

    def _timed(self, said: Verdicts, period: Int64s) -> Part:
        some = np.flatnonzero((self.times.row != NONE) & said.told.holds)
        times = {name: values[some] for name, values in self.times._asdict().items()}
        times["priority"] = self._grades[times["priority"]]
        item = self.known.held.promises.item[some]
        return Part({"ticket": self._tickets(item), "period": period[some], **times})
