"""Setting up: opened by a link that the server prints, and gone once somebody owns the place."""

from __future__ import annotations

from secrets import compare_digest

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.accounts import actions, queries
from patto.accounts.problems import TakenError
from patto.demo.loading import load_demonstration
from patto.helpdesk.forms import CompanyForm, PersonForm
from patto.home.now import now
from patto.look.asked import Asked

_COMPANY = "company"


def start(request: Asked, token: str) -> HttpResponse:
    """Offer what can be begun with."""
    _checked(token)
    return render(request, "helpdesk/start.html", {"token": token})


@require_POST
def look_around(request: Asked, token: str) -> HttpResponse:
    """Load the demonstration, and let whoever asked for it in as its owner."""
    _checked(token)
    try:
        loaded = load_demonstration(at=now(), language=request.words.language)
    except TakenError:  # somebody else was faster
        return redirect("home")
    login(request, loaded.people[0], settings.AUTHENTICATION_BACKENDS[0])
    return render(request, "helpdesk/start_looking.html", {"loaded": loaded})


def company(request: Asked, token: str) -> HttpResponse:
    """Ask what the company is."""
    _checked(token)
    usual = {"language": request.words.language, "zone": "Europe/Rome"}
    given = request.session.get(_COMPANY, usual)
    form = CompanyForm(request.POST or None, initial=given, words=request.words)
    if request.method == "POST" and form.is_valid():
        request.session[_COMPANY] = form.cleaned_data
        return redirect("start_you", token)
    return render(request, "helpdesk/start_company.html", {"form": form, "token": token})


def first_person(request: Asked, token: str) -> HttpResponse:
    """Ask who sets it up; with the answer the company and its owner are made, and signed in."""
    _checked(token)
    known = request.session.get(_COMPANY)
    if known is None:
        return redirect("start_company", token)
    form = PersonForm(request.POST or None, words=request.words)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.set_up(
                at=now(),
                provider=known["company"],
                language=known["language"],
                zone=known["zone"],
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error("password", error)
        else:
            del request.session[_COMPANY]
            login(request, person, settings.AUTHENTICATION_BACKENDS[0])
            return redirect("home")
    return render(request, "helpdesk/start_you.html", {"form": form, "token": token})


def _checked(token: str) -> None:
    if queries.is_set_up() or not compare_digest(token, settings.HOME.secret("set-up")):
        raise Http404
