"""What an agreement says of a thing: the search, and what is noticed while a call is logged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.belriva import BELRIVA
from desk.customers import MONTH
from patto.agreements.included import Placed, clauses, found, noticed, placed, unlisted
from patto.agreements.reading import read_agreement
from patto.customers.folding import folded

AGREEMENT = read_agreement(BELRIVA)
BARE = read_agreement(MONTH)
WORDS = sorted({word for one in clauses(AGREEMENT) for word in folded(one.title).split()})


def test_one_search_finds_clauses_items_and_exclusions_of_every_kind():
    assert {one.kind for one in found(AGREEMENT, "")} == {
        "service", "item", "site", "not-covered", "exclusion", "workload", "fee", "rate",
        "out-of-hours", "obligation", "free", "unlisted",
    }  # fmt: skip
    assert {one.kind for one in found(BARE, "")} == {"service", "item", "exclusion"}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("press", "presses"), ("ENOMAC", "presses"), ("045 555 0101", "presses"),
        ("power", "power-cut"), ("pòwer cut", "power-cut"), ("srv-erp", "srv-erp"),
        ("fibre", "line-fibre"), ("printers", "workplace"), ("saturdays", "evening-help"),
        ("an hour of work", "hour-of-work"), ("tree", "trees"),
    ],
)  # fmt: skip
def test_a_clause_is_found_by_any_word_of_it_or_of_who_supports_it(query, first):
    assert found(AGREEMENT, query)[0].id == first


def test_what_the_agreement_does_not_name_is_not_found():
    assert found(AGREEMENT, "zeppelin") == ()


@given(st.sampled_from(clauses(AGREEMENT)))
def test_every_clause_is_found_by_its_own_title(clause):
    assert clause in found(AGREEMENT, clause.title)


@pytest.mark.parametrize(
    ("typed", "left_out"),
    [
        ("Press 2 stands still since this morning", ["presses"]),
        ("The ENOMAC program shows an error", ["presses"]),
        ("We had a power cut tonight", ["power-cut"]),
        ("Somebody installed software", ["unauthorised-software"]),
        ("The till prints nothing", []),
        ("The computers of the office are slow", []),
        ("Nobody can print", []),
        ("", []),
    ],
)
def test_what_is_left_out_is_noticed_by_a_word_that_tells_it_apart(typed, left_out):
    assert [one.id for one in noticed(AGREEMENT, typed)] == left_out


@given(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
def test_only_what_is_left_out_is_ever_noticed_and_never_for_a_covered_things_words(typed):
    assert {one.kind for one in noticed(AGREEMENT, typed)} <= {"not-covered", "exclusion"}
    covered = " ".join(one.title for one in clauses(AGREEMENT) if one.kind == "service")
    assert noticed(AGREEMENT, covered) == ()


def test_a_system_is_on_the_list_with_a_supplier_on_no_list_or_there_is_none():
    on_list = placed(AGREEMENT, item="till-1", supplier="")
    assert (on_list.place, on_list.clause and on_list.clause.told) == ("listed", "The shop's tills")
    presses = placed(AGREEMENT, item="", supplier="Enomac")
    assert (presses.place, presses.clause and presses.clause.id) == ("elsewhere", "presses")
    assert placed(AGREEMENT, item="", supplier="Somebody") == Placed("elsewhere")
    rule = placed(AGREEMENT, item="", supplier="")
    assert (rule.place, rule.clause) == ("unlisted", unlisted(AGREEMENT))
    assert rule.clause is not None
    assert "charged by the hour" in rule.clause.told
    assert placed(BARE, item="gone", supplier="") == Placed("unlisted", None)
    without = BARE.model_copy(update={"items": ()})
    assert placed(without, item="", supplier="") == Placed("no-list")
