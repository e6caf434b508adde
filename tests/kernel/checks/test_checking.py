"""Running the rules: one finding a cause, in the order in which things are to be settled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.changes import agreement, changed
from patto.kernel.agreement.nodes import Places
from patto.kernel.agreement.reading import read
from patto.kernel.checks.checking import check, check_texts, in_order
from patto.kernel.checks.context import Context, Definition
from patto.kernel.checks.finding import Finding
from patto.kernel.checks.registry import registry
from patto.kernel.checks.texts import TextPart
from patto.kernel.checks.wording.all_texts import Texts
from patto.kernel.errors import Place


def found(text: str, **changes: object) -> list[Finding]:
    for path, value in changes.items():
        text = changed(text, path, value)
    reading = read(text, file="a.yaml")
    draft = reading.agreement or reading.draft
    assert draft is not None
    return check(draft, reading.places, sound=reading.agreement is not None)


def clause(text: str) -> TextPart:
    return TextPart(("clauses", 0, "text"), Place("a.yaml", 7, 3), text, "en")


def test_a_finding_has_its_place_and_path():
    (one,) = found(agreement(), **{"metrics.response.period.assign_by": "closed"})
    line = agreement().splitlines()[one.place.line - 1]
    assert one.rule == "F07"
    assert one.told == "metrics.response.period.assign_by"
    assert one.path == ("metrics", 0, "period", "assign_by")
    assert line[one.place.column - 1 :].startswith("due")
    assert one.settled == "assign_by: due"


def test_phrases_of_one_rule_in_one_text_are_one_finding():
    (one,) = check_texts(Texts((clause("Promptly, and then quickly, and again promptly."),)))
    assert one.parameters == {"phrases": "Promptly, quickly, promptly"}
    assert one.place == Place("a.yaml", 7, 3)


def test_of_two_rules_on_the_same_words_the_longer_phrase_counts():
    text = "The supplier shall use all reasonable endeavours to answer."
    assert [one.rule for one in check_texts(Texts((clause(text),)))] == ["A02"]


def test_the_same_time_on_the_same_clock_is_one_finding_with_both_places():
    (one,) = found(
        agreement(),
        **{
            "metrics.response.targets.P3.levels.2.within": "24 h",
            "metrics.resolution.targets.P3.levels.1.within": "24 h",
        },
    )
    assert len(one.also) == 1
    assert one.also[0] != one.place
    assert one.parameters["start"] == "2026-01-02 09:00"
    assert one.parameters["due"] == "2026-01-07 17:00"


def test_an_exclusion_is_found_once_though_its_words_and_its_terms_are_both_at_fault():
    (one,) = found(
        agreement(),
        **{
            "exclusions.power-cut.when": "circumstances beyond our control",
            "exclusions.power-cut.evidence": "none",
        },
    )
    assert one.told == "exclusions.power-cut.when"


def test_of_an_agreement_that_cannot_be_measured_only_the_words_are_checked():
    text = changed(agreement(), "priorities.default", "P9")
    text = changed(text, "metrics.response.period.assign_by", "closed")
    text = changed(text, "priorities.disputes", "they are settled promptly")
    assert [one.rule for one in found(text)] == ["A01"]


def test_errors_come_first_and_what_decides_a_verdict_before_what_is_unclear():
    rules = [
        one.rule
        for one in found(
            agreement(),
            **{
                "metrics.reopened.counts": ["updated"],
                "priorities.disputes": "settled promptly by us, as we see fit",
                "metrics.response.period.assign_by": "closed",
                "pause_reasons.waiting-customer.evidence": "none",
            },
        )
    ]
    assert rules == ["F07", "A06", "A01", "D06", "F17"]


@given(st.permutations(sorted(registry())))
def test_the_order_does_not_depend_on_the_order_in_which_rules_ran(ids: list[str]):
    made = [Finding(one, registry()[one].severity, Place(), (), "") for one in ids]
    assert in_order(made) == in_order(reversed(made))


def test_titles_of_services_and_items_may_not_leave_a_list_open():
    (one,) = found(agreement(), **{"services.workplace.title": "Computers, printers, etc."})
    assert (one.rule, one.told) == ("A05", "services.workplace.title")


def test_texts_beside_the_model_are_checked_with_it():
    reading = read(agreement())
    assert reading.agreement is not None
    context = Context(clauses=(clause("Faults are repaired quickly."),))
    assert [one.rule for one in check(reading.agreement, reading.places, context)] == ["A01"]


def test_a_definition_is_no_use_of_its_own_term():
    glossary = (
        Definition("Visit", "a Visit to the site", ("definitions", 0)),
        Definition("Visits", "work on site", ("definitions", 1)),
    )
    own = TextPart(("definitions", 0), Place(), "a Visit to the site", "en")
    found = check_texts(Texts((own,), Context(definitions=glossary)))
    assert [(one.path, dict(one.parameters)) for one in found] == [
        (("definitions", 1), {"term": "Visits", "defined": "2", "used": "1"})
    ]


def test_the_glossary_of_an_agreement_is_its_own():
    terms = [
        {"id": "visit", "term": "Visit", "meaning": "work on site"},
        {"id": "incident", "term": "Incident", "meaning": "a fault"},
        {"id": "ghost", "term": "Remote Session", "meaning": "work from afar"},
    ]
    text = changed(agreement(), "definitions", terms)
    text = changed(text, "priorities.disputes", "a Visit is made within two Business Days of 8 h")
    assert [(one.rule, one.told) for one in found(text)] == [
        ("A03", "priorities.disputes"), ("A04", "definitions.ghost"),
    ]  # fmt: skip


def test_a_glossary_that_there_is_none_of_defines_nothing():
    text = changed(agreement(), "definitions", "none")
    text = changed(text, "priorities.disputes", "settled within two Business Days of 8 h")
    assert [one.rule for one in found(text)] == ["A03"]


def test_the_attachments_of_an_agreement_are_its_own():
    legal = {
        "law": "IT",
        "forum": "Verona",
        "before_court": "none",
        "liability": {"cap": "none", "excluded": "none", "not_limited": "none"},
        "precedence": [{"document": "this agreement", "language": "it"}],
        "specific_approval": "none",
        "attachments": [
            {"id": "a", "title": "Annex A: Devices", "file": "a.pdf", "sha256": "0" * 64}
        ],
        "signing": {"form": "by hand", "place": "Verona"},
    }
    text = changed(agreement(), "legal", legal)
    text = changed(text, "priorities.disputes", "as Annex A and the plan of Annex B say")
    (missing,) = [one for one in found(text) if one.rule == "A08"]
    assert missing.parameters["phrases"] == "Annex B"


def test_an_agreement_may_be_shorter_than_a_year():
    text = changed(agreement(), "agreement.effective.end", "2026-02-01")
    text = changed(text, "channels.portal.watched", "studio")
    assert [one.rule for one in found(text)] == ["C08"]


def test_a_clock_that_opens_after_the_first_year_has_no_example():
    text = changed(agreement(), "metrics.response.targets.P3.levels.2.within", "24 h")
    text = changed(
        text, "calendars.office.closures",
        [{"start": "2025-12-31T00:00:00+01:00", "end": "2027-02-01T00:00:00+01:00", "name": "x"}],
    )  # fmt: skip
    assert "C06" not in {one.rule for one in found(text)}


@pytest.mark.parametrize("field", ["metrics.response.targets.P1", "metrics.response.targets.P2"])
def test_a_metric_without_some_targets_is_checked_all_the_same(field: str):
    assert {one.rule for one in found(agreement(), **{field: "none"})} <= {"F06"}


def test_places_may_be_unknown():
    reading = read(changed(agreement(), "metrics.response.period.assign_by", "closed"))
    assert reading.agreement is not None
    (one,) = check(reading.agreement)
    assert one.place == Places().of(())
