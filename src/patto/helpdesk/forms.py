"""Forms: what a page asks, checked as far as it can be without knowing anything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from patto.accounts.roles import Role
from patto.kernel.errors import PattoError, UnknownZoneError
from patto.kernel.instants import Instant
from patto.kernel.zones import instants_at
from patto.kernel.zones import zone as zone_of
from patto.language.catalogue import languages
from patto.language.words import Words


class Spoken(forms.Form):
    """A form whose labels are in the reader's language: `desk.form.<field>`."""

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        for name, one in self.fields.items():
            one.label = words.say(f"desk.form.{name}")
            kind = "form-select" if isinstance(one.widget, forms.Select) else "form-control"
            kind = "form-check-input" if isinstance(one.widget, forms.CheckboxInput) else kind
            one.widget.attrs.setdefault("class", kind)

    def choose(self, name: str, section: str, values: tuple[str, ...]) -> None:
        """Let a field be one of some values, each told in words."""
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  # it is declared as one
        found.choices = [(one, self.words.say(f"{section}.{one}")) for one in values]


class ZoneField(forms.CharField):
    """The name of a time zone."""

    def clean(self, value: Any) -> str:
        """Return the name, or refuse one that the pinned zones do not know."""
        name = str(super().clean(value))
        try:
            zone_of(name)
        except UnknownZoneError:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown") from None
        return name


class CompanyForm(Spoken):
    """The provider: its name, its language, its zone."""

    company = forms.CharField(max_length=200)
    language = forms.ChoiceField()
    zone = ZoneField(max_length=64)

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.choose("language", "desk.language", languages())
        self.fields["zone"].error_messages["unknown"] = words.say("desk.form.zone-unknown")


class PersonForm(Spoken):
    """A person: a name, an address, a password."""

    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        min_length=10,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class AddPersonForm(PersonForm):
    """A person with a role."""

    role = forms.ChoiceField()

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.choose("role", "desk.role", tuple(Role.values))


class MomentField(forms.CharField):
    """A moment on the reader's wall, as a browser writes it: `2026-03-06T16:30`; may be empty."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
    zone = "UTC"

    def clean(self, value: Any) -> Instant | None:
        """Return the instant, `None` if nothing was given; refuse what is no time of the zone."""
        given = super().clean(value)
        if not given:
            return None
        try:
            found = instants_at(self.zone, datetime.fromisoformat(given))
        except (ValueError, PattoError):
            found = ()
        if not found:
            raise forms.ValidationError(self.error_messages["moment"], code="moment")
        return found[0]


class Timed(Spoken):
    """A form with moments, which are of the reader's zone."""

    def __init__(self, *args: Any, words: Words, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        for one in self.fields.values():
            if isinstance(one, MomentField):
                one.zone = zone
                one.error_messages["moment"] = words.say("desk.form.moment-wrong")


class ActForm(Timed):
    """Something done with a ticket; what the act needs is checked by its rule."""

    text = forms.CharField(
        required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    reason = forms.CharField(required=False, max_length=200)
    evidence = forms.CharField(required=False, max_length=300)
    side = forms.ChoiceField(required=False)
    occurred_at = MomentField(required=False)
    minutes = forms.IntegerField(required=False, min_value=1, max_value=1440)
    where = forms.ChoiceField(required=False)
    assignee = forms.IntegerField(required=False)
    impact = forms.CharField(required=False, max_length=100)
    urgency = forms.CharField(required=False, max_length=100)
    priority = forms.CharField(required=False, max_length=100)
    cause = forms.CharField(required=False, max_length=100)
    changes = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, words: Words, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, words=words, zone=zone, **kwargs)
        self.choose("side", "desk.side", ("provider", "customer", "supplier"))
        self.choose("where", "desk.where", ("remote", "on-site"))

    def attributes(self) -> dict[str, str]:
        """Return what the event is to carry beside its reason and evidence."""
        names = ("minutes", "where", "assignee", "impact", "urgency", "priority", "cause")
        told = {name: self.cleaned_data.get(name) for name in names}
        if not told["minutes"]:
            told["where"] = None
        return {name: str(value) for name, value in told.items() if value}
