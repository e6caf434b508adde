"""The tape of a ticket: its time from start to stop, drawn as one strip of SVG.

A pure function of segments and marks; the words come from the caller. It fills the width that it
is given, from a telephone to a page, and keeps its letters at their size. Colours are those of
`templates/tape.css`; `patterns` must stand once in the page. Kinds differ by height and hatching,
not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from markupsafe import Markup

from patto.documents.blocks import Block, blocks
from patto.documents.scale import Kind, Part, Scale, scale
from patto.kernel.evaluation.outcome import Segment
from patto.kernel.instants import Duration, Instant

TRACK_TOP: Final = 22
TRACK: Final = 26
HEIGHT: Final = 72
DAYS_AT: Final = 64
PHONE: Final = 320
"""The widths, in pixels, at which a label must fit to be shown: on a telephone, on a page."""
PAGE: Final = 640
LETTER: Final = 6.4
WIDE_CUT: Final = 0.035
"""The least width of a cut part that is marked by two strokes; a narrower one gets one."""

_THIN: Final = {"outside-hours": 4, "closure": 12, "resolved": 12, "no-access": 12}
"""The heights of what is no work time at all; the rest is as high as the track."""


_KINDS: Final[dict[str, Kind]] = {
    "counted": "counted",
    "pause": "still",
    "stands-still": "still",
    "maintenance": "still",
}


class TapeWords(Protocol):
    """What a tape says."""

    def block(self, block: Block) -> str:
        """Return whether a block counted, or why not."""
        ...

    def length(self, length: Duration) -> str:
        """Return a duration."""
        ...

    def moment(self, instant: Instant) -> str:
        """Return a day and time."""
        ...

    def day(self, instant: Instant) -> str:
        """Return the day on which an instant lies."""
        ...


@dataclass(frozen=True, slots=True)
class Due:
    """A moment at which a target is used up, and what is written at it."""

    at: Instant
    label: str


def tape(
    segments: Sequence[Segment],
    dues: Sequence[Due],
    words: TapeWords,
    *,
    about: str,
    running: bool,
    titled: bool = True,
) -> Markup:
    """Return the strip for segments that follow one another; empty for none of any length.

    `about` is read out in place of the picture. `running` draws the end open: the clock still
    runs. Counted time past the first of `dues` is drawn as late. `titled` names each block under
    the pointer.
    """
    first_due = min((due.at for due in dues), default=None)
    found = blocks([s for s in segments if s.length > 0], first_due)
    if not found:
        return Markup()
    on = scale([Part(b.start, b.end, _KINDS.get(b.why, "closed"), b.length) for b in found])
    parts = [
        *_track(found, on, words, titled=titled),
        *_days(found, on, words),
        *_ends(found, words, running=running),
        *_dues(dues, on),
    ]
    opening = Markup('<svg class="tape" role="img" aria-label="{}" width="100%" height="{}">')
    return opening.format(about, HEIGHT) + Markup().join(parts) + Markup("</svg>")


def swatch(block_class: str) -> Markup:
    """Return a small sample of one kind of block, for a legend."""
    shape = Markup('<svg class="swatch" aria-hidden="true"><rect class="{}" {}/></svg>')
    height = _THIN.get(block_class.removeprefix("t-"), 12)
    place = Markup('width="100%" y="{}" height="{}"').format((12 - height) // 2, height)
    return shape.format(block_class, place)


def patterns() -> Markup:
    """Return the hatchings that tapes refer to."""
    return _PATTERNS


def block_class(block: Block) -> str:
    """Return the class that draws a block."""
    return "t-late" if block.late else f"t-{block.why}"


def _track(
    found: Sequence[Block], on: Scale, words: TapeWords, *, titled: bool
) -> Iterator[Markup]:
    yield Markup('<line class="t-base" x1="0" x2="100%" y1="{y}" y2="{y}"/>').format(y=_middle())
    for number, block in enumerate(found):
        left, right = on.at[number], on.at[number + 1]
        yield _rect(block, left, right, _title(block, words) if titled else Markup())
        if on.cut[number]:
            where = (left + right) / 2 if block.why in _THIN else right - (right - left) / 5
            yield Markup('<use href="#tape-cut" x="{}" y="{}"/>').format(_percent(where), _middle())
        yield _inside(block, left, right, words)


def _rect(block: Block, left: float, right: float, title: Markup) -> Markup:
    height = _THIN.get(block.why, TRACK)
    shape = Markup('<rect class="{}" x="{}" width="{}" y="{}" height="{}">{}</rect>')
    return shape.format(
        block_class(block), _percent(left), _percent(right - left),
        _middle() - height // 2, height, title,
    )  # fmt: skip


def _title(block: Block, words: TapeWords) -> Markup:
    told = f"{words.block(block)}: {words.length(block.length)}"
    return Markup("<title>{}</title>").format(told)


def _inside(block: Block, left: float, right: float, words: TapeWords) -> Markup:
    """Return the length of a block, where there is room for it at some width."""
    if block.why not in {"counted", "pause", "stands-still"}:
        return Markup()
    label = words.length(block.length)
    seen = _seen(label, right - left)
    if seen is None:
        return Markup()
    text = Markup('<text class="{} {}" x="{}" y="{}">{}</text>')
    kind = "t-on" if block.why == "counted" else "t-on-still"
    return text.format(kind, seen, _percent((left + right) / 2), _middle() + 4, label)


def _days(found: Sequence[Block], on: Scale, words: TapeWords) -> Iterator[Markup]:
    """Yield the name of each further day and holiday where it begins, where there is room."""
    last = words.day(found[0].start)
    free = _room(words.moment(found[0].start))
    end = 1 - _room(words.moment(found[-1].end))
    for number, block in enumerate(found[1:], 1):
        label = block.detail if block.why == "closure" else words.day(block.start)
        at = on.at[number]
        if block.why == "outside-hours" or label in {last, ""}:
            continue
        last = label
        if free <= at and at + _room(label) <= end:
            free = at + _room(label)
            yield Markup('<line class="t-tick" x1="{x}" x2="{x}" y1="{a}" y2="{b}"/>').format(
                x=_percent(at), a=TRACK_TOP + TRACK, b=TRACK_TOP + TRACK + 5
            )
            yield Markup('<text class="t-day page" x="{}" y="{}">{}</text>').format(
                _percent(at), DAYS_AT, label
            )


def _ends(found: Sequence[Block], words: TapeWords, *, running: bool) -> Iterator[Markup]:
    first, last = found[0].start, found[-1].end
    text = Markup('<text class="t-end" x="{}" y="{}" text-anchor="{}">{}</text>')
    yield text.format("0", DAYS_AT, "start", words.moment(first))
    yield text.format("100%", DAYS_AT, "end", words.moment(last))
    shape = Markup('<use href="#tape-{}" x="100%" y="{}"/>')
    yield shape.format("runs" if running else "stop", _middle())


def _dues(dues: Sequence[Due], on: Scale) -> Iterator[Markup]:
    """Yield the marks of the limits; a label that would meet another is left out."""
    taken: list[tuple[float, float]] = []
    for due in sorted(dues, key=lambda d: d.at):
        if not on.edges[0] <= due.at <= on.edges[-1]:
            continue
        at = on.place(due.at)
        x = _percent(at)
        yield Markup('<line class="t-due" x1="{x}" x2="{x}" y1="{a}" y2="{b}"/>').format(
            x=x, a=TRACK_TOP - 2, b=TRACK_TOP + TRACK + 4
        )
        yield Markup('<use href="#tape-due" x="{}" y="{}"/>').format(x, TRACK_TOP - 1)
        place = _label_place(at, due.label, taken)
        if place is not None:
            text = Markup('<text class="t-due-at {}" x="{}" y="11" text-anchor="{}">{}</text>')
            yield text.format("page" if taken else "all", x, place[0], due.label)
            taken.append(place[1])


def _label_place(
    at: float, label: str, taken: Sequence[tuple[float, float]]
) -> tuple[str, tuple[float, float]] | None:
    """Return on which side of its mark a label stands and what it takes; `None` if none is free."""
    room = _room(label)
    usual = "start" if at < 0.25 else "end" if at > 0.75 else "middle"
    for anchor in dict.fromkeys((usual, "start", "end")):
        left = {"start": at, "middle": at - room / 2, "end": at - room}[anchor]
        span = (left, left + room)
        free = all(span[1] <= other[0] or other[1] <= span[0] for other in taken)
        if free and span[0] >= 0 and span[1] <= 1:
            return anchor, span
    return (usual, (0.0, 1.0)) if not taken else None


def _seen(label: str, width: float) -> str | None:
    """Return from which width on a label fits into a share of it, `None` if it never does."""
    needed = len(label) * LETTER + 10
    if needed <= width * PHONE:
        return "all"
    return "page" if needed <= width * PAGE else None


def _room(label: str) -> float:
    """Return the share of a page's width that a label takes."""
    return (len(label) * LETTER + 14) / PAGE


def _middle() -> int:
    return TRACK_TOP + TRACK // 2


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


_PATTERNS: Final = Markup(
    '<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="hatch-late" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="h-late" width="6" height="6"/>'
    '<rect class="h-late-line" width="1.5" height="6"/></pattern>'
    '<pattern id="hatch-pause" width="8" height="8" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(-45)"><rect class="h-pause" width="8" height="8"/>'
    '<rect class="h-pause-line" width="3" height="8"/></pattern>'
    '<pattern id="hatch-closure" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="h-closed" width="5" height="5"/>'
    '<rect class="h-closed-line" width="1.2" height="5"/></pattern>'
    '<pattern id="hatch-access" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect class="h-closed" width="6" height="6"/>'
    '<circle class="h-closed-line" cx="3" cy="3" r="1.2"/></pattern>'
    '<pattern id="hatch-work" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<rect class="h-closed" width="7" height="7"/>'
    '<path class="h-line" d="M0 0L7 7M7 0L0 7"/></pattern>'
    '<g id="tape-cut"><path class="t-cut-gap" d="M-4 8L0 -8H6L2 8Z"/>'
    '<path class="t-cut" d="M-4 8L0 -8M2 8L6 -8"/></g>'
    '<path id="tape-nick" class="t-cut" d="M-2 6L2 -6"/>'
    '<path id="tape-due" class="t-due-flag" d="M-4 -5.5H4L0 1Z"/>'
    '<path id="tape-stop" class="t-stop" d="M-1.5 -17H1.5V17H-1.5Z"/>'
    '<path id="tape-runs" class="t-stop" d="M-2 -9L7 0L-2 9Z"/>'
    "</defs></svg>"
)
