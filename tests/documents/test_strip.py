"""The strip of dots: early or late, each ticket on its side of the limit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from documents.pages import tree
from patto.documents.strip import crowded, strip
from patto.kernel.evaluation.lists import Use

DOTS = st.builds(
    lambda used, agreed: Use(used, agreed, used > agreed),
    st.integers(0, 10**6),
    st.integers(1, 10**6),
)


def drawn(dots: list[Use]) -> str:
    def labels() -> list[str]:
        return [f"{dot.used}/{dot.agreed}" for dot in dots]

    return str(strip(dots, labels, about="a", none="at once", target="the limit", worst="worst"))


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
    assert "worst" not in drawn([Use(1, 2, missed=False)])
    assert "worst" in drawn([Use(3, 2, missed=True)])


def test_too_many_for_dots_are_bars():
    page = tree(drawn([Use(1, 2, missed=False) for _ in range(200)]))
    assert len(page.all("rect", "s-met")) == 1
    assert page.all("circle") == []


def test_what_tickets_are_called_is_not_asked_where_bars_stand_for_them():
    def labels() -> list[str]:
        raise AssertionError

    uses = [Use(1, 2, missed=False)] * 200
    assert strip(uses, labels, about="a", none="b", target="c", worst="d")


def test_nothing_is_drawn_of_no_tickets():
    assert drawn([]) == ""
