"""Many tickets chosen from a list: what can be done with all of them, and doing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from patto.accounts import queries as accounts
from patto.helpdesk.asking import asks, person
from patto.helpdesk.wanted import read
from patto.home.now import now
from patto.kernel import facts
from patto.look.asked import Asked
from patto.tickets import listing, many
from patto.tickets.acts import Act
from patto.tickets.many import Chosen, Outcome

LINK: Final = "link"
_LONGEST: Final = 20_000


@asks("work")
def offered(request: Asked) -> HttpResponse:
    """Show what can be done with what is chosen: what the rules allow for every one of it."""
    return render(request, "helpdesk/chosen_acts.html", _offered(_chosen(request)) | {
        "told": request.GET})  # fmt: skip


@asks("work")
@require_POST
def act(request: Asked) -> HttpResponse:
    """Do something with each of them; what is refused is told, with what was typed."""
    chosen, text = _chosen(request), request.POST.get("text", "")
    if not chosen:
        messages.error(request, request.words.say("queue.chosen.none"))
        return _back(request)
    if len(text) > _LONGEST or not _is_whole(request, len(chosen)):
        messages.error(request, request.words.say("desk.refused.missing"))
        return _told(request, chosen, ())
    outcomes = _done(request, chosen, text)
    refused = {one.ticket for one in outcomes if one.refused}
    done = [one.ticket for one in outcomes if not one.refused]
    if not refused:
        listed = ", ".join(f"#{one}" for one in done)
        said = request.words.say("queue.chosen.done", count=len(done), tickets=listed)
        messages.success(request, said)
        _told_running(request, done)
        return _back(request)
    return _told(request, [one for one in chosen if one.ticket in refused], outcomes)


def _done(request: Asked, chosen: Sequence[Chosen], text: str) -> tuple[Outcome, ...]:
    me, kind = person(request), _kind(request)
    if kind == LINK:
        other = request.POST.get("other", "").strip().removeprefix("#")
        hub = int(other) if other else None
        return many.link([one.ticket for one in chosen], hub, by=me.actor, at=now())
    whose = {facts.TAKEN_IN_CHARGE: str(me.pk), facts.ASSIGNED: request.POST.get("assignee", "")}
    reason = request.POST.get("pause", "")[:200] if kind == facts.PAUSED else ""
    done = Act(
        kind=kind,
        text=text,
        reason=reason,
        evidence=text.strip()[:300] if reason else "",
        attributes={"assignee": whose[kind]} if kind in whose else {},
    )
    return many.happen(chosen, done, by=me.actor, at=now())


def _told_running(request: Asked, done: Sequence[int]) -> None:
    """Say for which tickets a pause leaves a promise that still runs."""
    if _kind(request) != facts.PAUSED:
        return
    rows = listing.chosen(set(done))
    runs = ", ".join(f"#{one.id}" for one in rows if one.next_due_at and not one.stands_still)
    if runs:
        messages.warning(request, request.words.say("ticket.clock.goes-on-for", tickets=runs))


def _kind(request: Asked) -> str:
    kind = facts.PAUSED if request.POST.get("pause") else request.POST.get("kind", "")
    if kind not in {*many.OFFERED, LINK}:
        raise Http404
    return kind


def _is_whole(request: Asked, chosen: int) -> bool:
    """Return whether the form holds what the act needs, which is the same for every ticket."""
    kind, given = _kind(request), request.POST
    if kind == facts.NOTED:
        return bool(given.get("text", "").strip())
    if kind == facts.ASSIGNED:
        return given.get("assignee", "").isdigit()
    other = given.get("other", "").strip().removeprefix("#")
    if kind != LINK:
        return True
    return other.isascii() and other.isdigit() and len(other) < 19 if other else chosen > 1


def _chosen(request: Asked) -> list[Chosen]:
    given = request.POST if request.method == "POST" else request.GET
    found: dict[int, Chosen] = {}
    for one in given.getlist("chosen"):
        ticket, _, changes = one.partition(".")
        if all(part.isascii() and part.isdigit() and len(part) < 19 for part in (ticket, changes)):
            found[int(ticket)] = Chosen(int(ticket), int(changes))
    return list(found.values())


def _offered(chosen: Iterable[Chosen]) -> dict[str, Any]:
    rows = listing.chosen({one.ticket for one in chosen})
    acts = many.allowed(rows)
    return {
        "chosen": rows,
        "acts": acts,
        "reasons": many.reasons(rows) if facts.PAUSED in acts else {},
        "people": [one for one in accounts.people() if one.active],
        "linkable": len({row.customer for row in rows}) == 1,
    }


def _told(request: Asked, left: Sequence[Chosen], outcomes: Sequence[Outcome]) -> HttpResponse:
    """Return the page that tells what came of each, with the form for those that are left."""
    keys = {one.ticket for one in left} | {one.ticket for one in outcomes}
    rows = {row.id: row for row in listing.chosen(keys)}
    shown = _offered(left) | {
        "outcomes": [
            (rows.get(one.ticket), one.ticket, one.refused and _why(request, one.refused))
            for one in outcomes
        ],
        "told": request.POST,
        "list": _list(request),
        "asked": read(request.POST.get("asked", "")[:2000]).query(),
    }
    return render(request, "helpdesk/chosen.html", shown, status=422)


def _why(request: Asked, code: str) -> str:
    if code in {many.BUSY, many.NotAgreedError.code, many.DisputedError.code}:
        return request.words.say(f"queue.refused.{code}")
    return request.words.say(f"desk.refused.{code}")


def _list(request: Asked) -> str:
    return "tickets" if request.POST.get("list") == "tickets" else "queue"


def _back(request: Asked) -> HttpResponseRedirect:
    query = read(request.POST.get("asked", "")[:2000]).query()
    return redirect(f"{reverse(_list(request))}?{query}")
