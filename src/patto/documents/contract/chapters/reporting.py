"""Reports, disputes and changes; and what comes before the levels hold in full."""

from __future__ import annotations

from patto.documents.contract.drafting import Drafting, fields
from patto.documents.contract.tree import Chapter, Clause, Para
from patto.kernel.agreement.clauses.reporting import Reporting
from patto.kernel.agreement.clauses.start import Prerequisite, Stabilisation, StartConditions


def reporting(part: Reporting | None, d: Drafting) -> Chapter:
    """Return what the customer is told and when, and how it is corrected and changed.

    `None`: no report is given.
    """
    if part is None:
        none = d.text("report", "report", d.say("reporting.none"))
        return Chapter("reporting", d.say("chapter.reporting"), (none,))
    told = d.say(
        "reporting.report", every=d.word("each", part.every), deadline=d.notice(part.deadline),
        recipients=d.listing(part.recipients),
    )  # fmt: skip
    review, change = part.review, part.change_control
    clauses = (
        d.clause("report", "report", Para(told), *d.lead("form", part.form),
                 *d.lead("late", part.late)),
        d.text("report-disputes", "report-disputes",
               d.say("reporting.window", window=d.notice(part.dispute_window)), part.disputes),
        d.text("report-restatement", "report-restatement", part.restatement),
        d.clause("review", "review",
                 Para(d.say("reporting.review", every=d.word("each", review.every),
                            people=review.attended_by)),
                 *d.lead("agenda", review.agenda)),
        d.clause("change-control", "change-control", Para(d.say("reporting.change")),
                 *d.lead("proposed", change.proposed),
                 Para(d.say("reporting.answered", time=d.notice(change.answered_within))),
                 *d.lead("agreed", change.agreed), *d.lead("refused", change.refused)),
    )  # fmt: skip
    return Chapter("reporting", d.say("chapter.reporting"), clauses)


def start_conditions(part: StartConditions | None, d: Drafting) -> Chapter:
    """Return what must be put in order first; `None`: the levels hold from the first day."""
    clauses: list[Clause] = []
    if part is None or (part.prerequisites is None and part.stabilisation is None):
        clauses.append(d.text("start", "start", d.say("start.none")))
    else:
        clauses += [_prerequisite(one, d) for one in part.prerequisites or ()]
        if part.stabilisation is not None:
            clauses.append(_stabilisation(part.stabilisation, d))
    return Chapter("start_conditions", d.say("chapter.start_conditions"), tuple(clauses))


def _prerequisite(one: Prerequisite, d: Drafting) -> Clause:
    rows = fields(
        d.field("done-by", d.word("side", one.owner)),
        d.field("by-date", d.date(one.date)),
        d.field("price", d.worth(one.price) if one.price is not None else d.say("start.in-fee")),
        d.field("proof", one.proof),
        d.field("meanwhile", one.meanwhile),
    )
    return Clause(f"prerequisite-{one.id}", one.title, (rows,))


def _stabilisation(part: Stabilisation, d: Drafting) -> Clause:
    told = d.say("start.stabilisation", start=d.date(part.start), end=d.date(part.end))
    rows = fields(
        d.field("end-test", part.end_test),
        d.field("note", part.note),
        d.field("not-passed", part.otherwise),
    )
    return d.clause("stabilisation", "stabilisation", Para(told), rows)
