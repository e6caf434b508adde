"""The standard answer to a call: that it is registered, what is promised, where to write next."""

from __future__ import annotations

from collections.abc import Iterator

from patto.customers.queries import CustomerRow
from patto.helpdesk.noticing import lacks
from patto.helpdesk.questions import told
from patto.kernel import facts
from patto.kernel.agreement.desk import Channel
from patto.kernel.agreement.model import Agreement
from patto.kernel.instants import MINUTE, Instant
from patto.language.words import Words
from patto.templates import is_example
from patto.tickets.queries import HappenedRow, TicketPage


def standard_answer(
    found: TicketPage, customer: CustomerRow, agreement: Agreement | None, at: Instant
) -> str:
    """Return what is said to whoever called, in the customer's language and on its wall."""
    words, zone = Words(customer.language), customer.zone
    reported = _report(found)
    said = [_registered(found, words, zone, at)]
    said += _promised(found, words, zone, at)
    if agreement is not None:
        said += _wanted(found, agreement, words)
        channel = str(reported.attributes.get("channel", ""))
        if all(channel not in act.channels for act in agreement.validly_logged.acts):
            said.append(words.say("call.next-time", ways=_ways(agreement, words)))
    return " ".join(said)


def _registered(found: TicketPage, words: Words, zone: str, at: Instant) -> str:
    """Return that a call is registered, and when it came where that was earlier."""
    reported = _report(found)
    told = {"number": str(found.row.id), "subject": found.row.subject.rstrip(". ")}
    if reported.occurred_at // MINUTE == reported.recorded_at // MINUTE:
        time = words.instant(reported.recorded_at, zone, form="time", seconds=False)
        return words.say("call.registered", time=time, **told)
    came, time = (words.near(one, zone, at) for one in (reported.occurred_at, reported.recorded_at))
    return words.say("call.registered-late", came=came, time=time, **told)


def _promised(found: TicketPage, words: Words, zone: str, at: Instant) -> Iterator[str]:
    """Yield what is promised and not done yet, also where its moment has passed."""
    for one in found.promises:
        if one.verdict not in {"PENDING", "MISSED"} or one.due_at is None or one.stopped_at:
            continue
        key = "call.promise" if one.due_at > at else "call.was-due"
        yield words.say(key, title=one.title, moment=words.near(one.due_at, zone, at))


def _report(found: TicketPage) -> HappenedRow:
    return next(one for one in found.happened if one.kind == facts.REPORTED)


def _wanted(found: TicketPage, agreement: Agreement, words: Words) -> Iterator[str]:
    missing = told(lacks(found, agreement), agreement, words)
    if missing is not None and missing.information:
        yield words.say("call.still-needed", what=" ".join(missing.information))


def unfilled(agreement: Agreement | None) -> tuple[str, ...]:
    """Return the channels whose addresses are still a template's, and are told to nobody."""
    channels = () if agreement is None else _agreed(agreement)
    return tuple(one.title for one in channels if is_example(one.reached_at or ""))


def _ways(agreement: Agreement, words: Words) -> str:
    """Return by which channels a call is validly logged, with their addresses."""
    either = words.say("desk.lacking.or")
    ways = [
        f"{one.title} ({one.reached_at})"
        if one.reached_at and not is_example(one.reached_at)
        else one.title
        for one in _agreed(agreement)
    ]
    return f" {either} ".join(ways)


def _agreed(agreement: Agreement) -> tuple[Channel, ...]:
    agreed = {one for act in agreement.validly_logged.acts for one in act.channels}
    return tuple(one for one in agreement.channels if one.id in agreed)
