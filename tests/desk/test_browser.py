"""The journeys that must never break, in a real browser, and what a screen reader would meet."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect, sync_playwright

from desk.belriva import ASKING, BELRIVA
from desk.customers import MONTH, customer, put_in_force
from desk.people import AT, BY, PASSWORD, desk
from patto.customers import actions as customers
from patto.customers.drafts import ContactDraft, SupplierDraft, SystemDraft
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
    expect(page.locator(".queue [data-due]").first).to_contain_text(":")
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
    expect(page.locator("[data-due]").first).to_have_text(re.compile(r"\d+:\d\d"))
    nothing_serious(page)
    page.fill("#id_text", "We are on it.")
    page.click("button[value=responded]")
    expect(page.locator(".badge.bg-green-lt").first).to_be_visible()
    page.click("summary")
    page.select_option("#id_kind", "paused")
    page.fill("#id_reason", "waiting-customer")
    page.fill("#id_evidence", "mail of 10:58")
    page.click("details button[name=kind]")
    page.click("button[value=resumed]")
    page.fill("#id_text", "Restarted.")
    page.click("button[value=resolved]")
    page.click("a[hx-get]")
    expect(page.locator("svg.tape").first).to_be_visible()
    nothing_serious(page)


def test_every_page_of_the_menu_can_be_used_by_everybody(page: Page, live_server: Any) -> None:
    desk()
    ferri = customer()
    version = put_in_force(ferri, ALWAYS)
    customers.add(SystemDraft(name="Server"), customer=ferri, by=BY, at=AT)
    attributes = {"type": "incident", "priority": "P1"}
    call = Call(customer=ferri, subject="No mail", channel="phone", attributes=attributes)
    ticket = actions.log(call, by=BY, at=now() - DAY)
    actions.happen(ticket, Act(kind="noted", text="PIN 9183"), by=BY, at=now())
    entry, said = Happened.objects.latest("id").pk, Message.objects.latest("id").pk
    beside.keep_answer("Restart", "Please restart it.", by=BY, at=AT)
    sign_in(page, live_server)
    for address in (
        "", "?mine", "day/", "board/", f"customers/{ferri}/included/?q=server",
        f"log/{ferri}/", f"tickets/{ticket}/scope/", f"tickets/{ticket}/logged/",
        f"tickets/{ticket}/amend/{entry}/", f"tickets/{ticket}/black-out/{said}/",
        f"tickets/{ticket}/solved/", "answers/", f"tickets/{ticket}/",
        f"tickets/{ticket}/why/", "customers/", "customers/add/",
        f"customers/{ferri}/", f"customers/{ferri}/add/system/", f"customers/{ferri}/agreement/",
        f"customers/{ferri}/agreement/{version}/", "people/", "search/?q=server", "sessions/",
        "password/", "nothing/",
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
    expect(page.locator("[data-due]").first).to_have_text(re.compile(r"\d+:\d\d"))


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
    expect(page.locator("li")).to_have_count(8)
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


def test_twenty_megabytes_are_told_to_be_too_much_and_stay_where_they_are(
    page: Page, live_server: Any
) -> None:
    worked_on(live_server, page)
    page.evaluate("document.getElementById('id_text').value = 'x'.repeat(20000000)")
    page.click("button[value=responded]")
    expect(page.locator("[role=alert]")).to_contain_text("20")
    assert page.evaluate("document.getElementById('id_text').value.length") == 20_000_000
    assert Message.objects.count() == 0
