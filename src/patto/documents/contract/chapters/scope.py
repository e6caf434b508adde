"""What is covered and what is not, who supports that instead, and how much is covered."""

from __future__ import annotations

from patto.documents.contract.drafting import Drafting, fields
from patto.documents.contract.tree import Block, Chapter, Clause, Para, Table, table
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.scope import (
    Group,
    NotCovered,
    ScopeChanges,
    Site,
    Workload,
)
from patto.kernel.agreement.desk import Item, Warranty


def services(d: Drafting) -> Chapter:
    """Return the services, the things that they rest on, and where these stand."""
    terms = d.agreement
    rows = tuple((service.title, service.id) for service in terms.services)
    head = (d.say("column.service"), d.say("column.name"))
    clauses = [
        d.clause(
            "services", "services", Para(d.say("scope.services")), Table("", head, rows, (5, 2))
        )
    ]
    if terms.items:
        clauses.append(_items(terms.items, d))
    if sites := settled(terms.sites):
        clauses.append(_sites(sites, d))
    if terms.scope_changes is not None:
        clauses.append(_changes(terms.scope_changes, d))
    if groups := settled(terms.groups):
        clauses += [_group(group, d) for group in groups]
    return Chapter("services", d.say("chapter.services"), tuple(clauses))


def not_covered(part: tuple[NotCovered, ...], d: Drafting) -> Chapter:
    """Return what is left out, each with who supports it instead."""
    clauses = tuple(
        Clause(f"not-covered-{one.id}", one.title, _supported(one, d), d.cited(one.clause))
        for one in part
    )
    intro = (Para(d.say("scope.not-covered")),)
    return Chapter("not_covered", d.say("chapter.not_covered"), clauses, intro)


def workload(part: tuple[Workload, ...], d: Drafting) -> Chapter:
    """Return how much the charges cover, and what happens above it."""
    clauses = tuple(_limit(one, d) for one in part)
    charged = settled(d.agreement.charges) is not None
    intro = (Para(d.say("workload.intro")),) if charged else ()
    return Chapter("workload", d.say("chapter.workload"), clauses, intro)


def _items(items: tuple[Item, ...], d: Drafting) -> Clause:
    head = tuple(d.say(f"column.{name}") for name in ("item", "service", "about", "name"))
    rows = tuple(
        (item.title, d.services.get(item.service, item.service), _about(item, d), item.id)
        for item in items
    )
    shown = table(head, rows, (4, 3, 6, 2))
    return d.clause("items", "items", Para(d.say("scope.items")), shown)


def _about(item: Item, d: Drafting) -> str:
    """Return in one cell what is known of a thing."""
    told = [
        item.kind or "",
        d.say("scope.at", site=d.sites.get(item.site, item.site)) if item.site else "",
        d.say("scope.owned", side=d.word("side-of", item.owner)) if item.owner else "",
        d.word("criticality", item.criticality) if item.criticality else "",
        d.say("scope.since", date=d.date(item.since)) if item.since else "",
    ]
    warranty = item.warranty
    if warranty == "none":
        told.append(d.say("scope.no-warranty"))
    elif warranty is not None:
        told.append(_warranty(warranty, d))
    return "; ".join(one for one in told if one) or "—"


def _warranty(part: Warranty, d: Drafting) -> str:
    parts = d.clocked(part.parts_within) if part.parts_within is not None else ""
    return d.say("scope.warranty", by=part.given_by, date=d.date(part.until), parts=parts)


def _sites(sites: tuple[Site, ...], d: Drafting) -> Clause:
    head = tuple(d.say(f"column.{name}") for name in ("site", "address", "access", "contact"))
    rows = tuple(
        (
            d.say("scope.site", title=s.title, name=s.id),
            s.address,
            d.clock(s.access),
            s.contact or d.say("none"),
        )
        for s in sites
    )
    return d.clause(
        "sites", "sites", Para(d.say("scope.sites")), Table("", head, rows, (3, 4, 3, 3))
    )


def _changes(part: ScopeChanges, d: Drafting) -> Clause:
    return d.clause(
        "scope-changes",
        "scope-changes",
        *d.lead("added", part.added),
        *d.lead("removed", part.removed),
        *d.lead("price-effect", part.price),
        *d.lead("unlisted", part.unlisted),
    )


def _group(part: Group, d: Drafting) -> Clause:
    told = [
        d.say("group.types", types=d.types(part.types)) if part.types != "all" else "",
        d.say("group.services", services=d.named(part.services, d.services))
        if part.services != "all" else "",
        d.say("group.items", items=d.named(part.items, d.items)) if part.items != "all" else "",
        d.say("group.requesters", people=d.listing(part.requesters))
        if part.requesters != "all" else "",
    ]  # fmt: skip
    belongs = "; ".join(one for one in told if one) or d.say("group.every")
    blocks: list[Block] = [Para(d.say("group.belongs", conditions=belongs))]
    if part.limit is not None:
        share, of = d.share(part.limit.share), d.word("group-of", part.limit.of)
        blocks.append(Para(d.say("group.limit", share=share, of=of, above=part.limit.above)))
    else:
        blocks.append(Para(d.say("group.no-limit")))
    title = d.say("title.group", title=part.title)
    return Clause(f"group-{part.id}", title, tuple(blocks), d.cited(part.clause))


def _supported(one: NotCovered, d: Drafting) -> tuple[Block, ...]:
    by = one.supported_by
    if by is None:
        return (Para(d.say("scope.nobody")), *d.lead("hand-over", one.hand_over))
    rows = fields(
        d.field("supporter", by.name), d.field("reached-by", by.reached_by),
        d.field("hours", by.hours), d.field("hand-over", one.hand_over),
    )  # fmt: skip
    return (rows,)


def _limit(one: Workload, d: Drafting) -> Clause:
    every = d.say("workload.every", every=d.word("each", one.every)) if one.every else ""
    types = d.say("workload.types", types=d.types(one.types)) if one.types != "all" else ""
    number = d.say(f"workload.of.{one.of}", number=d.number(one.number), count=one.number)
    blocks = [
        Para(d.say("workload.covered", number=number, types=types, every=every)),
        *d.lead("above", one.above),
        Para(d.say("workload.charge", charge=d.charge(one.charge)) if one.charge
             else d.say("workload.no-charge")),
        Para(d.say(f"workload.{one.reported}")),
    ]  # fmt: skip
    return Clause(f"workload-{one.id}", one.title, tuple(blocks))
