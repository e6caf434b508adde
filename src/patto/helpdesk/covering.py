"""Whether what a call is about is covered: what a page shows of it, and the form that decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Final, cast

from django import forms

from patto.agreements.included import Clause, Placed, noticed, placed
from patto.customers.queries import SystemRow
from patto.documents.contract.quantities import Quantities
from patto.helpdesk.forms import Timed
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.out_of_hours import OutOfHours
from patto.kernel.agreement.compiled import Compiled
from patto.kernel.agreement.model import Agreement
from patto.kernel.instants import Instant
from patto.language.words import Words
from patto.tickets.labour import support_clock
from patto.tickets.scoping import Decision, Outcome

LONGEST: Final = 200
"""How long a reason is at most; what an agreement says at more length is cut."""
SCOPES: Final = ("consented", "objected", "priced", "courtesy")
"""What may be said of a call that is not covered."""
DECIDING: Final = frozenset({"scope", "why_not", "charge", "agreed_by"})
"""The fields that say it."""


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price of the agreement: a rate, or a window outside support hours."""

    kind: str
    id: str
    title: str
    agreed: str
    """As the agreement writes it."""
    told: str
    levels: str = ""

    @property
    def key(self) -> str:
        """What the form calls it."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is noticed about a call: where its system stands, what is left out, what it costs."""

    system: SystemRow | None
    placed: Placed | None
    clauses: tuple[Clause, ...]
    window: PriceRow | None = None

    def __bool__(self) -> bool:
        apart = self.placed is not None and self.placed.place in {"elsewhere", "unlisted"}
        return apart or bool(self.clauses) or self.window is not None

    def reason(self, words: Words) -> str:
        """Return why it is not covered: the clause, or where its system stands; empty if it is."""
        own = () if self.placed is None else (self.placed.clause,)
        titles = (one.title for one in (*own, *self.clauses) if one is not None and one.title)
        return next(titles, self._stands(words))[:LONGEST]

    def _stands(self, words: Words) -> str:
        if self.system is None or self.placed is None:
            return ""
        if self.placed.place == "elsewhere" and self.system.supplier is not None:
            named = {"system": self.system.name, "supplier": self.system.supplier.name}
            return words.say("desk.noticed.elsewhere", **named)
        unlisted = self.placed.place == "unlisted"
        return words.say("desk.noticed.unlisted", system=self.system.name) if unlisted else ""


def notice(
    agreement: Agreement | None, system: SystemRow | None, typed: str, words: Words,
    at: Instant | None,
) -> Notice:  # fmt: skip
    """Return what is noticed about a call; with the instant at which it came, its price then."""
    supplier = "" if system is None or system.supplier is None else system.supplier.name
    if agreement is None:
        return Notice(system, Placed("elsewhere") if supplier else None, ())
    where = None
    if system is not None:
        where = placed(agreement, item=system.item, supplier=supplier)
    own = None if where is None else where.clause
    others = tuple(one for one in noticed(agreement, typed) if one != own)
    return Notice(system, where, others, None if at is None else _window_at(agreement, words, at))


def prices(agreement: Agreement, words: Words) -> Iterator[PriceRow]:
    """Yield the windows outside support hours and the rates, with their prices in words."""
    told = Quantities(agreement, words.language)
    help_then = agreement.out_of_hours
    for window in help_then.windows if isinstance(help_then, OutOfHours) else ():
        price = window.price
        yield PriceRow(
            "out-of-hours", window.id, window.title, price.text, told.worth(price), window.levels
        )
    charges = settled(agreement.charges)
    for rate in (charges.rates or ()) if charges else ():
        yield PriceRow("rate", rate.id, rate.title, rate.price.text, told.worth(rate.price))


def windows(agreement: Agreement, words: Words) -> dict[str, str]:
    """Return what help costs in each window outside support hours, in words."""
    rows = prices(agreement, words)
    return {one.id: one.told for one in rows if one.kind == "out-of-hours"}


def _window_at(agreement: Agreement, words: Words, at: Instant) -> PriceRow | None:
    """Return the first window that is open, outside the support hours of a usual call."""
    help_then = agreement.out_of_hours
    if not isinstance(help_then, OutOfHours):
        return None
    compiled = Compiled(agreement)
    terms = agreement.priorities
    clock = support_clock(agreement, terms.default if terms else "")
    if clock and compiled.clock(clock).is_open(at):
        return None
    rows = {one.id: one for one in prices(agreement, words) if one.kind == "out-of-hours"}
    open_now = (one for one in help_then.windows if compiled.clock(one.calendar).is_open(at))
    return next((rows[one.id] for one in open_now), None)


class Scoped(Timed):
    """A form in which a call may be said not to be covered, with the customer's word on it."""

    usual: ClassVar[tuple[str, ...]] = ("as-agreed",)
    """What else may be said, first: that it is covered."""
    scope = forms.ChoiceField(required=False)
    why_not = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.TextInput(attrs={"list": "left-out"})
    )
    charge = forms.ChoiceField(required=False)
    agreed_by = forms.CharField(required=False, max_length=300)

    def __init__(
        self, *args: Any, words: Words, zone: str, agreement: Agreement | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, words=words, zone=zone, **kwargs)
        self.agreement = agreement
        self._prices = {} if agreement is None else {p.key: p for p in prices(agreement, words)}
        if agreement is None:
            for name in DECIDING:
                del self.fields[name]
            return
        offered = [one for one in SCOPES if self._prices or one != "priced"]
        self.choose("scope", "desk.scoping", (*self.usual, *offered))
        charges = [(key, f"{one.title}: {one.told}") for key, one in self._prices.items()]
        self.fields["charge"].choices = [("", "—"), *charges]  # type: ignore[attr-defined]  # a field with choices
        if not charges:
            del self.fields["charge"]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The titles of what the agreement leaves out."""
        found = None if self.agreement is None else settled(self.agreement.not_covered)
        return tuple(one.title for one in found or ())

    def notice(self) -> Notice:
        """Return what is noticed about the call; a form says what it is about."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Return what was said, once nothing that it needs is missing."""
        told = super().clean() or self.cleaned_data
        scope = told.get("scope")
        if scope in SCOPES:
            priced = scope == "priced"
            if priced and not told.get("charge"):
                self.add_error("charge", self.words.say("desk.scoping.which-price"))
            if (priced or scope == "consented") and not told.get("agreed_by"):
                self.add_error("agreed_by", self.words.say("desk.scoping.who-agreed"))
            known = told.get("why_not") or self._of_hours() or self.notice().reason(self.words)
            if not known:
                self.add_error("why_not", self.words.say("desk.scoping.why"))
        return told

    def decision(self) -> Decision | None:
        """Return what was decided, `None` if the call is as the agreement covers it."""
        told = self.cleaned_data
        scope = told.get("scope")
        if scope not in SCOPES:
            return None
        price = self._prices.get(told.get("charge", "")) if scope == "priced" else None
        reason, outcome = told["why_not"], scope
        if price is not None:
            outcome = "out-of-hours" if self._of_hours() else "billable"
            reason = reason or (price.title[:LONGEST] if self._of_hours() else "")
        reason = reason or self.notice().reason(self.words)
        return Decision(
            outcome=cast("Outcome", outcome),
            reason=reason,
            clause=self._clause(reason),
            charge="" if price is None else price.id,
            price="" if price is None else price.agreed,
            evidence=told["agreed_by"],
        )

    def _of_hours(self) -> bool:
        told = self.cleaned_data
        return told.get("scope") == "priced" and told.get("charge", "").startswith("out-of-hours:")

    def _clause(self, title: str) -> str:
        left_out = None if self.agreement is None else settled(self.agreement.not_covered)
        same = (one for one in left_out or () if one.title[:LONGEST] == title)
        return next((one.clause or one.id for one in same), "")


class ScopeForm(Scoped):
    """What is decided about a ticket that is not covered."""

    usual = ()
    changes = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, noticed: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._noticed = noticed

    def notice(self) -> Notice:
        """Return what is noticed about the ticket."""
        return self._noticed
