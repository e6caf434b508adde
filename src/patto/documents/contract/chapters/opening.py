"""The opening: what each side wants, who the two are, what the terms mean."""

from __future__ import annotations

from patto.documents.contract.drafting import Drafting, fields, points, sentence
from patto.documents.contract.tree import Block, Chapter, Clause, Para, Table
from patto.kernel.agreement.clauses.aims import Aims
from patto.kernel.agreement.clauses.definitions import Definition
from patto.kernel.agreement.clauses.parties import (
    Addresses,
    Customer,
    LegalDetails,
    Provider,
    Requester,
)
from patto.kernel.agreement.clauses.scope import Governs


def aims(part: Aims, d: Drafting) -> Chapter:
    """Return what each side wants of the other."""
    return Chapter(
        "aims",
        d.say("chapter.aims"),
        (
            d.clause("aims-customer", "aims-customer", points(part.customer)),
            d.clause("aims-provider", "aims-provider", points(part.provider)),
            d.text("aims-effect", "aims-effect", d.say("aims.effect")),
        ),
    )


def parties(d: Drafting) -> Chapter:
    """Return who the two sides are, and who may ask for what."""
    provider, customer = d.agreement.parties.provider, d.agreement.parties.customer
    clauses = [_side("provider", provider, d), _side("customer", customer, d)]
    requesters = customer.requesters
    if requesters == "none":
        clauses.append(d.text("requesters", "requesters", d.say("parties.anybody-asks")))
    elif requesters is not None:
        clauses.append(_requesters(requesters, d))
    clauses.append(_which(d))
    return Chapter("parties", d.say("chapter.parties"), tuple(clauses))


def governs(part: Governs, d: Drafting) -> Chapter:
    """Return which of the customer's agreements governs what."""
    rows = tuple((one.id, one.title, one.governs) for one in part.others)
    head = (d.say("column.agreement"), d.say("column.title"), d.say("column.governs"))
    return Chapter(
        "governs",
        d.say("chapter.governs"),
        (
            d.text("governs-this", "governs-this", part.this),
            d.clause("governs-others", "governs-others", Table("", head, rows, (2, 3, 5))),
            d.text("governs-overlap", "governs-overlap", part.overlap),
        ),
    )


def definitions(part: tuple[Definition, ...], d: Drafting) -> Chapter:
    """Return the glossary; the terms that this document itself uses come first."""
    own = tuple(
        Clause(f"term-{name}", d.say(f"term.{name}.term"), (Para(d.say(f"term.{name}.meaning")),))
        for name in ("business-day", "clock", "validly-logged")
    )
    agreed = tuple(
        Clause(f"definition-{one.id}", one.term, (Para(sentence(one.meaning)),)) for one in part
    )
    intro = (Para(d.say("definitions.intro")),)
    return Chapter("definitions", d.say("chapter.definitions"), (*own, *agreed), intro)


def _side(side: str, party: Provider | Customer, d: Drafting) -> Clause:
    blocks: list[Block] = [Para(d.say(f"parties.{side}", name=party.name))]
    if party.details is not None:
        blocks += _details(party.details, d)
    if isinstance(party, Customer) and party.known_as != "any":
        known = d.listing(d.say("quoted", text=name) for name in party.known_as)
        blocks.append(Para(d.say("parties.known-as", names=known)))
    return d.clause(f"party-{side}", side, *blocks)


def _details(part: LegalDetails, d: Drafting) -> list[Block]:
    rows = (
        d.field("tax-id", part.tax_id), d.field("register", part.registered),
        d.field("seat", part.seat), *_addresses(part.notices, d),
    )  # fmt: skip
    signing = [
        d.say(
            "parties.signatory", name=one.name, capacity=one.capacity,
            power=one.power or d.say("parties.no-power"),
        )
        for one in part.signatories
    ]  # fmt: skip
    return [fields(*rows), *d.lead("signatories", " ".join(signing))]


def _addresses(part: Addresses, d: Drafting) -> tuple[tuple[tuple[str, str], ...], ...]:
    return (
        d.field("email", part.email),
        d.field("certified-email", part.certified_email),
        d.field("postal", part.postal),
        d.field("attention", part.attention),
    )


def _requesters(part: tuple[Requester, ...], d: Drafting) -> Clause:
    head = tuple(d.say(f"column.{name}") for name in ("who", "may", "approves", "known-as"))
    rows = tuple(
        (
            one.who,
            d.listing(d.word("right", right) for right in one.may),
            d.worth(one.approves_up_to) if one.approves_up_to is not None else d.say("nothing"),
            d.listing_plain(one.known_as) if one.known_as is not None else d.say("none"),
        )
        for one in part
    )
    table = Table("", head, rows, (3, 5, 2, 2))
    return d.clause("requesters", "requesters", Para(d.say("parties.requesters")), table)


def _which(d: Drafting) -> Clause:
    """Return which agreement this is, which version of it, and from when."""
    own = d.agreement.agreement
    told = [
        d.say("identity.this", id=own.id, version=own.version, model=own.model),
        d.say("identity.until", start=d.date(own.effective.start), end=d.date(own.effective.end))
        if own.effective.end is not None
        else d.say("identity.open", start=d.date(own.effective.start)),
        d.say("identity.supersedes", version=own.supersedes)
        if own.supersedes is not None
        else d.say("identity.first"),
        d.say("identity.zone", zone=own.zone, tzdata=own.tzdata),
        d.say("identity.prevails", language=d.word("language", own.language)),
        d.say("identity.hash"),
    ]
    return d.text("identity", "identity", *told)
