"""A draft laid over the past says what was assumed, and makes nothing up."""

from dataclasses import replace
from datetime import date

import pytest

import promises
from patto.kernel.evaluation.measure import measure
from patto.kernel.feasibility.census import Census, Said, census
from patto.kernel.feasibility.laying import Assumption, lay
from patto.kernel.feasibility.replaying import replay
from patto.kernel.instants import parse
from promises import agreement, at, event, metric

LATER = parse("2027-06-01T00:00:00Z")


def looked(events, when: int = LATER) -> Census:
    return census(events, at=when, known_at=when)


def office(**other):
    """Return the calendars of the agreement with other terms of its office."""
    calendars = dict(promises.BASE["calendars"])
    return {"calendars": calendars | {"office": {**calendars["office"], **other}}}


def closed(*days: str):
    return [{"date": day, "name": day} for day in days]


CALL = event("04-06 09:00", "reported", ticket="T1", priority="P1", customer="C")
COMING = office(closed_days=closed("2027-03-29"), day_hours="none", stated_until="2027-12-31")


def test_a_draft_that_knows_customer_and_year_needs_nothing_assumed():
    assert lay(agreement(), looked([CALL])).assumptions == ()


def test_tickets_of_other_customers_are_left_out_and_named():
    other = [event("04-07 09:00", "reported", ticket=f"D{n}", customer="D") for n in range(2)]

    laid = lay(agreement(), looked([CALL, *other]))

    assert laid.assumptions == (Assumption("others-left-out", "", ("D (2)",), 2),)


def test_where_no_ticket_is_of_the_customer_all_are_taken():
    other = event("04-07 09:00", "reported", ticket="D1", priority="P1", customer="D")

    laid = lay(agreement(), looked([other]))

    assert laid.assumptions == (Assumption("all-customers", "C, C2", ("D (1)",), 1),)
    assert not replay(laid, [other], at=LATER, known_at=LATER).unmatched
    assert laid.draft.parties.customer.known_as == ("C", "C2")


def test_the_customer_can_be_named_as_the_events_name_it():
    other = event("04-07 09:00", "reported", ticket="D1", priority="P1", customer="D")

    laid = lay(agreement(), looked([CALL, other]), customers=["D"])

    assert laid.assumptions == (
        Assumption("customer-named", "", ("D",), 1),
        Assumption("others-left-out", "", ("C (1)",), 1),
    )
    unmatched = replay(laid, [CALL, other], at=LATER, known_at=LATER).unmatched
    assert [(one.ticket, one.customer) for one in unmatched] == [("T1", "C")]


def test_an_agreement_with_anybody_takes_everybody():
    parties = {"provider": {"name": "P"}, "customer": {"name": "All", "known_as": "any"}}
    other = event("04-07 09:00", "reported", ticket="D1", priority="P1", customer="D")

    assert lay(agreement(parties=parties), looked([CALL, other])).assumptions == ()


def test_past_years_without_closed_days_are_named():
    laid = lay(agreement(**COMING), looked([CALL]))

    assert laid.assumptions == (Assumption("closed-days-missing", "office", ("2026",)),)
    assert laid.terms.calendars == laid.draft.calendars


def test_closed_days_of_the_past_are_those_of_the_agreement_in_force():
    current = agreement()
    done = event("04-07 10:00", "resolved", ticket="T1", by="provider")

    laid = lay(agreement(**COMING), looked([CALL]), [current])

    assert laid.assumptions == (Assumption("closed-days-taken", "office", ("2026",), 2),)
    own = laid.terms.calendars["office"]
    assert {day.date for day in own.closed_days or ()} == {date(2026, 4, 6), date(2027, 3, 29)}
    # Easter Monday does not count: the time is from Tuesday at nine.
    events = [CALL, done]
    found = replay(laid, events, at=LATER, known_at=LATER)
    assert [int(n) for n in found.samples[0].times.needed] == [3_600_000_000]
    assert (
        found.metrics[0].lines
        == measure(promises.History([current]), events, at=LATER, known_at=LATER).metrics[0].lines
    )


def test_the_last_version_has_the_last_word_on_a_date():
    early = agreement(**office(closed_days=closed("2026-04-02"), day_hours="none"))
    laid = lay(agreement(**COMING), looked([CALL]), [early, agreement()])

    own = laid.terms.calendars["office"]
    assert [day.date for day in own.closed_days or ()] == [date(2027, 3, 29), date(2026, 4, 6)]
    assert [day.date for day in own.day_hours or ()] == [date(2026, 4, 2)]


def test_a_year_that_the_agreement_in_force_does_not_state_stays_missing():
    long_ago = event("01-07 09:00", "reported", ticket="T0", customer="C")
    calls = [CALL, replace(long_ago, occurred_at=parse("2025-01-07T09:00:00Z"))]

    laid = lay(agreement(**COMING), looked(calls), [agreement()])

    assert laid.assumptions == (
        Assumption("closed-days-taken", "office", ("2026",), 2),
        Assumption("closed-days-missing", "office", ("2025",)),
    )


@pytest.mark.parametrize(
    "parts",
    [office(closed_days="none", day_hours="none"), office(stated_until="2025-12-31")],
    ids=["a calendar without closed days", "days that are not stated at all"],
)
def test_nothing_is_missing_where_nothing_was_to_be_stated(parts):
    assert lay(agreement(**parts), looked([CALL])).assumptions == ()


def test_nothing_is_missing_where_nothing_happened():
    assert lay(agreement(**COMING), looked([])).assumptions == ()


def test_a_deadline_and_a_row_for_a_time_of_day_name_their_calendars():
    by = {
        "working_day": 1,
        "time": "12:00",
        "calendar": "office",
        "day_of_call": "counts",
        "cut_off": "none",
        "pauses": "do-not-move-it",
    }
    dated = promises.row("24x7", ("90 %", by))
    evening = promises.row("24x7", ("90 %", "4 h"), when={"calendar": "office"})
    for own in (dated, evening):
        draft = agreement(
            metric(targets={"P1": own, "P2": "none", "P3": "none", "P4": "none"}),
            promises.counting(),
            **COMING,
        )
        assert [a.about for a in lay(draft, looked([CALL])).assumptions] == ["office"]


def test_what_the_draft_does_not_know_is_counted_and_named():
    said = {"impact": "street", "urgency": "soon", "service": "fax", "customer": "C"}
    events = [
        event("04-06 09:00", "reported", ticket="T1", priority="P7", **said),
        event("04-06 09:05", "classified", ticket="T1", priority="P7"),
        event("04-06 09:10", "classified", ticket="T1", priority="P8"),
        event("04-06 09:00", "reported", ticket="T2", priority="P7", service="mail"),
        event("04-06 09:00", "reported", ticket="D", priority="P6", customer="D"),
        event("04-06 09:00", "worked", ticket="T2", priority="P5"),
    ]

    found = lay(agreement(), looked(events)).assumptions

    assert found[1:] == (
        Assumption("priority-unknown", "", ("P7 (2)", "P8 (1)"), 3),
        Assumption("service-unknown", "", ("fax (1)",), 1),
        Assumption("impact-unknown", "", ("street (1)",), 1),
        Assumption("urgency-unknown", "", ("soon (1)",), 1),
    )


def test_without_a_matrix_impact_and_urgency_say_nothing():
    priorities = {**promises.BASE["priorities"], "matrix": "none"}
    events = [event("04-06 09:00", "reported", ticket="T1", impact="street", customer="C")]

    assert lay(agreement(priorities=priorities), looked(events)).assumptions == ()


def test_the_census_counts_what_was_known_by_then():
    events = [
        CALL,
        event("04-06 10:00", "responded", ticket="T1", customer="E"),
        event("04-08 09:00", "reported", ticket="T2"),
        event("04-01 09:00", "situation-declared", ticket="", customer="C"),
    ]

    found = looked(events, at("04-07 00:00"))

    assert found.customers == {"C": 1}
    assert found.said == {Said("priority", "P1", "C"): 1}
    assert (found.first, found.last, found.tickets) == (at("04-06 09:00"), at("04-06 10:00"), 1)
    assert looked([]) == Census()
