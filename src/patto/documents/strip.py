"""How early or late: each ticket a dot, placed by the share of its target that it used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log
from typing import Final

from markupsafe import Markup

from patto.kernel.evaluation.lists import Use

KEPT_WIDTH: Final = 0.68
"""The share of the width up to the target; beyond it the scale is that of the logarithm."""
COLUMNS: Final = 56
STEP: Final = 7
AXIS: Final = 22
HIGHEST: Final = 14
"""The most dots on top of each other; a fuller column is drawn as a bar instead."""


def strip(
    uses: Sequence[Use],
    labels: Callable[[], Sequence[str]],
    *,
    about: str,
    none: str,
    target: str,
    worst: str,
) -> Markup:
    """Return the strip of dots, one a use; empty for none.

    `labels` returns what each is called, and is asked only if they are few enough to be drawn.
    `none`, `target` and `worst` are what is written at the beginning, at the target and, where
    anything lies beyond the target, at the end.
    """
    if not uses:
        return Markup()
    columns = _columns(uses)
    fullest = max(len(column) for column in columns.values())
    scale = min(1.0, HIGHEST / fullest)
    base = round(min(fullest, HIGHEST) * STEP) + 8
    beyond = any(use.missed for use in uses)
    called = labels() if scale == 1.0 else ()
    parts = [
        *_axis(base, none, target, worst if beyond else ""),
        *(
            part
            for column, own in sorted(columns.items())
            for part in (
                _dots(column, own, uses, called, base)
                if scale == 1.0
                else _bar(column, len(own), base, scale, missed=uses[own[0]].missed)
            )
        ),
    ]
    opening = Markup('<svg class="strip" role="img" aria-label="{}" width="100%" height="{}">')
    return opening.format(about, base + AXIS) + Markup().join(parts) + Markup("</svg>")


def crowded(uses: Sequence[Use]) -> bool:
    """Return whether there are too many dots to draw each, so that bars stand for them."""
    return any(len(column) > HIGHEST for column in _columns(uses).values())


def _columns(uses: Sequence[Use]) -> dict[int, list[int]]:
    """Return the places of uses by column; what was missed never shares one with what was kept."""
    shares = [use.used / use.agreed for use in uses]
    most = max([1.0, *shares])
    found: dict[int, list[int]] = {}
    edge = int(KEPT_WIDTH * COLUMNS)
    for place, (use, share) in enumerate(zip(uses, shares, strict=True)):
        column = int(_place(share, most) * (COLUMNS - 1))
        column = max(column, edge + 1) if use.missed else min(column, edge - 1)
        found.setdefault(column, []).append(place)
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


def _dots(
    column: int, own: Sequence[int], uses: Sequence[Use], labels: Sequence[str], base: int
) -> Iterator[Markup]:
    ordered = sorted(own, key=lambda n: (uses[n].used / uses[n].agreed, labels[n]))
    for row, place in enumerate(ordered):
        shape = (
            Markup('<use href="#strip-miss" x="{}" y="{}"><title>{}</title></use>')
            if uses[place].missed
            else Markup('<circle class="s-met" cx="{}" cy="{}" r="3"><title>{}</title></circle>')
        )
        yield shape.format(_middle(column), base - 5 - row * STEP, labels[place])


def _bar(column: int, number: int, base: int, scale: float, *, missed: bool) -> Iterator[Markup]:
    height = max(2.0, number * STEP * scale)
    shape = Markup('<rect class="{}" x="{}" width="{}" y="{:.1f}" height="{:.1f}"/>')
    kind = "s-miss" if missed else "s-met"
    left, width = _percent(column / COLUMNS), _percent(0.8 / COLUMNS)
    yield shape.format(kind, left, width, base - height, height)


def _middle(column: int) -> str:
    return _percent((column + 0.5) / COLUMNS)


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"
