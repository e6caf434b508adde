"""Lists out of columns are the kernel's: the same tickets in the same order, and as many."""

from __future__ import annotations

from typing import get_args

import pytest

from bulk.desks import Desk
from patto.bulk import measure_columns
from patto.bulk.lists import BulkLists
from patto.kernel.evaluation.lists import Kind, MeasuredLists, Order, within
from patto.kernel.evaluation.measure import measure
from patto.kernel.evaluation.outcome import MetricOutcome

SEEDS = (7, 17, 34, 49)
SOME = "2026-04"


def touches(label: str) -> bool:
    return label.startswith(SOME)


@pytest.fixture(scope="module", params=[(seed, some) for seed in SEEDS for some in (False, True)])
def both(request) -> tuple[BulkLists, MeasuredLists]:
    """The lists of a desk out of columns, and out of the kernel's measurement."""
    seed, some = request.param
    desk = Desk(seed, tickets=80)
    columns = measure_columns(desk.history, desk.events, at=desk.at, known_at=desk.known_at)
    kernel = measure(desk.history, desk.events, at=desk.at, known_at=desk.known_at)
    if some:
        return BulkLists(columns, touches), MeasuredLists(within(kernel, touches))
    return BulkLists(columns), MeasuredLists(kernel)


def pairs(both: tuple[BulkLists, MeasuredLists]) -> list[tuple[MetricOutcome, MetricOutcome]]:
    return list(zip(both[0].metrics, both[1].metrics, strict=True))


def test_the_head_is_the_same(both):
    ours, theirs = both
    assert (ours.at, ours.known_at) == (theirs.at, theirs.known_at)
    assert [one.lines for one in ours.metrics] == [one.lines for one in theirs.metrics]


@pytest.mark.parametrize("kind", get_args(Kind))
def test_each_kind_is_listed_alike_in_each_order(both, kind: Kind):
    for one, other in pairs(both):
        ours, theirs = both[0].tickets(one), both[1].tickets(other)
        assert (len(ours), ours.number(kind)) == (len(theirs), theirs.number(kind))
        for order in get_args(Order):
            if order == "worst" and kind != "missed":
                continue
            for most in (0, 1, 3, 10_000):
                assert ours.first(kind, order, most) == theirs.first(kind, order, most)


def test_shares_and_uses_are_alike(both):
    for one, other in pairs(both):
        ours, theirs = both[0].tickets(one), both[1].tickets(other)
        assert ours.in_time() == theirs.in_time()
        assert list(ours.uses()) == list(theirs.uses())


def test_what_is_counted_and_what_is_unmatched_is_alike(both):
    ours, theirs = both
    for one, other in pairs(both):
        for most in (1, 10_000):
            assert ours.counted(one, most) == theirs.counted(other, most)
    assert list(ours.unmatched().items()) == list(theirs.unmatched().items())
    for why in theirs.unmatched():
        for most in (0, 2, 10_000):
            for by_name in (True, False):
                found = ours.first_unmatched(why, most, by_name=by_name)
                assert found == theirs.first_unmatched(why, most, by_name=by_name)


def test_desks_have_tickets_of_every_kind():
    """So that the comparisons above are not of empty lists."""
    met: set[Kind] = set()
    for seed in SEEDS:
        desk = Desk(seed, tickets=80)
        lists = BulkLists(
            measure_columns(desk.history, desk.events, at=desk.at, known_at=desk.known_at)
        )
        for kind in get_args(Kind):
            met |= {kind for one in lists.metrics if lists.tickets(one).number(kind)}
    assert met == set(get_args(Kind))
