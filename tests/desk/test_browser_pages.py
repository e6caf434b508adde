"""Every page there is, in a real browser: what a screen reader meets, what a keyboard reaches.

The addresses are walked, so that a page that is added is looked at without being named here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from desk.customers import customer
from desk.people import PASSWORD, desk
from desk.test_browser import browser, page, pytestmark
from desk.walking import routes
from desk.world import World, spoken, world
from patto.accounts.models import Person
from patto.demo.loading import load_demonstration
from patto.home.now import now

__all__ = ["browser", "page", "pytestmark"]

MARK = "\"><script>x()</script>'{{7*7}}"
FEW = 20
SERIOUS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
VIEWS: dict[str, dict[str, Any]] = {
    "en": {"locale": "en-GB", "color_scheme": "light", "viewport": {"width": 1280, "height": 800}},
    "it": {"locale": "it-IT", "color_scheme": "dark", "viewport": {"width": 390, "height": 800}},
}


def sign_in(page: Page, live_server: Any, person: Person) -> None:
    """Sign somebody in without the form, which has tests of its own."""
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.create()
    cookie = {"name": "sessionid", "value": session.session_key, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # its type is not exported


@pytest.fixture(params=list(VIEWS))
def walked(browser: Browser, request: Any, live_server: Any) -> Iterator[tuple[Page, list[str]]]:
    """A browser in which the owner of a filled desk is signed in, and every page there is."""
    loaded = load_demonstration(at=now(), language=request.param, tickets=FEW)
    owner = loaded.people[0]
    Person.objects.filter(pk=owner.pk).update(language=request.param)
    client = Client(raise_request_exception=False)
    client.force_login(owner, settings.AUTHENTICATION_BACKENDS[0])
    shown = [one for one in addresses(world(owner, client, MARK)) if is_page(client, one)]
    context = browser.new_context(**VIEWS[request.param])
    page = context.new_page()
    sign_in(page, live_server, owner)
    yield page, shown
    context.close()


def addresses(one: World) -> Iterator[str]:
    """Yield every address of a world; of those with a word in them, a few."""
    for route in routes():
        for words in spoken(route)[:3]:
            yield route.at(one.of(words))


def is_page(client: Client, address: str) -> bool:
    """Return whether an address answers with a whole page, and not with a document in a sandbox.

    In one no script runs, axe among them; documents have tests of their own.
    """
    answer = client.get(address)
    body = b"".join(answer) if answer.streaming else answer.content
    is_text = answer.headers.get("Content-Type", "").startswith("text/html")
    runs = "sandbox" not in answer.headers.get("Content-Security-Policy", "")
    return answer.status_code in {200, 404} and is_text and runs and b"<html" in body


LOOK = """
() => {
  const shown = (one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.disabled;
  const doors = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
  return {
    wide: document.documentElement.scrollWidth - innerWidth,
    beyond: doors.filter((one) => shown(one) && one.tabIndex < 0)
      .map((one) => one.outerHTML.slice(0, 200)),
    title: document.title,
    first: document.querySelectorAll("h1").length,
  };
}
"""
FOCUSED = """
() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const seen = style.outlineStyle !== "none" || style.boxShadow !== "none";
  return [one.outerHTML.slice(0, 200), one === document.body || seen];
}
"""


def test_every_page_is_for_everybody_and_what_was_typed_runs_on_none(
    walked: tuple[Page, list[str]], live_server: Any
) -> None:
    page, shown = walked
    wrong: list[object] = []
    said: list[str] = []
    page.on("dialog", lambda one: said.append(one.message))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    page.on("request", lambda one: said.append(one.url) if "localhost" not in one.url else None)
    assert len(shown) > 50
    for address in shown:
        page.goto(f"{live_server.url}{address}")
        found = page.evaluate(LOOK)
        wrong += [] if found["wide"] <= 0 else [(address, "wider than the screen", found["wide"])]
        wrong += [(address, "no keyboard reaches", one) for one in found["beyond"]]
        wrong += [] if found["title"] else [(address, "has no title")]
        wrong += [] if found["first"] == 1 else [(address, "headings of it all", found["first"])]
        page.keyboard.press("Tab")
        where, seen = page.evaluate(FOCUSED)
        wrong += [] if seen else [(address, "focus is not seen", where)]
        wrong += [
            (address, one["id"], one["nodes"][0]["html"][:300])
            for one in Axe().run(page, options=SERIOUS).response["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        # A page that is not there says so on the browser's console too; the rest is ours.
        expected = re.compile(r"status of 404|ERR_ABORTED|EventSource")
        wrong += [(address, one) for one in said if not expected.search(one)]
        said.clear()
    assert wrong == [], "\n".join(json.dumps(one, default=str) for one in wrong)


def test_what_was_typed_and_ticked_outlives_a_session_in_any_form_and_goes_once_it_arrived(
    page: Page, live_server: Any
) -> None:
    owner, ferri = desk(), customer()
    sign_in(page, live_server, owner)
    form = f"{live_server.url}/customers/{ferri}/add/contact/"
    page.goto(form)
    page.fill("#id_name", "Ada Neri")
    page.uncheck("#id_may_report")
    Session.objects.all().delete()
    page.click("main form[method=post] button.btn-primary")
    page.fill("#id_login", "marta@nordest.example")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    expect(page.locator("#id_name")).to_have_value("Ada Neri")
    expect(page.locator("#id_may_report")).not_to_be_checked()
    page.fill("#id_email", "nobody")
    page.evaluate("document.querySelector('main form[method=post]').noValidate = true")
    page.click("main form[method=post] button.btn-primary")
    expect(page.locator("#id_email")).to_be_focused()
    page.fill("#id_email", "ada@ferri.example")
    page.click("main form[method=post] button.btn-primary")
    expect(page.locator("main")).to_contain_text("Ada Neri")
    page.goto(form)
    expect(page.locator("#id_name")).to_have_value("")
    expect(page.locator("#id_may_report")).to_be_checked()


def test_what_did_not_arrive_because_of_trouble_is_there_on_the_way_back(
    page: Page, live_server: Any, monkeypatch: Any
) -> None:
    owner, ferri = desk(), customer()
    sign_in(page, live_server, owner)
    # The page of the fixture counts what the browser reports, as it does of a 503.
    page = page.context.new_page()
    page.goto(f"{live_server.url}/customers/{ferri}/add/site/")
    page.fill("#id_name", "The branch")
    with monkeypatch.context() as trouble:
        away = OperationalError("database is locked")
        trouble.setattr("patto.customers.actions.add", Mock(side_effect=away))
        page.click("main form[method=post] button.btn-primary")
        expect(page.locator("[data-back]")).to_be_visible()
    page.click("[data-back]")
    expect(page.locator("#id_name")).to_have_value("The branch")
    page.click("main form[method=post] button.btn-primary")
    expect(page.locator("main")).to_contain_text("The branch")
