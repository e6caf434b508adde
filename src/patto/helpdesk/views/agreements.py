"""The agreement of a customer: upload, look, agree, put in force."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.agreements import actions, queries
from patto.agreements.reading import read_agreement
from patto.customers import queries as customers
from patto.documents.contract.contract import contract
from patto.documents.contract.pdf import pdf
from patto.helpdesk.asking import asks, person
from patto.helpdesk.forms import Spoken
from patto.helpdesk.reading import ProblemRow, Told, readable, told_problems
from patto.home.now import now
from patto.kernel.errors import InputError
from patto.look.asked import Asked


class UploadForm(Spoken):
    """The file of an agreement, or its text."""

    file = forms.FileField(required=False)
    text = forms.CharField(
        required=False,
        max_length=500_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )

    def stated(self) -> str:
        """Return the text that was given.

        :raises UnicodeDecodeError: if the file is not UTF-8
        """
        given = self.cleaned_data["file"]
        return str(self.cleaned_data["text"]) if given is None else given.read().decode("utf-8")


class AgreeForm(Spoken):
    """Who agreed, and on which day."""

    on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    signatories = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


@asks("agreements")
def upload(request: Asked, customer: int) -> HttpResponse:
    """Take a file; with errors it is shown again beside them, and nothing is lost."""
    row, text = _customer(customer), ""
    problems: tuple[ProblemRow, ...] = ()
    form = UploadForm(request.POST or None, request.FILES or None, words=request.words)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.stated()
            key = actions.upload(text, customer=customer, by=person(request).actor, at=now())
        except UnicodeDecodeError:
            form.add_error("file", request.words.say("desk.agreement.not-utf8"))
        except InputError as error:
            problems = told_problems(error.problems, request.words)
            form = UploadForm(initial={"text": text}, words=request.words)
        except actions.NotADraftError:
            form.add_error(None, request.words.say("desk.agreement.not-a-draft"))
        else:
            return redirect("agreement", customer, key)
    shown = {"customer": row, "form": form, "problems": problems}
    status = 422 if form.errors or problems else 200
    return render(request, "helpdesk/agreement_upload.html", shown, status=status)


@asks("see")
def agreement(request: Asked, customer: int, key: int) -> HttpResponse:
    """Show a version: what it says, what is to settle, and how far it has come."""
    row, found = _customer(customer), _version(customer, key)
    told: Told = readable(found.text, request.words, row.zone, now())
    form = AgreeForm(words=request.words)
    shown = {"customer": row, "version": found, "told": told, "form": form}
    return render(request, "helpdesk/agreement.html", shown)


@asks("agreements")
@require_POST
def agree(request: Asked, customer: int, key: int) -> HttpResponse:
    """Write down that both sides agreed."""
    _version(customer, key)
    form = AgreeForm(request.POST, words=request.words)
    if form.is_valid():
        on: date = form.cleaned_data["on"]
        signed = [one.strip() for one in form.cleaned_data["signatories"].splitlines()]
        try:
            actions.agree(
                key,
                by=person(request).actor,
                at=now(),
                on=on,
                signatories=[one for one in signed if one],
            )
        except actions.NotADraftError:
            messages.error(request, request.words.say("desk.agreement.not-a-draft"))
    else:
        messages.error(request, request.words.say("desk.agreement.who-and-when"))
    return redirect("agreement", customer, key)


@asks("agreements")
@require_POST
def put_in_force(request: Asked, customer: int, key: int) -> HttpResponse:
    """Put it in force, for good."""
    _version(customer, key)
    words = request.words
    try:
        actions.put_in_force(key, by=person(request).actor, at=now())
    except actions.NotAgreedError:
        messages.error(request, words.say("desk.agreement.not-agreed"))
    except InputError as error:
        for one in told_problems(error.problems, words):
            messages.error(request, f"{one.what} {one.mend}")
    else:
        messages.success(request, words.say("desk.agreement.now-in-force"))
    return redirect("agreement", customer, key)


@asks("see")
def printed(_request: Asked, customer: int, key: int) -> HttpResponse:
    """Send the contract as PDF, in the agreement's language."""
    found = _version(customer, key)
    terms = read_agreement(found.text)
    draft = found.state == "draft"
    made = pdf(contract(terms, lang=terms.agreement.language, draft=draft))
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"{found.identity}-{found.number}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _customer(key: int) -> customers.CustomerRow:
    found = customers.customer(key)
    if found is None:
        raise Http404
    return found


def _version(customer: int, key: int) -> queries.VersionRow:
    found = queries.version(key, customer=customer)
    if found is None:
        raise Http404
    return found
