"""What follows from a miss, as far as rules on shares ask."""

from __future__ import annotations

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.remedies import ByLateness, ByTicket
from patto.kernel.checks.subject import Subject


def follows_each_miss(subject: Subject, metric: int) -> bool:
    """Return whether a metric's remedy is owed for each ticket by itself.

    Then its share says nothing that matters: every single promise has its own consequence.
    """
    named = subject.agreement.metrics[metric].remedy
    remedies = settled(subject.agreement.remedies)
    stated = [] if remedies is None else [one for one in remedies.listed if one.id == named]
    if stated:
        return isinstance(stated[0].pays, ByTicket | ByLateness)
    wording = subject.texts.at(("metrics", metric, "remedy"))
    return wording is not None and any(wording.used("general.each"))
