"""The forms of agreements: a file, a few answers, who signed, which system is which item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from patto.agreements import parties
from patto.agreements.signatures import SIDES, Signatory
from patto.customers.queries import CustomerRow
from patto.helpdesk.foretold import fee_of_each, foretold
from patto.helpdesk.forms import LongField, Spoken, ZoneField
from patto.language.catalogue import SOURCE, languages
from patto.language.words import Words
from patto.templates import (
    Answers,
    AnswersError,
    PatronDay,
    asked,
    profiles,
    read_answers,
    usual,
)
from patto.templates.answers import NOBODYS, YEARS
from patto.templates.shelf import languages as written_in

LONGEST: Final = 500_000
"""The most characters of an agreement's file that are taken."""
USUAL_PROFILE: Final = "standard"
_ASKED_AS: Final = {"patron_name": "patron_day"}
"""The fields that are a part of an answer."""
COUNTRIES: Final = ("IT", "IE")
_COUNTRY_OF: Final = {"Europe/Rome": "IT", "Europe/Dublin": "IE"}
"""The country whose holidays are usual in a zone, whatever the language."""
_MOST_ROWS: Final = 20
_ROWS: Final = 2
"""How many may sign for each side, if the file names no more."""


def _day(**more: Any) -> forms.DateField:
    # A browser takes a day in this form alone, whatever the reader's language.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **more)


class UploadForm(Spoken):
    """The file of an agreement, or its text."""

    section = "agreements.upload"
    file = forms.FileField(required=False)
    text = LongField(
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 16,
                "spellcheck": "false",
                "wrap": "off",
                "class": "form-control code-of",
            }
        ),
    )

    def clean_file(self) -> Any:
        """Return the file, or refuse one that is far too long to be an agreement."""
        given = self.cleaned_data["file"]
        if given is not None and given.size > LONGEST:
            told = {"length": self.words.number(given.size), "most": self.words.number(LONGEST)}
            raise forms.ValidationError(self.words.say("agreements.upload.too-long", **told))
        return given

    def stated(self) -> str:
        """Return the text that was given.

        :raises UnicodeDecodeError: if the file is not UTF-8
        """
        given = self.cleaned_data["file"]
        return str(self.cleaned_data["text"]) if given is None else given.read().decode("utf-8")


class NextForm(Spoken):
    """The day from which a new version replaces this one."""

    section = "agreements.versions"
    field_order = ("from",)

    def __init__(self, *args: Any, words: Words, after: date, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        # Beyond them nobody knows the holidays, and a version is not meant for them.
        earliest, latest = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
        following = after + timedelta(days=1)
        too_early = words.say("agreements.versions.too-early", day=words.date(after))
        day = _day(
            label=words.say("agreements.versions.from"),
            validators=[
                MinValueValidator(earliest),
                MinValueValidator(following, too_early),
                MaxValueValidator(latest),
            ],
        )
        day.widget.attrs |= {"class": "form-control", "min": max(earliest, following).isoformat()}
        self.fields["from"] = day


class AgreeForm(Spoken):
    """Who agreed for each side, in which role, on which day; with the scan if it is at hand."""

    section = "agreements.signing"
    on = _day()
    scan = forms.FileField(required=False)

    def __init__(self, *args: Any, words: Words, today: date, known: Iterable[Signatory] = (),
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, words=words, **kwargs)
        told = words.say("agreements.signing.to-come")
        self.fields["on"].validators.append(MaxValueValidator(today, told))
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        by_side = {side: [one for one in known if one.side == side] for side in SIDES}
        given = sum(f"{SIDES[0]}_name_{number}" in self.data for number in range(_MOST_ROWS))
        self._rows = max(_ROWS, given, *map(len, by_side.values()))
        for side, some in by_side.items():
            for number in range(self._rows):
                one = some[number] if number < len(some) else Signatory(side, "")
                self._ask(side, number, "name", one.name)
                self._ask(side, number, "role", one.role)

    def _ask(self, side: str, number: int, what: str, initial: str) -> None:
        key = what if number == 0 else f"other-{what}"
        self.fields[f"{side}_{what}_{number}"] = forms.CharField(
            required=False,
            max_length=200,
            initial=initial,
            label=self.words.say(f"agreements.signing.{key}"),
            widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        )

    def rows(self) -> list[tuple[str, list[tuple[Any, Any]]]]:
        """Return the fields of each side: a name and a role for each who may sign."""
        return [
            (side, [(self[f"{side}_name_{n}"], self[f"{side}_role_{n}"])
                    for n in range(self._rows)])
            for side in SIDES
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask in which role each signs."""
        told: dict[str, Any] = super().clean() or {}
        for side in SIDES:
            for number in range(self._rows):
                role = f"{side}_role_{number}"
                if told.get(f"{side}_name_{number}") and not told.get(role):
                    self.add_error(role, self.words.say("agreements.signing.no-role"))
        return told

    def signatories(self) -> tuple[Signatory, ...]:
        """Return who signed."""
        told = self.cleaned_data
        return tuple(
            Signatory(side, name, told[f"{side}_role_{number}"])
            for side in SIDES
            for number in range(self._rows)
            if (name := told[f"{side}_name_{number}"])
        )


class LinkForm(Spoken):
    """Which system stands for an item, from which day on; without one it is a new system."""

    section = "agreements.items"
    item = forms.CharField(max_length=100, label="")
    system = forms.IntegerField(required=False, min_value=1)
    since = _day()

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.words = words


class BeginForm(Spoken):
    """The few answers that a template is filled with; those that a profile asks for."""

    section = "agreements.begin.ask"
    profile = forms.ChoiceField(widget=forms.RadioSelect(attrs={"class": "form-check-input"}))
    start = _day()
    fee = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    country = forms.ChoiceField()
    patron_day = _day(required=False)
    patron_name = forms.CharField(required=False, max_length=100)

    def __init__(self, *args: Any, words: Words, customer: CustomerRow, today: date,
                 **kwargs: Any) -> None:  # fmt: skip
        self.language = language_of(customer)
        super().__init__(*args, words=words, **kwargs)
        self.customer = customer
        self.choose("profile", "agreements.begin.profile", profiles(self.language))
        self.choose("country", "agreements.begin.country", COUNTRIES)
        given = self.data.get("profile") or self.initial.get("profile")
        chosen = given if given in profiles(self.language) else USUAL_PROFILE
        usually = usual(chosen, self.language, today=today)
        self.each = fee_of_each(chosen, self.language)
        self.foretold = foretold(chosen, self.language)
        where = {"country": _COUNTRY_OF[customer.zone]} if customer.zone in _COUNTRY_OF else {}
        kept = _patron(parties.patron_day(), usually.start)
        self.initial = {"profile": chosen, **told(usually), **where, **kept, **self.initial}
        places = {"profile", *asked(chosen, self.language)}
        for name in tuple(self.fields):
            if _ASKED_AS.get(name, name) not in places:
                del self.fields[name]

    def answers(self, provider: str) -> Answers | None:
        """Return what was answered; what cannot be used is told beside its field, with `None`."""
        told = self.cleaned_data
        plain = [name for name in ("start", "fee", "country") if told.get(name)]
        texts = {name: str(told[name]) for name in plain}
        if "patron_day" in self.fields:
            day, name = told["patron_day"], told["patron_name"]
            texts["patron_day"] = f"{day:%m-%d} {name}".strip() if day else NOBODYS
        known = {"provider": provider, "customer": self.customer.name, "zone": self.customer.zone}
        try:
            return read_answers({**known, **texts})
        except AnswersError as error:
            self.refuse(error)
            return None

    def refuse(self, error: AnswersError) -> None:
        """Tell what is wrong with answers, each beside its field."""
        for one in error.troubles:
            reason = self.words.say(f"template.trouble.{one.code}", **one.told)
            self.add_error(one.field if one.field in self.fields else None, reason)


def language_of(customer: CustomerRow) -> str:
    """Return the language in which an agreement with a customer is written."""
    return customer.language if customer.language in written_in() else SOURCE


def told(answers: Answers) -> Mapping[str, str]:
    """Return usual answers as they stand in a form at first.

    The fee is left to its owner, and so is the patron: a template does not know the town.
    """
    return MappingProxyType(
        {
            "start": "" if answers.start is None else answers.start.isoformat(),
            "country": answers.country or "",
        }
    )


def _patron(patron: PatronDay | None, start: date | None) -> dict[str, str]:
    if patron is None or start is None:
        return {}
    day = date(start.year, patron.month, patron.day)
    return {"patron_day": day.isoformat(), "patron_name": patron.name}


class FirstCustomerForm(Spoken):
    """The first customer, with somebody who calls from there and where they are."""

    section = "agreements.setup.form"
    customer = forms.CharField(max_length=200)
    language = forms.ChoiceField()
    zone = ZoneField(max_length=64)
    contact = forms.CharField(required=False, max_length=200)
    telephone = forms.CharField(required=False, max_length=60)
    email = forms.EmailField(required=False, max_length=254)
    may_decide = forms.BooleanField(required=False)
    site = forms.CharField(required=False, max_length=200)
    address = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.choose("language", "desk.language", languages())
        self.fields["zone"].error_messages["unknown"] = words.say("desk.form.zone-unknown")

    def clean(self) -> dict[str, Any]:
        """Let a telephone or an address alone be the customer's own."""
        told: dict[str, Any] = super().clean() or {}
        if (told.get("telephone") or told.get("email")) and not told.get("contact"):
            told["contact"] = told.get("customer", "")
        return told
