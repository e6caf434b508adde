"""What stands beside a ticket: files, related tickets, who else looks, what solved it before."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.helpdesk.asking import asks, person
from patto.helpdesk.forms import AnswerForm, OtherForm
from patto.helpdesk.presence import looks
from patto.helpdesk.views.tickets import found
from patto.home.now import now
from patto.look.asked import Asked
from patto.tickets import beside, queries
from patto.tickets.acts import RefusedError, UnknownError
from patto.tickets.attaching import attached


@asks("see")
def file(_request: Asked, key: int, attachment: int) -> HttpResponse:
    """Hand a file back as bytes to save: a browser neither shows nor runs it."""
    sent = attached(key, attachment)
    if sent is None or not sent[1].is_file():
        raise Http404
    name, place = sent
    answer = FileResponse(
        place.open("rb"), as_attachment=True, filename=name,
        content_type="application/octet-stream",
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]  # Django has two kinds of answer


@asks("see")
def present(request: Asked, key: int) -> HttpResponse:
    """Say who else looks at a ticket."""
    if not queries.is_ticket(key):
        raise Http404
    me = person(request)
    others = looks(key, me.pk, me.name, now())
    return render(request, "helpdesk/ticket_present.html", {"others": others})


@asks("see")
def solved(request: Asked, key: int) -> HttpResponse:
    """Show what solved a ticket like it last time."""
    shown = {"row": found(key).row, "solved": beside.solved(key)}
    return render(request, "helpdesk/ticket_solved.html", shown)


@asks("work")
@require_POST
def link(request: Asked, key: int) -> HttpResponse:
    """Link it with another ticket of the customer."""
    found(key)
    form = OtherForm(request.POST, words=request.words)
    try:
        if not form.is_valid():
            raise UnknownError
        beside.link(key, form.cleaned_data["other"], by=person(request).actor, at=now())
    except RefusedError as error:
        messages.error(request, request.words.say(f"desk.refused.{error.code}"))
    else:
        messages.success(request, request.words.say("desk.done"))
    return redirect("ticket", key)


@asks("work")
@require_POST
def unlink(request: Asked, key: int, other: int) -> HttpResponse:
    """Link it with another ticket no longer."""
    found(key)
    try:
        beside.unlink(key, other, by=person(request).actor, at=now())
    except RefusedError:
        raise Http404 from None
    messages.success(request, request.words.say("desk.done"))
    return redirect("ticket", key)


@asks("answers")
def answers(request: Asked, key: int | None = None) -> HttpResponse:
    """Show the ready answers, and add or change one."""
    known = beside.answers()
    chosen = next((one for one in known if one.id == key), None)
    if key is not None and chosen is None:
        raise Http404
    initial = {} if chosen is None else {"title": chosen.title, "text": chosen.text}
    given = request.POST if request.method == "POST" else None
    form = AnswerForm(given, initial=initial, words=request.words)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        beside.keep_answer(told["title"], told["text"], by=person(request).actor, at=now(), key=key)
        messages.success(request, request.words.say("desk.done"))
        return redirect("answers")
    shown = {"answers": known, "chosen": chosen, "form": form}
    return render(request, "helpdesk/answers.html", shown, status=422 if form.errors else 200)


@asks("answers")
@require_POST
def drop_answer(request: Asked, key: int) -> HttpResponse:
    """Offer a ready answer no longer."""
    try:
        beside.drop_answer(key, by=person(request).actor, at=now())
    except RefusedError:
        raise Http404 from None
    messages.success(request, request.words.say("desk.done"))
    return redirect("answers")
