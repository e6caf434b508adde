"""The acts that are not done every day: what each asks, and what the agreement says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar, Final

from django import forms

from patto.customers.queries import SupplierRow
from patto.helpdesk.forms import ActForm, MomentField
from patto.kernel import facts
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.quantities import ClockedBudget
from patto.kernel.agreement.terms import (
    Constraint,
    Exclusion,
    PauseReason,
    StandsStill,
    WithinAccess,
)
from patto.kernel.instants import render
from patto.language.titles import Titles
from patto.language.words import Words
from patto.tickets.acts import DISPUTED, REFERRED, RULES, SETTLED, Act
from patto.tickets.models import State

_SITE: Final = ("constraint", "text")
ASKED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    facts.ASSIGNED: ("assignee", "text"),
    facts.UPDATED: ("text", "next_update"),
    facts.DIAGNOSED: ("text",),
    facts.PLAN_AGREED: ("text",),
    facts.SCHEDULED: ("starts", "text"),
    facts.PAUSED: ("reason", "evidence", "remind_at", "text"),
    REFERRED: ("supplier", "reference", "reason", "remind_at", "text"),
    facts.NEEDS_VISIT: _SITE,
    facts.ON_SITE: _SITE,
    facts.PART_NEEDED: _SITE,
    facts.PART_AVAILABLE: _SITE,
    facts.PART_FITTED: _SITE,
    facts.LOAN_DEVICE: ("text",),
    facts.CUSTOMER_CHANGE: _SITE,
    facts.WORKAROUND: ("text",),
    facts.WORKAROUND_ACCEPTED: ("text",),
    facts.RESTORED: ("text",),
    facts.CONFIRMED: ("text",),
    facts.WITHDRAWN: ("text",),
    facts.MERGED: ("into", "text"),
    facts.EXCLUDED: ("exclusion", "evidence", "text"),
    DISPUTED: ("disputes", "until", "text"),
    SETTLED: ("refers_to", "outcome", "text"),
    facts.CONSENTED: ("refers_to", "evidence", "text"),
    facts.OBJECTED: ("refers_to", "evidence", "text"),
})  # fmt: skip
"""What each act asks, beside when it was done."""

MENU: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("with", (facts.ASSIGNED, REFERRED, facts.UPDATED, facts.PAUSED)),
    ("way", (facts.DIAGNOSED, facts.PLAN_AGREED, facts.SCHEDULED, facts.NEEDS_VISIT,
             facts.ON_SITE, facts.PART_NEEDED, facts.PART_AVAILABLE, facts.PART_FITTED,
             facts.LOAN_DEVICE, facts.CUSTOMER_CHANGE)),
    ("end", (facts.WORKAROUND, facts.WORKAROUND_ACCEPTED, facts.RESTORED, facts.CONFIRMED,
             facts.WITHDRAWN, facts.MERGED)),
    ("clock", (facts.EXCLUDED, DISPUTED)),
)  # fmt: skip
"""The menu of a ticket: its parts, each with its acts."""

_OF_TERMS: Final = ("constraint", "exclusion", "reason")
DISPUTES: Final = ("figure", "classification", "scope", "other")
OUTCOMES: Final = ("upheld", "partly", "refused")


@dataclass(frozen=True, slots=True)
class Term:
    """What the agreement says of something that may be chosen, with its clause."""

    id: str
    title: str
    clause: str
    told: str
    needs_evidence: bool = False


def menu(state: State, agreement: Agreement | None) -> list[tuple[str, list[str]]]:
    """Return the parts of the menu with the acts that can be done now; none that is empty."""
    without = () if agreement is not None and agreement.exclusions else (facts.EXCLUDED,)
    parts = [
        (name, [one for one in acts if state in RULES[one].states and one not in without])
        for name, acts in MENU
    ]
    return [part for part in parts if part[1]]


def terms(kind: str, agreement: Agreement | None, words: Words) -> tuple[Term, ...]:
    """Return what may be chosen in the agreement for an act of a kind."""
    if agreement is None:
        return ()
    if kind == facts.EXCLUDED:
        return tuple(_exclusion(one, words) for one in agreement.exclusions or ())
    if kind in {facts.PAUSED, REFERRED}:
        return tuple(_pause(one, Titles(agreement, words)) for one in agreement.pause_reasons or ())
    found = (one for one in agreement.constraints or () if kind in _switched_by(one))
    return tuple(_constraint(one, Titles(agreement, words)) for one in found)


def quoted(kind: str, agreement: Agreement | None) -> tuple[str, ...]:
    """Return what the agreement says in its own words of an act of a kind."""
    if agreement is None or kind not in {DISPUTED, SETTLED}:
        return ()
    reporting = settled(agreement.reporting)
    said = (agreement.priorities.disputes, None if reporting is None else reporting.disputes)
    return tuple(one for one in said if one)


class DoForm(ActForm):
    """An act of one kind with what it asks, in the words of the agreement."""

    section: ClassVar[str] = "ticket.form"

    constraint = forms.ChoiceField(required=False)
    exclusion = forms.ChoiceField(required=False)
    supplier = forms.ChoiceField(required=False)
    reference = forms.CharField(required=False, max_length=100)
    disputes = forms.ChoiceField(required=False)
    outcome = forms.ChoiceField(required=False)
    until = MomentField(required=False)
    starts = MomentField(required=False)

    def __init__(
        self,
        *args: Any,
        kind: str,
        agreement: Agreement | None,
        words: Words,
        suppliers: Sequence[SupplierRow] = (),
        people: Iterable[tuple[int, str]] = (),
        about: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, words=words, **kwargs)
        self._kind, self._agreement = kind, agreement
        self.terms = terms(kind, agreement, words)
        wanted = [one for one in ASKED[kind] if self.terms or one not in _OF_TERMS]
        self.asked = [self[name] for name in wanted]
        for name in _OF_TERMS:
            self._offer(name, [(one.id, one.title) for one in self.terms])
        self._offer("supplier", [(one.name, one.name) for one in suppliers])
        self._offer("assignee", list(people))
        self._offer("refers_to", about)
        for name, values in (("disputes", DISPUTES), ("outcome", OUTCOMES)):
            self._offer(name, [(one, words.say(f"ticket.{name}.{one}")) for one in values])
        self.initial.setdefault("side", RULES[kind].side)
        # Where there is one thing to choose, it is chosen.
        if len(self.terms) == 1:
            self.initial.setdefault("constraint", self.terms[0].id)
        if len(about) == 1 and not self.initial.get("refers_to"):
            self.initial["refers_to"] = about[0][0]

    def _offer(self, name: str, values: Sequence[tuple[object, str]]) -> None:
        """Let a field be one of some values."""
        field, choices = self.fields[name], [("", "—"), *values]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        else:
            field.widget = forms.Select(choices=choices, attrs={"class": "form-select"})

    def attributes(self) -> dict[str, str]:
        """Return what the event is to carry beside its reason and evidence."""
        told = self.cleaned_data
        names = [one for one in ("constraint", "exclusion", "supplier", "reference", "disputes",
                                 "outcome") if one in ASKED[self._kind]]  # fmt: skip
        given: dict[str, str] = {name: str(told.get(name) or "") for name in names}
        for name, attribute in (("until", "until"), ("starts", "from")):
            at = told.get(name)
            given[attribute] = "" if at is None else render(at)
        chosen = given.get("constraint") or given.get("exclusion")
        given["clause"] = next((one.clause for one in self.terms if one.id == chosen), "")
        return {**super().attributes(), **{name: one for name, one in given.items() if one}}

    def clean(self) -> dict[str, Any]:
        """Refuse what the agreement takes for nothing without evidence."""
        told = super().clean() or self.cleaned_data
        chosen = {told.get("exclusion"), told.get("reason")} - {"", None}
        needs = any(one.needs_evidence for one in self.terms if one.id in chosen)
        if needs and "evidence" in ASKED[self._kind] and not str(told.get("evidence")).strip():
            self.add_error("evidence", self.words.say("ticket.needs-evidence"))
        return told

    def act(self, kind: str) -> Act:
        """Return what the form says was done."""
        done = super().act(kind)
        if kind != REFERRED:
            return done
        # What the clock does meanwhile is an act of its own.
        return replace(done, reason="", evidence=done.attributes.get("reference", ""))

    def also(self) -> tuple[Act, ...]:
        """Return the pause that goes with calling a supplier in, if one was chosen."""
        told = self.cleaned_data
        if self._kind != REFERRED or not told["reason"]:
            return ()
        shown = ", ".join(filter(None, (told["supplier"], told["reference"])))
        remind = told["remind_at"]
        attributes = {} if remind is None else {"remind_at": render(remind)}
        return (
            Act(
                kind=facts.PAUSED, reason=told["reason"], evidence=shown, attributes=attributes,
                occurred_at=told["occurred_at"],
            ),
        )  # fmt: skip


def clocked(one: ClockedBudget, titles: Titles) -> str:
    """Return a time on a clock in words: `16 h (office hours)`."""
    return f"{titles.budget(one.budget.text)} ({titles.clock(one.clock)})"


def _exclusion(one: Exclusion, words: Words) -> Term:
    evidence = one.evidence == "required"
    needs = [words.say("ticket.needs-evidence")] if evidence else []
    needs += [words.say("ticket.needs-consent")] if one.consent == "required" else []
    return Term(one.id, one.title, one.clause or "", " · ".join([one.when, *needs]), evidence)


def _pause(one: PauseReason, titles: Titles) -> Term:
    words, evidence = titles.words, one.evidence == "required"
    told = words.say("ticket.at-most", maximum=clocked(one.maximum, titles))
    needs = [words.say("ticket.needs-evidence")] if evidence else []
    return Term(one.id, one.title, one.clause or "", " · ".join([told, *needs]), evidence)


def _constraint(one: Constraint, titles: Titles) -> Term:
    effect = one.effect
    if isinstance(effect, WithinAccess):
        name, value = "within", ", ".join(map(titles.clock, effect.within))
    elif isinstance(effect, StandsStill):
        name, value = "stands_still", clocked(effect.maximum, titles)
    else:
        name, value = "more_time", titles.budget(effect.more_time.text)
    told = titles.words.say(f"ticket.effect.{name}", value=value)
    return Term(one.id, one.title, one.clause or "", told)


def _switched_by(one: Constraint) -> tuple[str, ...]:
    return (one.switched_on_by, one.switched_off_by or "")
