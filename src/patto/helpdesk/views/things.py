"""One thing that is kept of customers: what is known of it, what changed, and its leaving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from patto.agreements import queries as agreements
from patto.customers import actions, queries
from patto.customers.drafts import (
    ContactDraft,
    CustomerDraft,
    Draft,
    SiteDraft,
    SupplierDraft,
    SystemDraft,
)
from patto.customers.problems import RefusedError, StaleError
from patto.helpdesk import places
from patto.helpdesk.asking import asks, person
from patto.helpdesk.pasts import Teller, last_changed, value_of
from patto.helpdesk.theirs import FORMS, LeavingForm, Offered, Theirs
from patto.home.now import now
from patto.kernel.hours import Calendar
from patto.ledger.queries import Written, latest_of, of_thing, since
from patto.look.asked import Asked
from patto.tickets import queries as tickets

_MANY: Final = 1000
"""Open tickets that are counted of a customer who leaves."""
DRAFTS: Final[Mapping[str, type[Draft]]] = MappingProxyType({
    "customer": CustomerDraft,
    "supplier": SupplierDraft,
    "site": SiteDraft,
    "system": SystemDraft,
    "contact": ContactDraft,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing and whose it is: `owner` is not there for a supplier of everybody's."""

    kind: str
    row: Any
    owner: queries.CustomerRow | None

    @property
    def whose(self) -> int | None:
        """The number of the customer that it is or belongs to."""
        return None if self.owner is None else self.owner.id

    def way(self, act: str = "") -> str:
        """Return the address of it, or of something that is done with it."""
        end = f"_{act}" if act else ""
        if self.kind == "customer":
            return reverse(f"customer_about{end}", args=[self.row.id])
        if self.owner is None:
            return reverse(f"supplier{end}", args=[self.row.id])
        return reverse(f"theirs{end}", args=[self.owner.id, self.kind, self.row.id])


@asks("see")
def thing(request: Asked, kind: str, key: int, customer: int | None = None) -> HttpResponse:
    """Show what is known of it, and what was changed."""
    found = _found(kind, key, customer)
    return _page(request, found, _leaving(request, found))


@asks("customers")
def change(request: Asked, kind: str, key: int, customer: int | None = None) -> HttpResponse:
    """Change what is known of it; what somebody else changed meanwhile is not written over."""
    found = _found(kind, key, customer)
    form = _form(request, found)
    shown: dict[str, Any] = {"seen": latest_of(kind, key)}
    if request.method == "POST" and form.is_valid():
        told = {name: form.told()[name] for name in form.changed_data if name in form.told()}
        try:
            actions.change(
                DRAFTS[kind], key, by=person(request).actor, at=now(), seen=_seen(request), **told
            )
        except StaleError:
            newer = since(kind, key, _seen(request) or 0)
            shown["pasts"] = _teller(request, found).pasts(newer)
            form = _form(request, found, _with_theirs(request, form, newer, found.row))
        else:
            messages.success(request, request.words.say("desk.done"))
            return redirect(found.way())
    status = 422 if form.errors or "pasts" in shown else 200
    shown |= {"thing": found, "form": form, "way": found.way()}
    return render(request, "helpdesk/thing_form.html", shown, status=status)


@asks("customers")
@require_POST
def leave(request: Asked, kind: str, key: int, customer: int | None = None) -> HttpResponse:
    """Write down the day on which it left."""
    found = _found(kind, key, customer)
    form = LeavingForm(request.POST, words=request.words)
    if form.is_valid():
        on = form.cleaned_data["on"]
        try:
            actions.retire(DRAFTS[kind], key, on=on, by=person(request).actor, at=now())
        except RefusedError as error:
            form.add_error("on", request.words.say(f"customers.refused.{error.code}", **error.told))
        else:
            messages.success(request, request.words.say("desk.done"))
            return redirect(found.way())
    return _page(request, found, form)


@asks("customers")
@require_POST
def back(request: Asked, kind: str, key: int, customer: int | None = None) -> HttpResponse:
    """Take it back that it left."""
    found = _found(kind, key, customer)
    actions.bring_back(DRAFTS[kind], key, by=person(request).actor, at=now())
    messages.success(request, request.words.say("desk.done"))
    return redirect(found.way())


@asks("see")
def left(request: Asked, key: int) -> HttpResponse:
    """List who left a customer, and what is gone."""
    owner = queries.customer(key)
    if owner is None:
        raise Http404
    gone = [
        Thing(kind, row, owner)
        for kind in ("contact", "system", "site", "supplier")
        for row in queries.all_of(DRAFTS[kind], customer=key)
        if row.retired_on is not None
    ]
    shown = {"owner": owner, "gone": [(one, one.way(), _day(request, one)) for one in gone]}
    return render(request, "helpdesk/left.html", shown)


def offered(kind: str, owner: queries.CustomerRow | None, row: Any = None) -> Offered:
    """Return what the form of a kind of thing lets one choose from."""
    if owner is None or kind not in {"system", "contact", "site"}:
        return Offered()
    if kind == "site":
        return Offered(zone=owner.zone)
    governing = agreements.governing(owner.id, now()) if kind == "system" else None
    items = () if governing is None else governing.items or ()
    kept = {
        f"{name}_id": one.name
        for name in ("site", "supplier")
        for one in (getattr(row, name, None),)
        if one is not None
    }
    return Offered(
        sites=queries.sites(owner.id),
        suppliers=queries.suppliers(owner.id),
        items=[(one.id, one.title) for one in items],
        zone=owner.zone,
        kept=kept,
    )


def _found(kind: str, key: int, customer: int | None) -> Thing:
    owner = queries.customer(key if kind == "customer" else customer or 0)
    row = queries.of(DRAFTS[kind], key, customer=customer)
    if row is None or (owner is None and customer is not None):
        raise Http404
    return Thing(kind, row, owner)


def _with_theirs(request: Asked, form: Theirs, newer: Sequence[Written], row: Any) -> QueryDict:
    """Return what was sent, with what somebody else changed where whoever sent it changed nothing.

    What they had before them is what the first of the newer entries says was there before.
    """
    saw = {
        name: value[0]
        for entry in newer
        for name, value in entry.told.items()
        if isinstance(value, list) and name in form.fields
    }
    merged = request.POST.copy()
    for name, before in saw.items():
        sent, now_there = form.cleaned_data.get(name), value_of(row, name)
        if ("" if sent is None else str(sent)) != ("" if before is None else str(before)):
            continue
        if now_there is False:
            merged.pop(name, None)
        else:
            merged[name] = "" if now_there is None else str(now_there)
    return merged


def _form(request: Asked, found: Thing, sent: QueryDict | None = None) -> Theirs:
    names = [one.name for one in fields(DRAFTS[found.kind])]
    return FORMS[found.kind](
        sent or (request.POST if request.method == "POST" else None),
        initial={name: value_of(found.row, name) for name in names},
        words=request.words,
        offered=offered(found.kind, found.owner, found.row),
    )


def _leaving(request: Asked, found: Thing) -> LeavingForm:
    zone = "UTC" if found.owner is None else found.owner.zone
    today = Calendar.always(zone).local_date(now())
    return LeavingForm(None, initial={"on": today.isoformat()}, words=request.words)


def _teller(request: Asked, found: Thing) -> Teller:
    form = FORMS[found.kind](
        words=request.words, offered=offered(found.kind, found.owner, found.row)
    )
    return Teller(found.kind, form, found.whose, request.words)


def _page(request: Asked, found: Thing, form: LeavingForm) -> HttpResponse:
    key = found.row.id
    teller, entries = _teller(request, found), of_thing(found.kind, key)
    shown = {
        "thing": found,
        "facts": tuple(teller.facts(found.row)),
        "pasts": teller.pasts(entries),
        "last": last_changed(entries, request.words, request.zone, now()),
        "retired": _day(request, found),
        "place": _place(request, found),
        "form": form,
        "ways": {act: found.way(act) for act in ("change", "leave", "back")},
        "leaving": f"customers.leave.{found.kind}",
        "open": len(tickets.queue(customer=key, most=_MANY)) if found.kind == "customer" else 0,
    }
    return render(request, "helpdesk/thing.html", shown, status=422 if form.errors else 200)


def _place(request: Asked, found: Thing) -> places.Told | None:
    if found.kind != "site" or found.owner is None:
        return None
    row = found.row
    return places.told(row.hours, row.closed, found.owner.zone, now(), request.words)


def _day(request: Asked, found: Thing) -> str:
    on = found.row.retired_on
    return "" if on is None else request.words.date(on)


def _seen(request: Asked) -> int | None:
    given = request.POST.get("seen", "")
    return int(given[:18]) if given.isdecimal() else None
