"""The agreement of a customer: begun, uploaded, looked at; its contract and its file."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from patto.accounts.queries import provider
from patto.agreements import actions, drafting, queries
from patto.agreements.queries import VersionRow
from patto.agreements.reading import read_agreement
from patto.documents.contract.contract import contract
from patto.documents.contract.html import html
from patto.documents.contract.pdf import pdf
from patto.documents.contract.tree import Contract
from patto.helpdesk.agreeing import BeginForm, NextForm, UploadForm
from patto.helpdesk.agreement_page import customer_of, page, today_of, version_of
from patto.helpdesk.asking import asks, person
from patto.helpdesk.reading import ProblemRow, told_problems
from patto.home.now import now
from patto.kernel.errors import CannotEditError, InputError
from patto.look.asked import Asked
from patto.templates import AnswersError


@asks("see")
def agreement(request: Asked, customer: int, key: int) -> HttpResponse:
    """Show a version: what is to settle, what it says, and how far it has come."""
    return render(request, "helpdesk/agreement.html", page(request, customer, key))


@asks("agreements")
def begin(request: Asked, customer: int) -> HttpResponse:
    """Write a draft from a template and a few answers."""
    return begun(request, customer, "helpdesk/agreement_begin.html")


def begun(request: Asked, customer: int, template: str) -> HttpResponse:
    """Ask what a template asks; with the answers the draft is written and shown."""
    row, words = customer_of(customer), request.words
    given = request.POST if request.method == "POST" else None
    asking = request.GET.dict() if "profile" in request.GET else {}
    today = today_of(row)
    form = BeginForm(given, initial=asking, words=words, customer=row, today=today)
    there: VersionRow | None = None
    if request.method == "POST" and form.is_valid():
        try:
            key = _written(request, customer, form, today)
        except drafting.ThereAlreadyError as error:
            there = queries.version(error.version, customer=customer)
        else:
            if key is not None:
                messages.success(request, words.say("agreements.begin.written"))
                return redirect("agreement", customer, key)
    last = queries.last_in_force(customer)
    shown = {
        "customer": row,
        "form": form,
        "there": there,
        "in_force": last,
        "next_number": 0 if last is None else last.number + 1,
    }
    if request.headers.get("HX-Request"):
        return render(request, "helpdesk/agreement_asked.html", shown)
    return render(request, template, shown, status=422 if form.errors or there else 200)


def _written(request: Asked, customer: int, form: BeginForm, today: date) -> int | None:
    """Write the draft; what is wrong with an answer is told in the form, with `None`."""
    last, start = queries.last_in_force(customer), form.cleaned_data["start"]
    if last is not None and start <= (since := queries.start_of(last)):
        day = request.words.date(since)
        form.add_error("start", request.words.say("agreements.versions.too-early", day=day))
        return None
    own = provider()
    answers = form.answers("" if own is None else own.name)
    if answers is None:
        return None
    try:
        return drafting.begin(
            form.cleaned_data["profile"], form.language, answers, customer=customer,
            by=person(request).actor, at=now(), today=today,
        )  # fmt: skip
    except AnswersError as error:
        form.refuse(error)
        return None


@asks("agreements")
def upload(request: Asked, customer: int) -> HttpResponse:
    """Take a file; with errors it is shown again beside them, and nothing is lost.

    A draft that is changed, or the version that a new one follows, is in it already.
    """
    row = customer_of(customer)
    problems: tuple[ProblemRow, ...] = ()
    try:
        shown = _to_change(request, customer)
    except _NoDayError as error:
        messages.error(request, error.why)
        return redirect("agreement", customer, error.version)
    form = UploadForm(
        request.POST or None, request.FILES or None, words=request.words,
        initial={"text": shown.get("text", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        key, problems, form = _stored(request, customer, form)
        if key is not None:
            messages.success(request, request.words.say("agreements.upload.saved"))
            return redirect("agreement", customer, key)
    if "text" in shown:  # there is no other way to give it
        form.fields["text"].label = request.words.say("agreements.upload.the-text")
    shown |= {"customer": row, "form": form, "problems": problems}
    status = 422 if form.errors or problems else 200
    return render(request, "helpdesk/agreement_upload.html", shown, status=status)


class _NoDayError(Exception):
    """The day from which a version is to be followed by another cannot be used; `why` says so."""

    def __init__(self, version: int, why: str) -> None:
        self.version, self.why = version, why
        super().__init__(version)


def _to_change(request: Asked, customer: int) -> dict[str, Any]:
    """Return the text to begin with: a draft's own, or that of the version after one."""
    for name in ("draft", "after"):
        given = request.GET.get(name, "")
        if given.isdecimal():
            found = version_of(customer, int(given[:18]))
            return {name: found, "text": _text(request, found) if name == "after" else found.text}
    return {}


def _text(request: Asked, version: VersionRow) -> str:
    form = NextForm(request.GET, words=request.words, after=queries.start_of(version))
    if not form.is_valid():
        told = " ".join(map(str, form.errors["from"]))
        which = request.words.say("agreements.versions.which-day")
        raise _NoDayError(version.id, f"{which} {told}")
    try:
        return drafting.following(version.text, form.cleaned_data["from"])
    except CannotEditError:  # it is written in a way in which only its author can change it
        return version.text


def _stored(
    request: Asked, customer: int, form: UploadForm
) -> tuple[int | None, tuple[ProblemRow, ...], UploadForm]:
    """Store what was given, or return what is wrong with it and the form with its text."""
    words = request.words
    try:
        text = form.stated()
    except UnicodeDecodeError:
        form.add_error("file", words.say("desk.agreement.not-utf8"))
        return None, (), form
    try:
        key = actions.upload(text, customer=customer, by=person(request).actor, at=now())
    except InputError as error:
        problems = told_problems(error.problems, words)
        return None, problems, UploadForm(initial={"text": text}, words=words)
    except actions.NotADraftError:
        form.add_error(None, words.say("desk.agreement.not-a-draft"))
        return None, (), form
    return key, (), form


@asks("see")
def printed(_request: Asked, customer: int, key: int) -> HttpResponse:
    """Send the contract as PDF, in the agreement's language."""
    found = version_of(customer, key)
    return _file(pdf(_contract(found)), "application/pdf", f"{found.identity}-{found.number}.pdf")


@asks("see")
def read_here(_request: Asked, customer: int, key: int) -> HttpResponse:
    """Show the contract as a page of its own, which may load and run nothing."""
    told = html(_contract(version_of(customer, key)))
    answer = HttpResponse(told)
    # The document carries its sheet within it; that one is allowed, by its hash, and no other.
    sheets = " ".join(f"'sha256-{_hash(one)}'" for one in _SHEET.findall(told))
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {sheets}; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; sandbox"
    )
    return answer


@asks("see")
def file(_request: Asked, customer: int, key: int) -> HttpResponse:
    """Hand back the file as it was stored."""
    found = version_of(customer, key)
    name = f"{found.identity}-{found.number}.yaml"
    return _file(found.text.encode(), "application/yaml", name, attached=True)


_SHEET = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _contract(version: VersionRow) -> Contract:
    terms = read_agreement(version.text)
    return contract(terms, lang=terms.agreement.language, draft=version.state == "draft")


def _file(content: bytes, kind: str, name: str, *, attached: bool = False) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    way = "attachment" if attached else "inline"
    answer.headers["Content-Disposition"] = f'{way}; filename="{name}"'
    return answer
