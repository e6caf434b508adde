"""The worked examples of an agreement, run through the evaluation that measures real tickets.

An example that does not come out as it says is a problem of the agreement: both sides signed what
it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic_core import PydanticCustomError

from patto.kernel import facts
from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.metrics import CountMetric, Example, ExampleEvent, Metric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Places
from patto.kernel.agreement.problems import Kind
from patto.kernel.agreement.quantities import Budget
from patto.kernel.errors import MalformedTimeError, Problem
from patto.kernel.evaluation.counts import Counted, is_kept
from patto.kernel.evaluation.outcome import ItemOutcome, Verdict
from patto.kernel.evaluation.tickets import Evaluation, Timeless
from patto.kernel.facts import Event
from patto.kernel.instants import Duration, Instant, parse
from patto.kernel.zones import instants_at

TICKET: Final = "EXAMPLE"

KINDS: Final[Mapping[str, Kind]] = {
    "example-verdict": Kind("error", ("example", "metric", "expected", "found")),
    "example-value": Kind("error", ("example", "metric", "expected_us", "found_us")),
    "example-count": Kind("error", ("example", "metric", "expected", "found")),
    "example-not-counted": Kind("error", ("example", "metric")),
    "example-time": Kind("error", ("example", "metric", "time")),
    "example-event": Kind("error", ("example", "metric", "event")),
    "example-value-malformed": Kind("error", ("example", "metric", "value")),
}
"""The problems an example can have, with their severity and parameters."""


@dataclass(frozen=True, slots=True)
class _One:
    """One example of one metric, and where it stands."""

    agreement: Agreement
    metric: Metric
    example: Example
    path: tuple[str | int, ...]
    places: Places

    def problem(self, code: str, *path: str | int, **parameters: str) -> Problem:
        """Return a problem of this example."""
        told = {"example": self.example.title, "metric": self.metric.id, **parameters}
        place = self.places.of((*self.path, *path))
        return Problem(code, place, KINDS[code].severity, told)


def run_examples(agreement: Agreement, places: Places | None = None) -> list[Problem]:
    """Return a problem for each worked example that does not come out.

    `places` knows where the parts of the file stand, so that a problem can name its line.
    """
    found: list[Problem] = []
    # What a figure's example gives is reckoned when the agreement is read.
    metrics = ((n, m) for n, m in enumerate(agreement.metrics) if m in agreement.measured)
    for number, metric in metrics:
        for place, example in enumerate(metric.examples):
            path = ("metrics", number, "examples", place)
            found += _run(_One(agreement, metric, example, path, places or Places()))
    return found


def instant_of(text: str, zone: str) -> Instant | None:
    """Return the instant of a local time in a zone, or of a time with its offset.

    A local time that the clocks skip, or show twice, names no instant, nor does any other text.
    """
    try:
        return parse(text)
    except MalformedTimeError:
        pass
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        return None
    named = () if wall.tzinfo else instants_at(zone, wall)
    return named[0] if len(named) == 1 else None


def events_of(example: Example, zone: str) -> tuple[Event, ...] | None:
    """Return the events of an example, `None` if a time of one names no instant.

    Each has its number in the example for an id; what concerns the customer names no ticket.
    """
    found = [_event(event, number, zone) for number, event in enumerate(example.events)]
    known = tuple(event for event in found if event is not None)
    return known if len(known) == len(found) else None


def evaluated(
    agreement: Agreement, example: Example, *, explained: bool = False
) -> tuple[list[ItemOutcome], list[Counted]] | None:
    """Return what the agreement's metrics say of an example, and what they count of it.

    `None` where a time of it names no instant.
    """
    zone = agreement.agreement.zone
    events, at = events_of(example, zone), instant_of(example.at, zone)
    if events is None or at is None:
        return None
    declared = [event for event in events if not event.ticket]
    own = [event for event in events if event.ticket]
    look = Evaluation(Timeless(agreement), declared, at, at)
    outcomes, counted, _ = look.ticket(TICKET, own, explained=explained)
    return outcomes, counted


def _event(event: ExampleEvent, number: int, zone: str) -> Event | None:
    """Return an event of an example, which is always about the agreement's own customer."""
    occurred, recorded = (instant_of(text, zone) for text in (event.at, event.recorded or event.at))
    if occurred is None or recorded is None:
        return None
    of_customer = event.event in facts.CUSTOMER_KINDS - facts.TICKET_KINDS
    return Event(
        event_id=str(number + 1),
        ticket="" if of_customer else TICKET,
        kind=event.event,
        occurred_at=occurred,
        recorded_at=recorded,
        by=event.by or "",
        reason=event.reason or "",
        evidence=event.evidence or "",
        refers_to=event.refers_to or "",
        position=number,
        attributes=event.attributes or {},
    )


def _run(one: _One) -> list[Problem]:
    problems = list(_malformed(one))
    found = None if problems else evaluated(one.agreement, one.example)
    if found is None:
        return problems
    outcomes, counted = found
    metric = one.metric
    if isinstance(metric, CountMetric):
        return list(_check_count(one, metric, sum(c.metric == metric.id for c in counted)))
    mine = [outcome for outcome in outcomes if outcome.metric == metric.id]
    if not mine:
        return [one.problem("example-not-counted")]
    figure = mine[0].figures.contractual if mine[0].figures else None
    return list(_check(one, mine[0].verdict, figure, mine[0].clock))


def _malformed(one: _One) -> Iterator[Problem]:
    """Yield a problem for each kind that no event has, and each time that names no instant."""
    for number, event in enumerate(one.example.events):
        path = ("events", number)
        if event.event not in facts.TICKET_KINDS | facts.CUSTOMER_KINDS:
            yield one.problem("example-event", *path, "event", event=event.event)
        yield from _no_instant(one, event.at, *path, "at")
        if event.recorded is not None:
            yield from _no_instant(one, event.recorded, *path, "recorded")
    yield from _no_instant(one, one.example.at, "at")


def _no_instant(one: _One, text: str, *path: str | int) -> Iterator[Problem]:
    if instant_of(text, one.agreement.agreement.zone) is None:
        yield one.problem("example-time", *path, time=text)


def _check(one: _One, verdict: Verdict, figure: Duration | None, clock: str) -> Iterator[Problem]:
    expect = one.example.expect
    if verdict != expect.verdict:
        yield one.problem(
            "example-verdict", "expect", "verdict", expected=expect.verdict, found=verdict.value
        )
    if expect.value is None:
        return
    try:
        wanted = _budget(one, expect.value, clock)
    except (PydanticCustomError, ValueError):
        yield one.problem("example-value-malformed", "expect", "value", value=expect.value)
        return
    if wanted != figure:
        told = {"expected_us": str(wanted), "found_us": "" if figure is None else str(figure)}
        yield one.problem("example-value", "expect", "value", **told)


def _budget(one: _One, text: str, clock: str) -> Duration:
    """Return the length that an example expects; unlike a target it may be zero."""
    business_day = Compiled(one.agreement).clock(clock).business_day if clock else None
    try:
        return Budget.parse(text).length(business_day)
    except PydanticCustomError as error:
        if error.type == "budget-zero":
            return 0
        raise


def _check_count(one: _One, metric: CountMetric, number: int) -> Iterator[Problem]:
    expect, found = one.example.expect, is_kept(metric, number)
    if expect.value is not None and expect.value != str(number):
        yield one.problem(
            "example-count", "expect", "value", expected=expect.value, found=str(number)
        )
    if found.value != expect.verdict:
        yield one.problem(
            "example-verdict", "expect", "verdict", expected=expect.verdict, found=found.value
        )
