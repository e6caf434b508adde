"""The pages of daily work: log, work, look."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from desk.customers import MONTH, customer, with_agreement
from desk.people import AT, BY, desk
from patto.customers import actions as customers
from patto.customers.drafts import ContactDraft
from patto.home.now import now
from patto.kernel.instants import DAY
from patto.tickets import actions, queries
from patto.tickets.acts import Act
from patto.tickets.drafts import Call

pytestmark = pytest.mark.django_db
ALWAYS = MONTH.replace("stated_until: 2026-12-31", "stated_until: 2099-12-31").replace(
    "end: 2027-01-01", "end: none"
)
GIVEN = {"subject": "No mail", "channel": "phone", "type": "incident", "priority": "P1"}


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(desk(), settings.AUTHENTICATION_BACKENDS[0])
    return client


def ticket(customer: int) -> int:
    call = Call(customer=customer, subject="No mail", channel="phone", attributes={
        "type": "incident", "priority": "P1"})  # fmt: skip
    return actions.log(call, by=BY, at=now() - DAY)


def text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.decode()))


def test_a_caller_is_found_by_a_fragment_and_the_call_logged_with_three_fields(browser):
    ferri = with_agreement(ALWAYS)
    ada = ContactDraft(name="Ada Neri", telephone="049 555 0140")
    customers.add(ada, customer=ferri, by=BY, at=AT)
    asked = {"HX-Request": "true"}
    found = browser.get("/log/", {"q": "5550140"}, headers=asked).content.decode()
    link = re.search(r'href="(/log/\d+/\?contact=\d+)"', found)
    assert link is not None
    assert "Ada Neri" in browser.get(link[1]).content.decode()
    logged = browser.post(f"/log/{ferri}/", {"subject": "No mail", "channel": "phone"}, follow=True)
    assert "Logged as #" in text(logged.content)


def test_the_due_moments_are_shown_before_the_call_is_saved(browser):
    ferri = with_agreement(ALWAYS)
    shown = text(browser.post(f"/log/{ferri}/foreseen/", GIVEN).content)
    assert "First answer" in shown
    assert "30 min" in shown
    assert queries.queue() == ()
    without = text(browser.post(f"/log/{customer()}/foreseen/", GIVEN).content)
    assert "No SLA" in without


def test_what_is_typed_is_text_wherever_it_is_shown(browser):
    ferri = with_agreement(ALWAYS)
    given = {**GIVEN, "subject": "<script>alert(1)</script>", "text": "<img src=x onerror=y>"}
    page = browser.post(f"/log/{ferri}/", given, follow=True).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in browser.get("/").content.decode()


def test_an_answer_stops_the_clock_and_a_page_opened_before_loses_nothing(browser):
    key = ticket(with_agreement(ALWAYS))
    page = queries.ticket(key)
    assert page is not None
    given = {"kind": "responded", "text": "On it.", "changes": page.row.changes}
    assert browser.post(f"/tickets/{key}/act/", given).status_code == 302
    stale = browser.post(f"/tickets/{key}/act/", {**given, "text": "My long answer"})
    assert stale.status_code == 422
    assert "My long answer" in stale.content.decode()
    assert "changed this ticket meanwhile" in text(stale.content)


def test_what_an_act_lacks_is_told_and_a_kind_that_is_not_there_is_not_found(browser):
    key = ticket(with_agreement(ALWAYS))
    refused = browser.post(f"/tickets/{key}/act/", {"kind": "resolved", "text": ""})
    assert "Something is missing" in text(refused.content)
    assert browser.post(f"/tickets/{key}/act/", {"kind": "deleted"}).status_code == 404
    wrong = {"kind": "responded", "text": "x", "occurred_at": "yesterday"}
    assert "no time on the clocks" in text(browser.post(f"/tickets/{key}/act/", wrong).content)


def test_why_a_clock_stands_there_is_drawn_and_listed_and_sums_up(browser):
    key = ticket(with_agreement(ALWAYS))
    actions.happen(key, Act(kind="responded", text="x"), by=BY, at=now())
    page = browser.get(f"/tickets/{key}/why/").content.decode()
    assert page.count('class="tape"') == 3
    sheet = re.search(r'href="(/tape\.css\?[^"]+)"', page)
    assert sheet is not None
    assert b".t-counted" in browser.get(sheet[1]).content
    assert "on the wall" in text(page.encode())


def test_the_queue_shows_what_is_next_and_whose(browser):
    key = ticket(with_agreement(ALWAYS))
    page = browser.get("/").content.decode()
    assert f"/tickets/{key}/" in page
    assert f"/tickets/{key}/" not in browser.get("/?mine").content.decode()
    assert browser.get("/?from=-1").status_code == 200
    rows = browser.get("/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in rows


@pytest.mark.parametrize("address", ["/tickets/999/", "/tickets/999/why/", "/log/999/"])
def test_what_is_not_there_is_not_found(browser, address):
    assert browser.get(address).status_code == 404
