"""A ticket: what was said and done, how its promises stand, and what can be done next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.accounts import queries as accounts
from patto.accounts.models import Person
from patto.agreements import queries as agreements
from patto.customers import queries as customers
from patto.documents.tape import patterns
from patto.helpdesk import noticing
from patto.helpdesk.asking import asks, person
from patto.helpdesk.clocks import clocks
from patto.helpdesk.covering import windows
from patto.helpdesk.doing import clocked, menu
from patto.helpdesk.entries import Entry, ahead, compared, disputes, entries
from patto.helpdesk.forms import SAID_TO_THEM, ActForm
from patto.helpdesk.presence import looks
from patto.helpdesk.sure import asked_once
from patto.helpdesk.tapes import explained
from patto.home.files import LARGEST
from patto.home.now import now
from patto.kernel import facts
from patto.kernel.agreement.metrics import CountMetric
from patto.kernel.agreement.model import Agreement
from patto.language.titles import Titles
from patto.look.asked import Asked
from patto.tickets import actions, beside, queries
from patto.tickets.acts import REFERRED, RULES, Act, EvidenceError, MissingError, RefusedError
from patto.tickets.amending import AMENDING
from patto.tickets.attaching import Sent, attachments
from patto.tickets.labour import summed
from patto.tickets.models import State
from patto.tickets.noting import TOO_LATE, looked
from patto.tickets.queries import TicketPage, TicketRow

_TAKING = SAID_TO_THEM | {facts.PAUSED, facts.WORKED, facts.DIAGNOSED}
"""The acts by which somebody takes on a ticket that was nobody's."""


@asks("see")
def ticket(request: Asked, key: int) -> HttpResponse:
    """Show it."""
    return page(request, found(key), form_of(request))


@asks("work")
def act(request: Asked, key: int) -> HttpResponse:
    """Do something with it; what is refused is told, and nothing that was typed is lost."""
    shown = found(key)
    if request.method != "POST":
        return redirect("ticket", key)
    form, kind = form_of(request), _kind(request)
    if not form.is_valid():
        return page(request, shown, form)
    me, at = person(request), now()
    done = taking(shown.row, _done(request, form, kind), me)
    asked = asked_once(shown, done, me, at)
    if asked and asked not in request.POST.getlist("sure"):
        form.add_error(None, request.words.say(f"ticket.sure.{asked}"))
        return page(request, shown, form, asked)
    try:
        actions.happen(
            key, done, by=me.actor, at=at, changes=form.cleaned_data["changes"],
            files=_sent(request), also=form.work(kind),
        )  # fmt: skip
    except RefusedError as error:
        refuse(form, error)
        return page(request, found(key), form)
    told_done(request, key, form, done)
    return redirect("ticket", key)


@asks("work")
@require_POST
def weigh(request: Asked, key: int) -> HttpResponse:
    """Show how its promises would stand if something were done with it; nothing is written."""
    shown, form, kind = found(key), form_of(request), _kind(request)
    done = (_not_yet_said_why(_done(request, form, kind)),) if form.is_valid() else ()
    return weighed(request, shown, done)


def weighed(request: Asked, shown: TicketPage, done: Sequence[Act]) -> HttpResponse:
    """Return how the promises of a ticket would stand after some acts, beside how they do."""
    told: dict[str, Any] = {"row": shown.row}
    if done:
        try:
            by = person(request).actor
            standing = actions.weighed(shown.row.id, *done, by=by, at=now())
        except MissingError:
            told["standing"] = None  # not all has been said yet
        except RefusedError as error:
            told["refused"] = request.words.say(f"desk.refused.{error.code}")
        else:
            told |= {"standing": standing, "compared": compared(shown, standing, _titles(shown))}
    return render(request, "helpdesk/ticket_weighed.html", told)


def refuse(form: ActForm, error: RefusedError) -> None:
    """Say in a form why an act was refused, beside what is missing where that is known."""
    where = "evidence" if isinstance(error, EvidenceError) else None
    form.add_error(where, form.words.say(f"desk.refused.{error.code}"))


def taking(row: TicketRow, act: Act, me: Person) -> Act:
    """Return an act that says who has the ticket from now on: who works on it, if nobody had it."""
    if row.assignee is not None or act.side != "provider" or act.kind not in _TAKING:
        return act
    return replace(act, attributes={**act.attributes, "assignee": str(me.pk)})


def told_done(request: Asked, key: int, form: ActForm, done: Act) -> None:
    """Say that something was done, and what of it may be taken for more than it is."""
    words = request.words
    said = done.kind in SAID_TO_THEM and done.text.strip()
    messages.success(request, words.say("ticket.said-here" if said else "desk.done"))
    shown = found(key)
    if done.kind in {facts.PAUSED, REFERRED}:
        stills = looked(shown, now()).stills
        agreement = agreements.governing(shown.row.customer, shown.row.reported_at)
        going = [one.row.title for one in clocks(shown, stills, agreement, words) if one.runs]
        if going and shown.row.state == State.PAUSED:
            messages.warning(request, words.say("ticket.clock.goes-on", promises=", ".join(going)))
    if form.cleaned_data["occurred_at"] is not None:
        _told_too_late(request, shown)


def _told_too_late(request: Asked, shown: TicketPage) -> None:
    last = max((one.recorded_at for one in shown.happened), default=0)
    written = {one.id for one in shown.happened if one.recorded_at == last}
    noted = [
        one.note
        for entry, own in looked(shown, max(now(), last)).notes.items()
        if entry in written
        for one in own
        if one.note.code in TOO_LATE
    ]
    agreement = agreements.governing(shown.row.customer, shown.row.reported_at)
    if noted and agreement is not None:
        titles = Titles(agreement, request.words)
        said = titles.note(noted[0])
        limit = agreement.recording.late_entry
        allowed = limit if isinstance(limit, str) else clocked(limit, titles)
        messages.warning(request, request.words.say("ticket.too-late", said=said, limit=allowed))


@asks("see")
def fresh(request: Asked, key: int) -> HttpResponse:
    """Show it anew to a page that has seen less of it; nothing if there is no more to see."""
    known = queries.seen(key)
    if known is not None and known == request.GET.get("seen"):
        return HttpResponse(status=204)
    return page(request, found(key), form_of(request))


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


def page(request: Asked, shown: TicketPage, form: ActForm, asked: str = "") -> HttpResponse:
    """Return the page of a ticket; `asked` is what it asks once before it is done."""
    row = shown.row
    # Where the machine's clock was set back, what was written down since is shown all the same.
    at = max([now(), *(one.recorded_at for one in shown.happened)])
    governing = agreements.governing(row.customer, row.reported_at)
    me = person(request)
    costs = {} if governing is None else windows(governing, request.words)
    now_known = looked(shown, at)
    files = attachments(row.id)
    listed = entries(shown, files, governing, costs, at, request.words, now_known.notes)
    told: dict[str, Any] = {
        "row": row,
        "clocks": clocks(shown, now_known.stills, governing, request.words),
        "entries": listed,
        "work": summed(part for one in listed for part in one.labour),
        "form": form,
        "at": at,
        "customer": customers.customer(row.customer),
        "agreement": governing,
        "reasons": () if governing is None else governing.pause_reasons or (),
        "people": [one for one in accounts.people() if one.active],
        "acts": _acts(row, listed, me, governing),
        "asked": asked,
        "pressed": request.POST.get("pause", ""),
        "ahead": ahead(now_known.ahead, governing, request.words),
        "seen": queries.seen(row.id),
        "menu": menu(State(row.state), governing),
        "open_disputes": disputes(shown, at, request.words, request.zone),
        "beside": beside.beside(row.id),
        "answers": beside.answers(),
        "others": looks(row.id, me.pk, me.name, at),
        "largest": LARGEST,
    }
    told |= noticing.beside(shown, governing, request.words)
    return render(request, "helpdesk/ticket.html", told, status=422 if form.errors else 200)


def _acts(
    row: TicketRow, listed: Sequence[Entry], me: Person, agreement: Agreement | None
) -> list[str]:
    state = State(row.state)
    fit = [kind for kind, rule in RULES.items() if state in rule.states and kind not in AMENDING]
    if row.assignee == me.pk and not (_measures_taking(agreement) and not _taken(listed)):
        return [kind for kind in fit if kind != facts.TAKEN_IN_CHARGE]
    return fit


def _taken(listed: Sequence[Entry]) -> bool:
    told = [one.told for one in listed if one.told is not None and one.told.stands]
    return any(one.first.kind == facts.TAKEN_IN_CHARGE for one in told)


def _measures_taking(agreement: Agreement | None) -> bool:
    """Return whether an agreement measures by when a ticket was taken in charge."""
    measured = () if agreement is None else agreement.measured
    return any(
        facts.TAKEN_IN_CHARGE in {one.start.event, *one.stop.events}
        for one in measured
        if not isinstance(one, CountMetric)
    )


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
