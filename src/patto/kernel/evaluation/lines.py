"""The verdict on one line of a metric: by its share, or by the rule for few tickets.

It is a count and nothing else (semantics 5.5, 5.6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from patto.kernel.agreement.metrics import Accumulate, AllowMisses, SmallSample, TooFewToJudge
from patto.kernel.evaluation.outcome import LineOutcome, Period, PeriodVerdict
from patto.kernel.evaluation.tallies import Tally, wilson
from patto.kernel.instants import Instant


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a metric: a share, and the rule for few tickets where it names this line."""

    share: str
    required: Fraction
    rule: SmallSample | None = None

    def judged(self, counts: Tally) -> PeriodVerdict:
        """Return the verdict on a count, whatever is pending beside it."""
        few = self.rule is not None and 0 < counts.counted < self.rule.below
        if few and isinstance(self.rule, AllowMisses):
            return by_misses(counts, self.rule.misses)
        if few and isinstance(self.rule, TooFewToJudge):
            return PeriodVerdict.NOT_DETERMINED
        return by_share(counts, self.required)

    def decided(self, counts: Tally, *, running: bool) -> PeriodVerdict | None:
        """Return the verdict that nothing still to come can change, if there is one (8.6).

        Once a period is over only its pending tickets are to come: each may yet be met, missed or
        taken out of the count. While it runs any number of tickets may be, so that only a miss
        where none is allowed settles anything.
        """
        if running:
            return PeriodVerdict.MISSED if self._is_lost(counts) else None
        verdicts = {self.judged(ends) for ends in self._ways_to_end(counts)}
        return verdicts.pop() if len(verdicts) == 1 else None

    def _is_lost(self, counts: Tally) -> bool:
        """Return whether it is missed however many tickets are still to be met."""
        if self.required < 1 or not counts.missed:
            return False
        if isinstance(self.rule, AllowMisses | TooFewToJudge) and counts.counted < self.rule.below:
            return isinstance(self.rule, AllowMisses) and counts.missed > self.rule.misses
        return True

    def _ways_to_end(self, counts: Tally) -> Iterator[Tally]:
        """Yield the best and the worst that can come of the pending, above a minimum and below."""
        fewest, most = counts.counted, counts.counted + counts.pending
        totals = {fewest, most}
        if self.rule is not None and fewest < self.rule.below <= most:
            totals |= {self.rule.below - 1, self.rule.below}
        for more in (total - fewest for total in totals):
            yield replace(counts, met=counts.met + more)
            yield replace(counts, missed=counts.missed + more)

    def outcomes(
        self, tallies: Mapping[str, Tally], periods: Sequence[Period], at: Instant, *, ended: bool
    ) -> dict[str, LineOutcome]:
        """Return the outcomes in consecutive periods, by their labels.

        `ended` says that no period follows. Where periods are added up, which of them belong
        together is open as long as a ticket of an earlier one is pending, and so is all after it.
        """
        found: dict[str, LineOutcome] = {}
        unsettled = False
        for group, complete in self._groups(tallies, periods, ended=ended):
            pooled = sum((tallies.get(p.label, Tally()) for p in group), Tally())
            running = not complete or at < group[-1].end
            verdict, settled = self._verdict(pooled, running=running, unsettled=unsettled)
            unsettled = isinstance(self.rule, Accumulate) and (unsettled or pooled.pending > 0)
            for period in group:
                own = tallies.get(period.label, Tally())
                outcome = self._outcome(own, verdict, settled)
                if len(group) > 1 or not complete:
                    outcome = _pooled(outcome, group, period)
                elif self.rule is not None and 0 < pooled.counted < self.rule.below:
                    outcome = replace(outcome, rule=self.rule.rule)
                found[period.label] = outcome
        return found

    def _groups(
        self, tallies: Mapping[str, Tally], periods: Sequence[Period], *, ended: bool
    ) -> list[tuple[list[Period], bool]]:
        """Return the periods that are judged together, and whether each group is complete.

        Groups follow one another without overlap: one is complete when it has the minimum or as
        many periods as the agreement says (semantics 5.5), or when the version has ended.
        """
        rule = self.rule
        if not isinstance(rule, Accumulate):
            return [([period], True) for period in periods]
        groups: list[tuple[list[Period], bool]] = []
        group: list[Period] = []
        number = 0
        for period in periods:
            group.append(period)
            number += tallies.get(period.label, Tally()).counted
            if number >= rule.below or len(group) == rule.periods:
                groups.append((group, True))
                group, number = [], 0
        return [*groups, (group, ended)] if group else groups

    def _verdict(
        self, judged: Tally, *, running: bool, unsettled: bool
    ) -> tuple[PeriodVerdict, PeriodVerdict | None]:
        """Return the verdict on what is judged together, and what it can only be if it is open."""
        open_group = unsettled or (isinstance(self.rule, Accumulate) and judged.pending > 0)
        if open_group:
            return PeriodVerdict.SO_FAR, None
        if running or judged.pending:
            return PeriodVerdict.SO_FAR, self.decided(judged, running=running)
        return self.judged(judged), None

    def _outcome(
        self, own: Tally, verdict: PeriodVerdict, settled: PeriodVerdict | None
    ) -> LineOutcome:
        return LineOutcome(
            share=self.share,
            required=self.required,
            met=own.met,
            missed=own.missed,
            not_determined=own.not_determined,
            pending=own.pending,
            excluded=own.excluded,
            outside=own.outside,
            verdict=verdict,
            decided=settled,
            interval=wilson(own.met, own.met + own.missed),
        )


def by_share(counts: Tally, required: Fraction) -> PeriodVerdict:
    """Return the verdict of a line by its share.

    It stands only if it is the same with every undetermined ticket read either way.
    """
    if counts.counted == 0:
        return PeriodVerdict.NO_EVENTS
    if Fraction(counts.met, counts.counted) >= required:
        return PeriodVerdict.MET
    if Fraction(counts.met + counts.not_determined, counts.counted) < required:
        return PeriodVerdict.MISSED
    return PeriodVerdict.NOT_DETERMINED


def by_misses(counts: Tally, allowed: int) -> PeriodVerdict:
    """Return the verdict of a line by the number of its misses (semantics 8.5)."""
    if counts.missed > allowed:
        return PeriodVerdict.MISSED
    if counts.missed + counts.not_determined <= allowed:
        return PeriodVerdict.MET
    return PeriodVerdict.NOT_DETERMINED


def _pooled(outcome: LineOutcome, group: Sequence[Period], period: Period) -> LineOutcome:
    """Return the outcome of a period that is judged with others: in the last of them.

    The verdict on all stands there; the others have none of their own, and one without events
    says so.
    """
    labels = tuple(one.label for one in group)
    pooled = replace(outcome, pooled=labels, rule="accumulate")
    if period is group[-1] or outcome.verdict is PeriodVerdict.SO_FAR:
        return pooled
    empty = outcome.counted == 0
    verdict = PeriodVerdict.NO_EVENTS if empty else PeriodVerdict.NOT_DETERMINED
    return replace(pooled, verdict=verdict, judged_in=labels[-1])
