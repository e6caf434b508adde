"""Customers: the list, and a page for each with its sites, systems, people and agreement."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from patto.agreements import queries as agreements
from patto.customers import actions, queries
from patto.customers.finding import Found
from patto.customers.finding import search as finding
from patto.customers.problems import NotTheirsError
from patto.helpdesk import places
from patto.helpdesk.agreement_page import today_of, version_lines
from patto.helpdesk.asking import asks, page_of, person
from patto.helpdesk.pasts import last_changed
from patto.helpdesk.theirs import FORMS, CustomerForm, Offered, SupplierForm, Theirs
from patto.helpdesk.views.things import offered
from patto.home.now import now
from patto.ledger.queries import of_thing
from patto.look.asked import Asked
from patto.tickets import queries as tickets
from patto.tickets import searching

_LONGEST: Final = 200
"""The most characters of what is searched for."""
_TICKETS: Final = 12
_CUSTOMERS: Final = 100
"""The customers of a page."""


@asks("see")
def everybody(request: Asked) -> HttpResponse:
    """List them, with whether something is promised to each, or those who left."""
    left, page = "left" in request.GET, page_of(request)
    every = queries.customers(retired=left)
    part = every[(page - 1) * _CUSTOMERS : page * _CUSTOMERS]
    standings = agreements.standings([one.id for one in part], now())
    shown = {
        "rows": [(one, standings[one.id]) for one in part],
        "suppliers": queries.suppliers(),
        "left": left,
        "page": page,
        "more": len(every) > page * _CUSTOMERS,
    }
    return render(request, "helpdesk/customers.html", shown)


@asks("see")
def customer(request: Asked, key: int) -> HttpResponse:
    """Show one."""
    row, at = _found(key), now()
    shown = {
        "row": row,
        "sites": [(one, _place(request, one, row)) for one in queries.sites(key)],
        "suppliers": [one for one in queries.suppliers(key) if one.customer == key],
        "left": queries.gone(key),
        "last": last_changed(of_thing("customer", key, most=1), request.words, request.zone, at),
        "retired": "" if row.retired_on is None else request.words.date(row.retired_on),
        "systems": queries.systems(key),
        "contacts": queries.contacts(key),
        "versions": version_lines(key, agreements.held(key), today_of(row), request.words),
        "standing": agreements.standing(key, at),
        "tickets": tickets.queue(customer=key, most=20),
    }
    return render(request, "helpdesk/customer.html", shown)


@asks("customers")
def add(request: Asked) -> HttpResponse:
    """Add a customer; one of the same name is told before, and nothing else stands in the way."""
    usual = {"language": request.words.language, "zone": request.zone}
    usual["name"] = request.GET.get("name", "")[:_LONGEST]
    form = CustomerForm(request.POST or None, initial=usual, words=request.words, offered=Offered())
    same: tuple[queries.CustomerRow, ...] = ()
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        same = () if request.POST.get("another") == name else queries.called(name)
        if not same:
            key = actions.add_customer(form.draft(), by=person(request).actor, at=now())
            return redirect(_after_adding(request, key))
    title = request.words.say("desk.customers.add")
    return _form(request, form, title, same=same, name=form.data.get("name", "").strip())


def _after_adding(request: Asked, key: int) -> str:
    """Return where one goes on: with the call that the customer was added for, or its page."""
    if request.GET.get("then") != "call":
        return reverse("customer", args=[key])
    caller = request.GET.get("caller", "")[:_LONGEST]
    given = f"?{urlencode({'caller': caller})}" if caller else ""
    return reverse("log_call", args=[key]) + given


@asks("customers")
def add_supplier(request: Asked) -> HttpResponse:
    """Add a supplier."""
    form = SupplierForm(request.POST or None, words=request.words, offered=Offered())
    if request.method == "POST" and form.is_valid():
        actions.add_supplier(form.draft(), by=person(request).actor, at=now())
        messages.success(request, request.words.say("desk.done"))
        return redirect("customers")
    return _form(request, form, request.words.say("desk.customers.add-supplier"))


@asks("customers")
def add_theirs(request: Asked, key: int, kind: str) -> HttpResponse:
    """Add a site, a system, a contact or a supplier of its own."""
    row = _found(key)
    if kind not in FORMS or kind == "customer":
        raise Http404
    form = FORMS[kind](request.POST or None, words=request.words, offered=offered(kind, row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(form.draft(), customer=key, by=person(request).actor, at=now())
        except NotTheirsError:
            raise Http404 from None
        messages.success(request, request.words.say("desk.done"))
        return redirect("customer", key)
    title = request.words.say(f"desk.customers.add-{kind}", customer=row.name)
    return _form(request, form, title)


@asks("see")
def search(request: Asked) -> HttpResponse:
    """Find anything by any fragment; a ticket by its number, who called, or what was reported."""
    query = request.GET.get("q", "").strip()[:_LONGEST]
    further = request.GET.get("in") == "reported"
    rows = searching.search(query, most=_TICKETS, further=further)
    number = searching.numbered(query)
    # Whoever writes the number of a ticket, with its sign, means that one.
    meant = query.startswith("#") and bool(rows)
    shown = {
        "searched": query,
        "searching": True,
        "numbered": [one for one in rows if one.id == number],
        "found": [] if meant else [(one, _way(one)) for one in finding(query)],
        "tickets": [one for one in rows if one.id != number],
        # What was found is shown at once; what else was reported follows.
        "more": not further and not meant and 0 < len(rows) < _TICKETS,
    }
    return render(request, "helpdesk/search.html", shown)


def _way(one: Found) -> str:
    """Return the address of what a search found."""
    if one.noun == "customer":
        return reverse("customer", args=[one.id])
    if one.customer is None:
        return reverse("supplier", args=[one.id])
    return reverse("theirs", args=[one.customer, one.noun, one.id])


def _place(request: Asked, site: queries.SiteRow, owner: queries.CustomerRow) -> places.Told | None:
    return places.told(site.hours, site.closed, owner.zone, now(), request.words)


def _found(key: int) -> queries.CustomerRow:
    found = queries.customer(key)
    if found is None:
        raise Http404
    return found


def _form(request: Asked, form: Theirs, title: str, **more: Any) -> HttpResponse:
    status = 422 if form.errors or more.get("same") else 200
    shown = {"form": form, "title": title, **more}
    return render(request, "helpdesk/thing_form.html", shown, status=status)
