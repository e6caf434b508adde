"""What pages list: the first of each kind in its order, and how many there are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from patto.kernel.evaluation.counts import Counted
from patto.kernel.evaluation.lists import (
    InTime,
    ItemTickets,
    Kind,
    MeasuredLists,
    Order,
    Use,
    by_due,
    by_stop,
    within,
    worst_first,
)
from patto.kernel.evaluation.measure import Measurement, Unmatched
from patto.kernel.evaluation.outcome import (
    Figures,
    ItemOutcome,
    LevelOutcome,
    MetricOutcome,
    Note,
    Period,
    PeriodVerdict,
    Verdict,
)
from patto.kernel.instants import DAY, HOUR

MARCH = Period("2026-03", 0, 31 * DAY)
APRIL = Period("2026-04", 31 * DAY, 61 * DAY)


def level(verdict: Verdict = Verdict.MISSED, target: int | None = HOUR, **other) -> LevelOutcome:
    return replace(LevelOutcome("90 %", verdict, "", target, "1 h", None, None), **other)


def item(name: str, *levels: LevelOutcome, used: int | None = 2 * HOUR, **other) -> ItemOutcome:
    figures = None if used is None else Figures(used, used, used)
    made = ItemOutcome(
        "m", 1, name, name, "P1", "c", DAY, DAY, 2 * DAY, "", "", figures,
        levels or (level(),), MARCH,
    )  # fmt: skip
    return replace(made, **other)


MET, PENDING = level(Verdict.MET), level(Verdict.PENDING)
UNKNOWN, EXCLUDED = level(Verdict.NOT_DETERMINED), level(Verdict.EXCLUDED)
NOTE = Note("late-entry")

ITEMS = ItemTickets(
    (
        item("A"),
        item("B", MET, level()),
        item("C", MET),
        item("D", PENDING),
        item("E", UNKNOWN, priority="P2"),
        item("F", EXCLUDED),
        item("G", UNKNOWN, outside_count=True, disputed=True),
        item("H", MET, disputed=True, notes=(NOTE,)),
        item("I", MET, notes=(NOTE,)),
        item("J", level(Verdict.MET, target=None)),
        item("K", MET, used=None),
    )
)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("missed", "AB"), ("pending", "D"), ("not-determined", "E"), ("excluded", "F"),
        ("outside", "G"), ("disputed", "H"), ("noted", "I"), ("used", "ABCHI"),
    ],
)  # fmt: skip
def test_each_kind_is_listed_and_counted(kind: Kind, names):
    assert "".join(one.item for one in ITEMS.first(kind, "given", 99)) == names
    assert ITEMS.number(kind) == len(names)


def test_a_list_is_cut_after_it_was_ordered_and_its_number_stays():
    tickets = ItemTickets((item("A"), item("B", used=9 * HOUR), item("C", used=3 * HOUR)))
    assert [one.item for one in tickets.first("missed", "worst", 2)] == ["B", "C"]
    assert (tickets.number("missed"), len(tickets)) == (3, 3)


def test_what_is_not_in_the_count_is_in_no_share():
    assert ITEMS.in_time() == {"P1": InTime(6, 7), "P2": InTime(0, 1)}


def test_uses_are_those_of_the_first_line():
    uses = ITEMS.uses()
    assert uses[:2] == [Use(2 * HOUR, HOUR, missed=True), Use(2 * HOUR, HOUR, missed=False)]
    assert len(uses) == 5


@pytest.mark.parametrize(
    ("order", "one", "key"),
    [
        ("stop", item("A"), (2 * DAY, "A")),
        ("stop", item("A", stop=None), (DAY, "A")),
        ("worst", item("A", MET, level(target=3 * HOUR)), (Fraction(-2, 3), "A")),
        ("worst", item("A", used=None), (0, "A")),
        ("worst", item("A", level(target=None)), (0, "A")),
        ("due", item("A", MET, level(Verdict.PENDING, due=5)), (False, 5, "A")),
        ("due", item("A", level(due=5, kept_until=7)), (False, 7, "A")),
        ("due", item("A"), (True, 0, "A")),
    ],
)
def test_each_order_has_its_key(order: Order, one, key):
    keys = {"stop": by_stop, "worst": worst_first, "due": by_due}
    assert keys[order](one) == key


def outcome(period: Period, *items: ItemOutcome) -> MetricOutcome:
    return MetricOutcome("m", 1, period, PeriodVerdict.MISSED, (), items)


UNMATCHED = (
    Unmatched("Z", DAY, "other-customer"),
    Unmatched("Y", 2 * DAY, "other-customer"),
    Unmatched("X", 40 * DAY, "in-no-metric"),
)
MEASURED = Measurement(
    90 * DAY, 91 * DAY,
    (outcome(MARCH, item("A")), outcome(APRIL, item("B", period=APRIL))),
    (item("A"), item("B", period=APRIL), item("C", period=None)),
    (Counted("m", 1, "A", "1", DAY, MARCH), Counted("m", 1, "A", "2", DAY, MARCH),
     Counted("m", 1, "B", "3", 40 * DAY, APRIL)),
    UNMATCHED,
)  # fmt: skip


def test_a_measurement_is_looked_at_as_lists():
    lists = MeasuredLists(MEASURED)
    assert (lists.at, lists.known_at, len(lists.metrics)) == (90 * DAY, 91 * DAY, 2)
    assert [one.item for one in lists.tickets(lists.metrics[0]).items] == ["A"]
    assert [one.event_id for one in lists.counted(lists.metrics[0], 1)] == ["1"]
    assert [one.event_id for one in lists.counted(lists.metrics[1], 9)] == ["3"]


def test_tickets_without_promise_are_listed_by_reason_and_name_or_opening():
    lists = MeasuredLists(MEASURED)
    assert list(lists.unmatched().items()) == [("in-no-metric", 1), ("other-customer", 2)]
    by_name = lists.first_unmatched("other-customer", 1, by_name=True)
    as_opened = lists.first_unmatched("other-customer", 9, by_name=False)
    assert [one.ticket for one in by_name] == ["Y"]
    assert [one.ticket for one in as_opened] == ["Z", "Y"]


def test_of_some_periods_only_what_falls_into_them_is_left():
    april = within(MEASURED, lambda label: label == "2026-04")
    assert [one.period for one in april.metrics] == [APRIL]
    assert [one.item for one in april.items] == ["B"]
    assert [one.ticket for one in april.unmatched] == ["X"]


def test_of_periods_that_there_are_not_all_that_nothing_is_promised_about_is_left():
    never = within(MEASURED, lambda _: False)
    assert (never.metrics, never.items, never.unmatched) == ((), (), UNMATCHED)
