"""An entry of a ticket that was wrong: corrected, retracted, or a part of it blacked out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from patto.accounts import queries as accounts
from patto.helpdesk.asking import asks, person
from patto.helpdesk.forms import ActForm, BlackOutForm
from patto.helpdesk.views.tickets import form_of, found
from patto.home.now import now
from patto.kernel import facts
from patto.look.asked import Asked
from patto.tickets import actions
from patto.tickets.acts import RefusedError
from patto.tickets.amending import AMENDING
from patto.tickets.blackout import black_out
from patto.tickets.queries import TicketPage
from patto.tickets.telling import Told, told


@asks("work")
def amend(request: Asked, key: int, entry: int) -> HttpResponse:
    """Correct or retract something that happened; the effect on the clocks is shown first."""
    shown = found(key)
    one = _entry(shown, entry)
    form = form_of(request)
    kind = request.POST.get("kind", facts.CORRECTED)
    if request.method == "POST" and kind in AMENDING and form.is_valid():
        act = form.act(kind)
        try:
            actions.happen(
                key, act, by=person(request).actor, at=now(), changes=form.cleaned_data["changes"]
            )
        except RefusedError as error:
            form.add_error(None, request.words.say(f"desk.refused.{error.code}"))
        else:
            messages.success(request, request.words.say("desk.done"))
            return redirect("ticket", key)
    return _page(request, shown, one, form)


@asks("blacken")
def blacken(request: Asked, key: int, message: int) -> HttpResponse:
    """Black out a part of a message for good."""
    shown = found(key)
    said = next((one for one in shown.messages if one.id == message), None)
    provider = accounts.provider()
    if said is None or provider is None:
        raise Http404
    form = BlackOutForm(request.POST if request.method == "POST" else None, words=request.words)
    if request.method == "POST" and form.is_valid():
        part = form.cleaned_data["part"]
        try:
            black_out(
                message, part, ticket=key, zone=provider.zone, by=person(request).actor, at=now()
            )
        except RefusedError as error:
            code = "no-part" if error.code == "unknown" else error.code
            form.add_error("part", request.words.say(f"desk.refused.{code}"))
        else:
            messages.success(request, request.words.say("desk.blacken.done"))
            return redirect("ticket", key)
    told = {"row": shown.row, "said": said, "form": form}
    return render(request, "helpdesk/blacken.html", told, status=422 if form.errors else 200)


def _entry(shown: TicketPage, entry: int) -> Told:
    for one in told(shown.happened, now()):
        if one.first.id == entry or any(said.row.id == entry for said in one.amendments):
            return one
    raise Http404


def _page(request: Asked, shown: TicketPage, one: Told, form: ActForm) -> HttpResponse:
    about = request.resolver_match.kwargs["entry"] if request.resolver_match else one.first.id
    said = next((a for a in one.amendments if a.row.id == about), None)
    told: dict[str, Any] = {
        "row": shown.row,
        "one": one,
        "about": about,
        "kind": request.POST.get("kind", facts.CORRECTED),
        "said": said,
        "form": form,
        "is_report": one.first.kind == facts.REPORTED and said is None,
        "message": next((m for m in shown.messages if m.happened == one.first.id), None),
    }
    return render(request, "helpdesk/amend.html", told, status=422 if form.errors else 200)
