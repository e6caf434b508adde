"""Logging a call: who, what, how it came; and what is promised, before it is saved."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from patto.agreements import queries as agreements
from patto.customers import queries as customers
from patto.customers.finding import search
from patto.helpdesk.alike import Alike, alike
from patto.helpdesk.asking import asks, person
from patto.helpdesk.calls import CallForm
from patto.helpdesk.covering import DECIDING
from patto.helpdesk.registered import standard_answer, unfilled
from patto.home.now import now
from patto.kernel.evaluation.outcome import Verdict
from patto.look.asked import Asked
from patto.tickets import actions, queries, scoping, searching
from patto.tickets.acts import NotYetError
from patto.tickets.standing import Standing


@asks("work")
def who(request: Asked) -> HttpResponse:
    """Ask who calls: any fragment of a name or number."""
    query, part = request.GET.get("q", ""), request.headers.get("HX-Request")
    found = [one for one in search(query) if one.customer is not None]
    callers = searching.callers(query)
    ways = [_way(one.customer, {str(one.noun): one.id}) for one in found]
    ways += [_way(one.customer, {"caller": one.contact}) for one in callers]
    if len(ways) == 1 and not part:
        return redirect(ways[0])
    shown = {
        "query": query,
        "asking": True,
        "found": list(zip(found, ways, strict=False)),
        "callers": list(zip(callers, ways[len(found) :], strict=True)),
        "unknown": bool(query.strip()) and not ways,
        "new": _new_customer(query.strip()),
        "customers": customers.customers(),
        "part": part,
    }
    return render(request, "helpdesk/log_found.html" if part else "helpdesk/log_who.html", shown)


def _way(customer: int | None, told: dict[str, object]) -> str:
    return f"{reverse('log_call', args=[customer])}?{urlencode(told)}"


def _new_customer(query: str) -> tuple[str, str]:
    """Return what a new customer is called, if that was typed, and where to add it and go on."""
    name = query if any(map(str.isalpha, query)) else ""
    told = {"name": name, "caller": "" if name else query, "then": "call"}
    given = urlencode({key: value for key, value in told.items() if value})
    return name, f"{reverse('customer_add')}?{given}"


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
            told = request.words.say("desk.log.logged", number=str(key))
            messages.success(request, told, extra_tags=reverse("log_answer", args=[key]))
            return redirect("ticket", key)
    form.begin_at_what_is_wrong()
    shown = {
        "form": form,
        "customer": customers.customer(customer),
        "similar": _similar(form, customer),
        "agreement": agreements.governing(customer, now()),
        "noticed": form.notice(),
    }
    return render(request, "helpdesk/log_call.html", shown, status=422 if form.errors else 200)


@asks("work")
@require_POST
def foreseen(request: Asked, customer: int) -> HttpResponse:
    """Show what would be promised if the call were logged now, and what is noticed about it."""
    form, at = _form(request, customer), now()
    # What is still open about its being covered, or not said yet, changes nothing of that.
    valid = form.is_valid() or not set(form.errors) - DECIDING - {"subject", "long_ago"}
    shown: dict[str, Any] = {
        "standing": None,
        "noticed": form.notice(),
        "form": form,
        "similar": _similar(form, customer),
        "came": form.cleaned_data.get("reported_at"),
        "agreement": form.agreement,
    }
    if valid:
        with suppress(NotYetError):
            shown |= _foreseen(actions.foreseen(form.call(customer), at=at), form)
    return render(request, "helpdesk/log_foreseen.html", shown)


@asks("see")
def answer(request: Asked, key: int) -> HttpResponse:
    """Offer the standard answer to a call, to be copied."""
    found = queries.ticket(key)
    if found is None:
        raise Http404
    customer = customers.customer(found.row.customer)
    assert customer is not None  # noqa: S101  # a ticket has one
    agreement = agreements.governing(customer.id, found.row.reported_at)
    shown = {
        "row": found.row,
        "answer": standard_answer(found, customer, agreement, now()),
        "unfilled": request.words.listing(unfilled(agreement)),
    }
    part = request.headers.get("HX-Request")
    page = "helpdesk/log_registered.html" if part else "helpdesk/log_answer.html"
    return render(request, page, shown)


def _similar(form: CallForm, customer: int) -> list[Alike]:
    told = form.cleaned_data if form.is_bound else form.initial
    system = str(told.get("system") or "")
    typed = f"{told.get('subject', '')} {told.get('text', '')}"
    return alike(customer, int(system) if system.isdecimal() else None, typed)


def _foreseen(standing: Standing, form: CallForm) -> dict[str, Any]:
    agreement = form.agreement
    titles = {} if agreement is None else {one.id: one.title for one in agreement.metrics}
    promises = [(titles.get(one.metric, one.metric), level) for one, level in standing.running]
    waiting = any(one.reason == "not-logged" for one in standing.outcomes)
    terms = None if agreement is None else agreement.priorities
    ranks = {one.id: one.title for one in terms.order} if terms else {}
    return {
        "standing": standing,
        "promises": promises,
        "late": [
            (titles.get(one.metric, one.metric), level)
            for one in standing.outcomes
            for level in one.levels[:1]
            if level.verdict is Verdict.MISSED and level.due is not None
        ],
        "priority": ranks.get(standing.priority, standing.priority),
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
