"""How early or late: each ticket a dot, placed by the share of its target that it used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from markupsafe import Markup

from patto.kernel.instants import Duration

KEPT_WIDTH: Final = 0.68
"""The share of the width up to the target; beyond it the scale is that of the logarithm."""
COLUMNS: Final = 56
STEP: Final = 7
AXIS: Final = 22
HIGHEST: Final = 14
"""The most dots on top of each other; a fuller column is drawn as a bar instead."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A ticket: what it used and what was agreed, in microseconds, and what it is called."""

    used: Duration
    agreed: Duration
    missed: bool
    label: str


def strip(dots: Sequence[Dot], *, about: str, none: str, target: str, worst: str) -> Markup:
    """Return the strip of dots; empty for none.

    `none`, `target` and `worst` are what is written at the beginning, at the target and, where
    anything lies beyond the target, at the end.
    """
    if not dots:
        return Markup()
    columns = _columns(dots)
    fullest = max(len(column) for column in columns.values())
    scale = min(1.0, HIGHEST / fullest)
    base = round(min(fullest, HIGHEST) * STEP) + 8
    beyond = any(dot.missed for dot in dots)
    parts = [
        *_axis(base, none, target, worst if beyond else ""),
        *(
            part
            for column, own in sorted(columns.items())
            for part in (
                _dots(column, own, base) if scale == 1.0 else _bar(column, own, base, scale)
            )
        ),
    ]
    opening = Markup('<svg class="strip" role="img" aria-label="{}" width="100%" height="{}">')
    return opening.format(about, base + AXIS) + Markup().join(parts) + Markup("</svg>")


def crowded(dots: Sequence[Dot]) -> bool:
    """Return whether there are too many dots to draw each, so that bars stand for them."""
    return any(len(column) > HIGHEST for column in _columns(dots).values())


def _columns(dots: Sequence[Dot]) -> dict[int, list[Dot]]:
    """Return the dots by column; what was missed never shares one with what was kept."""
    most = max([1.0, *(dot.used / dot.agreed for dot in dots)])
    found: dict[int, list[Dot]] = {}
    edge = int(KEPT_WIDTH * COLUMNS)
    for dot in sorted(dots, key=lambda d: (d.used / d.agreed, d.label)):
        column = int(_place(dot.used / dot.agreed, most) * (COLUMNS - 1))
        column = max(column, edge + 1) if dot.missed else min(column, edge - 1)
        found.setdefault(column, []).append(dot)
    return found


def _place(share: float, most: float) -> float:
    """Return where a share of the target lies, from 0 to 1."""
    if share <= 1:
        return share * KEPT_WIDTH
    return KEPT_WIDTH + log(share) / log(most) * (1 - KEPT_WIDTH)


def _axis(base: int, none: str, target: str, worst: str) -> Iterator[Markup]:
    at = _percent((KEPT_WIDTH * COLUMNS + 0.5) / COLUMNS)
    yield Markup('<line class="s-axis" x1="0" x2="100%" y1="{y}" y2="{y}"/>').format(y=base)
    yield Markup('<line class="s-target" x1="{x}" x2="{x}" y1="0" y2="{y}"/>').format(
        x=at, y=base + 5
    )
    text = Markup('<text class="s-text" x="{}" y="{}" text-anchor="{}">{}</text>')
    yield text.format("0", base + 16, "start", none)
    yield text.format(at, base + 16, "middle", target)
    if worst:
        yield text.format("100%", base + 16, "end", worst)


def _dots(column: int, own: Sequence[Dot], base: int) -> Iterator[Markup]:
    for row, dot in enumerate(own):
        shape = (
            Markup('<use href="#strip-miss" x="{}" y="{}"><title>{}</title></use>')
            if dot.missed
            else Markup('<circle class="s-met" cx="{}" cy="{}" r="3"><title>{}</title></circle>')
        )
        yield shape.format(_middle(column), base - 5 - row * STEP, dot.label)


def _bar(column: int, own: Sequence[Dot], base: int, scale: float) -> Iterator[Markup]:
    height = max(2.0, len(own) * STEP * scale)
    shape = Markup('<rect class="{}" x="{}" width="{}" y="{:.1f}" height="{:.1f}"/>')
    kind = "s-miss" if own[0].missed else "s-met"
    left, width = _percent(column / COLUMNS), _percent(0.8 / COLUMNS)
    yield shape.format(kind, left, width, base - height, height)


def _middle(column: int) -> str:
    return _percent((column + 0.5) / COLUMNS)


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"
