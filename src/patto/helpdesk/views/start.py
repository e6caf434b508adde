"""Setting up: opened by a link that the server prints, and gone once somebody owns the place."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.accounts import actions, queries
from patto.accounts.problems import TakenError
from patto.customers import actions as customers
from patto.customers.drafts import ContactDraft, CustomerDraft, SiteDraft
from patto.demo.loading import load_demonstration
from patto.helpdesk.agreeing import FirstCustomerForm
from patto.helpdesk.asking import asks
from patto.helpdesk.asking import person as somebody
from patto.helpdesk.forms import CompanyForm, PersonForm
from patto.helpdesk.views.agreements import begun
from patto.helpdesk.views.around import LOADING
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
        loaded = load_demonstration(at=now(), language=request.words.language, tell=LOADING.tell)
    except TakenError:  # somebody else was faster
        return redirect("home")
    login(request, loaded.people[0], settings.AUTHENTICATION_BACKENDS[0])
    return render(request, "helpdesk/start_looking.html", {"loaded": loaded})


def loading(_request: Asked, token: str) -> HttpResponse:
    """Tell which share of the demonstration has been loaded, also just after it was."""
    _opened(token)
    return JsonResponse({"share": LOADING.share})


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
            return redirect("start_customer")
    return render(request, "helpdesk/start_you.html", {"form": form, "token": token})


@asks("customers")
def first_customer(request: Asked) -> HttpResponse:
    """Ask who the first customer is; the link has gone by now, and its owner is signed in."""
    usual = {"language": request.words.language, "zone": request.zone}
    form = FirstCustomerForm(request.POST or None, initial=usual, words=request.words)
    if request.method == "POST" and form.is_valid():
        return redirect("start_agreement", _added(request, form.cleaned_data))
    status = 422 if form.errors else 200
    return render(request, "helpdesk/start_customer.html", {"form": form}, status=status)


@transaction.atomic
def _added(request: Asked, told: Mapping[str, Any]) -> int:
    """Add a customer with the contact and the site that were named."""
    by, at = somebody(request).actor, now()
    draft = CustomerDraft(name=told["customer"], language=told["language"], zone=told["zone"])
    key = customers.add_customer(draft, by=by, at=at)
    place = None
    if told["site"] or told["address"]:
        site = SiteDraft(name=told["site"] or told["address"][:200], address=told["address"])
        place = customers.add(site, customer=key, by=by, at=at)
    if told["contact"]:
        contact = ContactDraft(
            name=told["contact"], telephone=told["telephone"], email=told["email"],
            may_decide=told["may_decide"], site_id=place,
        )  # fmt: skip
        customers.add(contact, customer=key, by=by, at=at)
    return key


@asks("agreements")
def first_agreement(request: Asked, customer: int) -> HttpResponse:
    """Begin the first agreement, from a template; it can wait, or come as a file."""
    return begun(request, customer, "helpdesk/start_agreement.html")


def _checked(token: str) -> None:
    _opened(token)
    if queries.is_set_up():
        raise Http404


def _opened(token: str) -> None:
    secret = settings.HOME.secret("set-up")
    if not compare_digest(token.encode(), secret.encode()):
        raise Http404
