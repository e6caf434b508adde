"""What an agreement asks to be told before a call is validly logged, as short questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms

from patto.helpdesk.came import CameField
from patto.helpdesk.forms import Timed
from patto.kernel import facts
from patto.kernel.agreement.model import Agreement
from patto.kernel.facts import Event
from patto.language.words import Words
from patto.tickets.acts import Act
from patto.tickets.logged import Lacking, lacking

PREFIX: Final = "asked-"
CALLER: Final = frozenset({"contact", "requester"})
"""What is known where somebody was named who calls."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is missing, in words: on which channels the call must yet come, what must be told."""

    acts: tuple[str, ...]
    information: tuple[str, ...]


def question(name: str, words: Words) -> str:
    """Return how a piece of information is asked for; by its own name if there is no question."""
    key = f"desk.information.{name}"
    plain = name.replace("-", " ").replace("_", " ")
    return words.say(key) if words.knows(key) else plain[:1].upper() + plain[1:]


def told(missing: Lacking, agreement: Agreement, words: Words) -> Wanted | None:
    """Return what is missing in words, `None` if nothing is."""
    if not missing:
        return None
    titles = {one.id: one.title for one in agreement.channels}
    either = words.say("desk.lacking.or")
    return Wanted(
        tuple(f" {either} ".join(titles.get(one, one) for one in act) for act in missing.acts),
        tuple(question(one, words) for one in missing.information),
    )


def missing_in(agreement: Agreement | None, events: Iterable[Event]) -> Lacking:
    """Return what is missing by the agreement that governs; nothing where none does."""
    return Lacking() if agreement is None else lacking(agreement.validly_logged, events)


def add_questions(form: forms.Form, names: Sequence[str], words: Words) -> None:
    """Add a field for each piece of information."""
    for name in names:
        field = forms.CharField(required=False, max_length=1_000, label=question(name, words))
        field.widget.attrs["class"] = "form-control"
        form.fields[f"{PREFIX}{name}"] = field


def answers(form: forms.Form) -> dict[str, str]:
    """Return what was answered, by the names of the information."""
    given = {
        name.removeprefix(PREFIX): str(value).strip()
        for name, value in form.cleaned_data.items()
        if name.startswith(PREFIX)
    }
    return {name: value for name, value in given.items() if value}


def as_text(given: Mapping[str, str], words: Words) -> str:
    """Return answers as they stand in the conversation, each after its question."""
    return "\n".join(f"{question(name, words)} {value}" for name, value in given.items())


class LoggedForm(Timed):
    """What was missing: how it came, and what was told."""

    channel = forms.ChoiceField()
    occurred_at = CameField(required=False)
    changes = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, words: Words, zone: str, agreement: Agreement, missing: Lacking,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, words=words, zone=zone, **kwargs)
        self.fields["occurred_at"].error_messages["moment"] = words.say("call.came-wrong")
        channels = [(one.id, one.title) for one in agreement.channels]
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]  # a field with choices
        if missing.acts:
            self.initial["channel"] = missing.acts[0][0]
        add_questions(self, missing.information, words)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that ask for information."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def act(self) -> Act:
        """Return the customer's act that the form says."""
        given = answers(self)
        attributes = {"channel": self.cleaned_data["channel"]}
        if given:
            attributes["information"] = ";".join(given)
        return Act(
            kind=facts.VALIDLY_LOGGED,
            side="customer",
            occurred_at=self.cleaned_data["occurred_at"],
            attributes=attributes,
            text=as_text(given, self.words),
            public=True,
        )
