"""The clauses that the brief form says in another way than the full one: shorter, and as lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType
from typing import Final

from patto.documents.contract.drafting import Drafting, capital, sentence
from patto.documents.contract.tree import Block, Chapter, Clause, Fields, Para, Points, Table
from patto.kernel.agreement.calendars import CalendarTerms
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.parties import Requester
from patto.kernel.agreement.desk import Channel
from patto.kernel.agreement.model import Agreement
from patto.kernel.hours import WEEKDAYS

_STARTS_A_CLOCK: Final = frozenset({"validly-logged", "recording"})


def _parties(chapter: Chapter, d: Drafting) -> Iterator[Clause]:
    """Yield the two sides, who may ask for what as a list, and which agreement this is."""
    customer = d.agreement.parties.customer
    for clause in chapter.clauses:
        if clause.anchor == "requesters":
            listed = customer.requesters != "none"
            yield replace(clause, blocks=(clause.blocks[0], *_requesters(d))) if listed else clause
        elif clause.anchor == "identity":
            yield replace(clause, blocks=tuple(_identity(d)))
        else:
            yield clause


def _identity(d: Drafting) -> Iterator[Block]:
    """Yield what the head of the document does not say of the agreement."""
    own = d.agreement.agreement
    if own.supersedes is not None:
        yield Para(d.say("identity.supersedes", version=own.supersedes))
    yield Para(d.say("identity.zone", zone=own.zone, tzdata=own.tzdata))
    yield Para(d.say("identity.prevails", language=d.word("language", own.language)))
    yield Para(d.say("brief.hash", model=own.model))


def _requesters(d: Drafting) -> Iterator[Block]:
    people = settled(d.agreement.parties.customer.requesters)
    if people is None:
        return
    yield Points(tuple(Para(_may(one, d), capital(one.who)) for one in people))


def _may(one: Requester, d: Drafting) -> str:
    return d.say(
        "brief.may",
        rights=d.listing(d.word("right", right) for right in one.may),
        amount=d.worth(one.approves_up_to) if one.approves_up_to is not None else "",
        names=d.listing_plain(one.known_as) if one.known_as is not None else "",
    )


def _services(chapter: Chapter, d: Drafting) -> Iterator[Clause]:
    """Yield each service with the things that it rests on, in place of two tables."""
    terms = d.agreement
    things = {
        service: tuple(one.title for one in items)
        for service, items in groupby(
            sorted(terms.items or (), key=lambda one: one.service), key=lambda one: one.service
        )
    }
    told = Points(
        tuple(
            Para(sentence(d.listing(things[one.id])), capital(one.title))
            if one.id in things
            else Para(sentence(one.title))
            for one in terms.services
        )
    )
    for clause in chapter.clauses:
        if clause.anchor == "services":
            yield replace(clause, blocks=(clause.blocks[0], told))
        elif clause.anchor != "items" or _described(terms):
            yield clause


def _described(terms: Agreement) -> bool:
    """Return whether more is known of a thing than its name and its service."""
    return any(
        one.kind or one.site or one.owner or one.criticality or one.since or one.warranty
        for one in terms.items or ()
    )


def _hours(chapter: Chapter, d: Drafting) -> Iterator[Clause]:
    """Yield the hours with the closed days as a sentence, as far as they would be open."""
    calendars = d.agreement.calendars
    for clause in chapter.clauses:
        part = calendars.get(clause.anchor.removeprefix("calendar-"))
        if part is None or not clause.anchor.startswith("calendar-"):
            yield clause
            continue
        yield replace(
            clause,
            blocks=tuple(
                Para(_closed(part, d))
                if isinstance(block, Table) and not (part.day_hours or part.closures)
                else block
                for block in clause.blocks
            ),
        )


def _closed(part: CalendarTerms, d: Drafting) -> str:
    usual = {day for run in part.weekly for day in _days(run)}
    days = [one for one in part.closed_days or () if WEEKDAYS[one.date.weekday()] in usual]
    years = [
        d.say("brief.closed-in", year=str(year),
              days=d.listing(d.say("brief.closed-on", date=d.day_month(one.date), why=one.name)
                             for one in some))
        for year, some in groupby(days, key=lambda one: one.date.year)
    ]  # fmt: skip
    return d.say("brief.closed", years=" ".join(years))


def _days(run: str) -> Iterator[str]:
    first, _, last = run.partition("-")
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    yield from (WEEKDAYS[(start + n) % 7] for n in range((end - start) % 7 + 1))


def _channels(chapter: Chapter, d: Drafting) -> Iterator[Clause]:
    """Yield how to report, a line a channel; what makes a clock run only where one runs."""
    told = tuple(
        Para(
            d.say("brief.channel", reached_at=one.reached_at or "", watched=d.clock(one.watched),
                  kind=_urgent(one, d)),
            capital(one.title),
        )
        for one in d.agreement.channels
    )  # fmt: skip
    for clause in chapter.clauses:
        if clause.anchor == "channels":
            yield replace(clause, blocks=(clause.blocks[0], Points(told)))
        elif d.agreement.metrics or clause.anchor not in _STARTS_A_CLOCK:
            yield clause


def _urgent(one: Channel, d: Drafting) -> str:
    named = {"yes": "calls.is-emergency", "no": "calls.no-emergency"}
    return d.say(named[one.emergency]) if one.emergency is not None else ""


def _priorities(chapter: Chapter, d: Drafting) -> Iterator[Clause]:
    """Yield how a priority follows; their list only where it says more than the matrix."""
    part = d.agreement.priorities
    said = part.matrix is not None and not any(one.examples for one in part.order)
    yield from (one for one in chapter.clauses if not (said and one.anchor == "priority-order"))


def _metrics(chapter: Chapter, d: Drafting) -> Iterator[Clause]:
    """Yield the promises; what the agreement has none of is said once, and not row by row."""
    terms = d.agreement
    none = {
        "pauses": terms.pause_reasons, "excluded": terms.exclusions,
        "constraints": terms.constraints,
    }  # fmt: skip
    left_out = {d.say(f"field.{name}") for name, part in none.items() if not part}
    together = len(left_out) == len(none)
    if settled(terms.remedies) is None:
        left_out.add(d.say("field.remedy"))
    for clause in chapter.clauses:
        blocks: list[Block] = []
        for block in clause.blocks:
            if isinstance(block, Fields):
                blocks += [Para(d.say("brief.nothing-stops"))] if together else []
                blocks.append(Fields(tuple(row for row in block.rows if row[0] not in left_out)))
            else:
                blocks.append(block)
        yield replace(clause, blocks=tuple(blocks))


SHORTER: Final = MappingProxyType[str, Callable[[Chapter, Drafting], Iterator[Clause]]](
    {
        "parties": _parties,
        "services": _services,
        "hours": _hours,
        "channels": _channels,
        "priorities": _priorities,
        "metrics": _metrics,
    }
)
"""How the clauses of a chapter are said in the brief form, by the part that it is made from."""
