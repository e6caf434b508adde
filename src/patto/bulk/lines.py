"""What is said of the lines of a metric, in columns (semantics 5.1)."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from patto.bulk.arrays import NONE, NULL, Int64s, filled
from patto.bulk.endings import REASONS
from patto.bulk.items import MISSING, Items
from patto.bulk.judging import NOT_FIXED, UNKNOWN_PRIORITY
from patto.bulk.metric import Batch, Measured, MetricColumns
from patto.bulk.outcomes import VERDICTS, Vocabularies
from patto.kernel.evaluation.outcome import Verdict
from patto.kernel.evaluation.ticket import NO_PROMISE

_MISSED, _EXCLUDED, _NOT_DETERMINED = (
    VERDICTS.index(verdict)
    for verdict in (Verdict.MISSED, Verdict.EXCLUDED, Verdict.NOT_DETERMINED)
)
_UNKNOWN: Final = {NOT_FIXED: "closed-days-not-fixed", UNKNOWN_PRIORITY: "unknown-priority"}


class Line(NamedTuple):
    """One line of outcomes: the columns of `Outcomes` that belong to lines."""

    verdict: Int64s
    reason: Int64s
    share: Int64s
    target: Int64s
    target_text: Int64s
    due: Int64s
    kept_until: Int64s
    modified: Int64s


class Lines:
    """The lines of a metric on a batch."""

    def __init__(self, batch: Batch, metric: MetricColumns, known: Vocabularies) -> None:
        word = known.words.number
        self._targets = metric.targets
        self._empty = word("")
        self._unmodified = known.clauses.number(())
        self._reasons = np.array([word(reason) for reason in REASONS])
        self._missing = np.array([word(reason) for reason in MISSING])
        self._unknown = {code: word(reason) for code, reason in _UNKNOWN.items()}
        self._no_promise = word(NO_PROMISE)
        exclusions = batch.ground.agreement.exclusions or ()
        self._exclusions = np.array([word(each.id) for each in exclusions], np.int64)

    def none(self, count: int) -> Line:
        """Return a line that a metric does not have, for so many outcomes."""
        empty, null = filled(count, self._empty), filled(count, NULL)
        modified = filled(count, self._unmodified)
        return Line(filled(count, NONE), empty, empty, null, empty, null, null, modified)

    def begun(self, measured: Measured, number: int, held: Int64s, clauses: Int64s) -> Line:
        """Return what is said of a line of the promises `held`, some of which clauses modify."""
        judged, ends = measured.levels[number].some(held), measured.ends
        verdict, reason = ends.verdict[held], self._reasons[ends.reason[held]]
        open_ones = ~judged.missed & (verdict != _EXCLUDED)
        for code, word in self._unknown.items():
            places = open_ones & (judged.unknown == code)
            verdict[places], reason[places] = _NOT_DETERMINED, word
        verdict[judged.missed], reason[judged.missed] = _MISSED, self._empty
        nothing = ~judged.holds
        verdict[nothing], reason[nothing] = _EXCLUDED, self._no_promise
        self._exclude(verdict, reason, measured.excluded.name[measured.promises.item[held]])
        text = filled(held.size, self._empty)
        has = judged.row >= 0
        text[has] = self._targets.lines[number].text[judged.row[has]]
        share = filled(held.size, self._targets.shares[number])
        return Line(
            verdict, reason, share, judged.target, text, judged.due, judged.kept_until,
            np.where(measured.modified[number][held] & ~nothing, clauses, self._unmodified),
        )  # fmt: skip

    def unstarted(self, items: Items, item: Int64s, measured: Measured, number: int) -> Line:
        """Return what is said of a line of items whose start is not recorded (semantics 4.3)."""
        out = measured.out[item]
        verdict = np.where(out > 0, _EXCLUDED, _NOT_DETERMINED)
        reason = np.where(out > 0, self._reasons[out], self._missing[items.missing[item]])
        self._exclude(verdict, reason, measured.excluded.name[item])
        share = filled(item.size, self._targets.shares[number])
        return self.none(item.size)._replace(verdict=verdict, reason=reason, share=share)

    def _exclude(self, verdict: Int64s, reason: Int64s, exclusion: Int64s) -> None:
        """Say of outcomes with an agreed exclusion that they have it."""
        agreed = exclusion >= 0
        verdict[agreed], reason[agreed] = _EXCLUDED, self._exclusions[exclusion[agreed]]
