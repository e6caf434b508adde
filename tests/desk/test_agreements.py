"""Agreements: stored, agreed, in force for good."""

from __future__ import annotations

from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from desk.people import AT, BY
from patto.agreements import actions, drafting, items, queries, scans
from patto.agreements.examples_left import ExamplesLeftError, examples_left
from patto.agreements.models import Version
from patto.agreements.reading import read_agreement
from patto.agreements.signatures import RolelessError, Signatory, UnsignedError, differing
from patto.customers import actions as customers
from patto.customers.drafts import CustomerDraft
from patto.customers.queries import systems
from patto.kernel.agreement.reading import read
from patto.kernel.errors import InputError
from patto.kernel.instants import parse
from patto.ledger.queries import of_thing
from patto.templates.shelf import text_of

pytestmark = pytest.mark.django_db

MONTH = (Path(__file__).parents[2] / "examples/month/agreement.yaml").read_text("utf-8")
NEXT = (
    MONTH.replace("version: 1", "version: 2")
    .replace("{start: 2026-01-01, end", "{start: 2026-07-01, end")
    .replace("supersedes: none", "supersedes: 1")
    .replace("{share: 100 %, within: 2 h}", "{share: 100 %, within: 1 h}", 1)
)
NEW_ITEM = "  - {id: srv-new, title: The new server, service: files}\n"
SIGNED = (
    Signatory("provider", "Marta Zanella", "sole director"),
    Signatory("customer", "Ada Ferri", "owner"),
)


@pytest.fixture
def ferri() -> int:
    draft = CustomerDraft(name="Studio Ferri", language="en", zone="Europe/Rome")
    return customers.add_customer(draft, by=BY, at=AT)


def in_force(customer: int, text: str) -> int:
    key = actions.upload(text, customer=customer, by=BY, at=AT)
    actions.agree(key, by=BY, at=AT, on=date(2026, 1, 2), signatories=SIGNED)
    actions.put_in_force(key, by=BY, at=AT)
    return key


def test_a_version_is_a_draft_then_agreed_then_in_force_for_good(ferri):
    key = actions.upload(MONTH, customer=ferri, by=BY, at=AT)
    assert actions.upload(MONTH + "\n# a comment\n", customer=ferri, by=BY, at=AT) == key
    assert queries.history(ferri) is None
    with pytest.raises(actions.NotAgreedError):
        actions.put_in_force(key, by=BY, at=AT)
    actions.agree(key, by=BY, at=AT, on=date(2026, 1, 2), signatories=SIGNED)
    with pytest.raises(actions.NotADraftError):
        actions.upload(MONTH, customer=ferri, by=BY, at=AT)
    actions.put_in_force(key, by=BY, at=AT)
    with pytest.raises(actions.NotADraftError):
        actions.agree(key, by=BY, at=AT, on=date(2026, 1, 3), signatories=SIGNED)
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
    gap = NEXT.replace("supersedes: 1", "supersedes: none")
    key = actions.upload(gap, customer=ferri, by=BY, at=AT)
    actions.agree(key, by=BY, at=AT, on=date(2026, 1, 2), signatories=SIGNED)
    in_force(ferri, MONTH)
    with pytest.raises(InputError) as found:
        actions.put_in_force(key, by=BY, at=AT)
    assert {one.code for one in found.value.problems} >= {"supersedes-differs"}
    assert [one.state for one in queries.versions(ferri)] == ["agreed", "in-force"]
    actions.take_back(key, by=BY, at=AT)
    with pytest.raises(InputError):
        actions.agree(key, by=BY, at=AT, on=date(2026, 1, 2), signatories=SIGNED)


def test_what_a_template_made_up_is_agreed_to_only_where_each_value_is_said_to_be_true(ferri):
    text = text_of("simple", "en")
    key = actions.upload(text, customer=ferri, by=BY, at=AT)
    left = [one.told for one in examples_left(text)]
    assert len(left) > 1
    agree = partial(actions.agree, key, by=BY, at=AT, on=date(2026, 1, 2), signatories=SIGNED)
    for ours in ([], left[1:]):
        with pytest.raises(ExamplesLeftError) as found:
            agree(ours=ours)
        assert [one.told for one in found.value.left] == (left[:1] if ours else left)
    agree(ours=left)
    with pytest.raises(ExamplesLeftError):
        actions.put_in_force(key, by=BY, at=AT)
    actions.put_in_force(key, by=BY, at=AT, ours=left)
    assert of_thing("agreement", key)[0].told["ours"] == left


def test_nobody_agrees_on_a_day_to_come_or_without_a_role(ferri):
    key = actions.upload(MONTH, customer=ferri, by=BY, at=AT)
    # At that moment it is already the third in Rome.
    late = parse("2026-03-02T23:30:00Z")
    with pytest.raises(actions.NotYetError):
        actions.agree(key, by=BY, at=late, on=date(2026, 3, 4), signatories=SIGNED)
    nobody = (SIGNED[0], Signatory("customer", "Ada Ferri", " "))
    with pytest.raises(RolelessError):
        actions.agree(key, by=BY, at=late, on=date(2026, 3, 3), signatories=nobody)
    actions.agree(key, by=BY, at=late, on=date(2026, 3, 3), signatories=SIGNED)


def test_a_difference_between_who_signed_and_whom_the_contract_names_is_found():
    named = (SIGNED[0], Signatory("customer", "Ugo Ferri", "partner"))
    assert differing(SIGNED, SIGNED[:1]) == ()
    assert differing([Signatory("provider", " marta  ZANELLA", "Sole director")], SIGNED[:1]) == ()
    (found,) = differing(SIGNED, named)
    assert (found.side, found.missing, found.others) == ("customer", named[1:], SIGNED[1:])
    (role,) = differing([Signatory("provider", "Marta Zanella", "owner")], SIGNED[:1])
    assert role.side == "provider"


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


def test_what_was_called_agreed_by_mistake_is_a_draft_again_until_it_is_in_force(ferri):
    key = actions.upload(MONTH, customer=ferri, by=BY, at=AT)
    with pytest.raises(UnsignedError):
        actions.agree(key, by=BY, at=AT, on=date(2026, 1, 2), signatories=SIGNED[:1])
    actions.agree(key, by=BY, at=AT, on=date(2026, 1, 2), signatories=SIGNED)
    found = queries.version(key, customer=ferri)
    assert found is not None
    assert found.signatories == SIGNED
    actions.take_back(key, by=BY, at=AT)
    assert [one.state for one in queries.versions(ferri)] == ["draft"]
    in_force(ferri, MONTH)
    with pytest.raises(actions.NotAgreedError):
        actions.take_back(key, by=BY, at=AT)


@pytest.mark.parametrize(
    "change", [{"text": "x"}, {"digest": "0" * 64}, {"state": "draft"}, {"agreed_on": None}]
)
def test_the_database_itself_refuses_to_change_what_is_in_force(ferri, change):
    key = in_force(ferri, MONTH)
    before = queries.version(key, customer=ferri)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Version.objects.filter(pk=key).update(**change)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Version.objects.get(pk=key).delete()
    assert queries.version(key, customer=ferri) == before


def test_each_version_holds_until_the_next_one_starts(ferri):
    first, second = in_force(ferri, MONTH), in_force(ferri, NEXT)
    times = queries.held(ferri)
    assert (times[first].start, times[first].end) == (date(2026, 1, 1), date(2026, 7, 1))
    assert (times[second].start, times[second].end) == (date(2026, 7, 1), date(2027, 1, 1))
    before = queries.replaced(second, customer=ferri)
    assert before is not None
    assert before.id == first
    assert queries.replaced(first, customer=ferri) is None


def test_two_agreements_with_one_customer_are_never_in_force_at_the_same_time(ferri):
    first = in_force(ferri, MONTH)
    other = MONTH.replace("FERRI-2026", "FERRI-NEW")
    with pytest.raises(actions.TwoAtOnceError) as found:
        in_force(ferri, other)
    assert (found.value.identity, found.value.held.last) == ("FERRI-2026", date(2026, 12, 31))
    later = other.replace("{start: 2026-01-01, end: 2027-01-01}", "{start: 2027-01-01, end: none}")
    key = in_force(ferri, later.replace("version: 1", "version: 2"))
    before = queries.replaced(key, customer=ferri)
    assert before is not None
    assert before.id == first


def test_a_scan_is_kept_with_its_hash_once_both_sides_agreed(ferri):
    key = actions.upload(MONTH, customer=ferri, by=BY, at=AT)
    with pytest.raises(scans.NotSignedError):
        scans.keep(key, "a.pdf", [b"%PDF-"], by=BY, at=AT)
    actions.agree(key, by=BY, at=AT, on=date(2026, 1, 2), signatories=SIGNED)
    actions.put_in_force(key, by=BY, at=AT)
    scan = scans.keep(key, "../../signed\u202e.pdf", [b"%PDF", b"-1.7"], by=BY, at=AT)
    (row,) = scans.kept(key)
    assert (row.name, row.size) == ("signed.pdf", 8)
    assert row.digest == sha256(b"%PDF-1.7").hexdigest()
    found = scans.found(key, scan)
    assert found is not None
    assert found[1].read_bytes() == b"%PDF-1.7"
    assert scans.found(key + 1, scan) is None
    assert of_thing("agreement", key)[0].told["digest"] == row.digest


@pytest.mark.parametrize(
    "begins",
    [
        b"\xff\xd8\xff\xe0", b"II*\x00", b"\x00\x00\x00\x18ftypheic",
        b"\x30\x82\x10\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",
    ],
)  # fmt: skip
def test_a_scan_is_a_document_a_picture_or_signed_digitally_and_nothing_else(ferri, begins):
    key = in_force(ferri, MONTH)
    scans.keep(key, "scan", [begins[:3], begins[3:], b"0" * 200], by=BY, at=AT)
    for wrong in ([], [b"ciao"], [b" %PDF-1.7"], [b"x" * 100 + begins]):
        with pytest.raises(scans.NoScanError):
            scans.keep(key, "scan", wrong, by=BY, at=AT)
    assert len(scans.kept(key)) == 1


def test_a_scan_is_taken_away_before_and_withdrawn_with_a_reason_after(ferri):
    key = actions.upload(MONTH, customer=ferri, by=BY, at=AT)
    actions.agree(key, by=BY, at=AT, on=date(2026, 1, 2), signatories=SIGNED)
    first, second = (scans.keep(key, "a.pdf", [b"%PDF-1.7"], by=BY, at=AT) for _ in range(2))
    scans.take_away(first, version=key, by=BY, at=AT)
    assert [one.id for one in scans.kept(key)] == [second]
    with pytest.raises(scans.GoneError):
        scans.take_away(first, version=key, by=BY, at=AT)
    actions.put_in_force(key, by=BY, at=AT)
    with pytest.raises(scans.NoReasonError):
        scans.take_away(second, version=key, by=BY, at=AT, why=" ")
    scans.take_away(second, version=key, by=BY, at=AT, why="The wrong paper")
    (row,) = scans.kept(key)
    assert (row.withdrawn_at, row.withdrawn_why) == (AT, "The wrong paper")
    assert scans.found(key, second) is not None
    assert of_thing("agreement", key)[0].told["why"] == "The wrong paper"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 7, 1), date(2027, 1, 1)),
        (date(2027, 1, 1), date(2028, 1, 1)),
        (date(2028, 2, 29), date(2029, 3, 1)),
    ],
)
def test_the_next_version_ends_with_the_last_one_or_holds_for_as_long(start, end):
    draft = read(drafting.following(MONTH, start)).draft
    assert draft is not None
    own = draft.agreement
    assert (own.version, own.supersedes) == (2, 1)
    assert (own.effective.start, own.effective.end) == (start, end)


def test_an_item_is_in_scope_since_the_first_version_that_had_it(ferri):
    in_force(ferri, MONTH)
    second = in_force(ferri, NEXT.replace("items:\n", f"items:\n{NEW_ITEM}", 1))
    found = queries.version(second, customer=ferri)
    assert found is not None
    agreement = read_agreement(found.text)
    items.make(["srv-files", "srv-new"], agreement=agreement, customer=ferri, by=BY, at=AT)
    since = {one.item: one.in_scope_since for one in systems(ferri)}
    assert since == {"srv-files": date(2026, 1, 1), "srv-new": date(2026, 7, 1)}
    with pytest.raises(items.UnknownItemError):
        items.make(["nothing"], agreement=agreement, customer=ferri, by=BY, at=AT)
