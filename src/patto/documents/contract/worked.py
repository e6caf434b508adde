"""The worked examples: what happened, drawn as a small timeline, and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from patto.documents.blocks import Block, blocks
from patto.documents.contract.drafting import Drafting
from patto.documents.contract.tree import Bar, BarKind, Mark, Timeline
from patto.documents.scale import Kind, Part, Scale, scale
from patto.documents.tape import Due, tape
from patto.kernel.agreement.metrics import CountMetric, Example, ExampleEvent, Metric
from patto.kernel.evaluation.outcome import ItemOutcome, Segment, Why
from patto.kernel.examples import evaluated, instant_of
from patto.kernel.instants import Duration, Instant

_BARS: Final[dict[Why, BarKind]] = {
    "counted": "counted", "pause": "pause", "stands-still": "pause", "resolved": "resolved",
    "maintenance": "work", "not-stated": "work",
}  # fmt: skip
_KINDS: Final[dict[BarKind, Kind]] = {
    "counted": "counted", "late": "counted", "pause": "still", "work": "still",
}  # fmt: skip


def worked(metric: Metric, example: Example, d: Drafting) -> Timeline:
    """Return an example of a metric of tickets as a timeline."""
    told = tuple(_told(event, d) for event in example.events)
    drawn = _Drawn.of(metric, example, d)
    looked = d.say("examples.looked", at=_moment(example.at, d))
    expect = example.expect
    value = _value(metric, expect.value, d)
    result = d.say(
        "examples.result", value=value, verdict=d.word("verdict", expect.verdict), looked=looked
    )  # fmt: skip
    if drawn is None:
        return Timeline(example.title, told, result)
    return Timeline(
        example.title, told, result, drawn.bars(), drawn.marks(),
        drawn.moment(drawn.found[0].start), drawn.moment(drawn.found[-1].end), drawn.legend(),
        partial(drawn.svg, example.title),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The course of an example; it says what stands on its tape."""

    d: Drafting
    outcome: ItemOutcome
    found: tuple[Block, ...]
    segments: tuple[Segment, ...]
    dues: tuple[Due, ...]

    @classmethod
    def of(cls, metric: Metric, example: Example, d: Drafting) -> _Drawn | None:
        """Return the course of an example, `None` where there is nothing to draw."""
        if isinstance(metric, CountMetric):
            return None
        outcome = _outcome(metric, example, d)
        if outcome is None:
            return None
        dues = tuple(
            Due(level.due, d.say("examples.due", share=d.percent_text(level.share),
                                 at=d.titles.moment(level.due)))
            for level in outcome.levels if level.due is not None
        )  # fmt: skip
        first = min((due.at for due in dues), default=None)
        segments = tuple(one for one in outcome.segments if one.length > 0)
        found = blocks(segments, first)
        return cls(d, outcome, found, segments, dues) if found else None

    def svg(self, title: str) -> str:
        """Return the tape as SVG."""
        about = self.d.say("examples.about", title=title)
        running = self.outcome.stop is None
        return str(
            tape(self.segments, self.dues, self, about=about, running=running, titled=False)
        )  # fmt: skip

    def bars(self) -> tuple[Bar, ...]:
        """Return the blocks with their places from 0 to 1."""
        on = self._scale()
        return tuple(
            Bar(on.at[n], on.at[n + 1], _bar(b), self.length(b.length) if _labelled(b) else "")
            for n, b in enumerate(self.found)
        )

    def marks(self) -> tuple[Mark, ...]:
        """Return the limits that lie on the timeline."""
        on = self._scale()
        shown = [due for due in self.dues if on.edges[0] <= due.at <= on.edges[-1]]
        return tuple(Mark(on.place(due.at), due.label) for due in shown)

    def legend(self) -> tuple[tuple[BarKind, str], ...]:
        """Return what each kind of bar on it says, with its length."""
        lengths: dict[tuple[BarKind, str], Duration] = {}
        for b in self.found:
            key = (_bar(b), self.block(b))
            lengths[key] = lengths.get(key, 0) + b.length
        return tuple((kind, f"{told}: {self.length(n)}") for (kind, told), n in lengths.items())

    def block(self, block: Block) -> str:
        """Return whether a block counted, or why not."""
        if block.late:
            return self.d.say("examples.late")
        return self.d.titles.segment(
            Segment(block.start, block.end, block.why, block.detail, block.event_id)
        )

    def length(self, length: Duration) -> str:
        """Return a duration."""
        return self.d.length(length)

    def moment(self, instant: Instant) -> str:
        """Return a day and time."""
        return self.d.titles.moment(instant)

    def day(self, instant: Instant) -> str:
        """Return the day on which an instant lies."""
        return self.d.titles.moment(instant, "day")

    def _scale(self) -> Scale:
        parts = [Part(b.start, b.end, _KINDS.get(_bar(b), "closed"), b.length) for b in self.found]
        return scale(parts)


def _bar(block: Block) -> BarKind:
    return "late" if block.late else _BARS.get(block.why, "closed")


def _labelled(block: Block) -> bool:
    return block.why in {"counted", "pause", "stands-still"}


def _outcome(metric: Metric, example: Example, d: Drafting) -> ItemOutcome | None:
    """Return what evaluation says of an example, with its segments; other metrics are not asked."""
    alone = d.agreement.model_copy(update={"metrics": (metric,)})
    outcomes, _ = evaluated(alone, example, explained=True) or ([], [])
    return next(iter(outcomes), None)


def _moment(text: str, d: Drafting) -> str:
    instant = instant_of(text, d.titles.zone)
    return text if instant is None else d.words.instant(instant, d.titles.zone)


def _told(event: ExampleEvent, d: Drafting) -> tuple[str, str]:
    """Return when an event was and what it was, with all that was recorded of it."""
    return _moment(event.at, d), " — ".join(_pieces(event, d))


def _pieces(event: ExampleEvent, d: Drafting) -> Iterator[str]:
    unasked = event.event == "responded" and event.by == "automatic"
    yield d.say("examples.automatic-answer") if unasked else d.word("event", event.event)
    if event.by:
        yield d.say("examples.by", side=d.titles.actor(event.by))
    if event.reason:
        pauses = d.titles.pause_reasons.get(event.reason)
        yield d.say("examples.reason", reason=pauses.title if pauses else event.reason)
    if event.attributes:
        yield ", ".join(_attribute(name, value, d) for name, value in event.attributes.items())
    if event.evidence:
        yield d.say("examples.evidence", evidence=event.evidence)
    if event.refers_to:
        yield d.say("examples.refers-to", number=event.refers_to)
    if event.recorded:
        yield d.say("examples.recorded", at=_moment(event.recorded, d))


def _attribute(name: str, value: str, d: Drafting) -> str:
    section = "attribute" if d.words.knows(f"contract.attribute.{name}") else "information"
    told = _named(name, value, d)
    return d.say("examples.attribute", name=d.word(section, name), value=told)


def _named(name: str, value: str, d: Drafting) -> str:
    """Return what an attribute of an event names, by its title."""
    match name:
        case "priority":
            return d.titles.priority(value)
        case "from" | "until":
            return _moment(value, d)
        case "information":
            return d.listing(d.word("information", one.strip()) for one in value.split(";"))
        case "declared_by":
            return d.titles.actor(value)
    found = d.titled.get(name, {})
    return found.get(value, value)


def _value(metric: Metric, value: str | None, d: Drafting) -> str:
    if value is None:
        return d.say("examples.no-value")
    return value if isinstance(metric, CountMetric) else d.titles.budget(value)
