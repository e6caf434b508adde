"""A ticket whose priority is changed, and that is opened again, in a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from desk import test_browser as shared
from patto.kernel.instants import MINUTE

pytestmark = shared.pytestmark
browser, page = shared.browser, shared.page


def test_another_priority_shows_its_effect_before_it_is_saved_and_moves_the_due_moment(
    page: Page, live_server: Any
) -> None:
    shared.worked_on(live_server, page, MINUTE)
    due = page.locator("[data-due]").last
    before = due.get_attribute("data-due")
    page.click("summary:has(+ div #id_priority)")
    page.select_option("#id_priority", "P2")
    expect(page.locator("#weighed tbody tr.fw-bold").first).to_be_visible()
    assert due.get_attribute("data-due") == before
    shared.nothing_serious(page)
    page.click("button[value=classified]")
    expect(page.locator("header, main").locator("text=P2").first).to_be_visible()
    expect(page.locator("[data-due]").last).not_to_have_attribute("data-due", str(before))


def test_a_ticket_that_was_resolved_is_opened_again_and_a_clock_runs_again(
    page: Page, live_server: Any
) -> None:
    shared.worked_on(live_server, page, MINUTE)
    page.fill("#id_text", "Restarted.")
    page.click("button[value=resolved]")
    expect(page.locator("[data-due]")).to_have_count(0)
    page.fill("#id_text", "It stands still again.")
    page.click("button[value=reopened]")
    expect(page.locator("[data-due]").first).to_have_text(shared.COUNTED)
    expect(page.locator("main")).to_contain_text("It stands still again.")
    shared.nothing_serious(page)
