"""The forms of customers and what is theirs; each gives the draft that its action takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, ClassVar

from django import forms

from patto.customers.drafts import (
    ContactDraft,
    CustomerDraft,
    SiteDraft,
    SupplierDraft,
    SystemDraft,
)
from patto.customers.queries import SiteRow, SupplierRow
from patto.helpdesk.forms import Spoken, ZoneField
from patto.language.catalogue import languages
from patto.language.words import Words

LEVELS = ("high", "medium", "low")


class Theirs(Spoken):
    """A form that gives a draft."""

    kind: ClassVar[type]

    def draft(self) -> Any:
        """Return the draft that the form says."""
        told = {one.name for one in fields(self.kind)}
        return self.kind(**{n: v for n, v in self.cleaned_data.items() if n in told})


class CustomerForm(Theirs):
    """A customer."""

    kind = CustomerDraft
    name = forms.CharField(max_length=200)
    language = forms.ChoiceField()
    zone = ZoneField(max_length=64)
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.choose("language", "desk.language", languages())
        self.fields["zone"].error_messages["unknown"] = words.say("desk.form.zone-unknown")


class SupplierForm(Theirs):
    """A supplier."""

    kind = SupplierDraft
    name = forms.CharField(max_length=200)
    telephone = forms.CharField(required=False, max_length=60)
    email = forms.EmailField(required=False, max_length=254)
    contract = forms.CharField(required=False, max_length=200)
    hours = forms.CharField(required=False, max_length=200)


class SiteForm(Theirs):
    """A site."""

    kind = SiteDraft
    name = forms.CharField(max_length=200)
    address = forms.CharField(required=False, max_length=300)
    access = forms.CharField(required=False, max_length=300)
    holidays = forms.CharField(required=False, max_length=300)
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))


class _Placed(Theirs):
    """A form of something that may stand at a site."""

    site_id = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, words: Words, sites: Sequence[SiteRow], **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.offer("site_id", [("", "—"), *((one.id, one.name) for one in sites)])

    def offer(self, name: str, values: Sequence[tuple[object, str]]) -> None:
        """Let a field be one of some values."""
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  # it is declared as one
        found.choices = list(values)


class SystemForm(_Placed):
    """A system."""

    kind = SystemDraft
    field_order = ("name", "kind", "criticality", "site_id", "supplier_id", "item")
    name = forms.CharField(max_length=200)
    criticality = forms.ChoiceField()
    supplier_id = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    item = forms.ChoiceField(required=False)
    serial = forms.CharField(required=False, max_length=100)
    warranty_until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    warranty_by = forms.CharField(required=False, max_length=200)
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        *args: Any,
        words: Words,
        sites: Sequence[SiteRow],
        suppliers: Sequence[SupplierRow],
        items: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, words=words, sites=sites, **kwargs)
        self.choose("criticality", "desk.criticality", LEVELS)
        ours = [("", words.say("desk.customers.we"))]
        self.offer("supplier_id", [*ours, *((one.id, one.name) for one in suppliers)])
        self.offer("item", [("", words.say("desk.customers.no-item")), *items])


class ContactForm(_Placed):
    """A contact."""

    kind = ContactDraft
    field_order = ("name", "telephone", "email", "site_id")
    name = forms.CharField(max_length=200)
    telephone = forms.CharField(required=False, max_length=60)
    email = forms.EmailField(required=False, max_length=254)
    may_report = forms.BooleanField(required=False, initial=True)
    may_decide = forms.BooleanField(required=False)
    known_as = forms.CharField(required=False, max_length=100)
