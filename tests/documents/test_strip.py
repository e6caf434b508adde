"""The strip of dots: early or late, each ticket on its side of the limit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from documents.pages import tree
from patto.documents.strip import Dot, crowded, strip

DOTS = st.builds(
    lambda used, agreed: Dot(used, agreed, used > agreed, f"{used}/{agreed}"),
    st.integers(0, 10**6),
    st.integers(1, 10**6),
)


def drawn(dots: list[Dot]) -> str:
    return str(strip(dots, about="a", none="at once", target="the limit", worst="worst"))


@given(st.lists(DOTS, min_size=1, max_size=60))
def test_each_ticket_is_drawn_on_its_side_of_the_limit(dots):
    page = tree(drawn(dots))
    limit = float(page.first("line", "s-target").attributes["x1"].removesuffix("%"))
    if crowded(dots):
        for bar in page.all("rect"):
            left = float(bar.attributes["x"].removesuffix("%"))
            assert (left >= limit) == (bar.attributes["class"] == "s-miss")
        return
    kept = [float(c.attributes["cx"].removesuffix("%")) for c in page.all("circle")]
    late = [float(u.attributes["x"].removesuffix("%")) for u in page.all("use")]
    assert len(kept) == sum(not dot.missed for dot in dots)
    assert len(late) == sum(dot.missed for dot in dots)
    assert all(place <= limit for place in kept)
    assert all(limit < place <= 100 for place in late)


def test_the_end_is_named_only_where_something_was_late():
    assert "worst" not in drawn([Dot(1, 2, missed=False, label="a")])
    assert "worst" in drawn([Dot(3, 2, missed=True, label="a")])


def test_too_many_for_dots_are_bars():
    page = tree(drawn([Dot(1, 2, missed=False, label=str(n)) for n in range(200)]))
    assert len(page.all("rect", "s-met")) == 1
    assert page.all("circle") == []


def test_nothing_is_drawn_of_no_tickets():
    assert drawn([]) == ""
