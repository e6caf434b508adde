"""An entry of a ticket that was wrong: corrected, retracted, or a part of it blacked out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from patto.accounts import queries as accounts
from patto.agreements import queries as agreements
from patto.helpdesk.asking import asks, person
from patto.helpdesk.entries import words_of
from patto.helpdesk.forms import ActForm, BlackOutForm
from patto.helpdesk.views.tickets import found, refuse
from patto.home.now import now
from patto.kernel import facts
from patto.language.titles import Titles
from patto.look.asked import Asked
from patto.tickets import actions
from patto.tickets.acts import Act, RefusedError
from patto.tickets.amending import AMENDING
from patto.tickets.blackout import black_out
from patto.tickets.queries import MessageRow, TicketPage
from patto.tickets.telling import Told, told

_PAUSING: Final = frozenset({facts.PAUSED, facts.RESUMED})


@asks("work")
def amend(request: Asked, key: int, entry: int) -> HttpResponse:
    """Correct or retract something that happened; the effect on the clocks is shown first."""
    shown = found(key)
    one = _entry(shown, entry)
    form = _form(request, shown, one)
    kind = request.POST.get("kind", facts.CORRECTED)
    if request.method == "POST" and kind in AMENDING and form.is_valid():
        act = _worded(form.act(kind), words_of(shown, one))
        try:
            actions.happen(
                key, act, by=person(request).actor, at=now(), changes=form.cleaned_data["changes"]
            )
        except RefusedError as error:
            refuse(form, error)
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


def _form(request: Asked, shown: TicketPage, one: Told) -> ActForm:
    """Return the form of a correction, with the words as they stand and the agreement's reasons."""
    said = words_of(shown, one)
    form = ActForm(
        request.POST if request.method == "POST" else None,
        initial={"text": "" if said is None else said.text},
        words=request.words,
        zone=request.zone,
    )
    form.fields["text"].label = request.words.say("ticket.words")
    agreement = agreements.governing(shown.row.customer, shown.row.reported_at)
    reasons = () if agreement is None else agreement.pause_reasons or ()
    if one.first.kind in _PAUSING and reasons:
        choices = [("", "—"), *((reason.id, reason.title) for reason in reasons)]
        form.fields["reason"].widget = forms.Select(attrs={"class": "form-select"}, choices=choices)
    return form


def _worded(act: Act, said: MessageRow | None) -> Act:
    """Return a correction with the words that are other than they stand, for whom they were."""
    if act.kind != facts.CORRECTED or said is None or act.text.strip() in {"", said.text.strip()}:
        return replace(act, text="", public=False)
    return replace(act, public=said.public)


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
        "message": words_of(shown, one),
        "reason": _reason(request, shown, one),
    }
    return render(request, "helpdesk/amend.html", told, status=422 if form.errors else 200)


def _reason(request: Asked, shown: TicketPage, one: Told) -> str:
    agreement = agreements.governing(shown.row.customer, shown.row.reported_at)
    terms = None
    if agreement is not None:
        terms = Titles(agreement, request.words).pause_reasons.get(one.reason)
    return one.reason if terms is None else terms.title
