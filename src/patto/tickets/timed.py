"""What the engine calls when a moment of a ticket has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from django.db import transaction

from patto.kernel.instants import Instant
from patto.tickets.keeping import MOMENT, keep
from patto.tickets.models import Ticket
from patto.timers.actions import Due


def moment(due: Due, at: Instant) -> None:
    """Look again at how a ticket stands; what was missed is told with its own moment."""
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().filter(pk=int(due.key)).first()
        if ticket is not None:
            keep(ticket, at)


KINDS: Final[Mapping[str, Callable[[Due, Instant], None]]] = MappingProxyType({MOMENT: moment})
