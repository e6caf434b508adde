"""The form of a call: three fields that must be there, and all else that can follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms

from patto.customers.queries import ContactRow, SiteRow, SystemRow
from patto.helpdesk.forms import MomentField, Timed
from patto.kernel.agreement.model import Agreement
from patto.language.words import Words
from patto.tickets.drafts import Call

USUAL_CHANNELS: Final = ("phone", "mail", "whatsapp", "voicemail", "in-person", "mobile")
"""How calls come, where no agreement names its channels."""


class CallForm(Timed):
    """A call of a customer, in the words of its agreement where it has one."""

    contact = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    subject = forms.CharField(max_length=300)
    channel = forms.ChoiceField()
    text = forms.CharField(
        required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    system = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    site = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    type = forms.ChoiceField(required=False)
    impact = forms.ChoiceField(required=False)
    urgency = forms.ChoiceField(required=False)
    priority = forms.ChoiceField(required=False)
    reported_at = MomentField(required=False)

    def __init__(
        self,
        *args: Any,
        words: Words,
        zone: str,
        agreement: Agreement | None,
        contacts: Sequence[ContactRow],
        systems: Sequence[SystemRow],
        sites: Sequence[SiteRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, words=words, zone=zone, **kwargs)
        self._offer("contact", ((one.id, one.name) for one in contacts))
        self._offer("system", ((one.id, one.name) for one in systems))
        self._offer("site", ((one.id, one.name) for one in sites))
        self._offer("channel", _channels(agreement, words), empty=False)
        self._offer("type", _types(agreement, words), empty=False)
        for name, levels in _levels(agreement).items():
            self._offer(name, levels)
            if not levels:
                del self.fields[name]

    def call(self, customer: int) -> Call:
        """Return the call that the form says."""
        told = self.cleaned_data
        names = ("type", "impact", "urgency", "priority")
        return Call(
            customer=customer,
            subject=told["subject"],
            channel=told["channel"],
            text=told["text"],
            contact=told["contact"],
            site=told["site"],
            system=told["system"],
            reported_at=told["reported_at"],
            attributes={name: told[name] for name in names if told.get(name)},
        )

    def _offer(
        self, name: str, values: Iterable[tuple[object, str]], *, empty: bool = True
    ) -> None:
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101  # it is declared as one
        found.choices = [*([("", "—")] if empty else []), *values]


def _channels(agreement: Agreement | None, words: Words) -> list[tuple[str, str]]:
    if agreement is None:
        return [(one, words.say(f"desk.channel.{one}")) for one in USUAL_CHANNELS]
    agreed = {one.id: one.title for one in agreement.channels}
    others = {one: words.say(f"desk.channel.{one}") for one in USUAL_CHANNELS if one not in agreed}
    return [*agreed.items(), *others.items()]


def _types(agreement: Agreement | None, words: Words) -> list[tuple[str, str]]:
    found: dict[str, None] = {"incident": None, "request": None}
    for metric in () if agreement is None else agreement.measured:
        types = metric.population.types
        found |= dict.fromkeys(() if types == "all" else types)
    return [(one, words.term("desk.type", one)) for one in found]


def _levels(agreement: Agreement | None) -> dict[str, list[tuple[str, str]]]:
    """Return the degrees of impact and urgency, and the priorities, in the agreement's words."""
    terms = None if agreement is None else agreement.priorities
    if terms is None:
        return {"impact": [], "urgency": [], "priority": []}
    return {
        "impact": [(one.id, f"{one.title}: {one.criterion}") for one in terms.impacts or ()],
        "urgency": [(one.id, f"{one.title}: {one.criterion}") for one in terms.urgencies or ()],
        "priority": [(one.id, one.title) for one in terms.order],
    }
