"""C07: help outside hours has no price, and nobody says that there is none."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.out_of_hours import OutOfHours
from patto.kernel.agreement.money import Multiple, Price, Rate
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that nothing is said of help outside hours, and each window without a price for it.

    An amount that is for neither an hour nor a call cannot be made into an invoice.
    """
    terms = subject.agreement.out_of_hours
    if terms is None:
        clocks = dict.fromkeys(subject.clock_title(clock) for clock in _ending(subject))
        yield Hit(("out_of_hours",), MappingProxyType({"window": ", ".join(clocks)}))
    elif isinstance(terms, OutOfHours):
        for index, window in enumerate(terms.windows):
            if not _is_for_something(subject, window.price):
                path = ("out_of_hours", "windows", index, "price")
                yield Hit(path, MappingProxyType({"window": window.title}))


def applies(subject: Subject) -> bool:
    """Return whether help outside hours is spoken of, or would be where prices are settled.

    Where every promise is counted around the clock there are no other hours.
    """
    agreement = subject.agreement
    if agreement.out_of_hours is not None:
        return True
    priced = settled(agreement.charges) is not None or subject.is_formal
    return priced and bool(_ending(subject))


def _ending(subject: Subject) -> list[str]:
    """Return the clocks of promises that do not run all the time."""
    always = subject.open("24x7")
    return [row.row.clock for row in subject.rows if always - subject.open(row.row.clock)]


def _is_for_something(subject: Subject, price: Price) -> bool:
    """Return whether a price is for an hour, a call or the like, or so many times one that is."""
    charges = settled(subject.agreement.charges)
    prices = {rate.id: rate.price for rate in (charges.rates or () if charges else ())}
    while isinstance(price, Multiple) and price.base in prices:
        price = prices[price.base]
    return isinstance(price, Rate)


RULE = ModelRule(
    id="C07",
    name="ooh-unpriced",
    severity="error",
    stake="fairness",
    source="founding case: are calls outside hours charged?",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Out of hours, at no stated price",
            what="Help outside hours (“{window}”) has no price for an hour or a call, and is not "
            "said to be unavailable.",
            why="The first night call is made in good faith by both sides, and its invoice is "
            "contested by one of them.",
            bad="Support hours: Monday to Friday, 9 to 17.",
            good="out_of_hours: not-offered; or windows, each with a price such as 1.5 x "
            "hour-of-work, a minimum of 1 h and steps of 30 min",
        ),
        "it": Told(
            title="Fuori orario, senza un prezzo",
            what="L'aiuto fuori orario («{window}») non ha un prezzo per ora o per chiamata, e non "
            "è detto che non si offra.",
            why="La prima chiamata di notte si fa in buona fede da tutte e due le parti, e la sua "
            "fattura la contesta una delle due.",
            bad="Orario di assistenza: da lunedì a venerdì, dalle 9 alle 17.",
            good="out_of_hours: not-offered; oppure finestre, ognuna con un prezzo come 1.5 x "
            "ora-di-lavoro, un minimo di 1 h e scatti di 30 min",
        ),
    },
)
