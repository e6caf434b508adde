"""The course of a missed ticket in words and as a tape: what counted, what did not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from patto.documents.blocks import Block, blocks
from patto.documents.pagewords import NO_BREAK
from patto.documents.tape import Due, swatch, tape
from patto.documents.titles import Titles
from patto.kernel.evaluation.outcome import ItemOutcome, Segment
from patto.kernel.instants import Duration, Instant


@dataclass(frozen=True, slots=True)
class Entry:
    """A kind of time on a tape, with how much of it there was."""

    swatch: Markup
    label: str
    length: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment in words."""

    start: str
    end: str
    length: str
    told: str
    counted: bool


@dataclass(frozen=True, slots=True)
class Course:
    """The segments that are told of an item, and when the limits that were passed were reached.

    `by` says of each event who recorded it, and `unit` in what lengths are told.
    """

    outcome: ItemOutcome
    segments: Sequence[Segment]
    passed: Sequence[Instant]
    titles: Titles
    by: Mapping[str, str]
    unit: str

    def drawn(self, *, titled: bool) -> Markup:
        """Return the tape, with its blocks `titled` or not."""
        words = self.titles.words
        dues = [Due(at, words.say("document.tape.due", due=self.moment(at))) for at in self.passed]
        about = words.say("document.tape.about", item=self.outcome.item)
        running = self.outcome.stop is None
        return tape(self.segments, dues, self, about=about, running=running, titled=titled)

    def simplified(self) -> bool:
        """Return whether the tape is too long to draw all time that did not count."""
        shown = blocks(self.segments, min(self.passed, default=None))
        return any(block.length < block.end - block.start for block in shown)

    def legend(self) -> Iterator[Entry]:
        """Yield each kind of time with its sum; together they are the time on the wall."""
        lengths: dict[tuple[str, str], Duration] = {}
        for kind, label, length in self._lengths():
            lengths[kind, label] = lengths.get((kind, label), 0) + length
        for (kind, label), length in lengths.items():
            if length:
                yield Entry(swatch(kind), label, self.length(length))

    def whole(self) -> str:
        """Return how long the segments last together."""
        return self.length(sum(segment.length for segment in self.segments))

    def pieces(self) -> Iterator[Piece]:
        """Yield the segments one by one, as exactly as it takes to work them out again."""
        for segment in self.segments:
            yield Piece(
                self._exactly(segment.start),
                self._exactly(segment.end),
                self.exact(segment.length),
                self.told(segment),
                counted=segment.why == "counted",
            )

    def block(self, block: Block) -> str:
        """Return whether a block counted, or why not."""
        return self.titles.words.say("document.tape.late") if block.late else self.told(block)

    def length(self, length: Duration) -> str:
        """Return a duration."""
        return self.titles.words.duration(length, self.unit)

    def exact(self, length: Duration) -> str:
        """Return a duration with all that is left of a second, as `pieces` has them."""
        told = self.titles.words.exact_duration(length, self.unit)
        return told.replace(" ", NO_BREAK)

    def _exactly(self, instant: Instant) -> str:
        words, zone = self.titles.words, self.titles.zone
        return words.instant(instant, zone, form="short", exact=True)

    def moment(self, instant: Instant) -> str:
        """Return a day and time."""
        return self.titles.moment(instant)

    def day(self, instant: Instant) -> str:
        """Return the day on which an instant lies."""
        return self.titles.moment(instant, "day")

    def told(self, part: Segment | Block) -> str:
        """Return whether a stretch of time counted, or why not, and who declared it."""
        words, detail = self.titles.words, part.detail
        if part.why == "pause":
            terms = self.titles.pause_reasons.get(detail)
            return words.say(
                "document.tape.pause",
                reason=terms.title if terms is not None else detail,
                clause=self.titles.clause(terms.clause) if terms is not None else "",
                by=self.by.get(part.event_id, ""),
            )
        if part.why == "stands-still":
            constraint = self.titles.constraints.get(detail)
            detail = constraint.title if constraint is not None else detail
        elif part.why == "no-access":
            detail = ", ".join(self.titles.clock(name) for name in detail.split(", ") if name)
        return words.say(f"why.{part.why}", detail=detail)

    def _lengths(self) -> Iterator[tuple[str, str, Duration]]:
        due = min(self.passed, default=None)
        past = self.titles.words.say("document.tape.late")
        for segment in self.segments:
            label = self.told(segment)
            if segment.why != "counted":
                yield f"t-{segment.why}", label, segment.length
                continue
            cut = segment.end if due is None else min(max(due, segment.start), segment.end)
            yield "t-counted", label, cut - segment.start
            yield "t-late", past, segment.end - cut


def used_up(segments: Iterable[Segment], target: Duration) -> Instant | None:
    """Return the instant at which so much has counted, `None` if it never does."""
    left = target
    for segment in segments:
        if segment.why != "counted":
            continue
        if segment.length >= left:
            return segment.start + left
        left -= segment.length
    return None
