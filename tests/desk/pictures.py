"""The pictures of the guide to the desk, taken of the demonstration as the guide goes through it.

`PYTHONPATH=tests python -m desk.pictures` takes them anew; it is for whoever changed a page.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from patto.language.words import Words

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
LANGUAGES = {"en": "en-GB", "it": "it-IT"}
CALLERS = {"en": "0121", "it": "0140"}
CUSTOMERS = {"en": "Lagoon", "it": "Ferri"}
SUBJECTS = {
    "en": "Nobody can open the shared documents",
    "it": "Nessuno apre i documenti condivisi",
}
WIDTH, HEIGHT = 880, 620
_PORT = 8391
_A_MOMENT = 900


def go_through(page: Any, address: str, words: Words, shoot: Callable[[str], None]) -> None:
    """Do in a browser, signed in, what the guide says, by the names that it uses."""
    page.goto(f"{address}/")
    page.get_by_role("heading", name=words.say("desk.queue.group.overdue")).wait_for()
    shoot("queue")
    page.keyboard.press("c")
    page.get_by_label(words.say("desk.log.who"), exact=True).fill(CALLERS[words.language])
    page.keyboard.press("Enter")
    subject = page.get_by_label(words.say("desk.form.subject"), exact=True)
    subject.fill(SUBJECTS[words.language])
    for name in ("impact", "urgency"):
        page.get_by_label(words.say(f"desk.form.{name}"), exact=True).select_option(index=1)
        # What is foreseen follows each choice a moment later.
        page.wait_for_timeout(_A_MOMENT)
    page.locator("#foretold .foretold").first.wait_for()
    page.evaluate("scrollTo(0, 0)")
    shoot("log")
    page.get_by_role("button", name=words.say("desk.log.save"), exact=True).click()
    page.locator("#answer").wait_for()
    page.get_by_role("button", name=words.say("call.copy"), exact=True).click()
    page.get_by_role("heading", name=words.say("desk.ticket.clocks")).wait_for()
    page.get_by_role("link", name=words.say("desk.amend.link"), exact=True).first.wait_for()
    page.goto(f"{address}{_paused(page, address, CUSTOMERS[words.language])}why/")
    page.locator("svg.tape").first.wait_for()
    page.get_by_text(words.say("desk.ticket.pieces")).first.wait_for()
    shoot("clock")


def _paused(page: Any, address: str, customer: str) -> str:
    """Return the address of a ticket of a customer's with a pause on its tape."""
    page.goto(f"{address}/")
    paused = page.locator("tr").filter(has=page.locator(".bg-yellow-lt"))
    row = paused.filter(has_text=customer).last
    found = row.locator("a[href^='/tickets/']").first.get_attribute("href")
    return re.sub(r"\?.*", "", str(found))


@contextmanager
def served(language: str) -> Iterator[tuple[str, str]]:
    """Serve a demonstration in a home of its own; give its address and its people's password."""
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "PATTO_HOME": home, "DATABASE_URL": ""}
        patto = [sys.executable, "-m", "patto.cli", "--lang", language]
        told = subprocess.run(
            [*patto, "demo"], env=environ, capture_output=True, text=True, check=True
        )
        password = re.findall(r"  (\S{10,})$", told.stdout, re.MULTILINE)[-1]
        server = subprocess.Popen([*patto, "serve", "--port", str(_PORT)], env=environ)
        try:
            time.sleep(6)
            yield f"http://127.0.0.1:{_PORT}", password
        finally:
            server.terminate()
            server.wait(timeout=20)


def _shoot(page: Any, language: str, name: str) -> None:
    page.screenshot(path=GUIDE / f"the-desk-{name}.{language}.png")


def main() -> None:
    """Take all pictures anew."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # the tests have their own

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for language, locale in LANGUAGES.items():
            with served(language) as (address, password):
                page = browser.new_page(locale=locale, viewport={"width": WIDTH, "height": HEIGHT})
                page.goto(f"{address}/")
                page.fill("#id_login", "marta@nordest.example")
                page.fill("#id_password", password)
                page.click("main button")
                page.locator("h1").wait_for()
                go_through(page, address, Words(language), partial(_shoot, page, language))
        browser.close()


if __name__ == "__main__":
    main()
