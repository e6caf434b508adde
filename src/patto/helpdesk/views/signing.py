"""A version is agreed, its scan kept, put in force: written down once both sides have signed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from patto.agreements import actions, scans
from patto.agreements.examples_left import ExamplesLeftError
from patto.agreements.queries import VersionRow
from patto.agreements.signatures import RolelessError, UnsignedError
from patto.helpdesk.agreeing import AgreeForm
from patto.helpdesk.agreement_page import customer_of, page, today_of, two_at_once, version_of
from patto.helpdesk.asking import asks, person
from patto.helpdesk.turns import told_in_turn
from patto.home.files import NoRoomError, TooLargeError
from patto.home.now import now
from patto.kernel.errors import InputError
from patto.language.words import Words
from patto.look.asked import Asked


@asks("agreements")
@require_POST
def agree(request: Asked, customer: int, key: int) -> HttpResponse:
    """Write down that both sides agreed; with the scan, if it is at hand."""
    version = version_of(customer, key)
    words = request.words
    today = today_of(customer_of(customer))
    form = AgreeForm(request.POST, request.FILES, words=words, today=today)
    if form.is_valid():
        signed, on = form.signatories(), form.cleaned_data["on"]
        try:
            actions.agree(
                key, by=person(request).actor, at=now(), on=on, signatories=signed,
                seen=request.POST.get("seen", ""), ours=_ours(request),
            )  # fmt: skip
        except actions.NotADraftError:
            messages.error(request, words.say("desk.agreement.not-a-draft"))
        except actions.NotYetError:
            form.add_error("on", words.say("agreements.signing.to-come"))
        except _REFUSED as error:
            for one in _reasons(error, version, words):
                form.add_error(None, one)
        else:
            messages.success(request, words.say("agreements.signing.done"))
            if form.cleaned_data["scan"]:
                _keep(request, key, form.cleaned_data["scan"])
    if form.errors:
        shown = page(request, customer, key, form)
        return render(request, "helpdesk/agreement.html", shown, status=422)
    return redirect("agreement", customer, key)


@asks("agreements")
@require_POST
def take_back(request: Asked, customer: int, key: int) -> HttpResponse:
    """Make a draft of it again: it was called agreed by mistake."""
    version_of(customer, key)
    try:
        actions.take_back(key, by=person(request).actor, at=now())
    except actions.NotAgreedError:
        messages.error(request, request.words.say("agreements.signing.too-late"))
    else:
        messages.success(request, request.words.say("agreements.signing.taken-back"))
    return redirect("agreement", customer, key)


@asks("agreements")
@require_POST
def put_in_force(request: Asked, customer: int, key: int) -> HttpResponse:
    """Put it in force, for good."""
    version = version_of(customer, key)
    words = request.words
    try:
        seen = request.POST.get("seen", "")
        actions.put_in_force(
            key, by=person(request).actor, at=now(), seen=seen, ours=_ours(request)
        )
    except actions.NotAgreedError:
        messages.error(request, words.say("desk.agreement.not-agreed"))
    except _REFUSED as error:
        for one in _reasons(error, version, words):
            messages.error(request, one)
    else:
        messages.success(request, words.say("agreements.signing.in-force"))
    return redirect("agreement", customer, key)


_REFUSED = (
    actions.ChangedError, UnsignedError, RolelessError, ExamplesLeftError, InputError,
    actions.TwoAtOnceError,
)  # fmt: skip


def _ours(request: Asked) -> list[str]:
    """Return the places of values that were said to be our own, with all of them before one."""
    return request.POST.getlist("ours") if request.POST.get("all-ours") else []


def _reasons(error: Exception, version: VersionRow, words: Words) -> tuple[str, ...]:
    """Return why a version was neither agreed nor put in force, in words."""
    match error:
        case actions.TwoAtOnceError():
            return (two_at_once(error.identity, error.held, words),)
        case ExamplesLeftError():
            return (words.say("agreements.ours.refused", count=len(error.left)),)
        case RolelessError():
            return (words.say("agreements.signing.no-role"),)
        case UnsignedError():
            return (words.say("agreements.signing.both-sides"),)
        case InputError():
            return told_in_turn(version, words)
    return (words.say("agreements.signing.changed"),)


@asks("agreements")
@require_POST
def scan(request: Asked, customer: int, key: int) -> HttpResponse:
    """Keep a scan of what was signed."""
    version_of(customer, key)
    sent = request.FILES.get("scan")
    if isinstance(sent, UploadedFile):
        _keep(request, key, sent)
    else:
        messages.error(request, request.words.say("agreements.scans.nothing"))
    return redirect("agreement", customer, key)


def _keep(request: Asked, key: int, sent: UploadedFile[Any]) -> None:
    words = request.words
    try:
        scans.keep(key, sent.name or "", sent.chunks(), by=person(request).actor, at=now())
    except TooLargeError:
        messages.error(request, words.say("agreements.scans.too-large"))
    except NoRoomError:
        messages.error(request, words.say("agreements.scans.disk-full"))
    except scans.NoScanError:
        messages.error(request, words.say("agreements.scans.no-scan", name=sent.name or ""))
    except scans.NotSignedError:
        messages.error(request, words.say("desk.agreement.not-agreed"))
    else:
        messages.success(request, words.say("agreements.scans.kept"))


@asks("agreements")
@require_POST
def scan_away(request: Asked, customer: int, key: int, scan: int) -> HttpResponse:
    """Take a wrong scan away; of a version in force it stays, withdrawn with a reason."""
    version_of(customer, key)
    words, why = request.words, request.POST.get("why", "")[:300]
    try:
        scans.take_away(scan, version=key, by=person(request).actor, at=now(), why=why)
    except scans.GoneError:
        raise Http404 from None
    except scans.NoReasonError:
        messages.error(request, words.say("agreements.scans.why-not"))
    else:
        messages.success(request, words.say("agreements.scans.taken-away"))
    return redirect("agreement", customer, key)


@asks("see")
def scan_file(_request: Asked, customer: int, key: int, scan: int) -> HttpResponse:
    """Hand a scan back as bytes to save: a browser neither shows nor runs it."""
    version_of(customer, key)
    found = scans.found(key, scan)
    if found is None or not found[1].is_file():
        raise Http404
    answer = FileResponse(
        found[1].open("rb"), as_attachment=True, filename=found[0],
        content_type="application/octet-stream",
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]  # Django has two kinds of answer
