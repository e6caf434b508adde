"""Words that the agreement does not know: told once a word, with the tickets that have it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from patto.kernel.evaluation.tickets import Unmatched
from patto.kernel.evaluation.wording import (
    NotAgreed,
    agreed_words,
    tickets_of_others,
    words_not_agreed,
)
from patto.kernel.facts import Event
from promises import agreement, event, metric

ONE = "03-10 09:00"


def of(ticket: str, **attributes: str) -> Event:
    """Return a report of a ticket with attributes."""
    made = event(ONE, "reported")
    return replace(made, ticket=ticket, attributes=MappingProxyType(attributes))


def population(types: list[str] | str) -> dict[str, object]:
    return {**metric()["population"], "types": types}


def test_a_word_that_the_agreement_does_not_know_is_told_with_its_tickets():
    agreed = agreed_words([agreement()])
    events = [
        of("A", channel="telefono"), of("B", channel="telefono"), of("A", channel="telefono"),
        of("C", channel="phone", priority="P1"), of("D", priority="urgent"), of("", channel="x"),
        of("E", channel="fax", type="anything"),
    ]  # fmt: skip
    assert words_not_agreed(events, agreed, {"E"}) == [
        NotAgreed("channel", "telefono", 2, "A"),
        NotAgreed("priority", "urgent", 1, "D"),
    ]


def test_a_ticket_that_has_a_known_word_as_well_has_nothing_to_lose():
    agreed = agreed_words([agreement()])
    events = [of("A", channel="in-person"), of("A", channel="phone"), of("A", priority="urgent")]
    found = words_not_agreed(events, agreed, ())
    assert found == [NotAgreed("priority", "urgent", 1, "A")]


def test_types_are_known_where_every_metric_lists_its_own():
    listed = metric(population=population(["incident"]))
    assert agreed_words([agreement(listed)])["type"] == ("incident",)
    other = metric("response", population=population("all"))
    assert "type" not in agreed_words([agreement(listed, other)])


def test_a_word_of_any_version_is_known():
    listed = [metric(population=population([name])) for name in ("incident", "request")]
    known = agreed_words([agreement(one) for one in listed])
    assert known["type"] == ("incident", "request")


def test_tickets_of_others_are_none_of_the_agreements():
    unmatched = [
        Unmatched("A", 0, "in-no-metric"),
        Unmatched("B", 0, "other-customer", "Else"),
        Unmatched("C", 0, "no-agreement-in-force"),
    ]
    assert tickets_of_others(unmatched) == {"B", "C"}
