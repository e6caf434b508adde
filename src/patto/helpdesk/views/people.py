"""The provider's people: who they are, what they may do, whether they may come in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.accounts import actions, queries
from patto.accounts.problems import RefusedError, TakenError
from patto.accounts.roles import Role
from patto.helpdesk.asking import asks, person
from patto.helpdesk.forms import AddPersonForm
from patto.home.now import now
from patto.look.asked import Asked


@asks("people")
def everybody(request: Asked) -> HttpResponse:
    """List them."""
    form = AddPersonForm(words=request.words)
    return _page(request, form)


@asks("people")
@require_POST
def add(request: Asked) -> HttpResponse:
    """Add one."""
    words = request.words
    form, who = AddPersonForm(request.POST, words=words), person(request)
    if form.is_valid():
        given = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        try:
            actions.add_person(
                by=who.actor, at=now(), language=who.language, zone=who.zone, **given
            )
        except TakenError:
            form.add_error("email", words.say("desk.people.taken"))
        except ValidationError as error:
            form.add_error("password", error)
        else:
            messages.success(request, words.say("desk.people.added", name=given["name"]))
            return redirect("people")
    return _page(request, form)


@asks("people")
@require_POST
def role(request: Asked, key: int) -> HttpResponse:
    """Give one another role."""
    wanted = request.POST.get("role", "")
    if wanted not in Role.values or not queries.is_person(key):
        raise Http404
    return _done(request, lambda: actions.change_role(
        key, by=person(request).actor, at=now(), role=Role(wanted)
    ))  # fmt: skip


@asks("people")
@require_POST
def active(request: Asked, key: int) -> HttpResponse:
    """Let one in, or no longer."""
    if not queries.is_person(key):
        raise Http404
    wanted = request.POST.get("active") == "yes"
    return _done(request, lambda: actions.set_active(
        key, by=person(request).actor, at=now(), active=wanted
    ))  # fmt: skip


def _done(request: Asked, act: object) -> HttpResponse:
    words = request.words
    try:
        act()  # type: ignore[operator]
    except RefusedError as error:
        messages.error(request, words.say(f"desk.refused.{error.code}"))
    else:
        messages.success(request, words.say("desk.done"))
    return redirect("people")


def _page(request: Asked, form: AddPersonForm) -> HttpResponse:
    roles = [(one, request.words.say(f"desk.role.{one}")) for one in Role.values]
    shown = {"form": form, "people": queries.people(), "roles": roles}
    return render(request, "helpdesk/people.html", shown, status=422 if form.errors else 200)
