"""The journeys that must never break, in a real browser, and what a screen reader would meet."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from desk.customers import MONTH, customer, put_in_force
from desk.people import AT, BY, PASSWORD, desk
from patto.customers import actions as customers
from patto.customers.drafts import ContactDraft, SystemDraft
from patto.home.now import now
from patto.kernel.instants import DAY
from patto.tickets import actions
from patto.tickets.drafts import Call

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
    page.click("main a.btn-primary")
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
    sign_in(page, live_server)
    for address in (
        "", "?mine", f"tickets/{ticket}/", f"tickets/{ticket}/why/", "customers/", "customers/add/",
        f"customers/{ferri}/", f"customers/{ferri}/add/system/", f"customers/{ferri}/agreement/",
        f"customers/{ferri}/agreement/{version}/", "people/", "search/?q=server", "sessions/",
        "password/", "nothing/",
    ):  # fmt: skip
        page.goto(f"{live_server.url}/{address}")
        nothing_serious(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
