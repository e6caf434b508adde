"""What each side has to do beside the promises: duty, check, time, proof and effect."""

from __future__ import annotations

from patto.documents.contract.drafting import Drafting, fields, sentence
from patto.documents.contract.tree import Chapter, Clause, Para
from patto.kernel.agreement.clauses.obligations import (
    ByDate,
    CustomerObligation,
    Due,
    Effect,
    IsCharged,
    PausesClock,
    ProviderObligation,
    SwitchesConstraint,
)


def of_customer(part: tuple[CustomerObligation, ...], d: Drafting) -> Chapter:
    """Return what the customer does, how it is checked, and what follows where it is not done."""
    clauses = tuple(_customer(one, d) for one in part)
    intro = (Para(d.say("obligations.customer")),)
    return Chapter(
        "customer_obligations", d.say("chapter.customer_obligations"), clauses, intro
    )  # fmt: skip


def of_provider(part: tuple[ProviderObligation, ...], d: Drafting) -> Chapter:
    """Return what the provider does of the same kind, and the metric that measures it."""
    clauses = tuple(_provider(one, d) for one in part)
    intro = (Para(d.say("obligations.provider")),)
    return Chapter(
        "provider_obligations", d.say("chapter.provider_obligations"), clauses, intro
    )  # fmt: skip


def _customer(one: CustomerObligation, d: Drafting) -> Clause:
    effect = _effect(one.effect, d) if one.effect is not None else d.say("obligations.no-effect")
    rows = fields(*_rows(one, d), d.field("effect", effect))
    return Clause(
        f"customer-{one.id}", one.title, (Para(sentence(one.duty)), rows), d.cited(one.clause)
    )  # fmt: skip


def _provider(one: ProviderObligation, d: Drafting) -> Clause:
    measured = (
        d.say("obligations.measured", metric=d.metrics.get(one.metric, one.metric))
        if one.metric is not None
        else d.say("obligations.not-measured")
    )
    rows = fields(*_rows(one, d), d.field("measure", measured))
    return Clause(
        f"provider-{one.id}", one.title, (Para(sentence(one.duty)), rows), d.cited(one.clause)
    )  # fmt: skip


def _rows(
    one: CustomerObligation | ProviderObligation, d: Drafting
) -> tuple[tuple[tuple[str, str], ...], ...]:
    return (
        d.field("due", _due(one.due, d)),
        d.field("check", one.check),
        d.field("proof", one.evidence or d.say("obligations.no-proof")),
    )


def _due(due: Due, d: Drafting) -> str:
    if due == "at-all-times":
        return d.say("obligations.at-all-times")
    if isinstance(due, ByDate):
        return d.say("obligations.by-date", date=d.date(due.date))
    return d.say("obligations.within", time=d.notice(due.within), after=due.after)


def _effect(effect: Effect, d: Drafting) -> str:
    terms = d.agreement
    if isinstance(effect, PausesClock):
        titles = {one.id: one.title for one in terms.pause_reasons or ()}
        return d.say("obligations.pause", title=titles.get(effect.pause, effect.pause))
    if isinstance(effect, SwitchesConstraint):
        titles = {one.id: one.title for one in terms.constraints or ()}
        title = titles.get(effect.constraint, effect.constraint)
        return d.say("obligations.constraint", title=title)
    if isinstance(effect, IsCharged):
        return d.say("obligations.charge", charge=d.charge(effect.charge))
    titles = {one.id: one.title for one in terms.exclusions or ()}
    title = titles.get(effect.exclusion, effect.exclusion)
    return d.say("obligations.exclusion", title=title)
