"""The review: waivers with a reason, how ready an agreement is, what to settle first."""

from __future__ import annotations

from fractions import Fraction

from corpus.changes import agreement, changed
from patto.kernel.agreement.reading import read
from patto.kernel.checks.covered import COVERED
from patto.kernel.checks.finding import Waiver
from patto.kernel.checks.planned import PLANNED
from patto.kernel.checks.registry import registry
from patto.kernel.checks.review import Review, review, review_reading
from patto.kernel.errors import Place, Problem
from patto.kernel.examples import run_examples


def reviewed(*waivers: Waiver, **changes: object) -> Review:
    text = agreement()
    for path, value in changes.items():
        text = changed(text, path, value)
    reading = read(text)
    problems = [] if reading.agreement is None else run_examples(reading.agreement)
    found = review_reading(reading, waivers=waivers, problems=problems)
    assert found is not None
    return found


CLOSED = {"metrics.response.period.assign_by": "closed"}


def test_a_good_agreement_passes_every_error_rule_that_applies():
    ready = reviewed().readiness
    assert ready.index == 1
    assert not ready.failed
    assert {"F07", "D01", "E04"} <= set(ready.passed)
    assert {"A03", "F06"} <= set(ready.not_applicable)
    errors = {name for name, one in PLANNED.items() if one.severity == "error"}
    assert set(ready.unchecked) == errors


def test_each_error_rule_is_in_one_list_of_the_readiness():
    rules = (*registry().values(), *COVERED.values(), *PLANNED.values())
    ready = reviewed(**CLOSED).readiness
    lists = [ready.passed, ready.failed, ready.waived, ready.not_applicable, ready.unchecked]
    listed = sorted(name for one in lists for name in one)
    assert listed == sorted(rule.id for rule in rules if rule.severity == "error")


def test_the_index_is_the_share_of_the_applicable_error_rules_passed():
    ready = reviewed(**CLOSED).readiness
    assert ready.failed == ("F07",)
    assert ready.index == Fraction(ready.applicable - 1, ready.applicable)


def test_a_waiver_takes_a_finding_out_and_keeps_its_reason():
    found = reviewed(Waiver("F07", " the desk exports nothing else "), **CLOSED)
    assert not found.findings
    assert [(one.finding.rule, one.reason) for one in found.waived] == [
        ("F07", "the desk exports nothing else")
    ]
    assert found.readiness.waived == ("F07",)
    assert found.readiness.index < 1


def test_a_waiver_without_a_reason_or_a_rule_waives_nothing_and_says_so():
    silent, unknown = Waiver("F07", "  "), Waiver("Z99", "why not")
    found = reviewed(silent, unknown, **CLOSED)
    assert [one.rule for one in found.findings] == ["F07"]
    assert [(one.waiver, one.why) for one in found.refused] == [
        (silent, "no-reason"), (unknown, "unknown-rule"),
    ]  # fmt: skip


def test_things_to_settle_are_rules_with_all_their_findings_and_no_mere_information():
    found = reviewed(
        **CLOSED,
        **{
            "metrics.resolution.period.assign_by": "closed",
            "metrics.reopened.counts": ["updated"],
            "pause_reasons.waiting-customer.evidence": "none",
        },
    )
    assert [(thing.rule, len(thing.findings)) for thing in found.things] == [("F07", 2), ("D06", 1)]


def test_a_problem_of_reading_or_of_an_example_fails_the_rule_it_stands_for():
    ready = reviewed(**{"metrics.response.targets.P1.levels.1.within": "5 min"}).readiness
    assert "F18" in ready.failed


def test_of_a_file_with_errors_the_rules_on_its_parts_are_not_checked():
    ready = reviewed(**{"priorities.default": "P9"}).readiness
    assert {"F07", "E04"} <= set(ready.unchecked)
    assert "A01" in ready.passed


def test_a_file_whose_parts_have_no_form_has_no_review():
    assert review_reading(read("agreement: 1\n")) is None


def test_warnings_of_reading_leave_an_agreement_sound():
    reading = read(agreement())
    assert reading.agreement is not None
    told = [Problem("tzdata-differs", Place(), "warning")]
    assert review(reading.agreement, problems=told).readiness.index == 1
