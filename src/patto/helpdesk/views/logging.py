"""Logging a call: who, what, how it came; and what is promised, before it is saved."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.agreements import queries as agreements
from patto.customers import queries as customers
from patto.helpdesk.asking import asks, person
from patto.helpdesk.calls import CallForm
from patto.helpdesk.covering import DECIDING
from patto.home.now import now
from patto.look.asked import Asked
from patto.tickets import actions, queries, scoping
from patto.tickets.acts import NotYetError
from patto.tickets.standing import Standing


@asks("work")
def who(request: Asked) -> HttpResponse:
    """Ask who calls: any fragment of a name or number."""
    query = request.GET.get("q", "")
    found = [one for one in customers.search(query) if one.customer is not None]
    shown = {"query": query, "found": found, "customers": customers.customers()}
    part = request.headers.get("HX-Request")
    return render(request, "helpdesk/log_found.html" if part else "helpdesk/log_who.html", shown)


@asks("work")
def call(request: Asked, customer: int) -> HttpResponse:
    """Ask what it is about, and log it."""
    form = _form(request, customer)
    if request.method == "POST" and form.is_valid():
        try:
            key = _logged(request, form, customer)
        except NotYetError:
            form.add_error("reported_at", request.words.say("desk.refused.not-yet"))
        else:
            messages.success(request, request.words.say("desk.log.logged", number=str(key)))
            return redirect("ticket", key)
    shown = {
        "form": form,
        "customer": customers.customer(customer),
        "similar": queries.queue(customer=customer, most=5),
        "agreement": agreements.governing(customer, now()),
        "noticed": form.notice(),
    }
    return render(request, "helpdesk/log_call.html", shown, status=422 if form.errors else 200)


@asks("work")
@require_POST
def foreseen(request: Asked, customer: int) -> HttpResponse:
    """Show what would be promised if the call were logged now, and what is noticed about it."""
    form, at = _form(request, customer), now()
    # What is still open about its being covered changes nothing of what is foreseen.
    valid = form.is_valid() or not set(form.errors) - DECIDING
    shown: dict[str, Any] = {"standing": None, "noticed": form.notice(), "form": form}
    if valid:
        with suppress(NotYetError):
            shown |= _foreseen(actions.foreseen(form.call(customer), at=at), form)
    return render(request, "helpdesk/log_foreseen.html", shown)


def _foreseen(standing: Standing, form: CallForm) -> dict[str, Any]:
    agreement = form.agreement
    titles = {} if agreement is None else {one.id: one.title for one in agreement.metrics}
    promises = [(titles.get(one.metric, one.metric), level) for one, level in standing.running]
    waiting = any(one.reason == "not-logged" for one in standing.outcomes)
    return {
        "standing": standing,
        "promises": promises,
        "wanted": form.wanted() if waiting else None,
    }


def _logged(request: Asked, form: CallForm, customer: int) -> int:
    call, decision, by = form.call(customer), form.decision(), person(request).actor
    if decision is None:
        return actions.log(call, by=by, at=now())
    return scoping.log_as(call, decision, by=by, at=now())


def _form(request: Asked, customer: int) -> CallForm:
    if customers.customer(customer) is None:
        raise Http404
    given = request.POST if request.method == "POST" else None
    return CallForm(
        given,
        initial=request.GET.dict(),
        words=request.words,
        zone=request.zone,
        agreement=agreements.governing(customer, now()),
        contacts=customers.contacts(customer),
        systems=customers.systems(customer),
        sites=customers.sites(customer),
        at=now(),
    )
