"""The items of an agreement and our systems: which stands for which, and from when on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from patto.agreements import items
from patto.agreements.reading import read_agreement
from patto.helpdesk.agreeing import LinkForm
from patto.helpdesk.agreement_page import version_of
from patto.helpdesk.asking import asks, person
from patto.home.now import now
from patto.kernel.agreement.model import Agreement
from patto.look.asked import Asked


@asks("customers")
@require_POST
def link(request: Asked, customer: int, key: int) -> HttpResponse:
    """Link a system to an item, or make a new one of it."""
    agreement = read_agreement(version_of(customer, key).text)
    words = request.words
    try:
        _linked(request, agreement, customer)
    except items.UnknownItemError:
        messages.error(request, words.say("agreements.items.changed"))
    else:
        messages.success(request, words.say("agreements.items.linked"))
    return redirect("agreement", customer, key)


def _linked(request: Asked, agreement: Agreement, customer: int) -> None:
    form, by, at = LinkForm(request.POST, words=request.words), person(request).actor, now()
    if not form.is_valid():
        raise items.UnknownItemError
    item, system, since = (form.cleaned_data[name] for name in ("item", "system", "since"))
    if system is None:
        items.make([item], agreement=agreement, customer=customer, since=since, by=by, at=at)
    else:
        items.link(system, item, agreement=agreement, customer=customer, since=since, by=by, at=at)


@asks("customers")
@require_POST
def make(request: Asked, customer: int, key: int) -> HttpResponse:
    """Make a system of each item that has none."""
    agreement = read_agreement(version_of(customer, key).text)
    missing = [one.id for one in items.listed(agreement, customer=customer).unlinked]
    count = items.make(
        missing, agreement=agreement, customer=customer, by=person(request).actor, at=now()
    )
    messages.success(request, request.words.say("agreements.items.made", count=count))
    return redirect("agreement", customer, key)
