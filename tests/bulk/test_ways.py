"""Which way tickets go, and that what is rare comes out right on its way."""

from dataclasses import replace

import numpy as np
import pytest

from patto.bulk import measure_columns
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.measure import measure
from patto.kernel.facts import Event
from patto.kernel.instants import EARLIEST, LATEST
from promises import agreement, at, counting, event, metric, row, version

LATER = at("2027-01-01T00:00:00Z")

PLAIN = [
    event("03-10 09:00", "reported", priority="P1"),
    event("03-10 10:00", "responded", by="provider"),
    event("03-10 11:00", "resolved", by="provider"),
]


def alike(versions, events, when=LATER, known=LATER):
    """Return the columns' measurement, after holding it against the kernel's."""
    history = History(versions if isinstance(versions, list) else [versions])
    columns = measure_columns(history, events, at=when, known_at=known)
    assert columns.to_measurement() == measure(history, events, at=when, known_at=known)
    return columns


def moved(events: list[Event], place: int, **other) -> list[Event]:
    return [replace(e, **other) if n == place else e for n, e in enumerate(events)]


def test_a_plain_ticket_goes_in_columns():
    paths = alike(agreement(), PLAIN).paths

    assert (paths.in_columns, paths.put_right, paths.one_by_one) == (1, 0, 0)


@pytest.mark.parametrize(
    "more",
    [
        [event("03-10 09:10", "paused", reason="waiting-supplier")],
        [event("03-10 12:00", "reopened"), event("03-10 13:00", "resolved")],
        [event("03-10 09:30", "classified", priority="P2")],
        [event("03-10 09:30", "part-needed", constraint="part")],
        [event("03-10 09:30", "out-of-scope"), event("03-11 09:00", "consented", by="customer")],
        [event("03-10 09:30", "excluded", exclusion="power-cut", evidence="a note")],
        [event("03-10 09:30", "withdrawn")],
        [event("03-10 09:30", "merged", into="T2")],
    ],
)
@pytest.mark.parametrize("change", ["retroactive", "from-now", "keep-stricter"])
def test_what_is_common_goes_in_columns(more, change):
    paths = alike(agreement(metric(priority_change=change)), [*PLAIN, *more]).paths

    assert paths.in_columns == 1


@pytest.mark.parametrize(
    "more",
    [
        [event("03-10 10:30", "corrected", refers_to=PLAIN[2].event_id)],
        [event("03-10 12:00", "retracted", refers_to=PLAIN[1].event_id)],
        [event("03-10 09:30", "restored", late="03-12 09:00", by="provider")],
    ],
)
def test_a_record_that_was_corrected_or_late_is_put_right_first(more):
    terms = metric(stop={"events": ["restored", "resolved"], "source": "the desk"})

    assert alike(agreement(terms), [*PLAIN, *more]).paths.put_right == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ([event("03-10 09:30", "needs-visit", constraint="access")], "constraint"),
        ([event("03-10 09:30", "customer-change", constraint="longer")], "constraint"),
        ([event("03-10 12:00", "worked", id=PLAIN[0].event_id)], "id-repeated"),
        ([event("03-10 12:00", "worked", customer="C"),
          event("03-10 12:00", "worked", customer="C2")], "several-customers"),
        ([event("03-10 09:10", "corrected", refers_to=PLAIN[0].event_id)], "void-or-refused"),
    ],
)  # fmt: skip
def test_what_is_rare_goes_one_by_one_and_says_why(more, why):
    assert alike(agreement(), [*PLAIN, *more]).paths.why == {why: 1}


@pytest.mark.parametrize("instant", [EARLIEST, at("1990-01-01T00:00:00Z"), LATEST])
@pytest.mark.parametrize("place", [0, 1])
def test_an_instant_that_is_decades_away_disturbs_nobody_else(instant, place):
    odd = [replace(e, ticket="T9", event_id=f"odd{n}") for n, e in enumerate(PLAIN)]

    columns = alike(agreement(), [*PLAIN, *moved(odd, place, occurred_at=instant)])

    assert columns.paths.in_columns >= 1


def test_a_desk_that_only_began_decades_ago_is_measured():
    old = [replace(e, occurred_at=e.occurred_at - 10**15 * 2) for e in PLAIN]

    assert alike(version(1, "1950-01-01", "none"), [*old, *PLAIN]).paths.in_columns == 0


def test_a_reopening_under_a_later_version_is_measured_under_it():
    versions = [
        version(1, "2026-01-01", "2026-04-01"),
        version(2, "2026-04-01", "none", metric(targets={"P1": row("24x7", ("90 %", "1 h"))})),
    ]
    events = [*PLAIN, event("04-20 09:00", "reopened"), event("04-20 12:00", "resolved")]

    columns = alike(versions, events)

    assert [item.version for item in columns.outcomes()] == [1, 2]


def test_tickets_without_agreement_of_others_and_in_no_metric_are_told_apart():
    terms = metric()
    terms["population"]["types"] = ["request"]
    events = [
        *PLAIN,
        *(replace(e, ticket="T2", event_id=f"a{e.event_id}", customer="D") for e in PLAIN),
        event("2025-03-10 09:00", "reported", ticket="T3"),
    ]

    columns = alike(agreement(terms), events)

    assert columns.unmatched["why"].to_pylist() == [
        "in-no-metric", "other-customer", "no-agreement-in-force",
    ]  # fmt: skip


def test_what_is_declared_of_one_customer_holds_for_that_one_only():
    fair = {"situation": "fair", "from": "2026-03-10T00:00:00Z", "until": "2026-03-11T00:00:00Z"}
    strict = row("support", ("90 %", "30 min"), when={"situation": "fair"})
    terms = agreement(
        metric(targets={"P1": [strict, row("support", ("90 %", "4 h"))]}),
        parties={"provider": {"name": "P"}, "customer": {"name": "C", "known_as": "any"}},
    )
    events = [
        replace(e, ticket=f"T-{name}", event_id=f"{name}{e.event_id}", customer=name)
        for name in ("X", "Y", "")
        for e in PLAIN
    ]

    columns = alike(
        terms,
        [event("03-09 09:00", "situation-declared", ticket="", customer="X", **fair), *events],
    )

    assert columns.table["verdict"].to_pylist() == ["MISSED", "MET", "MET"]


def test_a_group_has_its_own_targets():
    group = {
        "id": "vip", "title": "G", "clause": "none", "types": "all", "services": "all",
        "items": "all", "requesters": ["boss"], "limit": "none",
    }  # fmt: skip
    strict = row("support", ("90 %", "30 min"), when={"group": "vip"})
    terms = agreement(
        metric(targets={"P1": [strict, row("support", ("90 %", "4 h"))]}), groups=[group]
    )
    said = moved(PLAIN, 0, attributes={"priority": "P1", "requester": "boss"})
    events = [*PLAIN, *(replace(e, ticket="T2", event_id=f"b{e.event_id}") for e in said)]

    assert alike(terms, events).table["verdict"].to_pylist() == ["MET", "MISSED"]


def test_counts_are_tallied_with_the_ids_of_their_events():
    events = [*PLAIN, event("03-12 09:00", "reopened"), event("03-13 09:00", "reopened")]

    columns = alike(agreement(counting()), events)

    (outcome,) = columns.metrics
    assert outcome.count is not None
    assert outcome.count.event_ids == tuple(e.event_id for e in events[3:])


def test_a_period_that_is_asked_for_is_among_them():
    history, june = History([agreement()]), at("06-10 12:00")

    columns = measure_columns(history, PLAIN, at=LATER, known_at=LATER, including=june)

    assert columns.to_measurement() == measure(
        history, PLAIN, at=LATER, known_at=LATER, including=june
    )
    assert [m.period.label for m in columns.metrics][-1] == "2026-06"


def test_of_no_events_nothing_is_said():
    columns = alike(agreement(), [])

    assert len(columns) == 0
    assert columns.table.num_rows == columns.notes.num_rows == 0
    assert list(columns.outcomes(np.zeros(0, np.int64))) == []
