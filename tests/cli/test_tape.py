"""The drawn tape: to scale, whole, and without losing a segment."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from patto.cli.tape import MARKS, WIDTH, drawn, legend, shares
from patto.kernel.evaluation.outcome import Segment
from patto.kernel.instants import HOUR, MINUTE

LENGTHS = st.lists(st.integers(1, 10**12), min_size=1, max_size=200)


def tape(lengths: list[int]) -> list[Segment]:
    kinds = list(MARKS)
    segments, at = [], 0
    for number, length in enumerate(lengths):
        segments.append(Segment(at, at + length, kinds[number % len(kinds)]))
        at += length
    return segments


@given(LENGTHS)
def test_a_tape_is_as_wide_as_it_should_be(lengths):
    assert sum(len(piece.text) for piece in drawn(tape(lengths))) == WIDTH


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=WIDTH))
def test_no_segment_vanishes_and_a_longer_one_is_not_shorter(lengths):
    sizes = shares(lengths, WIDTH)
    assert min(sizes) >= 1
    assert sum(lengths) == 0 or sum(sizes) == WIDTH
    pairs = sorted(zip(lengths, sizes, strict=True))
    assert all(a[1] <= b[1] for a, b in pairwise(pairs) if a[0] < b[0])


def test_the_founding_example_is_mostly_weekend():
    segments = [
        Segment(0, 5 * MINUTE, "counted"),
        Segment(5 * MINUTE, 5 * MINUTE + 64 * HOUR, "outside-hours"),
        Segment(5 * MINUTE + 64 * HOUR, 10 * MINUTE + 64 * HOUR, "counted"),
    ]
    assert "".join(piece.text for piece in drawn(segments)) == "█" + "·" * 58 + "█"
    assert legend(segments) == ("counted", "outside-hours")


def test_each_kind_has_a_mark_of_its_own():
    assert len(set(MARKS.values())) == len(MARKS)
