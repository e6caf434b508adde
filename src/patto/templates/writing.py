"""Writing the file of an agreement from a template and what its owner answered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from patto.kernel.agreement.nodes import Mapping, Path
from patto.kernel.agreement.writing import Plain
from patto.kernel.agreement.yaml import compose
from patto.kernel.zones import TZDATA_RELEASE
from patto.language.words import Words
from patto.templates.answers import (
    FIELDS,
    NOBODYS,
    Answers,
    AnswersError,
    AnswerTrouble,
    PatronDay,
    check,
)
from patto.templates.filling import fill, leaves
from patto.templates.holidays import public_holidays
from patto.templates.moving import moved, weeks_clear
from patto.templates.shelf import text_of

START: Final[Path] = ("agreement", "effective", "start")
FEE: Final = "monthly-fee"
"""The id of the fee that the answer about it is for."""

_CUSTOMER: Final[Path] = ("parties", "customer", "name")
_PROVIDER: Final[Path] = ("parties", "provider", "name")
_LAW: Final[Path] = ("legal", "law")

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)( \d\d:\d\d(?::\d\d)?)?", re.ASCII)
_ID_LENGTH: Final = 40

# The town whose patron stands in the templates is the one that their provider is in.
_PATRONS: Final = {"it": PatronDay(12, 7, "Sant'Ambrogio")}
_COUNTRIES: Final = {"it": "IT"}
_COUNTRY: Final = "IE"


def write(profile: str, language: str, answers: Answers, *, today: date) -> str:
    """Return the text of an agreement's file: a template with the answers written in.

    Where no start was answered it is the first day of the month after `today`.

    :raises KeyError: if there is no such profile in that language
    :raises AnswersError: if an answer cannot be used, or the profile has no place for it
    """
    check(answers)
    text = text_of(profile, language)
    places = asked(profile, language)
    given = tuple(name for name in FIELDS if getattr(answers, name) is not None)
    if any(name not in places for name in given):
        raise AnswersError(
            tuple(AnswerTrouble(name, "no-place", {}) for name in given if name not in places)
        )
    filled = _Filled(
        _root(profile, language), language, _completed(profile, language, answers, today)
    )
    answered = {path for name in given for path in filled.places(name)}
    return fill(text, dict(filled.values()), answered)


def asked(profile: str, language: str) -> tuple[str, ...]:
    """Return the fields that a profile has a place for, in the order in which they are asked.

    :raises KeyError: if there is no such profile in that language
    """
    stated = _root(profile, language).value
    closing = any(isinstance(one.get("closed_days"), list) for one in stated["calendars"].values())
    absent = {
        "fee": _fee_path(stated) is None,
        "country": not closing and "legal" not in stated,
        "patron_day": not closing,
    }
    return tuple(name for name in FIELDS if not absent.get(name, False))


def usual(profile: str, language: str, *, today: date) -> Answers:
    """Return the usual answers of a profile, for a form to begin with.

    :raises KeyError: if there is no such profile in that language
    """
    return _completed(profile, language, Answers(), today)


def _completed(profile: str, language: str, answers: Answers, today: date) -> Answers:
    """Return the answers with the usual one for each that was not given and has a place."""
    stated = _root(profile, language).value
    fee = _fee_path(stated)
    of_template: dict[str, Any] = {
        "provider": stated["parties"]["provider"]["name"],
        "customer": stated["parties"]["customer"]["name"],
        "start": _next_month(today),
        "zone": stated["agreement"]["zone"],
        "fee": Decimal(_value_at(stated, fee).partition(" ")[0]) if fee else None,
        "country": stated.get("legal", {}).get("law", _COUNTRIES.get(language, _COUNTRY)),
        "patron_day": _PATRONS.get(language, NOBODYS),
    }
    given = {name: getattr(answers, name) for name in FIELDS}
    places = asked(profile, language)
    return replace(
        Answers(),
        **{
            name: of_template[name] if value is None else value
            for name, value in given.items()
            if name in places
        },
    )


@dataclass(frozen=True, slots=True)
class _Filled:
    """The values that answers, of which none is missing, put into a template."""

    root: Mapping
    language: str
    answers: Answers

    @property
    def start(self) -> date:
        return self.answers.start or date.min

    def places(self, field: str) -> list[Path]:
        """Return where the answer of a field itself stands."""
        fee = _fee_path(self.root.value)
        found: dict[str, list[Path]] = {
            "provider": [_PROVIDER],
            "customer": [_CUSTOMER],
            "start": [START, ("term", "start")],
            "zone": [("agreement", "zone")],
            "fee": [fee] if fee else [],
            "country": [_LAW],
            "patron_day": [
                ("calendars", name, "dates_from", "patron_day") for name in self._closing()
            ],
        }
        return found[field]

    def values(self) -> Iterator[tuple[Path, Plain]]:
        """Yield every value that is put in, with its path."""
        stated, answers = self.root.value, self.answers
        customer = str(answers.customer).strip()
        yield _PROVIDER, str(answers.provider).strip()
        yield _CUSTOMER, customer
        if isinstance(stated["parties"]["customer"]["known_as"], list):
            yield ("parties", "customer", "known_as", 0), customer
        yield ("agreement", "id"), agreement_id(customer, self.start)
        yield ("agreement", "tzdata"), TZDATA_RELEASE
        if (fee := _fee_path(stated)) is not None:
            currency = _value_at(stated, fee).partition(" ")[2]
            yield fee, f"{answers.fee:.2f} {currency}"
        if "legal" in stated:
            yield _LAW, str(answers.country)
        yield from self._zones()
        yield from self._calendars()
        yield from self._dates()

    def _zones(self) -> Iterator[tuple[Path, Plain]]:
        zone = str(self.answers.zone)
        yield ("agreement", "zone"), zone
        for name in self.root.value["calendars"]:
            yield ("calendars", name, "zone"), zone

    def _calendars(self) -> Iterator[tuple[Path, Plain]]:
        """Yield the closed days of each calendar that has some, and where they came from."""
        closed = self._closed_days()
        days: list[Plain] = [
            {"date": day.isoformat(), "name": name} for day, name in closed.items()
        ]
        for name in self._closing():
            at = ("calendars", name)
            yield (*at, "closed_days"), days
            yield (*at, "stated_until"), date(self.start.year + 1, 12, 31).isoformat()
            if isinstance(self.root.value["calendars"][name]["dates_from"], dict):
                yield (*at, "dates_from", "holidays"), self._country_told()
                yield (*at, "dates_from", "patron_day"), self._patron_told()

    def _closing(self) -> list[str]:
        calendars = self.root.value["calendars"]
        return [name for name, one in calendars.items() if isinstance(one["closed_days"], list)]

    def _closed_days(self) -> dict[date, str]:
        """Return the closed days of the year of the start and the next, in order."""
        say = Words(self.language).say
        found: dict[date, str] = {}
        for year in (self.start.year, self.start.year + 1):
            patron = self.answers.patron_day
            if isinstance(patron, PatronDay):
                found[date(year, patron.month, patron.day)] = self._patron_name(patron)
            for day, key in public_holidays(str(self.answers.country), year).items():
                found[day] = say(f"holiday.{key}")
        return dict(sorted(found.items()))

    def _patron_name(self, patron: PatronDay) -> str:
        return patron.name or Words(self.language).say("holiday.patron")

    def _country_told(self) -> str:
        from patto.language import formats  # noqa: PLC0415  # reading a template needs no Babel

        return str(formats.locale(self.language).territories[self.answers.country])

    def _patron_told(self) -> str:
        from patto.language import formats  # noqa: PLC0415  # the same

        patron = self.answers.patron_day
        if not isinstance(patron, PatronDay):
            return NOBODYS
        day = formats.day(self.language, date(2001, patron.month, patron.day), "d MMMM")
        return f"{day}, {self._patron_name(patron)}"

    def _dates(self) -> Iterator[tuple[Path, Plain]]:
        """Yield every date that moves with the start: those of examples by whole weeks."""
        base = date.fromisoformat(_value_at(self.root.value, START))
        examples: dict[Path, list[tuple[Path, str]]] = {}
        for path, node in leaves(self.root):
            text = str(node.value)
            if _is_of_example(path) and _MOMENT.fullmatch(text):
                examples.setdefault(path[:4], []).append((path, text))
            elif path[0] != "calendars" and _DATE.fullmatch(text):
                yield path, moved(date.fromisoformat(text), base, self.start).isoformat()
        for moments in examples.values():
            yield from self._example(moments, base)

    def _example(
        self, moments: Iterable[tuple[Path, str]], base: date
    ) -> Iterator[tuple[Path, Plain]]:
        moments = list(moments)
        days = [date.fromisoformat(text[:10]) for _, text in moments]
        zone = str(self.answers.zone)
        weeks = weeks_clear(days, base, self.start, self._closed_days(), zone)
        for (path, text), day in zip(moments, days, strict=True):
            later = date.fromordinal(day.toordinal() + 7 * weeks)
            yield path, later.isoformat() + text[10:]


def agreement_id(customer: str, start: date) -> str:
    """Return a name for an agreement, of its customer and the year of its start: `ROSSI-2027`."""
    plain = unicodedata.normalize("NFKD", customer).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Z0-9]+", re.sub(r"['.]", "", plain.upper()))
    name = "-".join(words)[:_ID_LENGTH].strip("-") or "AGREEMENT"
    return f"{name}-{start.year}"


def _is_of_example(path: Path) -> bool:
    return path[0] == "metrics" and path[2:3] == ("examples",)


def _next_month(today: date) -> date:
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


def _fee_path(stated: dict[str, Any]) -> Path | None:
    charges = stated.get("charges")
    fees = charges["fees"] if isinstance(charges, dict) else None
    for number, fee in enumerate(fees if isinstance(fees, list) else ()):
        if fee["id"] == FEE:
            return ("charges", "fees", number, "amount")
    return None


@cache
def _root(profile: str, language: str) -> Mapping:
    root = compose(text_of(profile, language)).root
    if not isinstance(root, Mapping):
        raise TypeError(f"the template {language}/{profile} cannot be read")
    return root


def _value_at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value
