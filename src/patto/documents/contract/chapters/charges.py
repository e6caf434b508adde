"""What is paid: fees, rates, prepaid hours, parts, travel, how prices change and are paid."""

from __future__ import annotations

from collections.abc import Iterator

from patto.documents.contract.chapters.hours import billing
from patto.documents.contract.drafting import Drafting, fields
from patto.documents.contract.tree import Block, Chapter, Clause, Para, Table
from patto.kernel.agreement.clauses.charges import (
    Charge,
    Charges,
    Fee,
    Indexation,
    PartsTerms,
    PrepaidHours,
    Travel,
)


def charges(part: Charges | None, d: Drafting) -> Chapter:
    """Return all that is paid; `None`: nothing is."""
    if part is None:
        clauses: tuple[Clause, ...] = (d.text("charges", "no-charges", d.say("charges.none")),)
    else:
        clauses = tuple(_clauses(part, d))
    return Chapter("charges", d.say("chapter.charges"), clauses)


def _clauses(part: Charges, d: Drafting) -> Iterator[Clause]:
    intro = d.say("charges.currency", currency=part.currency)
    yield d.text("charges", "charges", intro, part.taxes)
    if part.fees:
        yield _fees(part.fees, d)
    if part.rates:
        yield _rates(part.rates, d)
    if part.prepaid is not None:
        yield _prepaid(part.prepaid, d)
    if part.parts is not None:
        yield _parts(part.parts, d)
    if part.travel is not None:
        yield _travel(part.travel, d)
    if part.indexation is not None:
        yield _indexation(part.indexation, d)
    pay = part.payment
    yield d.clause(
        "payment", "payment", Para(d.say("charges.due", time=d.lapse(pay.within))),
        *d.lead("invoiced", pay.invoiced), *d.lead("paid-late", pay.late),
        *d.lead("invoice-disputed", pay.disputed),
    )  # fmt: skip


def _fees(part: tuple[Fee, ...], d: Drafting) -> Clause:
    head = tuple(d.say(f"column.{name}") for name in ("fee", "amount", "covers"))
    rows = tuple(
        (
            one.title,
            d.say("charges.fee", amount=d.worth(one.amount), every=d.word("due", one.every),
                  each=d.word("per", one.each) if one.each is not None else ""),
            one.covers,
        )
        for one in part
    )  # fmt: skip
    return d.clause("fees", "fees", Table("", head, rows, (3, 4, 5)))


def _rates(part: tuple[Charge, ...], d: Drafting) -> Clause:
    head = tuple(d.say(f"column.{name}") for name in ("charge", "price", "billing", "covers"))
    rows = tuple(
        (
            one.title,
            d.worth(one.price),
            billing(one.billing, d) if one.billing is not None else d.say("charges.not-by-time"),
            one.covers,
        )
        for one in part
    )
    return d.clause("rates", "rates", Table("", head, rows, (3, 3, 5, 4)))


def _prepaid(part: PrepaidHours, d: Drafting) -> Clause:
    told = d.say(
        "charges.prepaid-hours", hours=d.work(part.hours), price=d.worth(part.price),
        time=d.lapse(part.valid_for),
    )  # fmt: skip
    return d.clause(
        "prepaid", "prepaid", Para(told), *d.lead("drawn", part.drawn),
        *d.lead("used-up", part.used_up), Para(d.say(f"charges.unused.{part.unused}")),
    )  # fmt: skip


def _parts(part: PartsTerms, d: Drafting) -> Clause:
    mark_up = (
        d.say("charges.mark-up", mark_up=d.worth(part.mark_up))
        if part.mark_up is not None
        else d.say("charges.no-mark-up")
    )
    limit = d.say(
        "charges.limit" if part.approval_limit.amount else "charges.always-ask",
        limit=d.worth(part.approval_limit),
    )
    return d.clause(
        "parts", "parts", Para(f"{mark_up} {limit}"),
        *d.lead("approval", part.approval), *d.lead("warranty", part.warranty),
    )  # fmt: skip


def _travel(part: Travel, d: Drafting) -> Clause:
    rows = fields(
        d.field("travel-start", part.start),
        d.field("radius", d.distance(part.radius) if part.radius is not None else d.say("none")),
        d.field(
            "beyond", d.worth(part.distance) if part.distance is not None else d.say("charges.free")
        ),
        d.field(
            "travel-time",
            d.say("charges.by-charge", charge=d.charge(part.time))
            if part.time is not None
            else d.say("charges.unpaid"),
        ),
    )
    return d.clause("travel", "travel", rows)


def _indexation(part: Indexation, d: Drafting) -> Clause:
    cap = (
        d.say("charges.index-cap", cap=d.share(part.cap))
        if part.cap is not None
        else d.say("charges.no-index-cap")
    )
    told = d.say(
        "charges.index", index=part.index, share=d.share(part.share), first=d.date(part.first)
    )  # fmt: skip
    blocks: tuple[Block, ...] = (Para(f"{told} {cap}"), *d.lead("how-told", part.how))
    return d.clause("indexation", "indexation", *blocks)
