"""What contradicts itself in an agreement whose parts all have their form: one file a group."""

from __future__ import annotations

from collections.abc import Iterator

from patto.kernel.agreement.calendars import ALWAYS
from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.consistency import (
    calendars,
    clauses,
    desk,
    figures,
    lengths,
    money,
    names,
    starts,
    targets,
    worked,
)
from patto.kernel.agreement.consistency.draft import Draft
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Places
from patto.kernel.errors import Problem


def inconsistencies(agreement: Agreement, places: Places) -> Iterator[Problem]:
    """Yield every problem between the parts of an agreement.

    What needs hours to be laid out is asked only of calendars and clocks that are sound so far.
    """
    draft = Draft(agreement, places)
    yield from names.given_once(draft)
    yield from names.all_known(draft)
    yield from names.events_known(draft)
    yield from desk.identity_holds(draft)
    yield from desk.matrix_complete(draft)
    yield from targets.every_priority_has_a_target(draft)
    yield from targets.rows_end_with_always(draft)
    yield from targets.lines_agree(draft)
    yield from targets.small_samples_promise(draft)
    yield from targets.metrics_have_examples(draft)
    yield from _beside_tickets(draft)
    yield from _hours(draft)


def _beside_tickets(draft: Draft) -> Iterator[Problem]:
    yield from figures.figures_can_be(draft)
    yield from money.one_currency(draft)
    yield from money.prices_end(draft)
    yield from money.bands_join(draft)
    yield from money.remedies_fit(draft)
    yield from money.remedies_name_their_line(draft)
    yield from money.remedies_are_used(draft)
    yield from clauses.dates_follow(draft)
    yield from clauses.chronic_failure_can_be(draft)
    yield from starts.term_agrees(draft)
    yield from starts.nothing_falls_before_start(draft)
    yield from starts.nothing_has_run_out(draft)


def _hours(draft: Draft) -> Iterator[Problem]:
    yield from calendars.zones_exist(draft)
    yield from calendars.hours_make_sense(draft)
    yield from calendars.days_are_stated(draft)
    compiled = Compiled(draft.agreement)
    sound = calendars.sound_calendars(draft, compiled)
    clocks = calendars.sound_clocks(draft, sound)
    yield from targets.levels_rise(draft, clocks, compiled)
    yield from targets.business_days_have_a_length(draft, clocks, compiled)
    yield from figures.recoveries_rise(draft, clocks, compiled)
    yield from worked.figures_come_out(draft, clocks, compiled)
    if ALWAYS in sound:
        never = tuple(calendars.calendars_open(draft, sound, compiled))
        yield from never
        closed = {problem.parameters["calendar"] for problem in never}
        open_clocks = calendars.sound_clocks(draft, [name for name in sound if name not in closed])
        yield from calendars.clocks_open(draft, open_clocks, compiled)
        yield from targets.targets_are_reached(draft, open_clocks, compiled)
        yield from lengths.business_days_fit(draft, open_clocks, compiled)
        yield from lengths.maintenance_cap_fits(draft, open_clocks, compiled)
