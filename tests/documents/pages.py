"""Reading a page back: its elements as a tree, and reports made of the example month."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType

from patto.cli.parameters import months
from patto.documents import Provenance, report_html
from patto.exchange import Report, read
from patto.kernel import facts
from patto.kernel.agreement.reading import read as read_agreement
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.lists import MeasuredLists, within
from patto.kernel.evaluation.measure import Evaluation, Measurement, measure
from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.facts import Event
from patto.kernel.instants import MINUTE, Instant, parse

MONTH = Path(__file__).parents[2] / "examples" / "month"
AT = parse("2026-04-10T12:00:00+02:00")
VOID = {"meta", "br", "hr", "img", "input", "link", "base"}
PROVENANCE = Provenance(
    program="patto 0.1.0",
    tzdata="2026f",
    command="patto measure agreement.yaml events.csv",
    agreements={1: "a" * 64},
    inputs=[("events.csv", "b" * 64)],
)


@dataclass
class Element:
    """An element of a page, with its attributes and what stands in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        for part in self.inside:
            if isinstance(part, Element):
                yield part
                yield from part

    def all(self, name: str, of_class: str = "") -> list[Element]:
        """Return the elements of a name and class inside this one, in order."""
        return [e for e in self if e.name == name and (not of_class or of_class in e.classes)]

    def first(self, name: str, of_class: str = "") -> Element:
        """Return the first of them."""
        return self.all(name, of_class)[0]

    @property
    def classes(self) -> list[str]:
        """The classes of the element."""
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All text in it, in one line."""
        told = "".join(p if isinstance(p, str) else p.text + " " for p in self.inside)
        return " ".join(told.split())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.open[-1].inside.append(Element(tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        ended = self.open.pop()
        assert ended.name == tag, f"</{tag}> where <{ended.name}> is open"

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def tree(html: str) -> Element:
    """Return the page as a tree; every element must be closed in its place."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1, f"<{builder.open[-1].name}> is not closed"
    return builder.open[0]


@cache
def history() -> History:
    """Return the agreement of the example month."""
    found = read_agreement((MONTH / "agreement.yaml").read_text("utf-8")).agreement
    assert found is not None
    return History((found,))


@cache
def month() -> tuple[Event, ...]:
    """Return the events of the example month."""
    return read([MONTH / "events.csv"]).events


def measured(
    events: Sequence[Event], including: Instant | None = None, under: History | None = None
) -> tuple[Measurement, Callable[[str], Sequence[ItemOutcome]]]:
    """Return a measurement of events, and what explains a ticket of it."""
    tickets, terms = facts.by_ticket(events), under or history()
    look = Evaluation(terms, tickets.get("", []), AT, AT)
    found = measure(terms, events, at=AT, known_at=AT, including=including)
    return found, lambda name: look.ticket(name, tickets[name], explained=True)[0]


def report(
    events: Sequence[Event],
    *,
    lang: str = "en",
    period: str | None = "2026-03",
    read_as: Report | None = None,
    including: Instant | None = None,
    under: History | None = None,
) -> str:
    """Return the report of events under the agreement of the example month."""
    tickets = facts.by_ticket(events)
    found, explained = measured(events, including, under)
    own = read_as or Report(rows=len(events), eventful=len(events), files=[("events.csv", "csv")])
    asked = None if period is None else months(period)
    lists = MeasuredLists(found if asked is None else within(found, asked.touches))
    return report_html(
        lists, under or history(), explained, lambda name: tickets.get(name, []), own,
        lang=lang, period=period, produced_by=PROVENANCE,
    )  # fmt: skip


def event(number: int, ticket: str, kind: str, at: str | Instant, **fields: str) -> Event:
    """Return an event that was recorded as it occurred."""
    known = {n: fields.pop(n) for n in ("by", "reason", "evidence", "refers_to") if n in fields}
    instant = parse(at) if isinstance(at, str) else at
    return Event(
        f"{ticket}-{number}", ticket, kind, instant, instant, "FERRI", "desk",
        position=number, attributes=MappingProxyType(fields), **known,
    )  # fmt: skip


def late_month(count: int) -> list[Event]:
    """Return a bad month: tickets each answered and restored days too late, with pauses."""
    first, found = parse("2026-03-02T09:00:00+01:00"), list[Event]()
    for n in range(count):
        ticket, start = f"L-{n:04}", first + n * 29 * MINUTE
        told = {"by": "provider:Marta", "text": "A line of what was done about it"}
        later = [
            ("responded", 3000, {}),
            ("paused", 3300, {"reason": "waiting-customer", "evidence": "mail"}),
            ("resumed", 4700, {"reason": "waiting-customer"}),
            ("updated", 6000, {}),
            ("resolved", 14_500, {}),
        ]
        asked = {"channel": "phone", "type": "incident", "priority": "P1", "text": "It is slow"}
        found.append(event(1, ticket, "reported", start, **asked, by="customer:Anna"))
        for number, (kind, minutes, more) in enumerate(later, 2):
            at = start + minutes * MINUTE
            found.append(event(number, ticket, kind, at, **{**told, **more}))
    return found
