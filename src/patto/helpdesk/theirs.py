"""The forms of customers and what is theirs; each gives the draft that its action takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, ClassVar, Final

from django import forms

from patto.customers import opening
from patto.customers.drafts import (
    ContactDraft,
    CustomerDraft,
    Draft,
    SiteDraft,
    SupplierDraft,
    SystemDraft,
)
from patto.customers.queries import SiteRow, SupplierRow
from patto.helpdesk.forms import LongField, Spoken, ZoneField
from patto.kernel.errors import Problem
from patto.language.catalogue import languages
from patto.language.words import Words

_OF_HOURS: Final = frozenset({"interval-malformed", "weekday-malformed"})
"""What the reader of agreements says of hours that are nearly right."""
LEVELS: Final = ("high", "medium", "low")
SORTS: Final = (
    "server", "storage", "network", "line", "workplace", "printer", "telephone", "mail", "program",
    "other",
)  # fmt: skip
"""The kinds of systems that have a name in every language; another one stands as it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a form lets one choose from, and the zone of whose it is.

    `kept` is what a choice that was made before is called, though it is offered no more.
    """

    sites: Sequence[SiteRow] = ()
    suppliers: Sequence[SupplierRow] = ()
    items: Sequence[tuple[str, str]] = ()
    zone: str = "UTC"
    kept: Mapping[str, str] = field(default_factory=dict)


class DayField(forms.DateField):
    """A day, as a browser takes it in every language: `2027-01-31`."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Theirs(Spoken):
    """A form that gives a draft."""

    makes: ClassVar[type[Draft]]

    def __init__(self, *args: Any, words: Words, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.offered = offered
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the reader's language and on what is there to choose."""

    def offer(self, name: str, values: Sequence[tuple[object, str]]) -> None:
        """Let a field be one of some values, and what it is already, whatever that is."""
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  # it is declared as one
        now = self.initial.get(name)
        known = {value for value, _ in values}
        kept = [] if now in {None, "", *known} else [(now, self.offered.kept.get(name, str(now)))]
        found.choices = [*values, *kept]

    def told(self) -> dict[str, Any]:
        """Return what the form says of each part of a draft."""
        names = {one.name for one in fields(self.makes)}
        return {name: value for name, value in self.cleaned_data.items() if name in names}

    def draft(self) -> Any:
        """Return the draft that the form says."""
        return self.makes(**self.told())

    def hinted(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Yield the fields that are shown, each with its hint."""
        for one in self.visible_fields():
            key = f"customers.hint.{one.name}"
            yield one, self.words.say(key) if self.words.knows(key) else ""


class CustomerForm(Theirs):
    """A customer."""

    makes = CustomerDraft
    name = forms.CharField(max_length=200)
    language = forms.ChoiceField()
    zone = ZoneField(max_length=64)
    note = LongField(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self) -> None:
        """Fill in what depends on the reader's language."""
        self.choose("language", "desk.language", languages())
        self.fields["zone"].error_messages["unknown"] = self.words.say("desk.form.zone-unknown")


class SupplierForm(Theirs):
    """A supplier."""

    makes = SupplierDraft
    name = forms.CharField(max_length=200)
    telephone = forms.CharField(required=False, max_length=60)
    email = forms.EmailField(required=False, max_length=254)
    contract = forms.CharField(required=False, max_length=200)
    hours = forms.CharField(required=False, max_length=200)


class SiteForm(Theirs):
    """A site."""

    makes = SiteDraft
    name = forms.CharField(max_length=200)
    address = forms.CharField(required=False, max_length=300)
    hours = LongField(required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))
    closed = LongField(required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}))
    access = forms.CharField(required=False, max_length=300)
    note = LongField(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self) -> None:
        """Call the hours what they are of a site, not of a supplier."""
        self.fields["hours"].label = self.words.say("customers.label.site-hours")
        self.fields["access"].label = self.words.say("customers.label.access")

    def clean_hours(self) -> str:
        """Return the weekly hours as an agreement writes them, or refuse them."""
        text = opening.in_notation(self.cleaned_data["hours"])
        _, wrong = opening.read_hours(text, self.offered.zone)
        if wrong is not None:
            raise forms.ValidationError(self._why(wrong, text.splitlines()))
        return text

    def _why(self, wrong: Problem, lines: Sequence[str]) -> str:
        """Return what is wrong with hours; a line that is no hours at all is quoted."""
        line = wrong.place.line
        told = {"line": str(line or ""), "why": self.words.problem(wrong).what}
        if line and wrong.code not in _OF_HOURS:
            told["why"] = self.words.say("customers.wrong.written", written=lines[line - 1])
        return self.words.say("customers.wrong.hours", **told)

    def clean_closed(self) -> str:
        """Return the days off as they are kept, or refuse the first line that is none."""
        given = self.cleaned_data["closed"]
        days, wrong = opening.read_off(given)
        if wrong:
            told = {"line": str(wrong[0]), "written": given.splitlines()[wrong[0] - 1].strip()}
            raise forms.ValidationError(self.words.say("customers.wrong.closed", **told))
        return opening.written_off(days)


class _Placed(Theirs):
    """A form of something that may stand at a site."""

    site_id = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def prepare(self) -> None:
        """Offer the customer's sites."""
        self.offer("site_id", [("", "—"), *((one.id, one.name) for one in self.offered.sites)])


class SystemForm(_Placed):
    """A system."""

    makes = SystemDraft
    field_order = (
        "name", "kind", "criticality", "site_id", "supplier_id", "contract", "item",
        "in_scope_since", "in_scope_until", "serial", "warranty_until", "warranty_by",
        "parts_within", "note",
    )  # fmt: skip
    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(required=False)
    criticality = forms.ChoiceField()
    supplier_id = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    contract = forms.CharField(required=False, max_length=200)
    item = forms.ChoiceField(required=False)
    in_scope_since = DayField(required=False)
    in_scope_until = DayField(required=False)
    serial = forms.CharField(required=False, max_length=100)
    warranty_until = DayField(required=False)
    warranty_by = forms.CharField(required=False, max_length=200)
    parts_within = forms.CharField(required=False, max_length=60)
    note = LongField(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self) -> None:
        """Offer the sites, the suppliers and the items of the agreement."""
        super().prepare()
        words = self.words
        self.choose("criticality", "desk.criticality", LEVELS)
        sorts = [(one, words.say(f"customers.kind.{one}")) for one in SORTS]
        self.offer("kind", [("", "—"), *sorts])
        ours = [("", words.say("desk.customers.we"))]
        self.offer("supplier_id", [*ours, *((one.id, one.name) for one in self.offered.suppliers)])
        self.offer("item", [("", words.say("desk.customers.no-item")), *self.offered.items])
        self.fields["contract"].label = words.say("customers.label.system-contract")

    def clean(self) -> dict[str, Any]:
        """Refuse a system that is out of scope before it is in."""
        told = super().clean() or {}
        since, until = told.get("in_scope_since"), told.get("in_scope_until")
        if since and until and until <= since:
            self.add_error("in_scope_until", self.words.say("customers.wrong.scope"))
        return told


class ContactForm(_Placed):
    """A contact."""

    makes = ContactDraft
    field_order = ("name", "telephone", "email", "site_id")
    name = forms.CharField(max_length=200)
    telephone = forms.CharField(required=False, max_length=60)
    email = forms.EmailField(required=False, max_length=254)
    may_report = forms.BooleanField(required=False, initial=True)
    may_decide = forms.BooleanField(required=False)
    known_as = forms.CharField(required=False, max_length=100)


class LeavingForm(Spoken):
    """The day on which something left."""

    on = DayField()

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.fields["on"].label = words.say("customers.label.left-on")


FORMS: Final[Mapping[str, type[Theirs]]] = MappingProxyType({
    "customer": CustomerForm,
    "supplier": SupplierForm,
    "site": SiteForm,
    "system": SystemForm,
    "contact": ContactForm,
})  # fmt: skip
"""The form of each kind of thing."""
