"""What is promised, line by line, as the page of an agreement begins."""

from __future__ import annotations

import pytest

from documents.contracts import FILES, agreement
from patto.documents.contract.chapters.briefly import promised
from patto.kernel.agreement.reading import read
from patto.templates import profiles
from patto.templates.shelf import text_of


def lines(text: str, language: str = "en") -> dict[str, dict[str, str]]:
    """Return the lines of each metric of an agreement."""
    found = read(text)
    terms = found.agreement or found.draft
    assert terms is not None
    return {one.title: dict(one.lines) for one in promised(terms, language)}


def test_each_priority_has_its_shares_its_times_and_the_clock_once():
    first, restored, informed, reopened = promised(agreement("month"), "en")
    told = dict(first.lines)
    clock = "«Support hours, less agreed maintenance»"
    assert (
        told["P1 Urgent"]
        .replace("\xa0", " ")
        .startswith("95 % within 30 minutes; 100 % within 2 hours of ")
    )
    assert told["P1 Urgent"].count("Support hours") == 1, clock
    # A priority with several targets says for which calls each holds.
    assert len([one for one in told if one.startswith("P2 Important (")]) == 2
    assert len(restored.lines) == 3
    assert dict(informed.lines)["P3 Normal"] == "nothing is promised"
    assert [whom for whom, _ in reopened.lines] == [""]


def test_a_deadline_by_date_is_told_with_its_time():
    text = FILES["month"].read_text("utf-8")
    by = (
        "{share: 100 %, by: {working_day: 1, time: end-of-hours, calendar: office, "
        "day_of_call: does-not-count, cut_off: none, pauses: do-not-move-it}}"
    )
    changed = text.replace("{share: 100 %, within: 8 h}", by, 1)
    assert changed != text
    told = lines(changed)["First answer"]["P2 Important (all others)"]
    assert told.startswith("95\xa0% within 2 hours of “Support hours, less"), told
    assert "100\xa0% by the end of the day's hours of the next working day" in told


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_metric_of_every_template_says_what_it_promises(language):
    for profile in profiles(language):
        told = lines(text_of(profile, language), language)
        assert all(what for some in told.values() for what in some.values()), profile
        assert bool(told) == (profile != "informal")
