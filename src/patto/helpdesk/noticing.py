"""What stands beside a ticket: what is noticed about its being covered, and what it lacks."""

from __future__ import annotations

from typing import Any

from patto.customers import queries as customers
from patto.helpdesk.covering import Notice, notice
from patto.helpdesk.questions import missing_in, told
from patto.kernel import facts
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.record import amended, customers_word
from patto.kernel.instants import Instant
from patto.language.words import Words
from patto.tickets import queries
from patto.tickets.logged import Lacking
from patto.tickets.queries import TicketPage


def beside(found: TicketPage, agreement: Agreement | None, words: Words) -> dict[str, Any]:
    """Return what the page of a ticket shows of it."""
    if not found.row.is_open:
        return {"noticed": None, "wanted": None, "disputed": False}
    missing = lacks(found, agreement)
    wanted = None if agreement is None else told(missing, agreement, words)
    return {
        "noticed": noticed_on(found, agreement, words, None),
        "wanted": wanted,
        "disputed": disputed(found),
    }


def disputed(found: TicketPage) -> bool:
    """Return whether a ticket was said to be out of scope and the customer has not agreed.

    Its last word counts, and silence is none (semantics 4.9).
    """
    if found.row.scope != facts.OUT_OF_SCOPE:
        return False
    events = queries.events(found.row.id)
    known = [one.event for one in amended(events, max(one.recorded_at for one in events))]
    known.sort(key=lambda one: one.order)
    last = ""
    about = {""}
    for event in known:
        if event.kind == facts.OUT_OF_SCOPE:
            about, last = {"", event.event_id}, ""
        elif event.refers_to in about:
            last = customers_word(event) or last
    return last != facts.CONSENTED


def noticed_on(
    found: TicketPage, agreement: Agreement | None, words: Words, at: Instant | None
) -> Notice:
    """Return what is noticed about a ticket by what its caller said and by its system.

    With an instant, also what work costs then.
    """
    row = found.row
    systems = () if row.system_id is None else customers.systems(row.customer, retired=True)
    system = next((one for one in systems if one.id == row.system_id), None)
    reports = {one.id for one in found.happened if one.kind == facts.REPORTED}
    said = (one.text for one in found.messages if one.happened in reports)
    typed = " ".join([row.subject, *said])
    return notice(agreement, system, typed, words, at)


def lacks(found: TicketPage, agreement: Agreement | None) -> Lacking:
    """Return what a ticket lacks to be validly logged, nothing where no clock waits for that."""
    waiting = any(one.reason == "not-logged" for one in found.promises)
    return missing_in(agreement, queries.events(found.row.id)) if waiting else Lacking()
