"""The queue and the wall in a real browser: by keyboard, many at once, two people on one ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from desk import test_browser as shared
from desk.customers import customer, put_in_force
from desk.people import BY, PASSWORD, another, desk
from patto.accounts import actions as accounts
from patto.accounts import queries
from patto.accounts.roles import Role
from patto.home.now import now
from patto.kernel.instants import DAY
from patto.tickets import actions
from patto.tickets.acts import Act
from patto.tickets.drafts import Call
from patto.tickets.models import Message, Ticket

pytestmark = shared.pytestmark
browser, page = shared.browser, shared.page


def looks_right(page: Page) -> None:
    """Let axe look at the page, and see that nothing of it stands outside the screen."""
    shared.nothing_serious(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, page.url


def log(customer: int, number: int) -> int:
    attributes = {"type": "incident", "priority": "P1"}
    call = Call(customer=customer, subject=f"Call {number}", channel="phone",
                attributes=attributes)  # fmt: skip
    return actions.log(call, by=BY, at=now())


@pytest.fixture
def five(page: Page, live_server: Any) -> list[int]:
    """Five tickets that are open, and somebody at the queue of them."""
    desk()
    ferri = customer()
    put_in_force(ferri, shared.ALWAYS)
    keys = [log(ferri, number) for number in range(5)]
    shared.sign_in(page, live_server)
    expect(page.locator("#list [data-ticket]")).to_have_count(5)
    page.wait_for_load_state()  # its rows are there before its keys are
    return keys


@pytest.fixture
def ivo(browser: Browser, live_server: Any) -> Iterator[Page]:
    """The browser of another person."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    another(Role.TECHNICIAN)
    page.goto(f"{live_server.url}/")
    page.fill("#id_login", "ivo@nordest.example")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    yield page
    context.close()


def refreshed(page: Page) -> None:
    """Let the page ask again, as it does when it hears that something changed."""
    with page.expect_response(lambda one: "HX-Request" in str(one.request.all_headers()).title()
                              or "hx-request" in one.request.all_headers()):  # fmt: skip
        page.evaluate("htmx.trigger(document.body, 'changed')")


def test_many_are_chosen_and_worked_by_the_keyboard_and_the_choice_outlives_a_refresh(
    page: Page, five: list[int]
) -> None:
    row = page.locator("#list [data-ticket]")
    page.keyboard.press("j")
    expect(row.nth(0).locator(".list-open")).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    chosen = page.locator("input[name=chosen]:checked")
    expect(chosen).to_have_count(3)
    expect(page.locator("#chosen_acts [role=status]")).to_contain_text("3")
    looks_right(page)
    page.fill("#chosen_text", "One cause for all three.")
    page.locator("#chosen_text").blur()
    ferri = Ticket.objects.get(pk=five[0]).customer_id
    new = log(ferri, 6)
    refreshed(page)
    expect(row).to_have_count(6)
    expect(chosen).to_have_count(3)
    expect(page.locator("#chosen_text")).to_have_value("One cause for all three.")
    # What is done meanwhile leaves the list, and the choice.
    actions.happen(five[0], Act(kind="resolved", text="Done."), by=BY, at=now())
    refreshed(page)
    expect(chosen).to_have_count(2)
    expect(page.locator("#chosen_acts [role=status]")).to_contain_text("2")
    page.click("#chosen button[value=noted]")
    expect(page.locator(".alert-success")).to_contain_text(f"#{five[2]}")
    assert Message.objects.filter(text="One cause for all three.").count() == 2
    page.keyboard.press("?")
    expect(page.locator("dialog.keys")).to_be_visible()
    looks_right(page)
    page.keyboard.press("Escape")
    page.click(f"#t{new}", modifiers=["Shift"], trial=True)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Call 1")


def test_shift_chooses_all_up_to_a_row_and_escape_none(page: Page, five: list[int]) -> None:
    boxes = page.locator("input[name=chosen]")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(page.locator("input[name=chosen]:checked")).to_have_count(4)
    if page.locator("[data-choose-all]").is_visible():
        page.locator("[data-choose-all]").click()
        expect(page.locator("input[name=chosen]:checked")).to_have_count(5)
    page.keyboard.press("Escape")
    expect(page.locator("input[name=chosen]:checked")).to_have_count(0)
    expect(page.locator("#chosen")).to_be_hidden()
    assert len(five) == 5


def test_a_filter_stands_in_the_address_and_is_kept_as_a_view(
    page: Page, five: list[int], live_server: Any
) -> None:
    page.click(".list-filter-more summary")
    page.select_option("#f_with", "nobody")
    looks_right(page)
    page.click(".list-filter-card button")
    assert page.url == f"{live_server.url}/queue/?with=nobody"
    expect(page.locator("#list [data-ticket]")).to_have_count(len(five))
    page.click(".list-keep summary")
    looks_right(page)
    page.fill("#view_name", "Not taken")
    page.check("input[name=opens]")
    page.click(".list-keep button")
    expect(page.locator(".list-views [aria-current=page]").last).to_have_text("Not taken")
    page.goto(f"{live_server.url}/")
    assert page.url == f"{live_server.url}/queue/?with=nobody"
    for address in ("views/", "tickets/?q=call", "screens/", "day/", "queue/?q=nothing"):
        page.goto(f"{live_server.url}/{address}")
        looks_right(page)


def test_two_people_on_one_ticket_see_each_other_and_a_stale_form_loses_nothing(
    page: Page, five: list[int], ivo: Page, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/tickets/{five[0]}/")
    page.fill("#id_text", "My long answer")
    ivo.goto(f"{live_server.url}/tickets/{five[0]}/")
    expect(ivo.locator("main")).to_contain_text("Marta Zanella")
    ivo.fill("#id_text", "Mine was quicker")
    ivo.click("button[value=responded]")
    expect(ivo.locator(".said", has_text="Mine was quicker")).to_be_visible()
    page.click("button[value=responded]")
    expect(page.locator("#id_text")).to_have_value("My long answer")
    expect(page.locator(".said", has_text="Mine was quicker")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Ivo Serra")
    page.click("button[value=responded]")
    expect(page.locator(".said", has_text="My long answer")).to_be_visible()
    assert Message.objects.filter(text="My long answer").count() == 1


def test_a_list_whose_session_ended_says_so_and_sends_nothing_away(
    five: list[int], ivo: Page
) -> None:
    expect(ivo.locator("#list [data-ticket]")).to_have_count(len(five))
    ivo.context.clear_cookies()
    ivo.evaluate("htmx.trigger(document.body, 'changed')")
    expect(ivo.locator(".signed-out")).to_be_visible()
    expect(ivo.locator("#list [data-ticket]")).to_have_count(len(five))


def test_a_screen_shows_the_board_without_anybody_signed_in_until_it_is_ended(
    browser: Browser, live_server: Any
) -> None:
    desk()
    ferri = customer()
    put_in_force(ferri, shared.ALWAYS)
    for late in [log(ferri, number) for number in range(3)]:
        Ticket.objects.filter(pk=late).update(overdue=True, next_due_at=now() - DAY)
    for number in range(14):
        log(customer(f"Customer {number} of a long name"), number)
        log(ferri, number)
    key = accounts.add_screen("Office", by=BY, at=now())
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    wall = context.new_page()
    wall.goto(f"{live_server.url}/board/{key}/")
    expect(wall.locator("li [data-due]").first).to_have_text(re.compile(r"\d+:\d\d"))
    expect(wall.locator("[data-turns=next] [data-turn]:not([hidden]) li")).to_have_count(5)
    assert wall.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    smallest = """[...document.querySelectorAll('#content *')]
        .filter((one) => !one.children.length && one.textContent.trim() && one.offsetParent)
        .map((one) => parseFloat(getComputedStyle(one).fontSize)).sort((a, b) => a - b)[0]"""
    # Two and a half hundredths of the height are read from as far away as an office is deep.
    assert wall.evaluate(smallest) >= 1080 / 42
    shared.nothing_serious(wall)
    accounts.end_screen(queries.screens()[0].id, by=BY, at=now())
    wall.evaluate("htmx.trigger(document.body, 'changed')")
    expect(wall.locator(".board")).to_have_count(0)
    expect(wall.locator("#content")).not_to_contain_text("Studio Ferri")
    context.close()
