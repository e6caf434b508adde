"""Writing in what would settle a finding: it is settled then, and nothing else has changed."""

from __future__ import annotations

import pytest

from corpus.changes import Change, agreement, changed, changes
from patto.kernel.agreement.reading import read
from patto.kernel.checks.checking import check
from patto.kernel.checks.finding import Finding, Put, Rewrite
from patto.kernel.checks.fixing import fixed
from patto.kernel.errors import Place

FILE = "agreement.yaml"
CHANGES = [pytest.param(one, id=str(one.place.line)) for one in changes() if one.rules]


def findings(text: str) -> list[Finding]:
    reading = read(text, file=FILE)
    assert reading.agreement is not None, [str(problem) for problem in reading.problems]
    return check(reading.agreement, reading.places)


def finding(*fix: Put | Rewrite) -> Finding:
    return Finding("F07", "error", Place(FILE, 1, 1), fix[0].path, "", fix=fix)


@pytest.mark.parametrize("change", CHANGES)
def test_a_fix_settles_its_finding_and_brings_no_other(change: Change):
    fixable = tuple(one for one in change.found if one.fix)
    result = fixed(change.text, change.found, FILE)
    assert result.settled == fixable
    if result.text == change.text:
        assert not fixable
        return
    reading = read(result.text, file=FILE)
    assert reading.agreement is not None, [str(problem) for problem in reading.problems]
    after = {one.rule for one in check(reading.agreement, reading.places, change.context)}
    assert after == {one.rule for one in result.left}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the provider aims to settle it in 2 h", "the provider shall settle it in 2 h"),
        ("the desk will try to settle it in 2 h", "the desk will settle it in 2 h"),
        ("il fornitore mira a definirla in 2 h", "il fornitore si obbliga a definirla in 2 h"),
        (
            "both sides strive to settle it, and the provider aims to be quick about it",
            "both sides shall settle it, and the provider shall be quick about it",
        ),
    ],
)
def test_a_hope_is_rewritten_as_a_promise(text: str, expected: str):
    broken = changed(agreement(), "priorities.disputes", text)
    found = findings(broken)
    assert [one.settled for one in found] == [expected]
    assert fixed(broken, found, FILE).text == changed(agreement(), "priorities.disputes", expected)


def test_a_weak_word_in_a_promise_is_rewritten_to_point_to_its_targets():
    broken = changed(agreement(), "metrics.response.purpose", "A person answers promptly.")
    (one,) = findings(broken)
    assert one.settled == "A person answers within the time stated in the targets."
    assert findings(fixed(broken, [one], FILE).text) == []


def test_what_stands_in_the_place_of_a_large_word_is_large():
    broken = changed(agreement(), "metrics.response.purpose", "Promptly a person answers.")
    (one,) = findings(broken)
    assert one.settled == "Within the time stated in the targets a person answers."


def test_what_cannot_be_changed_alone_is_left():
    shared = agreement().replace(
        "period: {every: month, assign_by: due, partial: as-it-stands}",
        "period: &month {every: month, assign_by: closed, partial: as-it-stands}", 1,
    )  # fmt: skip
    shared = shared.replace(
        "period: {every: month, assign_by: due, partial: as-it-stands}", "period: *month"
    )
    found = findings(shared)
    assert {one.rule for one in found} == {"F07"}
    result = fixed(shared, found, FILE)
    assert (result.text, len(result.left)) == (shared, len(found))


def test_without_a_fix_a_finding_is_left():
    broken = changed(agreement(), "priorities.disputes", "settled promptly")
    found = findings(broken)
    assert fixed(broken, found, FILE) == fixed(broken, [], FILE).__class__(broken, (), tuple(found))


def test_what_stands_in_another_file_is_left():
    broken = changed(agreement(), "metrics.response.period.assign_by", "closed")
    assert not fixed(broken, findings(broken), "other.yaml").settled


@pytest.mark.parametrize(
    "edit",
    [
        Put(("metrics", 0, "period", "assign_by"), "closed", "due"),
        Rewrite(("metrics", 0, "purpose"), "words that are not there", "others"),
        Rewrite(("metrics", 0, "period"), "due", "closed"),
        Put(("nowhere", "at", "all"), "closed", "due"),
    ],
)
def test_what_no_longer_stands_there_is_left(edit: Put | Rewrite):
    one = finding(edit)
    assert fixed(agreement(), [one], FILE).left == (one,)
