"""An agreement of the demonstration that is one of the templates, filled in for a customer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from patto.demo.holidays import PATRON, closed_days
from patto.demo.writing import Sides
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.writing import Plain
from patto.kernel.agreement.yaml import compose
from patto.templates.answers import Answers, PatronDay
from patto.templates.filling import fill, leaves
from patto.templates.shelf import PROFILES
from patto.templates.writing import agreement_id, write

_OFFICE: Final = ("calendars", "office")
_INSTEAD: Final = tuple((re.compile(pattern), instead) for pattern, instead in (
    (r"Gestionali Esempio S\.r\.l\.|Contabilità Esempio S\.r\.l\.|Example (?:Software|Ledgers) Ltd",
     "Contabile Software S.r.l."),
    (r"0[12] \d+ (?:0002|0199), (?:contratto|contract) 0000-00", "049 555 0177, C-4410"),
    (r"0[12] \d+ (?:0000|0140)", "049 555 0100"),
    (r"0[12] \d+ 0002, (codice cliente|customer number) 0000", r"049 555 0126, \1 5512"),
    (r"0[12] 555 0199", "049 555 0177"),
    (r"via del Cliente 10, 20122 Milano|10 Customer Road, Dublin 4", "{seat}"),
    (r"via Esempio 1, 20121 Milano|1 Example Street, Dublin 2", "Via San Crispino 46, Padova"),
    (r"\b(?:fornitore|provider)(?=\.example|@)", "nordest"),
    (r"\b(?:cliente|customer)(?=\.example|@)", "{address}"),
    (r"(?:Costruttore Esempio S\.p\.A\.|Example Maker Ltd) \(\w+ 00-0000\)",
     "Padana Server S.p.A. (55-0112)"),
    (r"Centro Dati Esempio S\.p\.A\.|Example Data Centre Ltd", "Centro Dati del Brenta S.p.A."),
    (r"Assicurazioni Esempio S\.p\.A\.|Example Insurance plc", "Assicurazioni Euganee S.p.A."),
    (r"I[TE] 0{7,}(?:AA)?", "IT 00000550100"),
    (r"I[TE] 1{7,}(?:AA)?", "IT 00000550140"),
    (r"MI-0+|no\. 0+", "PD-555100"),
    (r"MI-1+|no\. 1+", "PD-555140"),
    (r"\b(?:Milano|Dublin)\b", "Padova"),
))  # fmt: skip
"""What a template invents, and what the demonstration invents in its place."""


def is_template(kind: str) -> bool:
    """Return whether a kind of agreement is one of the templates."""
    return kind in PROFILES


def borrowed(
    kind: str, language: str, sides: Sides, *, start: date, first: date, version: int = 1
) -> str:
    """Return the text of a version that governs from a date on; `patto check` finds no error.

    `first` is the day from which the first version did.
    """
    answers = Answers(
        provider=sides.provider,
        customer=sides.customer,
        start=start,
        zone=sides.zone,
        country="IT",
        patron_day=PatronDay(*PATRON, closed_name(language)),
    )
    text = write(kind, language, answers, today=start)
    root = compose(text).root
    assert root is not None  # noqa: S101  # it has just been written
    values: dict[Path, Plain] = {}
    for path, node in leaves(root):
        told = _instead(str(node.value), path, sides)
        if told != str(node.value):
            values[path] = told
    return fill(text, values | dict(_of_version(sides, language, start, first, version)))


def closed_name(language: str) -> str:
    """Return what the day of the patron is called."""
    year = 2001
    return next(name for day, name in closed_days(range(year, year + 1), language)
                if (day.month, day.day) == PATRON)  # fmt: skip


def _of_version(
    sides: Sides, language: str, start: date, first: date, version: int
) -> Iterator[tuple[Path, Plain]]:
    """Yield what a later version keeps of the first, and days for longer than a template has."""
    if version > 1:
        yield ("agreement", "id"), agreement_id(sides.customer, first)
        yield ("agreement", "version"), version
        yield ("agreement", "supersedes"), version - 1
        yield ("term", "start"), first.isoformat()
    closed = closed_days(range(start.year, start.year + 4), language)
    days: list[Plain] = [{"date": day.isoformat(), "name": name} for day, name in closed]
    yield (*_OFFICE, "closed_days"), days
    yield (*_OFFICE, "stated_until"), f"{start.year + 3}-12-31"


def _instead(value: str, path: Path, sides: Sides) -> str:
    """Return what stands in the demonstration where a template has a value."""
    if path[:2] in {("parties", "provider"), ("parties", "customer")}:
        person = sides.signs if path[1] == "provider" else sides.decides
        if path[-1] == "attention" or (path[3:4] == ("signatories",) and path[-1] == "name"):
            return person
    for pattern, instead in _INSTEAD:
        value = pattern.sub(instead.format(seat=sides.seat, address=sides.address), value)
    return value
