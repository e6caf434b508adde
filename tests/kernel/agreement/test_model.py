"""What an agreement says of itself: what it leaves open, and what is agreed and not computed."""

from __future__ import annotations

from kernel.agreement.office import office, whole
from patto.kernel.agreement.model import Agreement

LATER = tuple(name for name, field in Agreement.model_fields.items() if not field.is_required())


def test_a_part_that_is_left_out_is_unsettled_and_one_that_is_settled_is_not() -> None:
    agreement = whole()
    assert agreement.unsettled == ()
    assert office().unsettled == LATER
    for part in LATER:
        assert agreement.model_copy(update={part: None}).unsettled == (part,)


def test_what_is_agreed_and_not_computed_is_figures_and_the_remedies_that_metrics_name() -> None:
    agreement = whole()
    titles = agreement.not_computed
    figures = [metric.title for metric in agreement.not_measured]
    assert titles[: len(figures)] == tuple(figures)
    assert "First answers too late" in titles[len(figures) :]
    assert "First answer" not in titles


def test_a_remedy_that_no_metric_names_is_not_among_what_is_not_computed() -> None:
    agreement = whole()
    named = agreement.model_copy(
        update={
            "metrics": tuple(
                one.model_copy(update={"remedy": "late-credit"}) for one in agreement.metrics
            )
        }
    )
    figures = [metric.title for metric in agreement.not_measured]
    assert len(named.not_computed) == len(figures) + 1


def test_without_remedies_only_figures_are_not_computed() -> None:
    agreement = office()
    assert agreement.not_computed == tuple(one.title for one in agreement.not_measured)
