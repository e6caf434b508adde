"""A replay is what would have been measured; its tightest targets hold against a measurement."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history_strategies import agreements, announcements, histories, looks
from patto.exchange import read as read_export
from patto.kernel.agreement.metrics import TargetRow, TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.quantities import Budget
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.attainment import by_share
from patto.kernel.evaluation.measure import Evaluation, measure
from patto.kernel.evaluation.outcome import ItemOutcome, PeriodVerdict, Verdict
from patto.kernel.evaluation.tallies import Tally
from patto.kernel.evaluation.tickets import Timeless
from patto.kernel.facts import Event, by_ticket
from patto.kernel.feasibility.census import census
from patto.kernel.feasibility.finding import findings
from patto.kernel.feasibility.laying import lay
from patto.kernel.feasibility.replaying import Replayed, Sample, replay, times_of
from patto.kernel.instants import Instant, parse
from promises import agreement, event, metric, row

ROOT = Path(__file__).parents[3]
MAY = parse("2026-05-01T00:00:00Z")


@st.composite
def several(draw: st.DrawFn) -> list[Event]:
    """Histories of several tickets, with what was announced of the customer."""
    events = draw(announcements())
    for number, history in enumerate(draw(st.lists(histories(), min_size=1, max_size=4))):
        events += [
            replace(
                one,
                ticket=f"T{number}",
                event_id=f"{number}-{one.event_id}",
                refers_to=one.refers_to and f"{number}-{one.refers_to}",
                position=one.position + 100 * number,
            )
            for one in history
        ]
    return events


def metric_of(terms: Agreement, sample: Sample) -> TicketMetric:
    one = next(m for m in terms.measured if m.id == sample.metric)
    assert isinstance(one, TicketMetric)
    return one


def row_of(terms: Agreement, sample: Sample) -> TargetRow:
    return (metric_of(terms, sample).targets[sample.priority] or ())[sample.row]


def alone(terms: Agreement, sample: Sample, line: int, target: int) -> Agreement:
    """Return the terms with one row alone in its table, and this target, in microseconds."""
    one, wanted = metric_of(terms, sample), row_of(terms, sample)
    budget = Budget(f"{target} us", Fraction(target, 10**6), "s")
    level = wanted.levels[line].model_copy(update={"within": budget, "by": None})
    own = wanted.model_copy(update={"levels": (level,)})
    targets = {
        priority: tuple(own for other in rows or () if other == wanted) or None
        for priority, rows in one.targets.items()
    }
    changed = one.model_copy(update={"targets": targets, "small_sample": None})
    return terms.model_copy(update={"metrics": (changed,)})


def verdict_under(
    terms: Agreement, names: set[str], share: Fraction, events: list[Event], at: int, known_at: int
) -> PeriodVerdict:
    """Return what a measurement says of a share of some items."""
    found = measure(Timeless(terms), events, at=at, known_at=known_at)
    own = [item.levels[0].verdict for item in found.items if item.item in names]
    assert len(own) == len(names)
    counts = Tally(*(own.count(v) for v in (Verdict.MET, Verdict.MISSED, Verdict.NOT_DETERMINED)))
    return by_share(counts, share)


def items_of(sample: Sample, events: list[Event], look: Evaluation) -> set[str]:
    """Return the items of a row of targets, by name."""
    return {
        name
        for ticket, own in by_ticket(events).items()
        if ticket
        for (metric_id, name), found in times_of(look.items(ticket, own)).items()
        if (metric_id, found.priority, found.row) == (sample.metric, sample.priority, sample.row)
    }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(agreements(), several(), st.data())
def test_the_tightest_target_is_kept_when_measured_and_a_microsecond_less_is_not(
    terms, events, data
):
    when, known_at = data.draw(looks(events))
    draft = Agreement.model_validate(terms)
    laid = lay(draft, census(events, at=when, known_at=known_at))
    replayed = replay(laid, events, at=when, known_at=known_at)
    customer = [one for one in events if not one.ticket]
    look = Evaluation(laid.history, customer, when, known_at)

    for sample in replayed.samples:
        names = items_of(sample, events, look)
        for line, level in enumerate(row_of(draft, sample).levels):
            share = level.share.fraction
            tightest = sample.times.tightest(share)

            def told(target, line=line, sample=sample, share=share, names=names):
                own = alone(laid.terms, sample, line, target)
                return verdict_under(own, names, share, events, when, known_at)

            if tightest is None:
                assert told(10**14) is not PeriodVerdict.MET
                continue
            assert told(tightest) is PeriodVerdict.MET
            if tightest > 1:
                assert told(tightest - 1) is not PeriodVerdict.MET


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(agreements(), several(), st.data())
def test_an_agreement_replayed_over_its_own_time_is_its_measurement(terms, events, data):
    when, known_at = data.draw(looks(events))
    draft = Agreement.model_validate(terms)
    found = measure(History([draft]), events, at=when, known_at=known_at)

    laid = lay(draft, census(events, at=when, known_at=known_at), [draft])
    replayed = replay(laid, events, at=when, known_at=known_at)

    assert replayed.metrics == tuple(replace(one, items=()) for one in found.metrics)
    late = {(i.metric, i.item) for i in found.items if Verdict.MISSED in verdicts(i)}
    assert {(one.metric, one.item) for one in replayed.missed} == late


def verdicts(item: ItemOutcome) -> list[Verdict]:
    return [level.verdict for level in item.levels]


def example() -> tuple[Agreement, list[Event]]:
    found = read((ROOT / "examples/month/agreement.yaml").read_text("utf-8")).agreement
    assert found is not None
    return found, list(read_export([ROOT / "examples/month/events.csv"]).events)


def test_the_example_month_replayed_is_the_example_month_measured():
    draft, events = example()
    measured = measure(History([draft]), events, at=MAY, known_at=MAY)

    replayed = replay(
        lay(draft, census(events, at=MAY, known_at=MAY)), events, at=MAY, known_at=MAY
    )

    counts = {(m.metric, m.period.label): m.lines for m in replayed.metrics}
    for one in measured.metrics:
        assert counts[one.metric, one.period.label] == one.lines


def replayed_over(draft: Agreement, events: list[Event], when: Instant = MAY) -> Replayed:
    """Return a draft laid over events and replayed, known as of one instant."""
    laid = lay(draft, census(events, at=when, known_at=when))
    return replay(laid, events, at=when, known_at=when)


def answered(number: int, minutes: int, **said: str) -> list[Event]:
    """Return a call of 10 March at nine, answered after so many minutes."""
    ends = f"03-10 {9 + minutes // 60:02}:{minutes % 60:02}"
    return [
        event("03-10 09:00", "reported", ticket=f"T{number}", **{"priority": "P1", **said}),
        event(ends, "resolved", ticket=f"T{number}", by="provider"),
    ]


def test_a_finding_has_the_round_target_and_what_each_period_would_have_needed():
    events = [one for n in range(10) for one in answered(n, 10 + 7 * n)]
    events += [
        event("04-10 09:00", "reported", ticket="L", priority="P1"),
        event("04-10 12:00", "resolved", ticket="L", by="provider"),
    ]

    first, last = findings(replayed_over(agreement(metric()), events))

    assert (first.share.text, first.items, first.ended) == ("90 %", 11, 11)
    assert first.tightest == (10 + 7 * 9) * 60_000_000
    assert first.round_ == Budget.parse("75 min")
    assert first.by_period == {"2026-03": 66 * 60_000_000, "2026-04": 180 * 60_000_000}
    assert first.every_period == 180 * 60_000_000
    assert (first.too_few, first.fewest) == (True, 36)
    assert (last.share.text, last.tightest, last.fewest) == ("100 %", 180 * 60_000_000, None)


def test_in_business_days_as_the_draft_writes_them():
    targets = {
        "P1": row("support", ("90 %", "2 business days")),
        "P2": "none",
        "P3": "none",
        "P4": "none",
    }
    draft = agreement(metric(targets=targets))
    events = answered(1, 130)

    (found,) = findings(replayed_over(draft, events))

    assert found.round_ == Budget.parse("0.5 business days")


def test_a_period_that_nothing_would_have_kept_leaves_no_target_for_all():
    events = [
        *answered(1, 30),
        event("03-10 09:00", "reported", ticket="T2", priority="P1"),
        event("03-11 09:00", "closed", ticket="T2", by="provider"),
    ]
    draft = agreement(metric())

    found = next(findings(replayed_over(draft, events)))

    assert (found.tightest, found.round_, found.every_period) == (None, None, None)


def test_what_falls_into_other_periods_can_be_left_out():
    events = [*answered(1, 200), event("04-10 09:00", "reported", ticket="L", priority="P1")]
    whole = replayed_over(agreement(metric()), events)

    march = whole.within("2026-03".__eq__)

    assert {one.period.label for one in march.metrics} == {"2026-03"}
    assert [one.item for one in march.missed] == ["T1"]
    assert [len(sample.times) for sample in march.samples] == [1]
    assert len(whole.missed) == 2
    assert whole.within("2025".__eq__).samples == ()


def test_tickets_about_which_nothing_is_promised_are_named_by_the_reason():
    events = [
        event("03-10 09:00", "reported", ticket="A", priority="P4"),
        event("03-10 09:00", "reported", ticket="B", priority="P1", customer="D"),
        event("03-10 09:00", "reported", ticket="C", priority="P1", customer="C"),
    ]
    replayed = replayed_over(agreement(metric()), events)

    found = [(one.why, one.ticket, one.customer) for one in replayed.unmatched]
    assert found == [("in-no-metric", "A", ""), ("other-customer", "B", "D")]
    assert replayed.within("2026-03".__eq__).unmatched == replayed.unmatched
    assert replayed.within("2026-04".__eq__).unmatched == ()


def test_an_item_that_is_excluded_or_never_started_needed_nothing():
    events = [
        *answered(1, 30),
        event("03-10 09:10", "excluded", ticket="T1", exclusion="power-cut", evidence="a note"),
        event("03-10 09:00", "reported", ticket="T2", priority="P1", channel="pigeon"),
        event("03-10 09:00", "reported", ticket="T3", priority="P9", channel="phone"),
    ]
    terms = metric(start={"event": "validly-logged", "source": "the desk"})

    assert replayed_over(agreement(terms), events).samples == ()
