"""Agreements: stored, agreed, in force for good."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desk.people import AT, BY
from patto.agreements import actions, queries
from patto.agreements.models import Version
from patto.customers import actions as customers
from patto.customers.drafts import CustomerDraft
from patto.kernel.errors import InputError
from patto.kernel.instants import parse
from patto.ledger.queries import of_thing

pytestmark = pytest.mark.django_db

MONTH = (Path(__file__).parents[2] / "examples/month/agreement.yaml").read_text("utf-8")
NEXT = (
    MONTH.replace("version: 1", "version: 2")
    .replace("{start: 2026-01-01, end", "{start: 2026-07-01, end")
    .replace("supersedes: none", "supersedes: 1")
    .replace("{share: 100 %, within: 2 h}", "{share: 100 %, within: 1 h}", 1)
)


@pytest.fixture
def ferri() -> int:
    draft = CustomerDraft(name="Studio Ferri", language="en", zone="Europe/Rome")
    return customers.add_customer(draft, by=BY, at=AT)


def in_force(customer: int, text: str) -> int:
    key = actions.upload(text, customer=customer, by=BY, at=AT)
    actions.agree(
        key, by=BY, at=AT, on=date(2026, 1, 2), signatories=["Marta Zanella", "Ada Ferri"]
    )
    actions.put_in_force(key, by=BY, at=AT)
    return key


def test_a_version_is_a_draft_then_agreed_then_in_force_for_good(ferri):
    key = actions.upload(MONTH, customer=ferri, by=BY, at=AT)
    assert actions.upload(MONTH + "\n# a comment\n", customer=ferri, by=BY, at=AT) == key
    assert queries.history(ferri) is None
    with pytest.raises(actions.NotAgreedError):
        actions.put_in_force(key, by=BY, at=AT)
    actions.agree(key, by=BY, at=AT, on=date(2026, 1, 2), signatories=["Ada Ferri"])
    with pytest.raises(actions.NotADraftError):
        actions.upload(MONTH, customer=ferri, by=BY, at=AT)
    actions.put_in_force(key, by=BY, at=AT)
    with pytest.raises(actions.NotADraftError):
        actions.agree(key, by=BY, at=AT, on=date(2026, 1, 3), signatories=[])
    history = queries.history(ferri)
    assert history is not None
    assert history.versions[0].agreement.id == "FERRI-2026"
    assert of_thing("agreement", key)[0].act == "agreement.put-in-force"


def test_a_new_version_governs_from_its_date_and_the_old_one_until_then(ferri):
    in_force(ferri, MONTH)
    in_force(ferri, NEXT)
    for moment, number in (("2026-06-30T21:59:59Z", 1), ("2026-06-30T22:00:00Z", 2)):
        found = queries.governing(ferri, parse(moment))
        assert found is not None
        assert found.agreement.version == number


def test_a_version_that_does_not_follow_on_is_refused_and_stays_agreed(ferri):
    in_force(ferri, MONTH)
    gap = NEXT.replace("supersedes: 1", "supersedes: none")
    with pytest.raises(InputError) as found:
        in_force(ferri, gap)
    assert {one.code for one in found.value.problems} >= {"supersedes-differs"}
    assert [one.state for one in queries.versions(ferri)] == ["agreed", "in-force"]


def test_a_file_with_errors_is_told_whole_and_not_stored(ferri):
    wrong = MONTH.replace("verdict: MET", "verdict: MISSED", 1).replace(
        "value: 30 min", "value: 31 min"
    )
    with pytest.raises(InputError) as found:
        actions.upload(wrong, customer=ferri, by=BY, at=AT)
    assert len(found.value.problems) >= 2
    assert Version.objects.count() == 0


@pytest.mark.parametrize(
    ("moment", "standing"),
    [
        ("2025-12-31T00:00:00Z", "to-come"),
        ("2026-03-01T00:00:00Z", "in-force"),
        ("2027-03-01T00:00:00Z", "ended"),
    ],
)
def test_the_standing_of_a_customer_says_whether_something_is_promised(ferri, moment, standing):
    assert queries.standing(ferri, parse(moment)) == "none"
    in_force(ferri, MONTH)
    assert queries.standing(ferri, parse(moment)) == standing


def test_a_version_of_another_customer_is_not_found(ferri):
    key = in_force(ferri, MONTH)
    assert queries.version(key, customer=ferri) is not None
    assert queries.version(key, customer=ferri + 1) is None
