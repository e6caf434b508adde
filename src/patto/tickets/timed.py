"""What the engine calls when a moment of a ticket has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from django.db import transaction

from patto.agreements.actions import IN_FORCE
from patto.kernel.instants import Instant
from patto.tickets.keeping import MOMENT, keep
from patto.tickets.models import Ticket
from patto.timers import actions as timers
from patto.timers.actions import Due


def moment(due: Due, at: Instant) -> None:
    """Look again at how a ticket stands, and tell what has come by this moment, with its own time.

    What came later is told in its turn: after a day switched off, all tickets in one order.
    """
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().filter(pk=int(due.key)).first()
        if ticket is not None:
            keep(ticket, at, until=due.due_at)


def agreement_changed(due: Due, _at: Instant) -> None:
    """Look again at every open ticket of a customer whose agreement has come into force."""
    open_ = Ticket.objects.filter(customer_id=int(due.key), is_open=True)
    timers.arm_all(MOMENT, dict.fromkeys(open_.values_list("pk", flat=True), due.due_at))


KINDS: Final[Mapping[str, Callable[[Due, Instant], None]]] = MappingProxyType({
    MOMENT: moment,
    IN_FORCE: agreement_changed,
})  # fmt: skip
