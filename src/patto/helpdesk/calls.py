"""The form of a call: three fields that must be there, and all else that can follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms

from patto.customers.queries import ContactRow, SiteRow, SystemRow
from patto.helpdesk import questions
from patto.helpdesk.came import CameField
from patto.helpdesk.covering import Notice, Scoped, notice
from patto.helpdesk.forms import LongField
from patto.kernel.agreement.model import Agreement
from patto.kernel.instants import DAY, Instant
from patto.language.words import Words
from patto.tickets.drafts import Call
from patto.tickets.logged import reported

USUAL_CHANNELS: Final = ("phone", "mail", "whatsapp", "voicemail", "in-person", "mobile")
"""How calls come, where no agreement names its channels."""
LONG_AGO: Final = 31 * DAY
"""From so long ago on, when a call came is asked about once more."""


class CallForm(Scoped):
    """A call of a customer, in the words of its agreement where it has one."""

    contact = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    caller = forms.CharField(required=False, max_length=200)
    subject = forms.CharField(
        max_length=300, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"})
    )
    channel = forms.ChoiceField(widget=forms.RadioSelect)
    text = LongField(required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 5}))
    system = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    site = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    type = forms.ChoiceField(required=False)
    impact = forms.ChoiceField(required=False)
    urgency = forms.ChoiceField(required=False)
    priority = forms.ChoiceField(required=False)
    reported_at = CameField(required=False)
    long_ago = forms.BooleanField(required=False)

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
        self._at, self._zone = at, zone
        self._systems = {one.id: one for one in systems}
        self._offer("contact", ((one.id, _named(one, words)) for one in contacts))
        self._offer("system", ((one.id, one.name) for one in systems))
        self._offer("site", ((one.id, one.name) for one in sites))
        self._offer("channel", _channels(agreement, words), empty=False)
        self.initial.setdefault("channel", _usual(agreement))
        self.fields["reported_at"].error_messages["moment"] = words.say("call.came-wrong")
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

    def clean(self) -> dict[str, Any]:
        """Return what was said, once it is sure that a call came as long ago as it says."""
        told = super().clean()
        came = told.get("reported_at")
        if came is not None and self._at - came > LONG_AGO and not told.get("long_ago"):
            moment = self.words.instant(came, self._zone, seconds=False)
            self.add_error("long_ago", self.words.say("call.long-ago", moment=moment))
        return told

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

    def begin_at_what_is_wrong(self) -> None:
        """Let the first field with which something is wrong have the focus."""
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong is not None:
            self.fields["subject"].widget.attrs.pop("autofocus", None)
            self.fields[wrong].widget.attrs["autofocus"] = True

    def call(self, customer: int) -> Call:
        """Return the call that the form says."""
        told = self.cleaned_data
        names = ("type", "impact", "urgency", "priority")
        attributes = {name: told[name] for name in names if told.get(name)}
        answered = questions.answers(self)
        given = [*(self._caller if told["contact"] or told["caller"] else ()), *answered]
        if given:
            attributes["information"] = ";".join(given)
        caller = told["caller"] and self.words.say("call.called-by", name=told["caller"])
        said = (told["text"].strip(), questions.as_text(answered, self.words), caller)
        return Call(
            customer=customer,
            subject=told.get("subject", ""),
            channel=told["channel"],
            text="\n\n".join(filter(None, said)),
            contact=told["contact"],
            caller=told["caller"],
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
        unsaid = "by-matrix" if name == "priority" and "impact" in self.fields else "not-said"
        first = [("", self.words.say(f"call.{unsaid}"))] if empty else []
        found.choices = [*first, *values]


def _named(contact: ContactRow, words: Words) -> str:
    name = contact.name
    return name if contact.may_report else words.say("call.may-not-report", name=name)


def _usual(agreement: Agreement | None) -> str:
    """Return how a call comes that somebody types: on the telephone, if that is agreed."""
    agreed = [] if agreement is None else [one.id for one in agreement.channels]
    usual = USUAL_CHANNELS[0]
    return usual if usual in agreed or not agreed else agreed[0]


def _channels(agreement: Agreement | None, words: Words) -> list[tuple[str, str]]:
    if agreement is None:
        return [(one, words.say(f"desk.channel.{one}")) for one in USUAL_CHANNELS]
    agreed = [(one.id, one.title) for one in agreement.channels]
    agreed.sort(key=lambda one: one[0] != _usual(agreement))
    others = [one for one in USUAL_CHANNELS if not any(id_.startswith(one) for id_, _ in agreed)]
    return [*agreed, *((one, words.say(f"desk.channel.{one}")) for one in others)]


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
