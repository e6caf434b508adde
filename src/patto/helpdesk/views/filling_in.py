"""The page on which a draft's own data is filled in, so that nobody edits a file for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from patto.agreements import actions, drafting
from patto.agreements.queries import VersionRow
from patto.helpdesk.agreement_page import customer_of, version_of
from patto.helpdesk.asking import asks, person
from patto.helpdesk.own_data import OwnDataForm, questions
from patto.home.now import now
from patto.kernel.errors import CannotEditError, InputError
from patto.look.asked import Asked


@asks("agreements")
def own_data(request: Asked, customer: int, key: int) -> HttpResponse:
    """Ask for the parties' own data, and write what was answered into the draft."""
    row, found, words = customer_of(customer), version_of(customer, key), request.words
    if found.state != "draft":
        messages.error(request, words.say("desk.agreement.not-a-draft"))
        return redirect("agreement", customer, key)
    given = request.POST if request.method == "POST" else None
    form = OwnDataForm(given, asked=questions(found.text, words), words=words)
    if given is not None and form.is_valid() and _is_written(request, found, form):
        left = OwnDataForm(
            None, asked=questions(version_of(customer, key).text, words), words=words
        ).left
        told = words.say("own.saved", count=left) if left else words.say("own.saved-all")
        messages.success(request, told)
        return redirect("agreement", customer, key)
    shown = {"customer": row, "version": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "helpdesk/agreement_data.html", shown, status=status)


def _is_written(request: Asked, found: VersionRow, form: OwnDataForm) -> bool:
    """Write what was answered; what cannot stand in the draft is told in the form."""
    values, by = form.values(), person(request).actor
    try:
        if values:
            drafting.state(found.id, values, customer=found.customer, by=by, at=now())
    except InputError as error:
        form.refuse(error.problems, drafting.stated(found.text, values))
        return False
    except CannotEditError:
        form.add_error(None, request.words.say("own.cannot"))
        return False
    except actions.NotADraftError:
        form.add_error(None, request.words.say("desk.agreement.not-a-draft"))
        return False
    return True
