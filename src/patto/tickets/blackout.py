"""Blacking out what should never have been written: a password, something about somebody's health.

The text is gone for good, from all messages of the ticket, its title, what was given as evidence or
as why something was corrected, and the ledger; a mark stays in its place. The ledger says that it
was done, and not what it was.
"""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

from patto.kernel import facts
from patto.kernel.instants import Instant, to_datetime
from patto.kernel.zones import zone as zone_of
from patto.ledger import actions as ledger
from patto.ledger.actions import Actor, record
from patto.tickets.acts import NotTodayError, UnknownError
from patto.tickets.models import Happened, Message, Reported, Ticket
from patto.tickets.rows import found_by, reported_of

MARK: Final = "█████"
"""What stands for something that was blacked out: always as long, whatever it was."""
_IN_WORDS: Final = frozenset({"because", "text"})


@transaction.atomic
def black_out(message: int, part: str, *, ticket: int, zone: str, by: Actor, at: Instant) -> None:
    """Black out a part of a message wherever it occurs on the ticket, on the day it was written.

    The day is that of the zone.

    :raises UnknownError: if the ticket has no such message, or the message no such part
    :raises NotTodayError: if it was written on another day
    """
    row = Message.objects.select_for_update().filter(pk=message, ticket_id=ticket).first()
    wanted = part.strip()
    if row is None or not wanted or wanted not in row.text:
        raise UnknownError
    written = row.at if row.happened is None else row.happened.recorded_at
    if _day(written, zone) != _day(at, zone):
        raise NotTodayError
    _overwrite_on_disk()
    for one in Message.objects.select_for_update().filter(ticket_id=ticket, text__contains=wanted):
        one.text, one.blacked_out_at = one.text.replace(wanted, MARK), at
        one.save(update_fields=["text", "blacked_out_at"])
    owner = Ticket.objects.select_for_update().get(pk=ticket)
    owner.subject = owner.subject.replace(wanted, MARK)[:300]
    owner.caller = owner.caller.replace(wanted, MARK)[:200]
    owner.folded, owner.changes = found_by(owner.subject, owner.caller), owner.changes + 1
    owner.save(update_fields=["subject", "caller", "folded", "changes"])
    _search_again(owner)
    _black_out_of_entries(ticket, wanted)
    ledger.black_out("ticket", ticket, wanted, MARK)
    record("ticket.black-out", by=by, at=at, noun="ticket", key=ticket,
           customer=owner.customer_id, told={"message": message})  # fmt: skip


def _search_again(owner: Ticket) -> None:
    """Let a search look through what is left of what was reported."""
    Reported.objects.filter(ticket=owner).delete()
    told = Message.objects.filter(ticket=owner, happened__kind=facts.REPORTED).order_by("id")
    first = told.first()
    if first is not None:
        reported_of(owner, first.text).save(force_insert=True)


def _black_out_of_entries(ticket: int, part: str) -> None:
    """Put the mark into what was given in words; what a clock is counted by stays as it is."""
    for one in Happened.objects.filter(ticket_id=ticket):
        one.evidence = one.evidence.replace(part, MARK)[:300]
        if one.kind == facts.RETRACTED:
            one.reason = one.reason.replace(part, MARK)[:200]
        for name in _IN_WORDS & one.attributes.keys():
            one.attributes[name] = str(one.attributes[name]).replace(part, MARK)
        one.save(update_fields=["evidence", "reason", "attributes"])


def _day(instant: Instant, zone: str) -> object:
    return to_datetime(instant).astimezone(zone_of(zone)).date()


def _overwrite_on_disk() -> None:
    """Let SQLite overwrite what is taken out, and not only forget where it was."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
        transaction.on_commit(_empty_log, robust=True)


def _empty_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
