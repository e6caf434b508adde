"""What changes a clock or a count: pauses, exclusions, constraints, situations, maintenance."""

from __future__ import annotations

from patto.documents.contract.drafting import Drafting, fields
from patto.documents.contract.tree import Block, Chapter, Clause, Para
from patto.kernel.agreement.terms import (
    Constraint,
    EmergencyMaintenance,
    Exclusion,
    Maintenance,
    MoreTime,
    PauseReason,
    Situation,
    StandsStill,
)


def circumstances(d: Drafting) -> Chapter | None:
    """Return what stops a clock, takes a case out of the count or modifies a target."""
    terms = d.agreement
    clauses = (
        *(_pause(one, d) for one in terms.pause_reasons or ()),
        *(_exclusion(one, d) for one in terms.exclusions or ()),
        *(_constraint(one, d) for one in terms.constraints or ()),
        *(_situation(one, d) for one in terms.situations or ()),
    )
    if not clauses:
        return None
    intro = (Para(d.say("circumstances.intro")),)
    return Chapter("circumstances", d.say("chapter.circumstances"), clauses, intro)


def maintenance(part: Maintenance | None, d: Drafting) -> Chapter:
    """Return which work is agreed maintenance; `None`: there is none."""
    if part is None:
        clauses = [d.text("maintenance", "maintenance", d.say("maintenance.none"))]
        return Chapter("maintenance", d.say("chapter.maintenance"), tuple(clauses))
    told = d.say(
        "maintenance.windows", windows=d.clock(part.windows), notice=d.clocked(part.notice)
    )  # fmt: skip
    cap = d.say("maintenance.cap", cap=d.clocked(part.monthly_cap))
    clauses = [d.text("maintenance", "maintenance", told, cap)]
    if part.announced is not None:
        rows = fields(
            d.field("announced-by", part.announced.by),
            d.field("content", part.announced.content),
            d.field("proof", part.announced.evidence),
        )
        clauses.append(d.clause("maintenance-announced", "maintenance-announced", rows))
    if part.emergency == "none":
        told = d.say("maintenance.no-emergency")
        clauses.append(d.text("maintenance-emergency", "maintenance-emergency", told))
    elif part.emergency is not None:
        clauses.append(_emergency(part.emergency, d))
    return Chapter("maintenance", d.say("chapter.maintenance"), tuple(clauses))


def _emergency(part: EmergencyMaintenance, d: Drafting) -> Clause:
    notice = d.clocked(part.notice) if part.notice is not None else ""
    told = d.say("maintenance.emergency", when=part.when, notice=notice)
    counts = d.say(f"maintenance.emergency-counts.{part.counts}")
    return d.text("maintenance-emergency", "maintenance-emergency", told, counts)


def _pause(one: PauseReason, d: Drafting) -> Clause:
    told = d.say(
        "circumstances.pause",
        by=d.roles(one.declared_by),
        maximum=d.clocked(one.maximum),
        evidence=d.say(f"circumstances.evidence.{one.evidence}"),
    )
    title = d.say("title.pause", title=one.title)
    return Clause(f"pause-{one.id}", title, (Para(told),), d.cited(one.clause))


def _exclusion(one: Exclusion, d: Drafting) -> Clause:
    told = d.say(
        "circumstances.exclusion",
        when=one.when,
        evidence=d.say(f"circumstances.excluded-evidence.{one.evidence}"),
        consent=d.say(f"circumstances.consent.{one.consent}"),
    )
    title = d.say("title.exclusion", title=one.title)
    return Clause(f"exclusion-{one.id}", title, (Para(told),), d.cited(one.clause))


def _constraint(one: Constraint, d: Drafting) -> Clause:
    effect = one.effect
    if isinstance(effect, StandsStill):
        told = d.say("circumstances.stands-still", maximum=d.clocked(effect.maximum))
    elif isinstance(effect, MoreTime):
        told = d.say("circumstances.more-time", time=d.budget(effect.more_time))
    else:
        calendars = d.listing(d.clock(name) for name in effect.within)
        told = d.say("circumstances.within", calendars=calendars)
    ends = d.word("event", one.switched_off_by) if one.switched_off_by is not None else ""
    from_to = d.say("circumstances.holds", start=d.word("event", one.switched_on_by), end=ends)
    blocks: tuple[Block, ...] = (Para(f"{from_to} {told}"), Para(d.say("circumstances.printed")))
    title = d.say("title.constraint", title=one.title)
    return Clause(f"constraint-{one.id}", title, blocks, d.cited(one.clause))


def _situation(one: Situation, d: Drafting) -> Clause:
    notice = d.clocked(one.notice) if one.notice is not None else ""
    told = d.say(
        "circumstances.situation",
        notice=notice,
        evidence=d.say(f"circumstances.declared-evidence.{one.evidence}"),
    )
    title = d.say("title.situation", title=one.title)
    return Clause(f"situation-{one.id}", title, (Para(told),), d.cited(one.clause))
