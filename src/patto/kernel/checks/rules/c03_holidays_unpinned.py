"""C03: a calendar keeps public holidays, and does not say which days these are."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.calendars import CalendarTerms
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each calendar that speaks of holidays, and each of its years without any date."""
    for name, terms in subject.agreement.calendars.items():
        wording = subject.texts.at(("calendars", name, "title"))
        speaks = terms.dates_from is not None and terms.dates_from.holidays is not None
        if speaks or (wording is not None and any(wording.all("C03.closed"))):
            years = _years_without(subject, terms)
            if years:
                told = {"calendar": terms.title, "years": ", ".join(map(str, years))}
                yield Hit(("calendars", name, "closed_days"), MappingProxyType(told))


def _years_without(subject: Subject, terms: CalendarTerms) -> list[int]:
    """Return the years of the agreement, as far as days are stated, that have no closed day.

    What remains of a year may hold none: a year counts if the first or last half of it is stated.
    """
    effective = subject.agreement.agreement.effective
    closed = {day.date.year for day in terms.closed_days or ()}
    first = effective.start.year + (effective.start.month > _HALF)
    if terms.stated_until == "always":
        return [] if closed else [first]
    end = terms.stated_until
    last = end.year - (end.month < _HALF)
    return [year for year in range(first, last + 1) if year not in closed]


_HALF = 6

RULE = ModelRule(
    id="C03",
    name="holidays-unpinned",
    severity="error",
    stake="verdict",
    source="published service levels (dolphinict: “public holidays for England”)",
    find=find,
    words={
        "en": Told(
            title="Holidays without dates",
            what="“{calendar}” keeps public holidays and lists no closed day in {years}.",
            why="Patron days, bridge days and moved holidays differ from town to town, and each "
            "moves deadlines by a day.",
            bad="Monday to Friday, except public holidays",
            good="closed_days: each date with its name, the patron day included",
        ),
        "it": Told(
            title="Festività senza date",
            what="«{calendar}» osserva le festività e non elenca giorni di chiusura nel {years}.",
            why="Patroni, ponti e feste spostate cambiano da città a città, e ognuno sposta le "
            "scadenze di un giorno.",
            bad="Da lunedì a venerdì, esclusi i festivi",
            good="closed_days: ogni data con il suo nome, compreso il patrono",
        ),
    },
)
