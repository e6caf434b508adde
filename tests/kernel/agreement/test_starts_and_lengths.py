"""What is sound beside the dates and lengths that are none: nothing is found in it."""

from __future__ import annotations

import pytest

from kernel.agreement.office import OFFICE, WHOLE, changed
from patto.kernel.agreement.reading import read

RENEWED = (
    "{how: automatic, length: 1 year, notice: 3 months, "
    "reminder: by mail four months before the end}"
)
EFFECTIVE = "effective: {start: 2026-02-01, end: none}"
STABILISATION = WHOLE[WHOLE.index("  stabilisation:\n") : WHOLE.index("\ndata_protection:")]
OF_THE_OFFICE = 'mon-fri: ["09:00-13:00", "14:00-18:00"]'
COMING = "coming_year: {rule: as before, notice: by November}\n    business_day: "


def codes(*changes: str, of: str = WHOLE) -> set[str]:
    return {found.code for found in read(changed(*changes, of=of)).problems}


def term(length: str, renewal: str, end: str) -> set[str]:
    return codes(
        "length: 2 years", f"length: {length}", RENEWED, renewal,
        EFFECTIVE, f"effective: {{start: 2026-02-01, end: {end}}}",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("length", "renewal", "end"),
    [
        ("2 years", RENEWED, "none"),
        ("2 years", RENEWED, "2028-02-01"),
        ("2 years", RENEWED, "2029-02-01"),
        ("24 months", "none", "2028-02-01"),
        ("365 calendar days", "none", "2027-02-01"),
        ("none", "none", "2026-12-01"),
        ("none", "none", "none"),
    ],
)
def test_a_term_that_ends_with_its_version_or_is_renewed_agrees(
    length: str, renewal: str, end: str
):
    assert "term-end-differs" not in term(length, renewal, end)


@pytest.mark.parametrize(
    ("length", "renewal", "end"),
    [
        ("2 years", RENEWED, "2028-01-31"),
        ("2 years", "none", "none"),
        ("2 years", "none", "2028-02-02"),
        ("365 calendar days", "none", "2027-02-02"),
        ("9999 years", "none", "none"),
    ],
)
def test_a_term_that_ends_before_or_after_its_version_does_not(length: str, renewal: str, end: str):
    assert "term-end-differs" in term(length, renewal, end)


def test_a_month_ends_on_its_last_day_at_the_latest():
    end_of_month = "effective: {start: 2026-01-31, end: 2026-02-28}"
    found = codes(
        "start: 2026-02-01\n  length: 2 years", "start: 2026-01-31\n  length: 1 month",
        RENEWED, "none", EFFECTIVE, end_of_month,
    )  # fmt: skip
    assert "term-end-differs" not in found


def test_a_later_version_keeps_what_was_due_before_it():
    later = ("supersedes: none", "supersedes: 1", EFFECTIVE,
             "effective: {start: 2026-11-01, end: none}")  # fmt: skip
    assert not codes(*later) & {"date-before-start", "term-start-differs"}


def test_parts_that_are_left_out_have_no_dates():
    whole_term = WHOLE[WHOLE.index("\nterm:\n") : WHOLE.index("\nexit:\n")]
    assert "term-start-differs" not in codes(whole_term, "\n", "supersedes: none", "supersedes: 1")
    charges = WHOLE[WHOLE.index("  indexation: {") : WHOLE.index("  payment: {invoiced")]
    assert codes(charges, "  indexation: none\n", STABILISATION, "  stabilisation: none\n") == set()
    start = WHOLE[WHOLE.index("  prerequisites:\n") : WHOLE.index("  stabilisation:\n")]
    assert codes(start, "  prerequisites: none\n") == set()
    assert not {"date-before-start"} & {found.code for found in read(OFFICE).problems}


@pytest.mark.parametrize(
    ("hours", "length"),
    [
        ('mon-fri: ["20:00-06:00"]', "10 h"),
        ('mon: ["22:00-06:00"]', "8 h"),
        ('mon-thu: ["09:00-13:00", "14:00-18:00"]\n      fri: ["09:00-13:00"]', "8 h"),
        ('mon-sun: ["00:00-24:00"]', "24 h"),
        (OF_THE_OFFICE, "none"),
    ],
)
def test_a_business_day_as_long_as_the_longest_day_or_shift_fits(hours: str, length: str):
    found = codes(
        OF_THE_OFFICE, hours, '      sat: ["22:00-02:00"]\n', "", f"{COMING}8 h",
        f"{COMING}{length}", "does-not-count\n    business_day: 8 h",
        "does-not-count\n    business_day: none", of=OFFICE,
    )  # fmt: skip
    assert "business-day-too-long" not in found


@pytest.mark.parametrize("cap", ["1 business day on 24x7", "8 h on nowhere", "16 h on 24x7"])
def test_a_cap_within_the_windows_or_of_no_known_length_is_not_too_long(cap: str):
    found = codes("monthly_cap: 4 h on 24x7", f"monthly_cap: {cap}")
    assert "maintenance-cap-too-long" not in found


def test_one_miss_is_never_too_much_and_two_may_be():
    rule = "{rule: allow-misses, below: 20, line: 90 %, misses: 1}"
    assert codes(rule, rule.replace("20", "5"), of=OFFICE) == set()
    assert codes(rule, rule.replace("misses: 1", "misses: 2"), of=OFFICE) == set()
    assert codes(rule, rule.replace("misses: 1", "misses: 3"), of=OFFICE) == {"small-sample-hollow"}


def test_where_a_metric_names_a_remedy_that_is_not_there_none_is_called_unused():
    found = codes("remedy: uptime-credit", "remedy: nothing-like-it")
    assert found == {"reference-unknown"}
