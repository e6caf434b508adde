"""When help is given: support hours with the year's closed days, clocks, help outside hours."""

from __future__ import annotations

from patto.documents.contract.drafting import Drafting
from patto.documents.contract.tree import Block, Chapter, Clause, Fields, Para, Table
from patto.documents.contract.year import years
from patto.kernel.agreement.calendars import AllOf, AnyOf, CalendarTerms, ClockTerms
from patto.kernel.agreement.clauses.out_of_hours import (
    Billing,
    BoughtOption,
    OutOfHours,
    OutOfHoursWindow,
)
from patto.kernel.instants import parse


def hours(d: Drafting) -> Chapter:
    """Return every calendar with its closed days, and every clock."""
    terms = d.agreement
    clauses = [_calendar(name, one, d) for name, one in terms.calendars.items()]
    clauses += [_clock(name, one, d) for name, one in (terms.clocks or {}).items()]
    return Chapter("hours", d.say("chapter.hours"), tuple(clauses), (Para(d.say("hours.intro")),))


def out_of_hours(part: OutOfHours | None, d: Drafting) -> Chapter:
    """Return what is done outside support hours and at what price; `None`: nothing is offered."""
    if part is None:
        clauses = [d.text("out-of-hours", "not-offered", d.say("out-of-hours.not-offered"))]
    else:
        clauses = [_window(one, d) for one in part.windows]
        clauses += [_option(one, d) for one in part.options or ()]
        clauses += [
            d.text("out-of-hours-ordered", "ordered-by", part.ordered_by),
            d.text("out-of-hours-agreed", "price-agreed", part.agreed),
            d.text("out-of-hours-otherwise", "otherwise", part.otherwise),
        ]
    return Chapter("out_of_hours", d.say("chapter.out_of_hours"), tuple(clauses))


def weekly(part: CalendarTerms, d: Drafting) -> tuple[tuple[str, str], ...]:
    """Return the weekly hours, each run of weekdays with its hours."""
    return tuple(
        (d.weekdays(run), d.intervals(intervals)) for run, intervals in part.weekly.items()
    )


def _calendar(name: str, part: CalendarTerms, d: Drafting) -> Clause:
    blocks: list[Block] = [
        Para(d.say("hours.zone", zone=part.zone)),
        Fields(weekly(part, d)),
        *_exceptions(part, d),
    ]
    if part.business_day is not None:
        blocks.append(Para(d.say("hours.business-day", length=d.titles.budget(part.business_day))))
    blocks += _origin(part, d)
    if part.closed_days or part.day_hours:
        blocks += years(name, d)
    return Clause(f"calendar-{name}", part.title, tuple(blocks))


def _exceptions(part: CalendarTerms, d: Drafting) -> list[Block]:
    """Return the days that differ, each with its date and why."""
    closed = [
        (day.date, (d.words.date(day.date), d.say("hours.closed"), day.name))
        for day in part.closed_days or ()
    ]
    own = [
        (day.date, (d.words.date(day.date), d.intervals(day.hours), day.name))
        for day in part.day_hours or ()
    ]
    away = [
        (
            d.say(
                "hours.span",
                start=d.words.instant(parse(one.start), part.zone),
                end=d.words.instant(parse(one.end), part.zone),
            ),
            d.say("hours.closed"),
            one.name,
        )
        for one in part.closures or ()
    ]
    if not (closed or own or away):
        return [Para(d.say("hours.no-exceptions"))]
    head = (d.say("column.date"), d.say("column.hours"), d.say("column.why"))
    rows = tuple(row for _, row in sorted((*closed, *own)))
    return [Table(d.say("hours.exceptions"), head, (*rows, *away), (4, 3, 5))]


def _origin(part: CalendarTerms, d: Drafting) -> list[Block]:
    """Return where the closed days came from, and until when they are stated."""
    told = []
    if part.dates_from is not None:
        origin = part.dates_from
        told += [
            d.say("hours.holidays", what=origin.holidays) if origin.holidays else "",
            d.say("hours.patron", what=origin.patron_day) if origin.patron_day else "",
            d.say("hours.shutdown", what=origin.shutdown) if origin.shutdown else "",
            d.say("hours.source", what=origin.source),
        ]
    if part.stated_until == "always":
        told.append(d.say("hours.always"))
    else:
        told.append(d.say("hours.until", date=d.date(part.stated_until)))
    if part.coming_year is not None:
        coming = part.coming_year
        told.append(d.say("hours.coming", rule=coming.rule, notice=coming.notice))
    return [Para(" ".join(one for one in told if one))]


def _clock(name: str, part: ClockTerms, d: Drafting) -> Clause:
    if isinstance(part.hours, AllOf):
        made = d.say("clock.all-of", calendars=d.listing(map(d.clock, part.hours.all_of)))
    elif isinstance(part.hours, AnyOf):
        made = d.say("clock.any-of", calendars=d.listing(map(d.clock, part.hours.any_of)))
    else:
        made = d.say("clock.hours", calendar=d.clock(part.hours))
    told = [
        made,
        d.say("clock.access", calendars=d.listing(map(d.clock, part.site_access)))
        if part.site_access is not None else "",
        d.say(f"clock.maintenance.{part.maintenance}"),
        d.say("hours.business-day", length=d.titles.budget(part.business_day))
        if part.business_day is not None else "",
    ]  # fmt: skip
    title = d.say("title.clock", title=part.title)
    return Clause(f"clock-{name}", title, (Para(" ".join(one for one in told if one)),))


def billing(part: Billing, d: Drafting) -> str:
    """Return how worked time is made into charged time."""
    minimum = d.work(part.minimum) if part.minimum is not None else ""
    rounding = d.word("rounding", part.rounding)
    return d.say(
        "billing", minimum=minimum, increment=d.work(part.increment), rounding=rounding
    )  # fmt: skip


def _window(one: OutOfHoursWindow, d: Drafting) -> Clause:
    rows = [
        *d.field("open", d.clock(one.calendar)),
        *d.field("price", d.worth(one.price)),
        *d.field("billing", billing(one.billing, d)),
    ]
    if one.call_out is not None:
        out = one.call_out
        radius = d.distance(out.radius) if out.radius is not None else ""
        beyond = d.worth(out.beyond) if out.beyond is not None else ""
        price = d.worth(out.price)
        told = d.say("out-of-hours.call-out", price=price, radius=radius, beyond=beyond)
        rows += d.field("call-out", told)
    else:
        rows += d.field("call-out", d.say("out-of-hours.no-call-out"))
    rows += d.field("levels", one.levels)
    return Clause(f"out-of-hours-{one.id}", one.title, (Fields(tuple(rows)),))


def _option(one: BoughtOption, d: Drafting) -> Clause:
    rows = [
        *d.field("bought-by", d.word("bought-by", one.bought_by)),
        *d.field("opens", d.clock(one.calendar) if one.calendar is not None else None),
        *d.field("price", d.worth(one.price)),
        *d.field("beforehand", d.notice(one.notice) if one.notice is not None else d.say("none")),
        *d.field("covers", one.covers),
    ]
    title = d.say("title.option", title=one.title)
    return Clause(f"option-{one.id}", title, (Fields(tuple(rows)),))
