"""Forms: what a page asks, checked as far as it can be without knowing anything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms

from patto.accounts.roles import Role
from patto.kernel import facts
from patto.kernel.errors import PattoError, UnknownZoneError
from patto.kernel.instants import Instant, render
from patto.kernel.zones import instants_at
from patto.kernel.zones import zone as zone_of
from patto.language.catalogue import languages
from patto.language.words import Words
from patto.tickets.acts import RULES, Act
from patto.tickets.moments import NEXT_UPDATE, REMIND_AT

SAID_TO_THEM: Final = frozenset({"responded", "updated", "resolved"})
"""The acts whose words the customer reads."""
CAUSES: Final = (
    "hardware", "configuration", "update", "certificate", "capacity", "permission", "data", "use",
    "supplier", "power", "security", "request", "unknown",
)  # fmt: skip
"""The root causes that reports tell apart."""
_OF_WORK: Final[tuple[str, ...]] = ("minutes", "where")


class Spoken(forms.Form):
    """A form whose labels are in the reader's language: `desk.form.<field>`, or of its section."""

    section: ClassVar[str] = "desk.form"

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        for name, one in self.fields.items():
            one.label = words.say(f"{self.section}.{name}")
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


class NewPasswordForm(Spoken):
    """A password that somebody is given."""

    password = forms.CharField(
        min_length=10,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class YouForm(Spoken):
    """What one is called, and in which language and zone the desk is."""

    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField()
    zone = ZoneField(max_length=64)

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.choose("language", "desk.language", languages())
        self.fields["zone"].error_messages["unknown"] = words.say("desk.form.zone-unknown")


class AddPersonForm(PersonForm):
    """A person with a role."""

    role = forms.ChoiceField(initial=Role.TECHNICIAN)

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


class LongField(forms.CharField):
    """A long text; a browser is told the most that is taken, and cuts nothing that is pasted."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return what tells the page how long it may be."""
        told = super().widget_attrs(widget)
        told.pop("maxlength", None)
        return {**told, "data-most": str(self.max_length)}


class ActForm(Timed):
    """Something done with a ticket; what the act needs is checked by its rule."""

    text = LongField(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))
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
    cause = forms.ChoiceField(required=False)
    into = forms.IntegerField(required=False, min_value=1)
    refers_to = forms.IntegerField(required=False, widget=forms.HiddenInput)
    because = forms.CharField(required=False, max_length=200)
    next_update = MomentField(required=False)
    remind_at = MomentField(required=False)
    changes = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, words: Words, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, words=words, zone=zone, **kwargs)
        self.choose("side", "desk.side", ("provider", "customer", "supplier"))
        self.choose("where", "desk.where", ("remote", "on-site", "travel"))
        self.choose("cause", "desk.cause", ("none", *CAUSES))

    def attributes(self) -> dict[str, str]:
        """Return what the event is to carry beside its reason and evidence."""
        names = (
            "minutes", "where", "assignee", "impact", "urgency", "priority", "cause", "into",
            "because",
        )  # fmt: skip
        told = {name: self.cleaned_data.get(name) for name in names}
        if not told["minutes"]:
            told["where"] = None
        if told["cause"] == "none":
            told["cause"] = None
        for name in (NEXT_UPDATE, REMIND_AT):
            at = self.cleaned_data.get(name)
            told[name] = None if at is None else render(at)
        return {name: str(value) for name, value in told.items() if value}

    def work(self, kind: str) -> tuple[Act, ...]:
        """Return the work that was done beside an act of a kind, if any was."""
        if kind == facts.WORKED or not self.cleaned_data["minutes"]:
            return ()
        told = self.attributes()
        only = {name: told[name] for name in _OF_WORK if name in told}
        return (Act(kind=facts.WORKED, attributes=only),)

    def act(self, kind: str) -> Act:
        """Return what the form says was done; a retraction's reason is why it is made.

        Minutes are those of work, or of a correction of it.
        """
        told = self.cleaned_data
        why = told["because"] if kind == facts.RETRACTED else ""
        left = () if kind in {facts.WORKED, facts.CORRECTED} else _OF_WORK
        left = left if kind == facts.RESOLVED else (*left, "cause")
        left = left if kind in {facts.RESPONDED, facts.UPDATED} else (*left, NEXT_UPDATE)
        left = left if kind == facts.PAUSED else (*left, REMIND_AT)
        return Act(
            kind=kind,
            side=told["side"] or RULES[kind].side,
            occurred_at=told["occurred_at"],
            reason=why or told["reason"],
            evidence=told["evidence"],
            refers_to=str(told["refers_to"] or ""),
            attributes={name: one for name, one in self.attributes().items() if name not in left},
            text=told["text"],
            public=kind in SAID_TO_THEM,
        )


class BlackOutForm(Spoken):
    """The part of a message that is to be blacked out."""

    part = LongField(max_length=5_000, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(Spoken):
    """A ready answer."""

    title = forms.CharField(max_length=100)
    text = LongField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.fields["text"].label = words.say("desk.answers.text")


class OtherForm(Spoken):
    """The number of another ticket."""

    other = forms.IntegerField(min_value=1, max_value=2**62)
