"""The journeys of setting up and of a new version, in a real browser."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from playwright.sync_api import FilePayload, Page, expect

from desk import test_browser as shared
from desk.customers import MONTH, customer, put_in_force
from desk.people import AT, BY, PASSWORD, desk
from patto.agreements import queries
from patto.customers import actions as customers
from patto.customers import queries as known
from patto.customers.drafts import SystemDraft

pytestmark = shared.pytestmark
browser, page = shared.browser, shared.page


def looks_right(page: Page) -> None:
    """Let axe look at the page, and see that nothing of it stands outside the screen."""
    shared.nothing_serious(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, page.url


def test_a_company_is_set_up_in_four_pages_to_an_agreement_that_is_in_force(
    page: Page, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/start/{settings.HOME.secret('set-up')}/")
    page.click("main a.btn")
    page.fill("#id_company", "Nordest Informatica")
    page.click("main button.btn-primary")
    page.fill("#id_name", "Marta Zanella")
    page.fill("#id_email", "marta@nordest.example")
    page.fill("#id_password", PASSWORD)
    page.click("main button.btn-primary")
    page.fill("#id_customer", "Studio Ferri")
    page.fill("#id_contact", "Ada Ferri")
    page.check("#id_may_decide")
    page.fill("#id_address", "Via Roma 1, Padova")
    looks_right(page)
    page.click("main button.btn-primary")
    expect(page.locator("#id_fee")).to_be_visible()
    looks_right(page)
    page.check("input[value=informal]")
    expect(page.locator("#id_fee")).to_have_count(0)
    page.check("input[value=standard]")
    page.fill("#id_fee", "950")
    page.click("main button.btn-primary")
    expect(page.locator("[aria-current=step]")).to_be_visible()
    expect(page.locator("#promised")).to_be_in_viewport()
    page.click("section[aria-labelledby=days] summary")
    expect(page.locator(".month").first).to_be_visible()
    looks_right(page)
    is_signed_and_put_in_force(page)
    (ferri,) = known.customers()
    (version,) = queries.versions(ferri.id)
    assert version.state == "in-force"
    assert "950.00 EUR" in version.text
    assert len(known.systems(ferri.id)) > 1
    with page.expect_popup() as contract:
        page.click("a[href$='contract.html']")
    expect(contract.value.locator("h1")).to_be_visible()
    color = "getComputedStyle(document.querySelector('.month caption')).fontSize"
    assert contract.value.evaluate(color) != "16px", "the sheet of the contract was not allowed"


def is_signed_and_put_in_force(page: Page) -> None:
    """Go on from a draft of a template to a version in force, with its scan."""
    page.click("form[action$='items/make/'] button")
    expect(page.locator("#id_provider_name_0")).to_have_value("Marta Zanella")
    expect(page.locator("#id_customer_name_0")).to_have_value("Ada Ferri")
    scan = FilePayload(name="signed.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7")
    page.set_input_files("#id_scan", scan)
    page.fill("#id_provider_role_0", "sole director")
    page.fill("#id_customer_role_0", "owner")
    # What the template made up is not signed unseen.
    page.click("#sign button.btn-primary")
    expect(page.locator("#sign")).to_be_visible()
    page.check("#sign input[name=all-ours]")
    looks_right(page)
    page.click("#sign button.btn-primary")
    with page.expect_download() as download:
        page.click("a[href*='/scan/']")
    assert download.value.path().read_bytes() == b"%PDF-1.7"
    page.check("form[action$='in-force/'] input[name=all-ours]")
    looks_right(page)
    page.click("form[action$='in-force/'] button")
    expect(page.locator(".alert-success")).to_be_visible()
    looks_right(page)


def test_a_step_back_in_the_set_up_asks_nothing_and_loses_nothing(
    page: Page, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/start/{settings.HOME.secret('set-up')}/")
    page.click("main a.btn")
    page.fill("#id_company", "Nordest Informatica")
    page.fill("#id_zone", "Padova")
    page.click("main button.btn-primary")
    expect(page.locator(".invalid-feedback")).to_be_visible()
    page.fill("#id_zone", "Europe/Rome")
    page.click("main button.btn-primary")
    expect(page.locator("#id_password")).to_be_visible()
    page.go_back()
    expect(page.locator("#id_company")).to_have_value("Nordest Informatica")
    expect(page.locator("#id_zone")).to_have_value("Europe/Rome")
    page.click("main button.btn-primary")
    page.click("main p a")
    expect(page.locator("#id_company")).to_have_value("Nordest Informatica")


def test_own_data_is_filled_in_and_a_finding_leads_to_its_line(
    page: Page, live_server: Any
) -> None:
    desk()
    shared.sign_in(page, live_server)
    key = customer()
    page.goto(f"{live_server.url}/customers/{key}/agreement/begin/")
    page.fill("#id_fee", "1,350.50")
    page.click("main button.btn-primary")
    page.click("#to-settle >> xpath=../.. >> a[href*='#line-'] >> nth=0")
    numbers = page.locator(".numbers")
    expect(numbers).to_contain_text("1\n2\n3")
    chosen = page.evaluate(
        "(one => one.value.slice(one.selectionStart, one.selectionEnd))"
        "(document.querySelector('textarea.code-of'))"
    )
    line = int(page.url.rpartition("-")[2])
    assert chosen == queries.versions(key)[0].text.split("\n")[line - 1]
    looks_right(page)
    page.goto(f"{live_server.url}/customers/{key}/agreement/{queries.versions(key)[0].id}/data/")
    looks_right(page)
    page.fill("[name='channels.phone.reached_at']", "049 555 0140")
    page.click("main button.btn-primary")
    expect(page.locator(".alert-success")).to_be_visible()
    assert "049 555 0140" in queries.versions(key)[0].text


def test_a_new_version_is_written_and_its_changes_are_told_before_it_is_in_force(
    page: Page, live_server: Any
) -> None:
    desk()
    ferri = customer()
    first = put_in_force(ferri, MONTH)
    customers.add(SystemDraft(name="The old server"), customer=ferri, by=BY, at=AT)
    shared.sign_in(page, live_server)
    page.goto(f"{live_server.url}/customers/{ferri}/agreement/{first}/")
    page.fill("#id_from", "2026-07-01")
    page.click("#new-version button")
    looks_right(page)
    old, new = "{share: 100 %, within: 2 h}", "{share: 100 %, within: 1 h}"
    page.fill("#id_text", page.input_value("#id_text").replace(old, new, 1))
    page.click("main button.btn-primary")
    expect(page.locator("#changes")).to_be_visible()
    expect(page.locator(".change-harder")).to_have_count(1)
    looks_right(page)
    page.fill("#id_provider_role_0", "sole director")
    page.fill("#id_customer_name_0", "Ada Ferri")
    page.fill("#id_customer_role_0", "owner")
    page.click("#sign button.btn-primary")
    expect(page.locator("a[href='#changes']")).to_be_visible()
    page.click("form[action$='in-force/'] button")
    expect(page.locator(".change-harder")).to_have_count(1)
    expect(page.locator("section[aria-labelledby=versions] .list-group-item")).to_have_count(2)
    page.select_option("select[name=system]", label="The old server")
    page.click(".link-row button")
    expect(page.locator("section[aria-labelledby=items]")).to_contain_text(
        re.compile("The old server")
    )
    assert known.systems(ferri)[0].item == "srv-files"
