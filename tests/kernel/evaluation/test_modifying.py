"""Which constraints modified a target: those without which it would be used up otherwise."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history_strategies import agreements, histories, looks
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.measure import explain
from patto.kernel.evaluation.outcome import ItemOutcome, LevelOutcome, Verdict
from patto.kernel.facts import Event
from promises import BASE, agreement, at, event, metric, one, row, terms

P1 = event("03-10 09:00", "reported", priority="P1")


def by(events: list[Event], when: str = "03-20 12:00", **other: Any) -> list[tuple[str, ...]]:
    """Return by which clauses each line of a ticket was modified."""
    return [level.modified_by for level in one(agreement(metric(**other)), events, when).levels]


def used_up(level: LevelOutcome) -> tuple[int | None, int | None, int | None]:
    return level.target, level.due, level.kept_until


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(agreements(), histories(), st.data())
def test_a_target_is_modified_exactly_where_it_would_be_another_without_constraints(
    drawn: dict[str, Any], events: list[Event], data: st.DataObject
) -> None:
    when, known = data.draw(looks(events))

    def told(constraints: object) -> tuple[ItemOutcome, ...]:
        (own,) = drawn["metrics"]
        found = Agreement.model_validate(drawn | {"metrics": [own | {"constraints": constraints}]})
        return explain(History([found]), events, "T1", at=when, known_at=known)[0]

    for item, free in zip(told(["access", "part", "longer"]), told("none"), strict=True):
        for level, other in zip(item.levels, free.levels, strict=True):
            assert (used_up(level) != used_up(other)) == bool(level.modified_by)


def test_each_line_is_modified_by_itself() -> None:
    events = [
        P1,
        event("03-10 12:00", "part-needed", constraint="part"),
        event("03-10 12:30", "part-available"),
        event("03-10 16:00", "resolved"),
    ]
    assert by(events) == [(), ("part",)]


def test_what_changes_when_a_line_was_missed_modifies_it() -> None:
    change = event("03-10 10:00", "customer-change", constraint="longer")
    found = one(agreement(), [P1, change, event("03-10 14:00", "resolved")], "03-20 12:00")
    assert found.levels[0].verdict is Verdict.MISSED
    assert found.levels[0].due == at("03-10 13:00")
    assert found.levels[0].modified_by == ("11.4",)


def test_a_constraint_that_came_when_the_ticket_was_out_of_scope_is_named_where_it_moved_the_due(
) -> None:  # fmt: skip
    events = [
        P1,
        event("03-10 10:00", "withdrawn"),
        event("03-10 10:30", "part-needed", constraint="part"),
        event("03-10 11:30", "part-available"),
    ]
    found = one(agreement(), events, "03-20 12:00")
    assert found.levels[0].due == at("03-10 12:00")
    assert found.levels[0].modified_by == ("part",)


def test_constraints_are_named_in_the_order_of_the_agreement_each_clause_once() -> None:
    alike = [each | {"clause": "11.2"} for each in BASE["constraints"][:2]]
    known = Agreement.model_validate(terms(metric(), constraints=[*alike, BASE["constraints"][2]]))
    events = [
        P1,
        event("03-10 09:10", "customer-change", constraint="longer"),
        event("03-10 09:30", "part-needed", constraint="part"),
        event("03-10 10:30", "part-available"),
        event("03-10 11:00", "needs-visit", constraint="access"),
        event("03-10 15:00", "resolved"),
    ]
    assert one(known, events, "03-20 12:00").levels[1].modified_by == ("11.2", "11.4")


def test_a_silence_is_modified_only_by_what_moved_its_own_end() -> None:
    events = [
        P1,
        event("03-10 09:30", "part-needed", constraint="part"),
        event("03-10 10:00", "part-available"),
        event("03-10 10:30", "updated", by="provider"),
        event("03-10 15:00", "resolved"),
    ]
    targets = {p: row("support", ("90 %", "2 h")) for p in ("P1", "P2", "P3", "P4")}
    terms_ = metric("keep-informed", constraints=["part"], targets=targets)
    found = one(agreement(terms_), events, "03-20 12:00").levels[0]
    assert (found.due, found.modified_by) == (at("03-10 12:30"), ())


def test_a_priority_that_the_agreement_does_not_know_has_no_target_to_modify() -> None:
    events = [
        event("03-10 09:00", "reported", priority="P9"),
        event("03-10 10:00", "part-needed", constraint="part"),
    ]
    assert by(events) == [(), ()]


def test_nothing_modifies_what_nothing_is_promised_about() -> None:
    events = [
        event("03-10 09:00", "reported", priority="P1"),
        event("03-10 10:30", "part-needed", constraint="part"),
        event("03-10 12:00", "classified", priority="P4"),
        event("03-10 16:00", "resolved"),
    ]
    targets = {
        "P1": row("support", ("90 %", "1 h"), ("100 %", "8 h")),
        "P2": "none", "P3": "none", "P4": "none",
    }  # fmt: skip
    assert by(events, targets=targets) == [(), ()]
