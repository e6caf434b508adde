"""What was said and done on a ticket, as its page lists it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from patto.kernel import facts
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.outcome import LevelOutcome
from patto.kernel.instants import Instant
from patto.tickets.attaching import AttachmentRow
from patto.tickets.labour import Labour, divided
from patto.tickets.queries import MessageRow, PromiseRow, TicketPage
from patto.tickets.standing import Standing
from patto.tickets.telling import Told, told


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was said or done, in the order in which it occurred."""

    at: Instant
    message: MessageRow | None
    told: Told | None
    files: tuple[AttachmentRow, ...]
    labour: tuple[Labour, ...]
    reason: str
    """Why, in the words of the agreement where it has any."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A promise as it stands, and as it would."""

    title: str
    priority: str
    before: PromiseRow | None
    after: LevelOutcome

    @property
    def changes(self) -> bool:
        """Whether it would stand differently."""
        was = self.before
        told = (self.after.verdict.value, self.after.due, self.after.reason)
        return was is None or (was.verdict, was.due_at, was.reason) != told


def entries(
    found: TicketPage,
    files: tuple[AttachmentRow, ...],
    agreement: Agreement | None,
    costs: Mapping[str, str],
    at: Instant,
) -> list[Entry]:
    """Return everything that was said and done on a ticket as of an instant.

    `costs` is what help costs in each window outside support hours, in words.
    """
    said = {one.happened: one for one in found.messages if one.happened is not None}
    with_files: dict[int, list[AttachmentRow]] = defaultdict(list)
    for file in files:
        with_files[file.happened].append(file)
    reasons = () if agreement is None else agreement.pause_reasons or ()
    titles = {one.id: one.title for one in reasons}
    listed = [
        Entry(
            one.occurred_at, said.pop(one.first.id, None), one, tuple(with_files[one.first.id]),
            labour(one, agreement, costs, found.row.priority), titles.get(one.reason, one.reason),
        )
        for one in told(found.happened, at)
    ]  # fmt: skip
    listed += [Entry(one.at, one, None, (), (), "") for one in said.values()]
    return sorted(listed, key=lambda one: one.at)


def labour(
    one: Told, agreement: Agreement | None, costs: Mapping[str, str], priority: str
) -> tuple[Labour, ...]:
    """Return the work that an entry tells of by the agreement's calendars, nothing if none."""
    minutes = str(one.attributes.get("minutes", ""))
    is_work = one.stands and one.first.kind == facts.WORKED and minutes.isdecimal()
    if agreement is None or not is_work:
        return ()
    parts = divided(agreement, priority, one.occurred_at, int(minutes))
    return tuple(replace(part, price=costs.get(part.window, part.price)) for part in parts)


def compared(found: TicketPage, standing: Standing, titles: dict[str, str]) -> list[Compared]:
    """Return the promises of a ticket, each as it stands and as it would."""
    before = {(one.metric, one.item): one for one in found.promises}
    return [
        Compared(
            titles.get(one.metric, one.metric),
            one.priority,
            before.get((one.metric, one.item)),
            one.levels[0],
        )
        for one in standing.outcomes
    ]
