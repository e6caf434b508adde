"""Forms: what a page asks, checked as far as it can be without knowing anything else."""

from __future__ import annotations

from typing import Any

from django import forms

from patto.accounts.roles import Role
from patto.kernel.errors import UnknownZoneError
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
