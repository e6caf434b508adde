"""The journeys that must never break, in a real browser, and what a screen reader would meet."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from desk.belriva import ASKING, BELRIVA
from desk.customers import MONTH, customer, put_in_force
from desk.people import AT, BY, PASSWORD, desk
from patto.customers import actions as customers
from patto.customers.drafts import ContactDraft, SupplierDraft, SystemDraft
from patto.customers.finding import search
from patto.demo.loading import load_demonstration
from patto.home.now import now
from patto.kernel.instants import DAY, MINUTE
from patto.tickets import actions, beside
from patto.tickets.acts import Act
from patto.tickets.drafts import Call
from patto.tickets.models import Happened, Message

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        CHROMIUM is None and "CI" not in os.environ,
        reason="Chromium is not installed: sudo apt install chromium",
    ),
]
ALWAYS = MONTH.replace("stated_until: 2026-12-31", "stated_until: 2099-12-31").replace(
    "end: 2027-01-01", "end: none"
)

COUNTED = re.compile(r"\d (min|h|s|d|g)\b")
"""How long it is until a moment, or since."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # The browser's driver runs an event loop, beside which Django refuses to be asked by default.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(params=[("en-GB", "light", 1280), ("it-IT", "dark", 390)], ids=["en", "it"])
def page(browser: Browser, request: Any) -> Iterator[Page]:
    """A page at a desk and on a telephone, which fails if the browser reports anything wrong."""
    locale, scheme, width = request.param
    context = browser.new_context(
        locale=locale, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    page.on("request", lambda one: said.append(one.url) if "localhost" not in one.url else None)
    yield page
    context.close()
    expected = re.compile(r"422|status of 404")
    assert [one for one in said if not expected.search(one)] == []


def sign_in(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/")
    page.fill("#id_login", "marta@nordest.example")
    page.fill("#id_password", PASSWORD)
    page.click("main button")


def at_the_desk(page: Page) -> None:
    """Wait for a page of the desk to be there, with all that listens in it."""
    expect(page.locator("#who")).to_be_attached()
    page.wait_for_load_state()


def nothing_serious(page: Page) -> None:
    """Let axe look at the page."""
    found = Axe().run(page).response["violations"]
    told = [
        (one["id"], one["nodes"][0]["html"])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert told == [], page.url


def test_a_desk_is_set_up_from_the_link_to_the_first_page(page: Page, live_server: Any) -> None:
    token = settings.HOME.secret("set-up")
    page.goto(f"{live_server.url}/start/{token}/")
    nothing_serious(page)
    page.click("main a.btn")
    page.fill("#id_company", "Nordest Informatica")
    nothing_serious(page)
    page.click("main button.btn-primary")
    page.fill("#id_name", "Marta Zanella")
    page.fill("#id_email", "marta@nordest.example")
    page.fill("#id_password", PASSWORD)
    nothing_serious(page)
    page.click("main button.btn-primary")
    expect(page.locator("#id_customer")).to_be_visible()
    page.click("main > p a")
    expect(page.locator("h1")).to_be_visible()
    assert page.url.rstrip("/") == live_server.url
    nothing_serious(page)


def test_one_click_opens_a_desk_at_work_and_says_that_it_is_invented(
    page: Page, live_server: Any, monkeypatch: Any
) -> None:
    few = partial(load_demonstration, tickets=20)
    monkeypatch.setattr("patto.helpdesk.views.start.load_demonstration", few)
    page.goto(f"{live_server.url}/start/{settings.HOME.secret('set-up')}/")
    page.click("form[data-busy] button")
    expect(page.locator("code")).to_be_visible(timeout=60_000)
    nothing_serious(page)
    page.click("main a.btn-primary")
    expect(page.locator(".demonstration")).to_be_visible()
    expect(page.locator(".queue [data-due]").first).to_have_text(COUNTED)
    nothing_serious(page)
    page.locator(".queue a").first.click()
    expect(page.locator("h1")).to_contain_text("#")
    nothing_serious(page)


def test_a_call_is_found_logged_answered_paused_and_resolved(page: Page, live_server: Any) -> None:
    desk()
    ferri = customer()
    put_in_force(ferri, ALWAYS)
    customers.add(ContactDraft(name="Ada Neri"), customer=ferri, by=BY, at=AT)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/log/")
    nothing_serious(page)
    page.fill("#q", "neri")
    page.click("#found a:has-text('Ada Neri')")
    page.fill("#id_subject", "No mail")
    page.select_option("#id_priority", "P1")
    expect(page.locator("#foreseen")).to_contain_text("First answer")
    nothing_serious(page)
    page.click("form.col-lg-8 button.btn-primary")
    expect(page.locator("h1")).to_contain_text("No mail")
    expect(page.locator("[data-due]").first).to_have_text(COUNTED)
    nothing_serious(page)
    page.fill("#id_text", "We are on it.")
    page.click("button[value=responded]")
    expect(page.locator(".badge.bg-green-lt").first).to_be_visible()
    page.click("details.acts summary")
    page.click("a[href$='/do/paused/']")
    nothing_serious(page)
    page.select_option("#id_reason", "waiting-customer")
    page.fill("#id_evidence", "mail of 10:58")
    page.press("#id_evidence", "Tab")
    expect(page.locator("#weighed table")).to_be_visible()
    page.click("form.card button.btn-primary")
    page.click("button[value=resumed]")
    page.fill("#id_text", "Restarted.")
    page.click("button[value=resolved]")
    page.click("a[hx-get]")
    expect(page.locator("svg.tape").first).to_be_visible()
    nothing_serious(page)


def test_the_usual_call_is_logged_by_the_keyboard_alone_and_the_answer_to_it_copied(
    page: Page, live_server: Any
) -> None:
    desk()
    ferri = customer()
    put_in_force(ferri, ALWAYS)
    ada = ContactDraft(name="Ada Neri", telephone="049 555 0140")
    customers.add(ada, customer=ferri, by=BY, at=AT)
    customers.add(ContactDraft(name="Ada Verdi"), customer=ferri, by=BY, at=AT)
    sign_in(page, live_server)
    at_the_desk(page)
    page.keyboard.press("c")
    expect(page.locator("#who")).to_be_focused()
    page.keyboard.type("ada")
    expect(page.locator("#who-found a")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#who-found a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+A")
    page.keyboard.type("0140")
    page.keyboard.press("Enter")
    expect(page.locator("#id_subject")).to_be_focused()
    expect(page.locator("#foretold")).to_contain_text("First answer")
    nothing_serious(page)
    page.keyboard.type("No mail")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("No mail")
    expect(page.locator("#answer")).to_contain_text("No mail")
    nothing_serious(page)
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


@pytest.mark.parametrize("slow", [0.0, 0.5], ids=["at-once", "slow"])
def test_what_is_typed_right_after_the_key_for_a_call_is_whole_and_no_key_acts_meanwhile(
    page: Page, live_server: Any, monkeypatch: Any, slow: float
) -> None:
    desk()
    customer("Dal Pra 1234 Caldaie")
    found = search

    def slowly(query: str) -> Any:
        time.sleep(slow)
        return found(query)

    sign_in(page, live_server)
    at_the_desk(page)
    monkeypatch.setattr("patto.helpdesk.views.logging.search", slowly)
    here = page.url
    for typed in ("dal pra", "1234", "cdq"):
        page.keyboard.type(f"c{typed}", delay=60)
        expect(page.locator("#who")).to_have_value(typed)
        expect(page.locator("#who")).to_be_focused()
        assert page.url == here
        if typed == "dal pra":
            expect(page.locator("#who-found a strong")).to_have_text("Dal Pra 1234 Caldaie")
        page.keyboard.press("Escape")
        expect(page.locator("#who")).to_be_hidden()
    page.keyboard.type("dqq")
    expect(page.locator(".day")).to_be_visible()
    page.keyboard.type("cdal pra", delay=60)
    page.keyboard.press("Enter")
    expect(page.locator("#id_subject")).to_be_focused()


def test_every_page_of_the_menu_can_be_used_by_everybody(page: Page, live_server: Any) -> None:
    desk()
    ferri = customer()
    version = put_in_force(ferri, ALWAYS)
    server = customers.add(SystemDraft(name="Server"), customer=ferri, by=BY, at=AT)
    attributes = {"type": "incident", "priority": "P1"}
    call = Call(customer=ferri, subject="No mail", channel="phone", attributes=attributes)
    ticket = actions.log(call, by=BY, at=now() - DAY)
    actions.happen(ticket, Act(kind="noted", text="PIN 9183"), by=BY, at=now())
    entry, said = Happened.objects.latest("id").pk, Message.objects.latest("id").pk
    beside.keep_answer("Restart", "Please restart it.", by=BY, at=AT)
    sign_in(page, live_server)
    for address in (
        "", "queue/?with=me", "day/", "board/", f"customers/{ferri}/included/?q=server",
        f"log/{ferri}/", f"tickets/{ticket}/scope/", f"tickets/{ticket}/logged/",
        f"tickets/{ticket}/amend/{entry}/", f"tickets/{ticket}/black-out/{said}/",
        f"tickets/{ticket}/solved/", "answers/", f"tickets/{ticket}/",
        f"tickets/{ticket}/why/", "customers/", "customers/add/",
        f"customers/{ferri}/", f"customers/{ferri}/add/system/", f"customers/{ferri}/agreement/",
        f"customers/{ferri}/agreement/{version}/", f"customers/{ferri}/agreement/begin/",
        "people/", "search/?q=server", "sessions/",
        "password/", "nothing/", "you/", "customers/import/", f"customers/{ferri}/about/",
        f"customers/{ferri}/system/{server}/", f"customers/{ferri}/system/{server}/change/",
    ):  # fmt: skip
        page.goto(f"{live_server.url}/{address}")
        nothing_serious(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address


def test_what_is_not_covered_is_noticed_and_logged_with_the_customers_consent(
    page: Page, live_server: Any
) -> None:
    desk()
    belriva = customer()
    put_in_force(belriva, BELRIVA)
    enomac = SupplierDraft(name="Enomac", telephone="045 555 0101", contract="E-2231")
    supplier = customers.add_supplier(enomac, by=BY, at=AT)
    press = customers.add(
        SystemDraft(name="Press 2", supplier_id=supplier), customer=belriva, by=BY, at=AT
    )
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/log/{belriva}/")
    page.fill("#id_subject", "It stands still")
    page.select_option("#id_system", str(press))
    expect(page.locator("#noticed")).to_contain_text("045 555 0101")
    expect(page.locator("#noticed")).to_contain_text("E-2231")
    nothing_serious(page)
    page.click("#noticed a")
    expect(page.locator("#id_scope")).to_be_visible()
    page.select_option("#id_scope", "consented")
    page.fill("#id_agreed_by", "Ada Neri, on the telephone")
    with page.expect_response("**/foreseen/"):
        page.press("#id_agreed_by", "Tab")
    nothing_serious(page)
    page.click("form.col-lg-8 button.btn-primary")
    expect(page.locator("h1")).to_contain_text("It stands still")
    expect(page.locator("#content")).to_contain_text("Ada Neri, on the telephone")
    nothing_serious(page)


def test_the_clock_that_has_not_started_says_why_until_it_is_told_what_is_missing(
    page: Page, live_server: Any
) -> None:
    desk()
    asking = customer()
    put_in_force(asking, ASKING)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/log/{asking}/")
    page.fill("#id_subject", "It stands still")
    page.select_option("#id_priority", "P1")
    expect(page.locator("#foreseen li")).to_have_count(2)
    nothing_serious(page)
    page.click("form.col-lg-8 button.btn-primary")
    expect(page.locator("section[aria-labelledby=clocks] li")).to_have_count(2)
    nothing_serious(page)
    page.click("section[aria-labelledby=clocks] .alert a")
    page.fill("#id_asked-contact", "Ada")
    page.fill("#id_asked-error-message", "Code 7")
    nothing_serious(page)
    page.click("main form button")
    expect(page.locator("[data-due]").first).to_have_text(COUNTED)


def test_the_wall_board_counts_down_fills_one_screen_and_says_when_it_is_cut_off(
    page: Page, live_server: Any
) -> None:
    desk()
    belriva = customer()
    put_in_force(belriva, ALWAYS)
    attributes = {"type": "incident", "priority": "P1"}
    for number in range(10):
        call = Call(customer=belriva, subject=f"Call {number}", channel="phone",
                    attributes=attributes)  # fmt: skip
        actions.log(call, by=BY, at=now())
    sign_in(page, live_server)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{live_server.url}/board/")
    expect(page.locator("li [data-due]").first).to_have_text(re.compile(r"\d+:\d\d"))
    expect(page.locator("[data-turn]:not([hidden]) li")).to_have_count(8)
    height = "document.querySelector('li').getBoundingClientRect().height"
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    assert page.evaluate(height) > 1080 / 14
    nothing_serious(page)
    # The server of the tests has no stream of changes, which is what being cut off looks like.
    expect(page.locator(".cut-off")).to_be_visible()


def worked_on(live_server: Any, page: Page, ago: int = DAY) -> int:
    """Return a ticket that somebody has before them."""
    desk()
    belriva = customer("Cantine Belriva")
    put_in_force(belriva, ALWAYS)
    attributes = {"type": "incident", "priority": "P1"}
    call = Call(customer=belriva, subject="No mail", channel="phone", attributes=attributes)
    ticket = actions.log(call, by=BY, at=now() - ago)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/tickets/{ticket}/")
    return ticket


def test_a_late_entry_is_corrected_and_the_effect_seen_before_it_is_saved(
    page: Page, live_server: Any
) -> None:
    ticket = worked_on(live_server, page, MINUTE)
    actions.happen(ticket, Act(kind="responded", text="By phone."), by=BY, at=now())
    page.reload()
    page.click("#e" + str(Happened.objects.latest("id").pk) + " a[href*=amend]")
    page.check("input[value=retracted]")
    expect(page.locator("#weighed tbody tr.fw-bold").first).to_be_visible()
    nothing_serious(page)
    page.fill("#id_because", "another ticket")
    page.click("main form button.btn-primary")
    expect(page.locator(".amendment")).to_contain_text("another ticket")
    expect(page.locator("strong.gone")).to_be_visible()
    nothing_serious(page)


def test_a_file_goes_up_and_comes_down_and_the_timer_counts_minutes(
    page: Page, live_server: Any
) -> None:
    worked_on(live_server, page)
    page.fill("#id_text", "See the log.")
    page.set_input_files("#id_files", {"name": "a<b>.log", "mimeType": "text/html", "buffer": b"x"})
    page.click("button[value=noted]")
    with page.expect_download() as download:
        page.click("a[download]")
    assert download.value.path().read_bytes() == b"x"
    page.click("[data-timer] button")
    expect(page.locator("[data-timer] output")).to_have_text(re.compile(r"\d:\d\d"))
    page.click("[data-timer] button")
    expect(page.locator("#id_minutes")).to_have_value("1")
    page.click("button[value=worked]")
    expect(page.locator("main")).to_contain_text("1 min")


def test_what_was_typed_is_there_after_a_session_ended_and_goes_once_it_arrived(
    page: Page, live_server: Any
) -> None:
    worked_on(live_server, page)
    page.fill("#id_text", "A long answer, typed with care.")
    Session.objects.all().delete()
    page.click("button[value=responded]")
    page.fill("#id_login", "marta@nordest.example")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    expect(page.locator("#id_text")).to_have_value("A long answer, typed with care.")
    expect(page.locator("[data-said]")).to_be_visible()
    nothing_serious(page)
    page.click("button[value=responded]")
    expect(page.locator(".said", has_text="A long answer")).to_be_visible()
    page.reload()
    expect(page.locator("#id_text")).to_have_value("")


def test_what_was_sent_to_a_server_that_is_away_is_there_again_until_it_was_taken(
    page: Page, live_server: Any
) -> None:
    worked_on(live_server, page)
    ticket, typed = page.url, "Restart the router, then call us."
    page.fill("#id_text", typed)
    page.route("**/act/", lambda route: route.abort())
    with suppress(PlaywrightError):
        page.click("button[value=responded]")
    page.unroute("**/act/")
    page.goto(ticket)
    expect(page.locator("#id_text")).to_have_value(typed)
    expect(page.locator("main [data-said]")).to_be_visible()
    page.click("button[value=responded]")
    expect(page.locator("#conversation")).to_contain_text(typed)
    expect(page.locator("#id_text")).to_have_value("")
    assert Message.objects.filter(text=typed).count() == 1
    page.goto(ticket)
    expect(page.locator("#id_text")).to_have_value("")
    # Nobody who sits down at the same browser later finds what was left.
    page.fill("#id_text", "The PIN is 4711.")
    page.wait_for_timeout(400)
    assert "4711" in page.evaluate("JSON.stringify(sessionStorage)")
    page.evaluate("document.querySelector('form[data-forget]').requestSubmit()")
    page.wait_for_url("**/sign-in/**")
    assert "4711" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_the_question_mark_shows_the_keys_of_a_ticket_and_escape_puts_them_away(
    page: Page, live_server: Any
) -> None:
    worked_on(live_server, page)
    expect(page.locator("#keys")).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    nothing_serious(page)
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_twenty_megabytes_are_told_to_be_too_much_and_stay_where_they_are(
    page: Page, live_server: Any
) -> None:
    worked_on(live_server, page)
    page.evaluate("document.getElementById('id_text').value = 'x'.repeat(20000000)")
    page.click("button[value=responded]")
    expect(page.locator("[role=alert]")).to_contain_text("20")
    assert page.evaluate("document.getElementById('id_text').value.length") == 20_000_000
    assert Message.objects.count() == 0


def test_one_key_searches_from_every_page_and_forgives_a_slip(page: Page, live_server: Any) -> None:
    desk()
    ferri = customer()
    customers.add(ContactDraft(name="Ada Zanella"), customer=ferri, by=BY, at=AT)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/customers/{ferri}/")
    page.keyboard.press("/")
    expect(page.locator("[role=search] input")).to_be_focused()
    page.keyboard.type("znaella")
    page.keyboard.press("Enter")
    page.click("main a:has-text('Ada Zanella')")
    expect(page.locator("h1")).to_have_text("Ada Zanella")


def test_what_was_reported_follows_what_the_titles_say(page: Page, live_server: Any) -> None:
    desk()
    ferri = customer()
    for subject, said in (("Scanner", ""), ("Printer", "The scanner neither")):
        call = Call(customer=ferri, subject=subject, channel="phone", text=said)
        actions.log(call, by=BY, at=AT)
    sign_in(page, live_server)
    at_the_desk(page)
    page.goto(f"{live_server.url}/search/?q=scanner")
    expect(page.locator("#tickets a")).to_have_count(2)
    nothing_serious(page)
