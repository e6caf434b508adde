"""Data protection: what Art. 28(3) GDPR asks, point by point; regimes; insurance."""

from __future__ import annotations

from patto.documents.contract.drafting import Drafting, fields, points
from patto.documents.contract.tree import Block, Chapter, Clause, Para, Table
from patto.kernel.agreement.clauses.data_protection import (
    DataProtection,
    Retention,
    SubProcessing,
)
from patto.kernel.agreement.clauses.insurance import Cover
from patto.kernel.agreement.clauses.regulated import Regime


def data_protection(part: DataProtection | None, d: Drafting) -> Chapter:
    """Return the processing of personal data; `None`: there is none."""
    title = d.say("chapter.data_protection")
    if part is None:
        told = d.text("data-protection", "processing", d.say("data.none"))
        return Chapter("data_protection", title, (told,))
    clauses = [_processing(part, d), *_duties(part, d), _sub_processing(part.sub_processing, d)]
    clauses += [
        d.text("data-breach", "data-breach",
               d.say("data.breach", time=d.clocked(part.breach_notice))),
        _end(part, d),
    ]  # fmt: skip
    if part.retention:
        clauses.append(_retention(part.retention, d))
    clauses.append(d.text("data-contacts", "data-contacts", part.contacts))
    return Chapter("data_protection", title, tuple(clauses), (Para(d.say("data.intro")),))


def regulated(part: tuple[Regime, ...], d: Drafting) -> Chapter:
    """Return the regimes that the customer is under, and what each adds."""
    return Chapter("regulated", d.say("chapter.regulated"), tuple(_regime(one, d) for one in part))


def insurance(part: tuple[Cover, ...], d: Drafting) -> Chapter:
    """Return the provider's insurance."""
    head = tuple(d.say(f"column.{name}") for name in ("risk", "insurer", "limit", "until"))
    rows = tuple(
        (one.risk, one.insurer, d.say(f"insurance.{one.each}", limit=d.worth(one.limit)),
         d.date(one.until))
        for one in part
    )  # fmt: skip
    proofs = tuple(
        Para(d.say("insurance.proof", risk=one.risk, proof=one.proof)) for one in part
    )  # fmt: skip
    clause = d.clause(
        "insurance", "insurance", Para(d.say("insurance.kept")),
        Table("", head, rows, (4, 3, 3, 3)), *proofs,
    )  # fmt: skip
    return Chapter("insurance", d.say("chapter.insurance"), (clause,))


def _processing(part: DataProtection, d: Drafting) -> Clause:
    special = part.special_categories
    rows = fields(
        d.field("subject", part.subject), d.field("duration", part.duration),
        d.field("nature", part.nature), d.field("purposes", part.purposes),
        d.field("data-types", d.listing(part.data_types)),
        d.field("special", d.listing(special) if special else d.say("data.no-special")),
        d.field("people", d.listing(part.people)), d.field("places", d.listing(part.places)),
    )  # fmt: skip
    return d.clause("data-processing", "processing", Para(d.say("data.roles")), rows)


def _duties(part: DataProtection, d: Drafting) -> list[Clause]:
    """Return the duties that are words of the two sides' own; what is not settled is not there."""
    told = {
        "instructions": part.instructions,
        "confidentiality": part.confidentiality,
        "requests": part.requests_of_people,
        "assistance": part.assistance,
        "audit": part.audit,
    }
    clauses = [
        d.text(f"data-{name}", f"data-{name}", text) for name, text in told.items() if text
    ]  # fmt: skip
    if part.security:
        measures: tuple[Block, ...] = (Para(d.say("data.security")), points(part.security))
        clauses.insert(2, d.clause("data-security", "data-security", *measures))
    return clauses


def _sub_processing(part: SubProcessing, d: Drafting) -> Clause:
    blocks: list[Block] = [Para(d.say(f"data.authorisation.{part.authorisation}"))]
    if part.notice is not None:
        blocks.append(Para(d.say("data.sub-notice", notice=d.notice(part.notice))))
    blocks += d.lead("objection", part.objection)
    if part.listed:
        head = tuple(d.say(f"column.{name}") for name in ("sub", "does", "place", "safeguard"))
        rows = tuple(
            (one.name, one.does, one.place, one.safeguard or d.say("data.in-area"))
            for one in part.listed
        )
        blocks.append(Table(d.say("data.subs"), head, rows, (3, 4, 3, 3)))
    return d.clause("data-sub-processing", "sub-processing", *blocks)


def _end(part: DataProtection, d: Drafting) -> Clause:
    end = part.end
    told = d.say(f"data.end.{end.choice}", within=d.notice(end.within))
    return d.clause("data-end", "data-end", Para(told), *d.lead("proof", end.proof))


def _retention(part: tuple[Retention, ...], d: Drafting) -> Clause:
    head = tuple(d.say(f"column.{name}") for name in ("records", "kept", "then", "reason"))
    rows = tuple(
        (
            d.say(f"data.records.{one.personal}", records=one.records),
            d.say("data.kept", kept=d.lapse(one.kept), after=one.after),
            d.word("then", one.then),
            one.reason,
        )
        for one in part
    )
    return d.clause("data-retention", "retention", Table("", head, rows, (4, 4, 2, 4)))


def _regime(one: Regime, d: Drafting) -> Clause:
    notice = one.incident_notice
    told = (
        d.say("regulated.notice", time=d.clocked(notice))
        if notice is not None
        else d.say("regulated.no-notice")
    )
    rows = tuple((term.asked_by, term.text) for term in one.terms)
    head = (d.say("column.asked-by"), d.say("column.term"))
    title = d.say("title.regime", regime=d.word("regime", one.regime), title=one.title)
    return Clause(f"regime-{one.id}", title, (Para(told), Table("", head, rows, (2, 6))))
