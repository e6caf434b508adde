"""What was said and done on a ticket, as its page lists it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from patto.kernel import facts
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.outcome import LevelOutcome
from patto.kernel.instants import MINUTE, Instant
from patto.language.titles import Titles
from patto.language.words import Words
from patto.tickets import queries
from patto.tickets.attaching import AttachmentRow
from patto.tickets.labour import Labour, divided
from patto.tickets.moments import Moment, promised
from patto.tickets.noting import TOO_LATE, Noted
from patto.tickets.queries import MessageRow, PromiseRow, SignalRow, TicketPage
from patto.tickets.standing import Standing
from patto.tickets.telling import Amendment, Told, told, unsettled

_AHEAD: Final = frozenset({"pause-over", "reminder", "update", "dispute"})


@dataclass(frozen=True, slots=True)
class Signalled:
    """A moment that people were told of, in words."""

    row: SignalRow
    told: str

    @property
    def late(self) -> bool:
        """Whether it was told noticeably later than it was."""
        return self.row.told_at - self.row.at > MINUTE


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was said or done, or told by itself, in the order in which it occurred."""

    at: Instant
    message: MessageRow | None = None
    told: Told | None = None
    files: tuple[AttachmentRow, ...] = ()
    labour: tuple[Labour, ...] = ()
    reason: str = ""
    """Why, in the words of the agreement where it has any."""
    signal: Signalled | None = None
    notes: tuple[str, ...] = ()
    """What its reader should know of it."""
    too_late: bool = False
    """Whether it was entered later than the agreement allows."""
    earlier: tuple[MessageRow, ...] = ()
    """How its words stood before they were corrected, the first ones first."""
    amended: tuple[tuple[Amendment, str], ...] = ()
    """What was said of it since, each with its reason in the words of the agreement."""
    promised: Instant | None = None
    """By when something was promised with it: the next word, another look, an answer."""


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
    words: Words,
    noted: Mapping[int, tuple[Noted, ...]],
) -> list[Entry]:
    """Return everything that was said, done and told on a ticket as of an instant.

    `costs` is what help costs in each window outside support hours, in words.
    """
    said: dict[int | None, MessageRow] = {
        one.happened: one for one in found.messages if one.happened is not None
    }
    with_files: dict[int, list[AttachmentRow]] = defaultdict(list)
    for file in files:
        with_files[file.happened].append(file)
    titles = None if agreement is None else Titles(agreement, words)
    shown = [_signalled(one, titles, words) for one in queries.signals(found.row.id)]
    listed = [Entry(one.row.at, signal=one) for one in shown]
    for one in told(found.happened, at):
        own = [n for key in (one.first.id, *(a.row.id for a in one.amendments))
               for n in noted.get(key, ())]  # fmt: skip
        *earlier, message = _said(one, said)
        listed.append(Entry(
            one.occurred_at, message, one, tuple(with_files[one.first.id]),
            labour(one, agreement, costs, found.row.priority), _title(one.reason, titles),
            notes=() if titles is None else tuple(_noted(note, titles) for note in own),
            too_late=any(one.note.code in TOO_LATE for one in own),
            earlier=tuple(text for text in earlier if text is not None),
            amended=tuple((a, _title(a.row.reason, titles)) for a in one.amendments),
            promised=promised(one.attributes),
        ))  # fmt: skip
    listed += [Entry(one.at, one) for one in said.values()]
    return sorted(listed, key=lambda one: one.at)


def words_of(found: TicketPage, one: Told) -> MessageRow | None:
    """Return what was said with an entry as it stands, `None` if nothing was."""
    return _said(one, {said.happened: said for said in found.messages})[-1]


def _said(one: Told, said: dict[int | None, MessageRow]) -> list[MessageRow | None]:
    """Take what was said with an entry and in corrections of it; as it stands comes last."""
    first = said.pop(one.first.id, None)
    again = [(said.pop(a.row.id, None), a.stands) for a in one.amendments]
    written = [(text, stands) for text, stands in again if text is not None]
    standing = [text for text, stands in written if stands]
    last = standing[-1] if standing else first
    return [*(text for text in (first, *(t for t, _ in written)) if text != last), last]


def ahead(
    moments: Iterable[Moment], agreement: Agreement | None, words: Words
) -> list[tuple[str, Instant]]:
    """Return what is still to come beside the promises themselves, in words, each with when."""
    titles = None if agreement is None else Titles(agreement, words)
    return [
        (words.say(f"ticket.ahead.{one.kind}", detail=_title(one.detail, titles)), one.at)
        for one in moments
        if one.kind in _AHEAD
    ]


def disputes(found: TicketPage, at: Instant, words: Words, zone: str) -> list[tuple[int, str]]:
    """Return the disputes that nobody has settled, each with when it was and what about."""
    return [(one.first.id, _line(one, words, zone)) for one in unsettled(found.happened, at)]


def ours(found: TicketPage, at: Instant, words: Words, zone: str) -> list[tuple[int, str]]:
    """Return what was not the customer's own act, on which it may give its word."""
    return [
        (one.first.id, _line(one, words, zone))
        for one in told(found.happened, at)
        if one.stands and not one.first.by.startswith(facts.CUSTOMER)
    ]


def _line(one: Told, words: Words, zone: str) -> str:
    about = one.attributes.get("disputes", "")
    kind = words.term("ticket.disputes", about) if about else words.term("event", one.first.kind)
    return f"{words.instant(one.occurred_at, zone, form='short', seconds=False)} · {kind}"


def _noted(one: Noted, titles: Titles) -> str:
    promises = ", ".join(titles.metrics[name].title for name in one.metrics)
    said = titles.note(one.note)
    return f"{promises}: {said}" if promises else said


def _signalled(row: SignalRow, titles: Titles | None, words: Words) -> Signalled:
    metrics = {} if titles is None else titles.metrics
    promise = metrics[row.metric].title if row.metric in metrics else row.metric
    detail = _title(row.detail, titles)
    said = words.say(f"ticket.signal.{row.kind}", promise=promise, detail=detail)
    return Signalled(row, said)


def _title(reason: str, titles: Titles | None) -> str:
    known = {} if titles is None else titles.pause_reasons
    return known[reason].title if reason in known else reason


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
