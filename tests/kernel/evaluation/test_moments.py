"""The moments of a promise: warnings, due, missed, a pause at its maximum."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history_strategies import agreements, desks
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.outcome import ItemOutcome, Moment
from patto.kernel.evaluation.tickets import Evaluation
from patto.kernel.facts import Event, by_ticket
from patto.kernel.instants import DAY, Instant
from promises import agreement, at, event, metric, row

HALF = (("50 %", Fraction(1, 2)),)
P1 = event("03-10 09:00", "reported", priority="P1")
terms = agreements().map(Agreement.model_validate)


def looked(
    found: Agreement, events: list[Event], when: Instant, ticket: str = "T1"
) -> list[ItemOutcome]:
    declared = [one for one in events if not one.ticket]
    own = [one for one in events if one.ticket == ticket]
    look = Evaluation(History([found]), declared, when, when + 9_999 * DAY)
    return look.ticket(ticket, own, warn_at=HALF)[0]


def moments(found: Agreement, events: list[Event], when: str) -> list[tuple[str, Instant, str]]:
    (outcome,) = looked(found, events, at(when))
    return [(one.kind, one.at, one.detail) for one in outcome.moments]


def test_a_warning_comes_when_the_share_is_used_up_on_the_clock_and_a_miss_after_it() -> None:
    friday = event("03-06 16:30", "reported", priority="P1")
    assert moments(agreement(), [friday], "03-06 16:30") == [
        ("warning", at("03-09 09:30"), "50 %"),
        ("breach", at("03-09 10:30"), ""),
        ("breach", at("03-09 12:30"), "100 %"),
    ]


def test_the_agreement_names_the_shares_or_none_and_else_the_usual_ones_hold() -> None:
    named = agreement(metric(warnings=["25 %", "90 %"]))
    found = moments(named, [P1], "03-10 09:00")
    assert found[:2] == [
        ("warning", at("03-10 09:30"), "25 %"), ("warning", at("03-10 10:48"), "90 %"),
    ]  # fmt: skip
    silent = moments(agreement(metric(warnings="none")), [P1], "03-10 09:00")
    assert [one[0] for one in silent] == ["breach", "breach"]


def test_what_is_used_up_at_closing_is_due_then_and_missed_when_it_opens_again() -> None:
    last = event("03-06 15:00", "reported", priority="P1")
    found = moments(agreement(), [last], "03-06 15:00")
    assert [one[:2] for one in found[:3]] == [
        ("warning", at("03-06 16:00")), ("due", at("03-06 17:00")), ("breach", at("03-09 09:00")),
    ]  # fmt: skip


def test_nothing_is_told_of_what_would_have_come_after_the_stop() -> None:
    early = event("03-10 09:50", "resolved")
    assert moments(agreement(), [P1, early], "03-12 09:00") == []
    later = event("03-10 10:50", "resolved")
    assert moments(agreement(), [P1, later], "03-12 09:00") == [
        ("warning", at("03-10 10:00"), "50 %")
    ]
    late = event("03-10 13:01", "resolved")
    assert [one[0] for one in moments(agreement(), [P1, late], "03-12 09:00")] == [
        "warning", "breach", "breach",
    ]  # fmt: skip


def test_what_is_taken_out_of_the_count_by_agreement_was_nothing_to_be_told_of() -> None:
    out = event("03-10 15:00", "excluded", exclusion="power-cut", evidence="the grid's notice")
    assert moments(agreement(), [P1, out], "03-12 09:00") == []
    withdrawn = event("03-10 10:30", "withdrawn", by="customer")
    assert [m[0] for m in moments(agreement(), [P1, withdrawn], "03-12 09:00")] == ["warning"]
    unknown = event("03-10 09:00", "reported", priority="P9")
    assert moments(agreement(), [unknown], "03-12 09:00") == []
    p4 = event("03-10 09:00", "reported", priority="P4")
    assert looked(agreement(), [p4], at("03-12 09:00")) == []


def test_a_pause_moves_them_and_tells_when_its_maximum_is_used_up() -> None:
    paused = event("03-10 09:30", "paused", reason="waiting-supplier")
    over = ("pause-over", at("03-10 21:30"), "waiting-supplier")
    found = moments(agreement(), [P1, paused], "03-10 09:30")
    assert found[:2] == [over, ("warning", at("03-11 09:30"), "50 %")]
    resumed = event("03-10 12:00", "resumed", reason="waiting-supplier")
    assert moments(agreement(), [P1, paused, resumed], "03-10 12:00")[0] == (
        "warning", at("03-10 12:30"), "50 %",
    )  # fmt: skip
    too_long = event("03-11 12:00", "resumed", reason="waiting-supplier")
    assert over in moments(agreement(), [P1, paused, too_long], "03-11 12:00")
    withdrawn = event("03-10 10:00", "withdrawn", by="customer")
    assert moments(agreement(), [P1, paused, withdrawn], "03-11 12:00") == []


def test_a_promise_says_what_holds_its_clock_for_as_long_as_it_does() -> None:
    paused = event("03-10 09:30", "paused", reason="waiting-supplier")
    part = event("03-10 09:40", "part-needed", constraint="part")
    resumed = event("03-10 12:00", "resumed", reason="waiting-supplier")
    there = event("03-10 13:00", "part-available")
    assert _held([P1, paused, part, resumed, there], "03-10 09:29") is None
    assert _held([P1, paused], "03-10 09:30") == ("waiting-supplier", at("03-10 21:30"))
    # A night changes nothing: what is paused is paused.
    assert _held([P1, paused], "03-10 20:00") == ("waiting-supplier", at("03-10 21:30"))
    assert _held([P1, paused], "03-10 21:30") is None
    both = _held([P1, paused, part], "03-10 10:00")
    assert both is not None
    assert both[0] == "waiting-supplier"
    assert both[1] is not None
    assert both[1] >= at("03-10 21:30")
    after = _held([P1, paused, part, resumed], "03-10 12:00")
    assert after is not None
    assert after[0] == "part"
    assert _held([P1, paused, part, resumed, there], "03-10 13:00") is None
    unlisted = event("03-10 09:30", "paused", reason="lunch")
    assert _held([P1, unlisted], "03-10 10:00") is None
    done = event("03-10 10:00", "resolved")
    assert _held([P1, paused, done], "03-10 10:30") is None


def _held(events: list[Event], when: str, *terms: Any) -> tuple[str, Instant | None] | None:
    (outcome,) = looked(agreement(*terms), events, at(when))
    return None if outcome.still is None else (outcome.still.detail, outcome.still.until)


def test_each_silence_has_its_own_warning_until_one_is_too_long() -> None:
    told = agreement(metric("keep-informed"))
    update = event("03-10 10:30", "updated", by="provider")
    found = moments(told, [P1, update], "03-10 10:31")
    assert [one[:2] for one in found if one[0] == "warning"] == [
        ("warning", at("03-10 10:00")), ("warning", at("03-10 11:30")),
    ]  # fmt: skip
    late = event("03-10 14:00", "updated", by="provider")
    found = moments(told, [P1, update, late], "03-10 16:00")
    assert [one[:2] for one in found if one[0] == "warning"][-1] == ("warning", at("03-10 11:30"))
    assert ("breach", at("03-10 12:30"), "") in found


def test_a_silence_in_which_nothing_was_promised_has_none() -> None:
    told = agreement(metric("keep-informed", priority_change="from-now"))
    begun = event("03-10 09:00", "reported", priority="P4")
    update = event("03-10 10:00", "updated", by="provider")
    graded = event("03-10 11:00", "classified", priority="P1")
    found = moments(told, [begun, update, graded], "03-10 11:30")
    assert found[0] == ("warning", at("03-10 12:00"), "50 %")


def test_a_carried_budget_is_used_up_on_the_clock_of_each_row() -> None:
    carried = agreement(metric(priority_change="from-now"))
    down = event("03-10 10:00", "classified", priority="P2")  # half of P1 is left: 2 h of P2
    found = moments(carried, [P1, down], "03-10 10:00")
    assert found[0] == ("warning", at("03-10 10:30"), "50 %")  # 1.5 h of the 3 h in all
    up = event("03-10 11:30", "classified", priority="P1")
    assert moments(carried, [P1, down, up], "03-10 11:30")[0][1] == at("03-10 10:22:30")
    nothing = event("03-10 10:00", "classified", priority="P4")
    again = event("03-10 11:00", "classified", priority="P1")
    assert moments(carried, [P1, nothing, again], "03-10 11:00")[0] == (
        "warning", at("03-10 10:00"), "50 %",
    )  # fmt: skip


def test_of_a_deadline_by_date_the_share_is_of_the_time_of_its_clock_until_then() -> None:
    noon = {
        "time": "12:00", "working_day": 1, "calendar": "office", "cut_off": "none",
        "day_of_call": "does-not-count", "pauses": "do-not-move-it",
    }  # fmt: skip
    by = {p: row("support", ("100 %", noon)) for p in ("P1", "P2")} | {"P3": "none", "P4": "none"}
    found = moments(agreement(metric(targets=by)), [P1], "03-10 09:00")
    assert found == [("warning", at("03-10 14:30"), "50 %"), ("breach", at("03-11 12:00"), "")]
    paused = event("03-10 09:30", "paused", reason="waiting-supplier")
    assert _held([P1, paused], "03-10 10:00", metric(targets=by)) is None
    moved = {p: row("support", ("100 %", noon | {"pauses": "move-it"})) for p in ("P1", "P2")}
    held = metric(targets=by | moved)
    assert _held([P1, paused], "03-10 10:00", held) == ("waiting-supplier", at("03-10 21:30"))
    nights = by | {
        "P1": row("nights", ("100 %", noon | {"time": "21:00", "day_of_call": "counts"}))
    }
    assert [one[0] for one in moments(agreement(metric(targets=nights)), [P1], "03-10 09:00")] == [
        "breach"
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(terms, desks(), st.integers(0, 30))
def test_whoever_asks_later_is_told_the_same(found, events, days) -> None:
    first = max([one.occurred_at for one in events] + [one.recorded_at for one in events])
    for ticket in by_ticket(events):
        now = {o.item: o for o in looked(found, events, first, ticket)}
        for later in looked(found, events, first + days * DAY, ticket):
            before = now.get(later.item)
            if before is not None and before.metric == later.metric:
                assert later.moments == before.moments


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(terms, desks())
def test_a_warning_is_the_first_instant_at_which_that_much_is_counted(found, events) -> None:
    first = max([one.occurred_at for one in events] + [one.recorded_at for one in events])
    kinds = {one.id: one.kind for one in found.measured}
    for ticket in by_ticket(events):
        for outcome in looked(found, events, first, ticket):
            target = outcome.levels[0].target
            if target is None or kinds[outcome.metric] == "keep-informed":
                continue
            for one in _still_to_come(outcome, first):
                for instant, reached in ((one.at, True), (one.at - 1, False)):
                    counted = next(
                        o.figures.contractual
                        for o in looked(found, events, instant, ticket)
                        if (o.metric, o.item) == (outcome.metric, outcome.item) and o.figures
                    )
                    assert (counted >= ceil(target / 2)) is reached


def _still_to_come(outcome: ItemOutcome, at: Instant) -> list[Moment]:
    return [one for one in outcome.moments if one.kind == "warning" and one.at > at + 1]
