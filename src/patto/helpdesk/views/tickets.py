"""A ticket: what was said and done, how its promises stand, and what can be done next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.accounts import queries as accounts
from patto.agreements import queries as agreements
from patto.customers import queries as customers
from patto.documents.tape import patterns
from patto.helpdesk import noticing
from patto.helpdesk.asking import asks, person
from patto.helpdesk.covering import windows
from patto.helpdesk.entries import compared, entries
from patto.helpdesk.forms import ActForm
from patto.helpdesk.presence import looks
from patto.helpdesk.tapes import explained
from patto.home.files import LARGEST
from patto.home.now import now
from patto.kernel import facts
from patto.look.asked import Asked
from patto.tickets import actions, beside, queries
from patto.tickets.acts import RULES, Act, RefusedError
from patto.tickets.amending import AMENDING
from patto.tickets.attaching import Sent, attachments
from patto.tickets.labour import summed
from patto.tickets.models import State
from patto.tickets.queries import TicketPage


@asks("see")
def ticket(request: Asked, key: int) -> HttpResponse:
    """Show it."""
    return page(request, found(key), form_of(request))


@asks("work")
def act(request: Asked, key: int) -> HttpResponse:
    """Do something with it; what is refused is told, and nothing that was typed is lost."""
    if request.method != "POST":
        return redirect("ticket", key)
    shown, form, kind = found(key), form_of(request), _kind(request)
    if not form.is_valid():
        return page(request, shown, form)
    try:
        actions.happen(
            key, _done(request, form, kind), by=person(request).actor, at=now(),
            changes=form.cleaned_data["changes"], files=_sent(request), also=form.work(kind),
        )  # fmt: skip
    except RefusedError as error:
        form.add_error(None, request.words.say(f"desk.refused.{error.code}"))
        return page(request, found(key), form)
    messages.success(request, request.words.say("desk.done"))
    return redirect("ticket", key)


@asks("work")
@require_POST
def weigh(request: Asked, key: int) -> HttpResponse:
    """Show how its promises would stand if something were done with it; nothing is written."""
    shown, form, kind = found(key), form_of(request), _kind(request)
    told: dict[str, Any] = {"row": shown.row}
    if form.is_valid():
        try:
            done = _not_yet_said_why(_done(request, form, kind))
            standing = actions.weighed(key, done, by=person(request).actor, at=now())
        except RefusedError as error:
            told["refused"] = request.words.say(f"desk.refused.{error.code}")
        else:
            told |= {"standing": standing, "compared": compared(shown, standing, _titles(shown))}
    return render(request, "helpdesk/ticket_weighed.html", told)


@asks("see")
def why(request: Asked, key: int) -> HttpResponse:
    """Show why each clock of it stands where it does."""
    shown = found(key)
    told = explained(key, shown.row.customer, request.words.language, at=now())
    return render(
        request,
        "helpdesk/why.html",
        {"row": shown.row, "explained": told, "patterns": patterns()},
    )


def found(key: int) -> TicketPage:
    """Return a ticket, or the page that says there is none."""
    shown = queries.ticket(key)
    if shown is None:
        raise Http404
    return shown


def form_of(request: Asked) -> ActForm:
    """Return the form of an act as it was sent, if it was."""
    given = request.POST if request.method == "POST" else None
    return ActForm(given, words=request.words, zone=request.zone)


def page(request: Asked, shown: TicketPage, form: ActForm) -> HttpResponse:
    """Return the page of a ticket."""
    row, at = shown.row, now()
    governing = agreements.governing(row.customer, row.reported_at)
    me = person(request)
    costs = {} if governing is None else windows(governing, request.words)
    listed = entries(shown, attachments(row.id), governing, costs, at)
    told: dict[str, Any] = {
        "row": row,
        "promises": shown.promises,
        "entries": listed,
        "work": summed(part for one in listed for part in one.labour),
        "form": form,
        "at": at,
        "customer": customers.customer(row.customer),
        "agreement": governing,
        "reasons": () if governing is None else governing.pause_reasons or (),
        "people": [one for one in accounts.people() if one.active],
        "acts": _acts(State(row.state)),
        "beside": beside.beside(row.id),
        "answers": beside.answers(),
        "others": looks(row.id, me.pk, me.name, at),
        "largest": LARGEST,
    }
    told |= noticing.beside(shown, governing, request.words)
    return render(request, "helpdesk/ticket.html", told, status=422 if form.errors else 200)


def _acts(state: State) -> list[str]:
    return [kind for kind, rule in RULES.items() if state in rule.states and kind not in AMENDING]


def _kind(request: Asked) -> str:
    pausing = facts.PAUSED if request.POST.get("pause") else ""
    kind = pausing or request.POST.get("kind") or request.POST.get("other", "")
    if kind not in RULES:
        raise Http404
    return kind


def _done(request: Asked, form: ActForm, kind: str) -> Act:
    done = form.act(kind)
    reason = request.POST.get("pause", "")[:200]
    if reason:
        return replace(done, reason=reason, evidence=done.evidence or done.text.strip()[:300])
    if kind != facts.TAKEN_IN_CHARGE:
        return done
    return replace(done, attributes={**done.attributes, "assignee": str(person(request).pk)})


def _not_yet_said_why(done: Act) -> Act:
    """Return an act that is weighed before it is said why, which makes no difference to clocks."""
    if done.kind == facts.RETRACTED:
        return replace(done, reason=done.reason or "…")
    return replace(done, attributes={"because": "…", **done.attributes})


def _sent(request: Asked) -> list[Sent]:
    files = [one for one in request.FILES.getlist("files") if one]
    return [Sent(one.name or "", one.chunks()) for one in files]


def _titles(shown: TicketPage) -> dict[str, str]:
    history = agreements.history(shown.row.customer)
    versions = () if history is None else history.versions
    return {metric.id: metric.title for one in versions for metric in one.metrics}
