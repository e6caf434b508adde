"""The tape: what counted is to scale, what did not is cut honestly, and nothing is left out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.pages import tree
from patto.documents.blocks import MOST, Block, blocks
from patto.documents.course import used_up
from patto.documents.scale import LEAST, Part, scale
from patto.documents.tape import Due, patterns, swatch, tape
from patto.kernel.evaluation.outcome import Segment, Why
from patto.kernel.instants import HOUR, MINUTE, Duration, Instant

WHYS: tuple[Why, ...] = ("counted", "outside-hours", "closure", "no-access", "pause", "resolved")


class Plain:
    """The words of a tape, bare."""

    def block(self, block: Block) -> str:
        return "late" if block.late else block.why

    def length(self, length: Duration) -> str:
        return f"{length // MINUTE} min"

    def moment(self, instant: Instant) -> str:
        return f"at {instant // MINUTE}"

    def day(self, instant: Instant) -> str:
        return f"day {instant // (24 * HOUR)}"


def told(*parts: tuple[Why, int]) -> list[Segment]:
    """Return segments that follow one another, each of so many minutes."""
    found, start = [], 0
    for why, minutes in parts:
        found.append(Segment(start, start + minutes * MINUTE, why))
        start += minutes * MINUTE
    return found


def drawn(segments: list[Segment], *dues: Due, running: bool = False) -> str:
    return str(tape(segments, dues, Plain(), about="the time of F-1", running=running))


def widths(html: str, of_class: str) -> list[float]:
    rects = [r for r in tree(html).all("rect") if r.attributes["class"] == of_class]
    return [float(r.attributes["width"].removesuffix("%")) for r in rects]


@st.composite
def courses(draw, least=1, most=200):
    parts = draw(
        st.lists(
            st.tuples(st.sampled_from(WHYS), st.integers(1, 5000)), min_size=least, max_size=most
        )
    )
    return told(*parts)


@given(courses(), st.integers(0, 400_000))
def test_blocks_follow_one_another_and_lose_no_counted_time(segments, minute):
    found = blocks(segments, minute * MINUTE)
    assert (found[0].start, found[-1].end) == (segments[0].start, segments[-1].end)
    assert all(one.end == other.start for one, other in pairwise(found))
    counted = sum(s.length for s in segments if s.why == "counted")
    assert sum(block.counted for block in found) == counted


@given(courses(), st.integers(0, 400_000))
def test_counted_time_is_late_exactly_past_the_limit(segments, minute):
    due = minute * MINUTE
    past = sum(max(0, s.end - max(s.start, due)) for s in segments if s.why == "counted")
    assert sum(b.counted for b in blocks(segments, due) if b.late) == past


def test_the_nights_of_a_long_course_are_joined_with_its_days():
    parts: list[tuple[Why, int]] = [("counted", 480), ("outside-hours", 960)]
    short, long = blocks(told(*parts * 20)), blocks(told(*parts * 200))
    assert len(short) == 40
    assert [(b.why, b.counted) for b in long] == [("counted", 200 * 480 * MINUTE)]
    mixed: list[tuple[Why, int]] = [*parts * 40, ("pause", 60), *parts * 40]
    assert [b.why for b in blocks(told(*mixed))] == ["counted", "pause", "counted"]
    paused: list[tuple[Why, int]] = [("counted", 5), ("pause", 5)]
    assert len(blocks(told(*paused * 100))) <= MOST


@given(courses(most=30))
def test_the_scale_runs_from_end_to_end_without_turning_back(segments):
    on = scale([Part(s.start, s.end, "counted", s.length) for s in segments])
    places = [on.place(s.start) for s in segments] + [on.place(segments[-1].end)]
    assert (places[0], places[-1]) == (0.0, 1.0)
    assert all(one < other for one, other in pairwise(places))
    assert on.place(segments[0].start - 1) == 0.0
    assert on.place(segments[-1].end + 1) == 1.0


def test_a_weekend_does_not_squash_ten_minutes():
    html = drawn(told(("counted", 5), ("outside-hours", 64 * 60), ("counted", 5)))
    first, last = widths(html, "t-counted")
    assert first == last > 25
    assert 'href="#tape-cut"' in html


def test_what_is_short_is_not_cut():
    html = drawn(told(("counted", 60), ("outside-hours", 30), ("counted", 60)))
    assert widths(html, "t-outside-hours") == [20.0]
    assert "tape-cut" not in html


@given(st.integers(30, 5000), st.integers(30, 5000), st.integers(1, 100_000))
def test_counted_time_is_to_scale(first, second, night):
    html = drawn(told(("counted", first), ("outside-hours", night), ("counted", second)))
    one, other = widths(html, "t-counted")
    if min(one, other) > 100 * LEAST * 1.5:
        assert one / other == pytest.approx(first / second, rel=0.01)


def test_a_standstill_is_drawn_to_the_scale_of_counted_time_while_there_is_room():
    html = drawn(told(("counted", 100), ("pause", 50), ("outside-hours", 9999), ("counted", 100)))
    (still,), counted = widths(html, "t-pause"), widths(html, "t-counted")
    assert still == pytest.approx(counted[0] / 2, abs=0.02)


def test_the_limit_is_marked_where_it_was_reached():
    due = Due(60 * MINUTE, "due 60")
    page = tree(drawn(told(("counted", 100)), due))
    assert page.first("line", "t-due").attributes["x1"] == "60%"
    assert [r.attributes["class"] for r in page.all("rect")] == ["t-counted", "t-late"]
    assert "due 60" in page.text


def test_the_labels_of_two_limits_never_meet():
    close = [Due(50 * MINUTE, "due on Tuesday the tenth"), Due(51 * MINUTE, "due on Tuesday")]
    apart = [Due(5 * MINUTE, "due on Tuesday"), Due(95 * MINUTE, "due on Friday")]
    labels = [
        tree(drawn(told(("counted", 100)), *d)).all("text", "t-due-at") for d in (close, apart)
    ]
    assert [text.text for text in labels[1]] == ["due on Tuesday", "due on Friday"]
    anchors = [text.attributes["text-anchor"] for text in labels[0]]
    assert anchors == ["middle"] or len(set(anchors)) == 2


def test_a_running_clock_has_an_open_end():
    assert 'href="#tape-runs"' in drawn(told(("counted", 10)), running=True)
    assert 'href="#tape-stop"' in drawn(told(("counted", 10)))


def test_a_limit_outside_the_tape_is_not_drawn():
    assert "t-due" not in drawn(told(("counted", 10)), Due(99 * MINUTE, "later"))


def test_nothing_is_drawn_of_no_time():
    assert drawn([Segment(5, 5, "counted")]) == ""


def test_holidays_and_days_are_named_where_there_is_room():
    day = 24 * 60
    html = drawn(
        [
            *told(("counted", day), ("outside-hours", day)),
            Segment(2 * 24 * HOUR, 3 * 24 * HOUR, "closure", "<b>Easter</b>"),
            Segment(3 * 24 * HOUR, 5 * 24 * HOUR, "counted"),
        ]
    )
    names = [text.text for text in tree(html).all("text", "t-day")]
    assert names == ["<b>Easter</b>", "day 3"]


def test_what_is_referred_to_is_among_the_patterns():
    ids = {e.attributes["id"] for e in tree(str(patterns())) if "id" in e.attributes}
    assert {"tape-cut", "tape-nick", "tape-due", "tape-stop", "tape-runs"} <= ids
    assert tree(str(swatch("t-outside-hours"))).first("rect").attributes["height"] == "4"


@given(courses(), st.integers(1, 100_000))
def test_a_limit_is_reached_when_so_much_has_counted(segments, minutes):
    at = used_up(segments, minutes * MINUTE)
    counted = sum(s.length for s in segments if s.why == "counted")
    if at is None:
        assert counted < minutes * MINUTE
    else:
        upto = sum(min(s.end, at) - min(s.start, at) for s in segments if s.why == "counted")
        assert upto == minutes * MINUTE
