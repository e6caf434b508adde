"""What stands beside a ticket: related ones, ready answers, what solved it last time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from patto.customers.folding import fragments
from patto.kernel import facts
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, record
from patto.tickets.acts import UnknownError
from patto.tickets.models import Link, Message, ReadyAnswer, Ticket

_CANDIDATES: Final = 300
"""How many of the latest tickets are looked at for what solved one."""
_SHORT: Final = 3
"""Words up to this length say little about what a ticket is about."""


@dataclass(frozen=True, slots=True)
class Related:
    """A ticket that another one names."""

    id: int
    subject: str
    state: str


@dataclass(frozen=True, slots=True)
class Way:
    """How one gets at a system or into a site: what was noted, when one is let in, who helps.

    Hours and closed days as `customers.opening` reads them, in the customer's zone.
    """

    name: str
    address: str
    access: str
    note: str
    supplier: str
    telephone: str
    hours: str = ""
    closed: str = ""
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a ticket went, what went into it, what is linked, and how to get at its system."""

    parent: Related | None
    merged: tuple[Related, ...]
    linked: tuple[Related, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Solved:
    """A ticket that was solved, and how."""

    id: int
    subject: str
    how: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Answer:
    """A ready answer as pages show it."""

    id: int
    title: str
    text: str


def beside(ticket: int) -> Beside:
    """Return what stands beside a ticket."""
    places = ("customer", "site", "system__site", "system__supplier")
    row = Ticket.objects.select_related(*places).get(pk=ticket)
    links = Link.objects.filter(Q(first_id=ticket) | Q(second_id=ticket))
    others = [b if a == ticket else a for a, b in links.values_list("first_id", "second_id")]
    keys = others if row.merged_into_id is None else [*others, row.merged_into_id]
    # Each half by an index: a number that is NULL would make SQLite read every ticket.
    named = Q(pk__in=keys) | Q(merged_into_id=ticket)
    found = {one.pk: one for one in Ticket.objects.filter(named).order_by("id")}
    parent = found.get(row.merged_into_id) if row.merged_into_id is not None else None
    return Beside(
        None if parent is None else _related(parent),
        tuple(_related(one) for one in found.values() if one.merged_into_id == ticket),
        tuple(_related(found[one]) for one in others),
        tuple(_ways(row)),
    )


@transaction.atomic
def link(ticket: int, other: int, *, by: Actor, at: Instant) -> None:
    """Say that two tickets of one customer have to do with each other.

    :raises UnknownError: if the other is the same, not there, or another customer's
    """
    row = Ticket.objects.select_for_update().get(pk=ticket)
    if ticket == other or not _is_theirs(other, row.customer_id):
        raise UnknownError
    Link.objects.get_or_create(first_id=min(ticket, other), second_id=max(ticket, other))
    record("ticket.link", by=by, at=at, noun="ticket", key=ticket, customer=row.customer_id,
           told={"other": other})  # fmt: skip


@transaction.atomic
def unlink(ticket: int, other: int, *, by: Actor, at: Instant) -> None:
    """Say that two tickets have nothing to do with each other after all.

    :raises UnknownError: if they are not linked
    """
    row = Ticket.objects.select_for_update().get(pk=ticket)
    linked = Link.objects.filter(first_id=min(ticket, other), second_id=max(ticket, other))
    if not linked.delete()[0]:
        raise UnknownError
    record("ticket.unlink", by=by, at=at, noun="ticket", key=ticket, customer=row.customer_id,
           told={"other": other})  # fmt: skip


def solved(ticket: int, *, most: int = 3) -> tuple[Solved, ...]:
    """Return tickets of the same customer that were solved, and how, the likeliest help first.

    They are about the same system, or most of the longer words of the subject are in theirs.
    """
    row = Ticket.objects.get(pk=ticket)
    words = {one for one in fragments(row.subject) if len(one) > _SHORT}
    done = Ticket.objects.filter(customer_id=row.customer_id, is_open=False).exclude(pk=ticket)
    latest = {one.pk: one for one in done.order_by("-id")[:_CANDIDATES]}
    if row.system_id is not None:
        same = done.filter(system_id=row.system_id).order_by("-id")[:_CANDIDATES]
        latest |= {one.pk: one for one in same}
    ranked = [
        (row.system_id is not None and one.system_id == row.system_id,
         sum(word in one.folded for word in words), one)
        for one in latest.values()
    ]  # fmt: skip
    helps = [one for one in ranked if one[0] or one[1] > len(words) // 2]
    helps.sort(key=lambda one: (-one[1], not one[0], -one[2].pk))
    return _how([one for _, _, one in helps[: most * 3]])[:most]


def _ways(row: Ticket) -> Iterator[Way]:
    system, site = row.system, row.site
    if system is not None:
        helper = system.supplier
        told = ("", "") if helper is None else (helper.name, helper.telephone)
        yield Way(system.name, "", "", system.note, *told)
        site = site or system.site
    if site is not None:
        yield Way(
            site.name, site.address, site.access, site.note, "", "",
            site.hours, site.closed, row.customer.zone,
        )  # fmt: skip


def _how(tickets: list[Ticket]) -> tuple[Solved, ...]:
    said = Message.objects.filter(ticket__in=tickets, happened__kind=facts.RESOLVED)
    last: dict[int, Any] = {one.ticket_id: one for one in said.order_by("at", "id")}
    return tuple(
        Solved(one.pk, one.subject, last[one.pk].text, last[one.pk].at)
        for one in tickets
        if one.pk in last
    )


def answers() -> tuple[Answer, ...]:
    """Return the ready answers in the order of their titles."""
    rows = ReadyAnswer.objects.filter(active=True).order_by("title", "id")
    return tuple(Answer(one.pk, one.title, one.text) for one in rows)


@transaction.atomic
def keep_answer(title: str, text: str, *, by: Actor, at: Instant, key: int | None = None) -> int:
    """Add a ready answer, or change one, and return its number.

    :raises UnknownError: if there is none of that number
    """
    row = ReadyAnswer() if key is None else _answer(key)
    row.title, row.text = title, text
    row.save()
    record("answer.keep", by=by, at=at, noun="answer", key=row.pk, told={"title": title})
    return int(row.pk)


@transaction.atomic
def drop_answer(key: int, *, by: Actor, at: Instant) -> None:
    """Offer a ready answer no longer.

    :raises UnknownError: if there is none of that number
    """
    row = _answer(key)
    row.active = False
    row.save(update_fields=["active"])
    record("answer.drop", by=by, at=at, noun="answer", key=key, told={"title": row.title})


def _answer(key: int) -> ReadyAnswer:
    row = ReadyAnswer.objects.filter(pk=key, active=True).first()
    if row is None:
        raise UnknownError
    return row


def _is_theirs(ticket: int, customer: int) -> bool:
    return Ticket.objects.filter(pk=ticket, customer_id=customer).exists()


def _related(row: Ticket) -> Related:
    return Related(row.pk, row.subject, row.state)
