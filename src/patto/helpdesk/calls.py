"""The form of a call: three fields that must be there, and all else that can follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms

from patto.customers.queries import ContactRow, SiteRow, SystemRow
from patto.helpdesk import questions
from patto.helpdesk.covering import Notice, Scoped, notice
from patto.helpdesk.forms import MomentField
from patto.kernel.agreement.model import Agreement
from patto.kernel.instants import Instant
from patto.language.words import Words
from patto.tickets.drafts import Call
from patto.tickets.logged import reported

USUAL_CHANNELS: Final = ("phone", "mail", "whatsapp", "voicemail", "in-person", "mobile")
"""How calls come, where no agreement names its channels."""


class CallForm(Scoped):
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
        at: Instant,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, words=words, zone=zone, agreement=agreement, **kwargs)
        self._at, self._systems = at, {one.id: one for one in systems}
        self._offer("contact", ((one.id, one.name) for one in contacts))
        self._offer("system", ((one.id, one.name) for one in systems))
        self._offer("site", ((one.id, one.name) for one in sites))
        self._offer("channel", _channels(agreement, words), empty=False)
        self._offer("type", _types(agreement, words), empty=False)
        for name, levels in _levels(agreement).items():
            self._offer(name, levels)
            if not levels:
                del self.fields[name]
        asked = () if agreement is None else agreement.validly_logged.information or ()
        by_name = {one for one in asked if one in questions.CALLER and contacts}
        self._caller = tuple(sorted(by_name))
        questions.add_questions(self, [one for one in asked if one not in by_name], words)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that ask for what the agreement wants to be told."""
        return [self[name] for name in self.fields if name.startswith(questions.PREFIX)]

    def notice(self) -> Notice:
        """Return what is noticed about the call as far as it has been said."""
        told = self.cleaned_data if self.is_bound else self.initial
        chosen = str(told.get("system") or "")
        system = self._systems.get(int(chosen)) if chosen.isdecimal() else None
        typed = f"{told.get('subject', '')} {told.get('text', '')}"
        came = told.get("reported_at") or self._at
        return notice(self.agreement, system, typed, self.words, came)

    def wanted(self) -> questions.Wanted | None:
        """Return what the call lacks to be validly logged, `None` if nothing."""
        if self.agreement is None:
            return None
        call = self.call(0)
        attributes = {**call.attributes, "channel": call.channel}
        missing = questions.missing_in(self.agreement, [reported(attributes)])
        return questions.told(missing, self.agreement, self.words)

    def call(self, customer: int) -> Call:
        """Return the call that the form says."""
        told = self.cleaned_data
        names = ("type", "impact", "urgency", "priority")
        attributes = {name: told[name] for name in names if told.get(name)}
        answered = questions.answers(self)
        given = [*(self._caller if told["contact"] else ()), *answered]
        if given:
            attributes["information"] = ";".join(given)
        said = (told["text"].strip(), questions.as_text(answered, self.words))
        return Call(
            customer=customer,
            subject=told["subject"],
            channel=told["channel"],
            text="\n\n".join(filter(None, said)),
            contact=told["contact"],
            site=told["site"],
            system=told["system"],
            reported_at=told["reported_at"],
            attributes=attributes,
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
