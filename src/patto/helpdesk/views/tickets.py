"""A ticket: what was said and done, how its promises stand, and what can be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.accounts import queries as accounts
from patto.agreements import queries as agreements
from patto.customers import queries as customers
from patto.documents.tape import patterns
from patto.helpdesk.asking import asks, person
from patto.helpdesk.forms import ActForm
from patto.helpdesk.tapes import explained
from patto.home.now import now
from patto.kernel.instants import Instant
from patto.look.asked import Asked
from patto.tickets import actions, queries
from patto.tickets.acts import RULES, Act, RefusedError
from patto.tickets.models import State
from patto.tickets.queries import HappenedRow, MessageRow, TicketPage


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was said or done, in the order in which it occurred."""

    at: Instant
    message: MessageRow | None
    happened: HappenedRow | None


@asks("see")
def ticket(request: Asked, key: int) -> HttpResponse:
    """Show it."""
    return _page(request, _found(key), ActForm(words=request.words, zone=request.zone))


@asks("work")
@require_POST
def act(request: Asked, key: int) -> HttpResponse:
    """Do something with it; what is refused is told, and nothing that was typed is lost."""
    found, form = _found(key), ActForm(request.POST, words=request.words, zone=request.zone)
    kind = request.POST.get("kind") or request.POST.get("other", "")
    if kind not in RULES:
        raise Http404
    if not form.is_valid():
        return _page(request, found, form)
    told = form.cleaned_data
    done = Act(
        kind=kind,
        side=told["side"] or "provider",
        occurred_at=told["occurred_at"],
        reason=told["reason"],
        evidence=told["evidence"],
        attributes=form.attributes(),
        text=told["text"],
        public=kind in {"responded", "updated", "resolved"},
    )
    try:
        actions.happen(key, done, by=person(request).actor, at=now(), changes=told["changes"])
    except RefusedError as error:
        form.add_error(None, request.words.say(f"desk.refused.{error.code}"))
        return _page(request, _found(key), form)
    messages.success(request, request.words.say("desk.done"))
    return redirect("ticket", key)


@asks("see")
def why(request: Asked, key: int) -> HttpResponse:
    """Show why each clock of it stands where it does."""
    found = _found(key)
    told = explained(key, found.row.customer, request.words.language, at=now())
    shown = {"row": found.row, "explained": told, "patterns": patterns()}
    return render(request, "helpdesk/why.html", shown)


def _found(key: int) -> TicketPage:
    found = queries.ticket(key)
    if found is None:
        raise Http404
    return found


def _page(request: Asked, found: TicketPage, form: ActForm) -> HttpResponse:
    row, at = found.row, now()
    governing = agreements.governing(row.customer, row.reported_at)
    shown: dict[str, Any] = {
        "row": row,
        "promises": found.promises,
        "entries": _entries(found),
        "form": form,
        "at": at,
        "customer": customers.customer(row.customer),
        "agreement": governing,
        "reasons": () if governing is None else governing.pause_reasons,
        "people": [one for one in accounts.people() if one.active],
        "acts": [kind for kind, rule in RULES.items() if State(row.state) in rule.states],
    }
    return render(request, "helpdesk/ticket.html", shown, status=422 if form.errors else 200)


def _entries(found: TicketPage) -> list[Entry]:
    said = {one.happened: one for one in found.messages if one.happened is not None}
    entries = [Entry(one.occurred_at, said.pop(one.id, None), one) for one in found.happened]
    entries += [Entry(one.at, one, None) for one in said.values()]
    return sorted(entries, key=lambda one: one.at)
