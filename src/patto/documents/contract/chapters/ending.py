"""How long it lasts and how it ends; the law of it; free clauses; attachments and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from patto.documents.contract.drafting import Drafting, fields, sentence
from patto.documents.contract.tree import (
    Block,
    Chapter,
    Clause,
    Para,
    Points,
    Signature,
    Signatures,
    Table,
)
from patto.kernel.agreement.clauses.duration import Exit, Leaving, Renewal, Term
from patto.kernel.agreement.clauses.free import FreeClause
from patto.kernel.agreement.clauses.legal import Attachment, Legal, Liability
from patto.kernel.agreement.clauses.parties import Customer, Provider


def term(part: Term, d: Drafting) -> Chapter:
    """Return how long it lasts, how it is renewed and left."""
    start = d.date(part.start)
    told = (
        d.say("term.lasts", start=start, length=d.lapse(part.length))
        if part.length is not None
        else d.say("term.open", start=start)
    )
    clauses = [d.text("term", "term", told)]
    if part.renewal is not None:
        clauses.append(_renewal(part.renewal, d))
    elif part.length is not None:
        clauses.append(d.text("renewal", "renewal", d.say("term.no-renewal")))
    clauses.append(
        _leaving(part.leaving, d)
        if part.leaving is not None
        else d.text("leaving", "leaving", d.say("term.no-leaving"))
    )
    if part.for_cause is not None:
        clauses.append(d.text("for-cause", "for-cause", part.for_cause))
    return Chapter("term", d.say("chapter.term"), tuple(clauses))


def leaving(part: Exit, d: Drafting) -> Chapter:
    """Return what happens when it ends, whoever comes next."""
    rows = fields(
        d.field("handed-over", part.hand_over), d.field("within", d.notice(part.within)),
        d.field("data", part.data), d.field("help", part.help),
        d.field("included", d.work(part.included) if part.included else d.say("none")),
        d.field("rest", d.say("charges.by-charge", charge=d.charge(part.charge))
                if part.charge is not None else d.say("exit.free")),
        d.field("withheld", part.withheld),
    )  # fmt: skip
    return Chapter("exit", d.say("chapter.exit"), (d.clause("exit", "exit", rows),))


def legal(part: Legal, d: Drafting) -> Chapter:
    """Return which law holds, which court decides, what counts first, how much is answered for."""
    ranked = Points(
        tuple(
            Para(d.say("legal.ranked", document=one.document,
                       language=d.word("language", one.language) if one.language else ""))
            for one in part.precedence
        ),
        lettered=True,
    )  # fmt: skip
    clauses = [
        d.text("law", "law", d.say("legal.law", country=d.country(part.law))),
        d.clause(
            "forum", "forum", Para(sentence(part.forum)), *d.lead("before-court", part.before_court)
        ),
        _liability(part.liability, d),
        d.clause("precedence", "precedence", Para(d.say("legal.precedence")), ranked),
    ]
    if part.attachments:
        clauses.append(_attachments(part.attachments, d))
    signing = d.say("legal.signing", form=part.signing.form, place=part.signing.place)
    clauses.append(d.text("signing", "signing", signing))
    return Chapter("legal", d.say("chapter.legal"), tuple(clauses))


def free(one: FreeClause, d: Drafting) -> Clause:
    """Return a clause in free words, marked as not measured."""
    tags = (*d.cited(one.number), d.say("not-measured"))
    return Clause(f"clause-{one.id}", one.title, (Para(sentence(one.text)),), tags)


def signatures(d: Drafting) -> Chapter:
    """Return the places to sign, and where Italian law asks for it those of the second one."""
    parties, law = d.agreement.parties, d.agreement.legal
    places = (*_places("provider", parties.provider, d), *_places("customer", parties.customer, d))
    own = d.agreement.agreement
    text = d.say("signatures.text", title=own.title, id=own.id, version=own.version)
    blocks: list[Block] = [Signatures("signatures", d.say("signatures.title"), (text,), places)]
    if law is not None and law.specific_approval:
        told = tuple(Para(sentence(one.why), one.clause) for one in law.specific_approval)
        second = "specific-italian" if law.law == "IT" else "specific"
        blocks += [Para(d.say(f"signatures.{second}")), Points(told, lettered=True)]
        blocks.append(
            Signatures("specific-approval", d.say(f"signatures.{second}-title"), (),
                       tuple(_places("customer", parties.customer, d)))
        )  # fmt: skip
    return Chapter("signatures", d.say("chapter.signatures"), (), tuple(blocks), numbered=False)


def with_numbers(chapters: tuple[Chapter, ...], d: Drafting) -> tuple[Chapter, ...]:
    """Return numbered chapters in which approved clauses are named with their numbers.

    A clause is known by its title, with what it is a clause of or without; what is the title of
    none or of several stands as it was written.
    """
    numbers: dict[str, list[tuple[str, str]]] = {}
    for chapter in chapters:
        for clause in chapter.clauses:
            for known in {clause.title, clause.title.partition(": ")[2]} - {""}:
                told = (clause.number, clause.title)
                numbers.setdefault(known.casefold(), []).append(told)

    def named(para: Para) -> Para:
        match numbers.get(para.lead.casefold()):
            case [(number, title)]:
                return replace(para, lead=d.say("signatures.clause", number=number, title=title))
        return para

    def shown(block: Block) -> Block:
        match block:
            case Para():
                return named(block)
            case Points():
                return replace(block, items=tuple(map(named, block.items)))
        return block

    return tuple(
        replace(one, blocks=tuple(map(shown, one.blocks))) if one.part == "signatures" else one
        for one in chapters
    )


def _renewal(part: Renewal, d: Drafting) -> Clause:
    told = d.say(
        f"term.renewal.{part.how}", length=d.lapse(part.length), notice=d.lapse(part.notice)
    )  # fmt: skip
    return d.clause("renewal", "renewal", Para(told), *d.lead("reminder", part.reminder))


def _leaving(part: Leaving, d: Drafting) -> Clause:
    charge = (
        d.say("term.leaving-charge", charge=d.worth(part.charge))
        if part.charge is not None
        else d.say("term.leaving-free")
    )
    told = d.say(f"term.leaving.{part.who}", notice=d.lapse(part.notice))
    return d.text("leaving", "leaving", f"{told} {charge}")


def _liability(part: Liability, d: Drafting) -> Clause:
    told = (
        d.say("legal.cap", cap=d.worth(part.cap)) if part.cap is not None else d.say("legal.no-cap")
    )
    return d.clause(
        "liability", "liability", Para(told), *d.lead("excluded-damage", part.excluded),
        *d.lead("not-limited", part.not_limited),
    )  # fmt: skip


def _attachments(part: tuple[Attachment, ...], d: Drafting) -> Clause:
    head = tuple(d.say(f"column.{name}") for name in ("attachment", "file", "sha256"))
    rows = tuple((one.title, one.file, one.sha256) for one in part)
    table = Table("", head, rows, (3, 3, 6))
    return d.clause("attachments", "attachments", Para(d.say("legal.attachments")), table)


def _places(side: str, party: Provider | Customer, d: Drafting) -> Iterator[Signature]:
    blanks = tuple(d.say(f"signatures.{name}") for name in ("place-date", "signature"))
    told = d.say(f"signatures.{side}", name=party.name)
    if party.details is None:
        yield Signature(told, "", "", (d.say("signatures.name"), *blanks))
        return
    for one in party.details.signatories:
        yield Signature(told, one.name, one.capacity, blanks)
