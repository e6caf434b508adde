"""Whether something is covered: the search, and saying on a ticket that it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from patto.agreements import included as clauses
from patto.agreements import queries as agreements
from patto.agreements.included import Clause
from patto.customers import queries as customers
from patto.customers.folding import folded, fragments, likeness
from patto.customers.queries import SystemRow
from patto.helpdesk.asking import asks, person
from patto.helpdesk.covering import ScopeForm, notice, prices
from patto.helpdesk.noticing import lacks, noticed_on
from patto.helpdesk.questions import LoggedForm, told
from patto.helpdesk.views.tickets import found
from patto.home.now import now
from patto.kernel.agreement.model import Agreement
from patto.look.asked import Asked
from patto.tickets import actions, scoping
from patto.tickets.acts import RefusedError

GROUPS: Final = (
    ("not-included", ("not-covered", "exclusion", "unlisted")),
    ("included", ("service", "item", "site")),
    ("priced", ("out-of-hours", "rate", "fee", "workload")),
    ("others", ("obligation", "free")),
)
"""The parts of what a search shows, each with the kinds of clauses in it."""


@dataclass(frozen=True, slots=True)
class Group:
    """The clauses of one part, each with its price where it has one."""

    name: str
    clauses: tuple[tuple[Clause, str], ...]


@asks("see")
def included(request: Asked, customer: int) -> HttpResponse:
    """Search what the agreement says of something; without a query, show all it says."""
    row, query, at = customers.customer(customer), request.GET.get("q", "")[:200], now()
    if row is None:
        raise Http404
    agreement = agreements.governing(customer, at)
    hits = () if agreement is None else clauses.found(agreement, query)
    own = _systems(customers.systems(customer), query)
    shown = {
        "row": row,
        "query": query,
        "agreement": agreement,
        "groups": () if agreement is None else _grouped(hits, agreement, request),
        "systems": [notice(agreement, one, "", request.words, None) for one in own],
        "unlisted": None if agreement is None else clauses.unlisted(agreement),
    }
    part = request.headers.get("HX-Request")
    page = "helpdesk/included_found.html" if part else "helpdesk/included.html"
    return render(request, page, shown)


@asks("work")
def decide(request: Asked, key: int) -> HttpResponse:
    """Say that a ticket is not covered, with the customer's word on it."""
    shown = found(key)
    row = shown.row
    agreement = agreements.governing(row.customer, row.reported_at)
    if agreement is None:
        raise Http404
    noticed = noticed_on(shown, agreement, request.words, now())
    form = ScopeForm(
        request.POST or None, words=request.words, zone=request.zone, agreement=agreement,
        noticed=noticed, initial={"changes": row.changes},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        decision, changes = form.decision(), form.cleaned_data["changes"]
        try:
            if decision is not None:
                by = person(request).actor
                scoping.decide(key, decision, by=by, at=now(), changes=changes)
        except RefusedError as error:
            form.add_error(None, request.words.say(f"desk.refused.{error.code}"))
        else:
            messages.success(request, request.words.say("desk.done"))
            return redirect("ticket", key)
    on_page = {"row": row, "form": form, "noticed": noticed}
    return render(request, "helpdesk/scope_form.html", on_page, status=422 if form.errors else 200)


@asks("work")
def logged(request: Asked, key: int) -> HttpResponse:
    """Add what a ticket lacks to be validly logged."""
    shown = found(key)
    row = shown.row
    agreement = agreements.governing(row.customer, row.reported_at)
    if agreement is None:
        raise Http404
    missing = lacks(shown, agreement)
    form = LoggedForm(
        request.POST or None, words=request.words, zone=request.zone, agreement=agreement,
        missing=missing, initial={"changes": row.changes},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        changes = form.cleaned_data["changes"]
        try:
            actions.happen(key, form.act(), by=person(request).actor, at=now(), changes=changes)
        except RefusedError as error:
            form.add_error(None, request.words.say(f"desk.refused.{error.code}"))
        else:
            messages.success(request, request.words.say("desk.done"))
            return redirect("ticket", key)
    wanted = told(missing, agreement, request.words)
    on_page = {"row": row, "form": form, "wanted": wanted}
    return render(request, "helpdesk/logged_form.html", on_page, status=422 if form.errors else 200)


def _systems(systems: tuple[SystemRow, ...], query: str) -> list[SystemRow]:
    """Return the systems that a query finds; none if there is no query."""
    asked = fragments(query)
    return [one for one in systems if asked and likeness(asked, _told(one))]


def _told(system: SystemRow) -> str:
    supplier = "" if system.supplier is None else system.supplier.name
    return folded(system.name, system.kind, system.serial, supplier)


def _grouped(hits: tuple[Clause, ...], agreement: Agreement, request: Asked) -> list[Group]:
    worth = {(one.kind, one.id): one.told for one in prices(agreement, request.words)}
    groups = [
        Group(name, tuple((c, worth.get((c.kind, c.id), "")) for c in hits if c.kind in kinds))
        for name, kinds in GROUPS
    ]
    return [one for one in groups if one.clauses]
