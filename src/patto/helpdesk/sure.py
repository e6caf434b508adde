"""What is asked once before an act is done, because it is rarely meant."""

from __future__ import annotations

from typing import Final

from patto.accounts.models import Person
from patto.helpdesk.forms import SAID_TO_THEM
from patto.kernel import facts
from patto.kernel.instants import MINUTE, Instant
from patto.tickets.acts import Act
from patto.tickets.queries import TicketPage
from patto.tickets.telling import unsettled

AGAIN: Final = 15 * MINUTE
"""Within which somebody's same answer is taken for a slip until they say otherwise."""


def asked_once(shown: TicketPage, act: Act, person: Person, at: Instant) -> str:
    """Return what is to be asked before an act is done, empty if nothing is."""
    if act.kind == facts.CLOSED and unsettled(shown.happened, at):
        return "disputed"
    if act.kind in SAID_TO_THEM and act.text.strip() and _said(shown, act, person, at):
        return "again"
    return ""


def _said(shown: TicketPage, act: Act, person: Person, at: Instant) -> bool:
    mine, since = f"{facts.PROVIDER}:{person.name}", at - AGAIN
    own = {
        one.id
        for one in shown.happened
        if one.kind == act.kind and one.by == mine and one.recorded_at > since
    }
    said = act.text.strip()
    return any(one.text.strip() == said for one in shown.messages if one.happened in own)
