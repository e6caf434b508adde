"""Customers: the list, and a page for each with its sites, systems, people and agreement."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from patto.agreements import queries as agreements
from patto.customers import actions, queries
from patto.customers.actions import NotTheirsError
from patto.helpdesk.asking import asks, person
from patto.helpdesk.theirs import (
    ContactForm,
    CustomerForm,
    SiteForm,
    SupplierForm,
    SystemForm,
    Theirs,
)
from patto.home.now import now
from patto.look.asked import Asked
from patto.tickets import queries as tickets

KINDS: Final[Mapping[str, type[Theirs]]] = MappingProxyType({
    "site": SiteForm,
    "system": SystemForm,
    "contact": ContactForm,
})  # fmt: skip
"""What can be added to a customer."""


@asks("see")
def everybody(request: Asked) -> HttpResponse:
    """List them, with whether something is promised to each."""
    at = now()
    rows = [(one, agreements.standing(one.id, at)) for one in queries.customers()]
    shown = {"rows": rows, "suppliers": queries.suppliers()}
    return render(request, "helpdesk/customers.html", shown)


@asks("see")
def customer(request: Asked, key: int) -> HttpResponse:
    """Show one."""
    row, at = _found(key), now()
    shown = {
        "row": row,
        "sites": queries.sites(key),
        "systems": queries.systems(key),
        "contacts": queries.contacts(key),
        "versions": agreements.versions(key),
        "standing": agreements.standing(key, at),
        "tickets": tickets.queue(customer=key, most=20),
    }
    return render(request, "helpdesk/customer.html", shown)


@asks("customers")
def add(request: Asked) -> HttpResponse:
    """Add a customer."""
    usual = {"language": request.words.language, "zone": request.zone}
    form = CustomerForm(request.POST or None, initial=usual, words=request.words)
    if request.method == "POST" and form.is_valid():
        key = actions.add_customer(form.draft(), by=person(request).actor, at=now())
        return redirect("customer", key)
    return _form(request, form, request.words.say("desk.customers.add"))


@asks("customers")
def add_supplier(request: Asked) -> HttpResponse:
    """Add a supplier."""
    form = SupplierForm(request.POST or None, words=request.words)
    if request.method == "POST" and form.is_valid():
        actions.add_supplier(form.draft(), by=person(request).actor, at=now())
        messages.success(request, request.words.say("desk.done"))
        return redirect("customers")
    return _form(request, form, request.words.say("desk.customers.add-supplier"))


@asks("customers")
def add_theirs(request: Asked, key: int, kind: str) -> HttpResponse:
    """Add a site, a system or a contact."""
    row = _found(key)
    if kind not in KINDS:
        raise Http404
    form = KINDS[kind](request.POST or None, words=request.words, **_offered(kind, key))
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
    """Find anything by any fragment."""
    query = request.GET.get("q", "")
    return render(request, "helpdesk/search.html", {"query": query, "found": queries.search(query)})


def _offered(kind: str, customer: int) -> dict[str, Any]:
    if kind == "site":
        return {}
    offered: dict[str, Any] = {"sites": queries.sites(customer)}
    if kind == "system":
        governing = agreements.governing(customer, now())
        items = () if governing is None else governing.items or ()
        offered["suppliers"] = queries.suppliers()
        offered["items"] = [(one.id, one.title) for one in items]
    return offered


def _found(key: int) -> queries.CustomerRow:
    found = queries.customer(key)
    if found is None:
        raise Http404
    return found


def _form(request: Asked, form: Theirs, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "helpdesk/form.html", {"form": form, "title": title}, status=status)
