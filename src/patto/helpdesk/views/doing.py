"""An act that is not done every day: a page of its own, with what it asks and what it does."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from patto.accounts import queries as accounts
from patto.agreements import queries as agreements
from patto.customers import queries as customers
from patto.helpdesk.asking import asks, person
from patto.helpdesk.doing import ASKED, DoForm, quoted
from patto.helpdesk.entries import disputes, ours
from patto.helpdesk.views.tickets import found, refuse, taking, told_done, weighed
from patto.home.now import now
from patto.kernel import facts
from patto.look.asked import Asked
from patto.tickets import actions, beside
from patto.tickets.acts import REFERRED, RULES, SETTLED, RefusedError
from patto.tickets.models import State
from patto.tickets.queries import TicketPage

_WORDS = frozenset({facts.CONSENTED, facts.OBJECTED})
_VISITS = frozenset({facts.NEEDS_VISIT, facts.SCHEDULED})
"""What is planned with an eye on when one is let in."""


@asks("work")
def do(request: Asked, key: int, kind: str) -> HttpResponse:
    """Ask what an act needs, and do it."""
    shown = found(key)
    if kind not in ASKED:
        raise Http404
    form = _form(request, shown, kind)
    if request.method == "POST" and form.is_valid():
        done = taking(shown.row, form.act(kind), person(request))
        try:
            actions.happen(
                key, done, by=person(request).actor, at=now(),
                changes=form.cleaned_data["changes"], also=form.also(),
            )  # fmt: skip
        except RefusedError as error:
            refuse(form, error)
        else:
            told_done(request, key, form, done)
            return redirect("ticket", key)
    return _page(request, found(key), form, kind)


@asks("work")
def weigh(request: Asked, key: int, kind: str) -> HttpResponse:
    """Show how its promises would stand if it were done now; nothing is written."""
    shown = found(key)
    if kind not in ASKED or request.method != "POST":
        raise Http404
    form = _form(request, shown, kind)
    done = (form.act(kind), *form.also()) if form.is_valid() else ()
    return weighed(request, shown, done)


def _form(request: Asked, shown: TicketPage, kind: str) -> DoForm:
    row = shown.row
    about: list[tuple[int, str]] = []
    if kind == SETTLED:
        about = disputes(shown, now(), request.words, request.zone)
    elif kind in _WORDS:
        about = ours(shown, now(), request.words, request.zone)
    return DoForm(
        request.POST if request.method == "POST" else None,
        initial={"refers_to": request.GET.get("about", ""), "changes": row.changes},
        kind=kind,
        agreement=agreements.governing(row.customer, row.reported_at),
        words=request.words,
        zone=request.zone,
        suppliers=customers.suppliers(row.customer) if kind == REFERRED else (),
        people=[(one.id, one.name) for one in accounts.people() if one.active]
        if kind == facts.ASSIGNED
        else (),
        about=about,
    )


def _page(request: Asked, shown: TicketPage, form: DoForm, kind: str) -> HttpResponse:
    row = shown.row
    agreement = agreements.governing(row.customer, row.reported_at)
    told: dict[str, Any] = {
        "row": row,
        "form": form,
        "kind": kind,
        "fits": State(row.state) in RULES[kind].states,
        "quoted": quoted(kind, agreement),
        "agreement": agreement,
        "ways": beside.beside(row.id).ways if kind in _VISITS else (),
    }
    return render(request, "helpdesk/ticket_do.html", told, status=422 if form.errors else 200)
