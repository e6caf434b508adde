"""The provider's people: who they are, what they may do, whether they may come in, and where."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.accounts import actions, queries
from patto.accounts import sessions as signed_in
from patto.accounts.problems import RefusedError, TakenError
from patto.accounts.roles import Role
from patto.helpdesk.asking import asks, person
from patto.helpdesk.browsers import browser
from patto.helpdesk.forms import AddPersonForm, NewPasswordForm, YouForm
from patto.helpdesk.pasts import Past
from patto.home.now import now
from patto.language.words import Words
from patto.ledger.queries import Written, of_thing
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


@asks("people")
def one(request: Asked, key: int) -> HttpResponse:
    """Show one: where they are signed in, and what was changed."""
    return _person(request, _found(key), NewPasswordForm(words=request.words))


@asks("people")
@require_POST
def password(request: Asked, key: int) -> HttpResponse:
    """Give one another password; they are signed out wherever the old one signed them in."""
    row, words = _found(key), request.words
    form = NewPasswordForm(request.POST, words=words)
    if form.is_valid():
        try:
            actions.set_password(key, by=person(request).actor, at=now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            messages.success(request, words.say("people.password-set", name=row.name))
            return redirect("person", key)
    return _person(request, row, form)


@asks("people")
@require_POST
def sign_out(request: Asked, key: int, session: int | None = None) -> HttpResponse:
    """Sign one out, in one place or everywhere."""
    _found(key)
    by = person(request).actor
    ended = signed_in.end(key, by=by, at=now(), only=session, this=_this(request))
    if session is not None and not ended:
        raise Http404
    messages.success(request, request.words.say("desk.done"))
    return redirect("person", key)


@asks("see")
def own_sessions(request: Asked) -> HttpResponse:
    """Show where whoever asks is signed in."""
    who = person(request)
    rows = signed_in.sessions(who.pk, this=_this(request))
    return render(request, "helpdesk/sessions.html", {"sessions": _told(rows)})


@asks("see")
@require_POST
def end_own(request: Asked, session: int | None = None) -> HttpResponse:
    """Sign whoever asks out, in one other place or in all others."""
    who = person(request)
    ended = signed_in.end(who.pk, by=who.actor, at=now(), only=session, this=_this(request))
    if session is not None and not ended:
        raise Http404
    messages.success(request, request.words.say("desk.done"))
    return redirect("sessions")


@asks("see")
def you(request: Asked) -> HttpResponse:
    """Ask what whoever asks is called, and in which language and zone the desk is to be."""
    who = person(request)
    usual = {"name": who.name, "language": who.language, "zone": who.zone}
    form = YouForm(request.POST or None, initial=usual, words=request.words)
    if request.method == "POST" and form.is_valid():
        actions.change_person(who.pk, by=who.actor, at=now(), **form.cleaned_data)
        words = Words(form.cleaned_data["language"])
        messages.success(request, words.say("desk.done"))
        return redirect("you")
    status = 422 if form.errors else 200
    return render(request, "helpdesk/you.html", {"form": form}, status=status)


def _found(key: int) -> queries.PersonRow:
    found = next((one for one in queries.people() if one.id == key), None)
    if found is None:
        raise Http404
    return found


def _person(request: Asked, row: queries.PersonRow, form: NewPasswordForm) -> HttpResponse:
    words = request.words
    entries = of_thing("person", row.id, most=50)
    shown = {
        "row": row,
        "sessions": _told(signed_in.sessions(row.id, this=_this(request))),
        "pasts": [Past(one.at, one.who, *_act(one, words)) for one in entries],
        "form": form,
    }
    return render(request, "helpdesk/person.html", shown, status=422 if form.errors else 200)


def _act(entry: Written, words: Words) -> tuple[str, tuple[str, ...]]:
    """Return what was done with a person, in words."""
    told = dict(entry.told)
    if entry.act == "people.role":
        old, new = (words.say(f"desk.role.{told[one]}") for one in ("from", "to"))
        told = {"role": [old, new]}
    changes = [
        words.say("customers.was.from", name=words.say(f"desk.form.{name}"), old=two[0], new=two[1])
        for name, two in told.items()
        if isinstance(two, list)
    ]
    return words.say(f"people.act.{entry.act.rpartition('.')[2]}"), tuple(changes)


def _told(rows: tuple[signed_in.SessionRow, ...]) -> list[tuple[signed_in.SessionRow, str]]:
    return [(one, browser(one.agent)) for one in rows]


def _this(request: Asked) -> str:
    return request.session.session_key or ""


def _done(request: Asked, act: Callable[[], None]) -> HttpResponse:
    words = request.words
    try:
        act()
    except RefusedError as error:
        messages.error(request, words.say(f"desk.refused.{error.code}"))
    else:
        messages.success(request, words.say("desk.done"))
    return redirect("people")


def _page(request: Asked, form: AddPersonForm) -> HttpResponse:
    roles = [(one, request.words.say(f"desk.role.{one}")) for one in Role.values]
    shown = {"form": form, "people": queries.people(), "roles": roles}
    return render(request, "helpdesk/people.html", shown, status=422 if form.errors else 200)
