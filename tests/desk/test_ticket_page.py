"""The page of a ticket: what was wrong is corrected there, files come and go, nothing is lost."""

from __future__ import annotations

import errno
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.customers import MONTH, customer, with_agreement
from desk.people import BY, another, desk
from patto.accounts.models import Person
from patto.accounts.roles import Role
from patto.customers import actions as customers
from patto.customers.drafts import SupplierDraft
from patto.engine import running
from patto.helpdesk import doing
from patto.home import files
from patto.home.now import now
from patto.kernel.instants import DAY, HOUR, MINUTE
from patto.tickets import actions, attaching, beside, queries
from patto.tickets.acts import RULES, Act
from patto.tickets.blackout import black_out
from patto.tickets.drafts import Call
from patto.tickets.models import Happened, Message, Ticket
from patto.tickets.noting import looked
from patto.timers.models import Timer

pytestmark = pytest.mark.django_db
ALWAYS = MONTH.replace("stated_until: 2026-12-31", "stated_until: 2099-12-31").replace(
    "end: 2027-01-01", "end: none"
)
ASKED = 20
"""How often the page of a ticket may ask the database, signing in included."""


def client(person: Person) -> Client:
    found = Client(raise_request_exception=False)
    found.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    return found


@pytest.fixture
def owner() -> Person:
    return desk()


@pytest.fixture
def browser(owner: Person) -> Client:
    return client(owner)


@pytest.fixture
def firm(owner: Person) -> int:
    assert owner.is_active
    return with_agreement(ALWAYS)


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    yield
    cache.clear()
    for one in sorted(settings.HOME.files.rglob("*"), reverse=True):
        one.rmdir() if one.is_dir() else one.unlink()


def logged(customer: int, **more: Any) -> int:
    told = {"subject": "No mail", "channel": "phone", "text": "Nobody can send."} | more
    attributes = {"type": "incident", "priority": "P2"}
    return actions.log(
        Call(customer=customer, attributes=attributes, **told), by=BY, at=now() - DAY
    )


def on_disk() -> list[str]:
    return sorted(one.name for one in settings.HOME.files.rglob("*") if one.is_file())


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def note(browser: Client, ticket: int, *sent: SimpleUploadedFile) -> Any:
    given = {"kind": "noted", "text": "See the file.", "files": list(sent)}
    return browser.post(f"/tickets/{ticket}/act/", given)


def last(ticket: int) -> int:
    return int(Happened.objects.filter(ticket=ticket).latest("id").pk)


def test_the_due_moments_under_another_priority_are_shown_before_it_is_saved(browser, firm):
    ticket = logged(firm)
    given = {"kind": "classified", "priority": "P1", "changes": "1"}
    shown = text(browser.post(f"/tickets/{ticket}/weigh/", given))
    assert "First answer" in shown
    assert "P1" in shown
    assert Ticket.objects.get(pk=ticket).priority == "P2"
    assert browser.post(f"/tickets/{ticket}/weigh/", {"kind": "nothing"}).status_code == 404
    assert browser.post(f"/tickets/{ticket}/act/", given).status_code == 302
    assert Ticket.objects.get(pk=ticket).priority == "P1"


def test_an_entry_is_corrected_and_retracted_on_its_page_and_the_list_shows_it_all(browser, firm):
    ticket = logged(firm)
    actions.happen(ticket, Act(kind="responded", text="By phone."), by=BY, at=now() - 10 * MINUTE)
    entry = last(ticket)
    address = f"/tickets/{ticket}/amend/{entry}/"
    assert browser.get(address).status_code == 200
    given = {"kind": "corrected", "refers_to": entry, "evidence": "call list"}
    lacking = browser.post(address, given)
    assert lacking.status_code == 422
    assert "call list" in lacking.content.decode()
    assert browser.post(address, {**given, "because": "it was noted"}).status_code == 302
    assert "it was noted" in text(browser.get(f"/tickets/{ticket}/"))
    correction = last(ticket)
    wrong = {"kind": "retracted", "refers_to": entry, "because": "another ticket"}
    assert browser.post(address, wrong).status_code == 302
    page = text(browser.get(f"/tickets/{ticket}/"))
    assert "retracted" in page
    assert "another ticket" in page
    assert "By phone." in page
    undo = f"/tickets/{ticket}/amend/{correction}/"
    assert browser.get(undo).status_code == 200
    other = logged(customer("Cantine Belriva"))
    assert browser.get(f"/tickets/{other}/amend/{entry}/").status_code == 404


def test_a_file_comes_back_as_the_bytes_it_was_and_only_as_a_download(browser, firm):
    ticket = logged(firm)
    page = b"<script>alert(document.cookie)</script>"
    name = '../../"><img src=x onerror=alert(1)>.html'
    assert note(browser, ticket, SimpleUploadedFile(name, page, "text/html")).status_code == 302
    (file,) = attaching.attachments(ticket)
    shown = browser.get(f"/tickets/{ticket}/").content.decode()
    assert "<img" not in shown
    back = browser.get(f"/tickets/{ticket}/files/{file.id}/")
    assert b"".join(back.streaming_content) == page
    assert back.headers["Content-Type"] == "application/octet-stream"
    assert back.headers["Content-Disposition"].startswith("attachment;")
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in back.headers["Content-Security-Policy"]
    (kept,) = on_disk()
    assert re.fullmatch(r"[0-9a-f]{64}", kept)


def test_a_file_is_of_its_ticket_and_for_those_who_are_signed_in(browser, firm):
    ticket, other = logged(firm), logged(customer("Cantine Belriva"))
    note(browser, ticket, SimpleUploadedFile("a.txt", b"a"))
    (file,) = attaching.attachments(ticket)
    assert browser.get(f"/tickets/{other}/files/{file.id}/").status_code == 404
    assert browser.get(f"/tickets/{ticket}/files/{file.id + 1}/").status_code == 404
    assert Client().get(f"/tickets/{ticket}/files/{file.id}/").status_code == 302


@pytest.mark.parametrize(("sent", "kept"), [
    ("..\\..\\boot.ini", "boot.ini"), ("/etc/passwd", "passwd"), ("a\r\nX: y.txt", "aX: y.txt"),
    ("photo\u202egpj.exe", "photogpj.exe"), ("...", "file"), ("", "file"),
    ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
])  # fmt: skip
def test_a_name_is_only_something_to_read(sent, kept):
    assert files.named(sent) == kept


def test_nothing_is_unpacked_and_the_same_bytes_lie_once(browser, firm):
    ticket = logged(firm)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(50_000_000))
    for name in ("bomb.zip", "again.zip"):
        assert note(browser, ticket, SimpleUploadedFile(name, packed.getvalue())).status_code == 302
    assert [one.size for one in attaching.attachments(ticket)] == [len(packed.getvalue())] * 2
    assert len(on_disk()) == 1


def test_a_file_that_is_too_large_is_turned_away_and_leaves_nothing(browser, firm):
    ticket = logged(firm)
    large = SimpleUploadedFile("large.iso", bytes(files.LARGEST + 1))
    answer = note(browser, ticket, large)
    assert answer.status_code == 413
    assert "too much at once" in text(answer)
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(attaching.MOST + 1)]
    answer = note(browser, ticket, *many)
    assert answer.status_code == 422
    assert "See the file." in answer.content.decode()
    assert on_disk() == []
    with pytest.raises(files.TooLargeError):
        files.arrived(settings.HOME.files, [b"123", b"45"], largest=4)
    assert on_disk() == []


def test_a_full_disk_is_told_and_nothing_half_written_is_left(browser, firm, monkeypatch):
    ticket = logged(firm)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("patto.home.files.os.fsync", full)
    answer = note(browser, ticket, SimpleUploadedFile("a.txt", b"a"))
    assert answer.status_code == 422
    assert "disk is full" in text(answer)
    assert "See the file." in answer.content.decode()
    assert on_disk() == []
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_a_file_of_an_act_that_is_refused_is_not_kept(browser, firm):
    ticket = logged(firm)
    given = {"kind": "reopened", "text": "x", "files": [SimpleUploadedFile("a.txt", b"a")]}
    assert browser.post(f"/tickets/{ticket}/act/", given).status_code == 422
    assert on_disk() == []


def test_the_page_asks_as_often_whatever_happened_on_it(browser, firm):
    one, other = logged(firm), logged(firm)
    for _ in range(3):
        browser.get(f"/tickets/{one}/")
        note(browser, other, SimpleUploadedFile("a.txt", b"a"))
        actions.happen(other, Act(kind="corrected", refers_to=str(last(other)),
                                  attributes={"because": "x"}), by=BY, at=now())  # fmt: skip
        beside.link(other, logged(firm), by=BY, at=now())
    browser.get(f"/tickets/{other}/")
    with CaptureQueriesContext(connection) as few:
        browser.get(f"/tickets/{one}/")
    with CaptureQueriesContext(connection) as many:
        browser.get(f"/tickets/{other}/")
    assert len(many) == len(few) <= ASKED


def test_work_is_told_in_and_out_of_support_hours(browser, firm):
    ticket = logged(firm)
    given = {"kind": "worked", "minutes": "1440", "where": "remote"}
    assert browser.post(f"/tickets/{ticket}/act/", given).status_code == 302
    assert "outside support hours" in text(browser.get(f"/tickets/{ticket}/"))


def test_what_is_resolved_with_minutes_and_a_cause_leaves_both(browser, firm):
    ticket = logged(firm)
    given = {"kind": "resolved", "text": "Restarted.", "minutes": "20", "where": "remote"}
    given["cause"] = "hardware"
    assert browser.post(f"/tickets/{ticket}/act/", given).status_code == 302
    kinds = [(one.kind, one.attributes) for one in queries.ticket(ticket).happened]  # type: ignore[union-attr]  # it was logged above
    mine = str(Ticket.objects.get(pk=ticket).assignee_id)
    assert kinds[-2:] == [
        ("resolved", {"cause": "hardware", "assignee": mine}),
        ("worked", {"minutes": "20", "where": "remote"}),
    ]  # fmt: skip
    assert "Hardware" in text(browser.get(f"/tickets/{ticket}/"))
    refused = {**given, "kind": "reopened", "text": "", "occurred_at": "1999-01-01T10:00"}
    assert browser.post(f"/tickets/{ticket}/act/", refused).status_code == 422
    assert len(queries.ticket(ticket).happened) == 3  # type: ignore[union-attr]  # it was logged above


def test_a_pause_is_one_tap_and_what_was_typed_is_its_evidence(browser, firm):
    ticket = logged(firm)
    given = {"pause": "waiting-customer", "text": "Asked for the wording."}
    assert browser.post(f"/tickets/{ticket}/act/", given).status_code == 302
    paused = Happened.objects.latest("id")
    assert (paused.kind, paused.reason, paused.evidence) == (
        "paused", "waiting-customer", "Asked for the wording.",
    )  # fmt: skip
    assert Ticket.objects.get(pk=ticket).state == "paused"


def test_black_out_is_for_managers_and_the_mark_stays(browser, firm):
    ticket = logged(firm)
    actions.happen(ticket, Act(kind="noted", text="PIN 9183"), by=BY, at=now())
    said = Message.objects.latest("id").pk
    address = f"/tickets/{ticket}/black-out/{said}/"
    assert client(another(Role.TECHNICIAN)).get(address).status_code == 403
    assert "9183" in text(browser.get(address))
    assert browser.post(address, {"part": "9184"}).status_code == 422
    assert browser.post(address, {"part": "9183"}).status_code == 302
    page = text(browser.get(f"/tickets/{ticket}/"))
    assert "9183" not in page
    assert "Blacked out" in page
    assert browser.get(f"/tickets/{ticket + 1}/black-out/{said}/").status_code == 404


def test_merged_and_linked_tickets_are_shown_on_both_sides(browser, firm):
    one, two, three = (logged(firm, subject=name) for name in ("Red", "Green", "Blue"))
    foreign = logged(customer("Cantine Belriva"))
    assert browser.post(f"/tickets/{one}/act/", {"other": "merged", "into": two}).status_code == 302
    assert "goes on as #" in text(browser.get(f"/tickets/{one}/"))
    assert "Merged into this one: #" in text(browser.get(f"/tickets/{two}/"))
    refused = browser.post(f"/tickets/{two}/act/", {"other": "merged", "into": foreign})
    assert "another customer" in text(refused)
    linked = browser.post(f"/tickets/{three}/link/", {"other": two}, follow=True)
    assert "Green" in text(linked)
    assert "Blue" in text(browser.get(f"/tickets/{two}/"))
    refused = browser.post(f"/tickets/{three}/link/", {"other": foreign}, follow=True)
    assert "another customer" in text(refused)
    unlinked = browser.post(f"/tickets/{two}/unlink/{three}/", follow=True)
    assert "Blue" not in text(unlinked)


def test_ready_answers_are_offered_and_only_managers_change_them(browser, firm):
    given = {"title": "Restart", "text": "Please restart it."}
    assert browser.post("/answers/", given).status_code == 302
    (answer,) = beside.answers()
    assert "Restart" in text(browser.get(f"/tickets/{logged(firm)}/"))
    changed = {**given, "text": "Please restart."}
    assert browser.post(f"/answers/{answer.id}/", changed).status_code == 302
    assert "Please restart." in text(browser.get(f"/answers/{answer.id}/"))
    assert client(another(Role.TECHNICIAN)).get("/answers/").status_code == 403
    assert browser.post(f"/answers/{answer.id}/drop/").status_code == 302
    assert browser.post(f"/answers/{answer.id}/drop/").status_code == 404
    assert browser.get(f"/answers/{answer.id}/").status_code == 404


def test_two_people_on_one_ticket_see_each_other_for_a_minute(browser, firm, monkeypatch):
    ticket = logged(firm)
    other = client(another(Role.TECHNICIAN))
    assert "Also here" not in text(browser.get(f"/tickets/{ticket}/"))
    assert "Marta Zanella" in text(other.get(f"/tickets/{ticket}/present/"))
    assert "Also here: Ivo Serra" in text(browser.get(f"/tickets/{ticket}/present/"))
    later = now() + 61 * 1_000_000
    monkeypatch.setattr("patto.helpdesk.views.beside.now", lambda: later)
    assert "Ivo Serra" not in text(browser.get(f"/tickets/{ticket}/present/"))


def test_a_session_that_ended_in_a_form_leads_back_to_the_form(firm):
    ticket = logged(firm)
    page = f"http://testserver/tickets/{ticket}/"
    answer = Client().post(f"/tickets/{ticket}/act/", {"kind": "noted"}, headers={"Referer": page})
    assert answer.headers["Location"] == f"/sign-in/?next=/tickets/{ticket}/"
    elsewhere = Client().post("/log/1/", {}, headers={"Referer": "https://elsewhere.example/x"})
    assert elsewhere.headers["Location"] == "/sign-in/?next=/"
    assert Client().get("/", headers={"HX-Request": "true"}).status_code == 401


def test_twenty_megabytes_of_text_are_refused_in_words(browser, firm):
    ticket = logged(firm)
    answer = browser.post(f"/tickets/{ticket}/act/", {"kind": "noted", "text": "x" * 20_000_000})
    assert answer.status_code == 413
    assert "go back and send it again" in text(answer)
    long = browser.post(f"/tickets/{ticket}/act/", {"kind": "noted", "text": "x" * 20_001})
    assert long.status_code == 422
    assert "x" * 20_001 in long.content.decode()
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_a_database_that_is_away_is_told_with_what_to_do(browser, firm, monkeypatch):
    def away(*_args: object, **_named: object) -> None:
        raise OperationalError("database is locked")

    ticket = logged(firm)
    monkeypatch.setattr(actions, "happen", away)
    given = {"kind": "noted", "text": "x"}
    answer = browser.post(f"/tickets/{ticket}/act/", given, headers={"Accept-Language": "it"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "The database does not answer" in text(answer)


def test_whatever_else_goes_wrong_has_a_page(browser, monkeypatch):
    def wrong(_key: int) -> None:
        raise RuntimeError

    monkeypatch.setattr(queries, "ticket", wrong)
    answer = browser.get("/tickets/1/")
    assert answer.status_code == 500
    assert "Something went wrong here" in text(answer)


def do(browser: Client, ticket: int, kind: str, **given: str) -> Any:
    return browser.post(f"/tickets/{ticket}/do/{kind}/", given)


def kinds(ticket: int) -> list[str]:
    return [one.kind for one in queries.ticket(ticket).happened]  # type: ignore[union-attr]  # it was logged above


def test_every_act_has_a_place_on_the_page_a_page_of_its_own_and_words(browser, firm):
    ticket = logged(firm)
    page = browser.get(f"/tickets/{ticket}/").content.decode()
    actions.happen(ticket, Act(kind="resolved", text="Done.", public=True), by=BY, at=now())
    done = browser.get(f"/tickets/{ticket}/").content.decode()
    seen = set(re.findall(rf"/tickets/{ticket}/do/([a-z-]+)/", page + done))
    seen |= set(re.findall(r'name="kind" value="([a-z-]+)"', page + done))
    elsewhere = {
        "validly-logged", "out-of-scope", "courtesy",  # pages of their own
        "consented", "objected", "dispute-settled",  # beside what they are about
        "corrected", "retracted", "resumed",
    }  # fmt: skip
    assert set(RULES) - seen - elsewhere == set()
    for kind in doing.ASKED:
        assert browser.get(f"/tickets/{ticket}/do/{kind}/").status_code == 200
    assert browser.get(f"/tickets/{ticket}/do/reported/").status_code == 404
    auditor = client(another(Role.AUDITOR))
    assert auditor.get(f"/tickets/{ticket}/do/merged/").status_code == 403


def test_a_dispute_is_shown_until_it_is_settled_and_both_stay(browser, firm):
    ticket = logged(firm)
    lacking = do(browser, ticket, "disputed", disputes="figure")
    assert lacking.status_code == 422
    given = {"disputes": "classification", "text": "All of us stand still.", "side": "customer"}
    assert do(browser, ticket, "disputed", **given).status_code == 302
    page = text(browser.get(f"/tickets/{ticket}/"))
    assert "Disputed, and not settled yet" in page
    assert "All of us stand still." in page
    settling = browser.get(f"/tickets/{ticket}/do/dispute-settled/?about={last(ticket)}")
    assert f'value="{last(ticket)}" selected' in settling.content.decode()
    answered = {"refers_to": str(last(ticket)), "outcome": "upheld", "text": "It was P1."}
    assert do(browser, ticket, "dispute-settled", **answered).status_code == 302
    page = text(browser.get(f"/tickets/{ticket}/"))
    assert "not settled yet" not in page
    assert "The dispute is right" in page
    foreign = {**answered, "refers_to": "999"}
    assert do(browser, ticket, "dispute-settled", **foreign).status_code == 422


def test_calling_a_supplier_in_says_what_the_clock_does_and_stops_it_if_that_is_agreed(
    browser, firm
):
    customers.add_supplier(SupplierDraft(name="Enomac"), by=BY, at=now())
    ticket = logged(firm)
    page = text(browser.get(f"/tickets/{ticket}/do/referred/"))
    assert "Waiting for a supplier" in page
    assert "at most 16 h" in page
    given = {"supplier": "Enomac", "reference": "INC-7", "reason": "waiting-supplier"}
    shown = browser.post(f"/tickets/{ticket}/do/referred/weigh/", given)
    assert "How the promises would stand" in text(shown)
    assert kinds(ticket) == ["reported"]
    assert do(browser, ticket, "referred", **given).status_code == 302
    assert kinds(ticket) == ["reported", "referred", "paused"]
    assert Happened.objects.latest("id").evidence == "Enomac, INC-7"
    page = text(browser.get(f"/tickets/{ticket}/"))
    assert "Look at the pause again: Waiting for a supplier" in page
    assert "At the latest the clock runs again" in page
    assert Ticket.objects.get(pk=ticket).state == "paused"
    assert do(browser, ticket, "referred").status_code == 422


def test_an_exclusion_of_the_agreement_is_claimed_with_its_clause_and_evidence(browser, firm):
    ticket = logged(firm)
    page = text(browser.get(f"/tickets/{ticket}/do/excluded/"))
    assert "Power cut" in page
    assert "8.1" in page
    assert "needs evidence" in page
    assert do(browser, ticket, "excluded", exclusion="power-cut").status_code == 422
    given = {"exclusion": "power-cut", "evidence": "notice 77 of the power company"}
    assert do(browser, ticket, "excluded", **given).status_code == 302
    (response, *_) = queries.ticket(ticket).promises  # type: ignore[union-attr]  # it was logged above
    assert (response.verdict, response.reason) == ("EXCLUDED", "power-cut")
    assert Happened.objects.latest("id").attributes["clause"] == "8.1"
    bare = logged(customer("Cantine Belriva"))
    assert "/do/excluded/" not in browser.get(f"/tickets/{bare}/").content.decode()


def test_a_visit_that_is_needed_names_the_circumstance_that_modifies_the_target(browser, firm):
    ticket = logged(firm)
    page = text(browser.get(f"/tickets/{ticket}/do/needs-visit/"))
    assert "11.2" in page
    assert "time counts only within" in page
    assert do(browser, ticket, "needs-visit", constraint="technician-access").status_code == 302
    (entry,) = (one for one in queries.events(ticket) if one.kind == "needs-visit")
    assert entry.attribute("constraint") == "technician-access"
    assert "11.2" in text(browser.get(f"/tickets/{ticket}/"))


def test_an_answer_typed_within_the_limit_counts_when_it_was_given_and_beyond_it_that_is_told(
    browser, firm
):
    in_time = datetime.fromtimestamp((now() - 40 * MINUTE) / 1e6, ZoneInfo("Europe/Rome"))
    ticket = logged(firm)
    given = {"kind": "responded", "text": "By phone.", "occurred_at": f"{in_time:%Y-%m-%dT%H:%M}"}
    page = browser.post(f"/tickets/{ticket}/act/", given, follow=True)
    assert "more than agreed" not in text(page)
    assert "it counts when it happened" in text(page)
    early = datetime.fromtimestamp((now() - 5 * HOUR) / 1e6, ZoneInfo("Europe/Rome"))
    other = logged(firm)
    given = {**given, "occurred_at": f"{early:%Y-%m-%dT%H:%M}"}
    page = browser.post(f"/tickets/{other}/act/", given, follow=True)
    assert "more than agreed; it counts when it was entered. The agreement allows 1 h" in text(page)
    entry = last(other)
    assert f"/do/consented/?about={entry}" in page.content.decode()
    assert "late-entry-not-accepted" in _codes(other)
    word = {"refers_to": str(entry), "side": "customer", "evidence": "mail of Ada Neri"}
    assert do(browser, other, "consented", **word).status_code == 302
    assert "late-entry-not-accepted" not in _codes(other)


def _codes(ticket: int) -> set[str]:
    shown = queries.ticket(ticket)
    assert shown is not None
    return {one.note.code for own in looked(shown, now()).notes.values() for one in own}


def test_what_is_told_by_itself_stands_in_the_conversation_with_its_own_time(browser, firm):
    ticket = logged(firm, reported_at=now() - 4 * DAY)
    Timer.objects.filter(key=str(ticket)).update(due_at=now() - 4 * DAY)
    while running.work(now()):
        pass
    page = text(browser.get(f"/tickets/{ticket}/"))
    assert "First answer: 75 % of the time is used up" in page
    assert "First answer: missed" in page
    seen = re.search(
        r"/fresh/\?seen=([0-9-]+)", browser.get(f"/tickets/{ticket}/").content.decode()
    )
    assert seen is not None
    fresh = f"/tickets/{ticket}/fresh/?seen={seen[1]}"
    assert browser.get(fresh).status_code == 204
    actions.happen(ticket, Act(kind="excluded", evidence="notice 77",
                               attributes={"exclusion": "power-cut"}), by=BY, at=now())  # fmt: skip
    assert "No longer so: taken back" in text(browser.get(fresh))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of our own")
def test_what_is_blacked_out_does_not_lie_about_on_the_disk():
    ticket = logged(customer("Cantine Belriva"), text="The PIN is 9183-Tulipano.")
    place = Path(connection.settings_dict["NAME"])

    def lies_there() -> bool:
        kept = place.parent.glob("test.sqlite3*")
        return any(b"9183-Tulipano" in one.read_bytes() for one in kept)

    assert lies_there()
    said = Message.objects.latest("id").pk
    black_out(said, "9183-Tulipano", ticket=ticket, zone="Europe/Rome", by=BY, at=now() - DAY)
    assert not lies_there()
