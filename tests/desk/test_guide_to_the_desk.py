"""The guide to the desk calls everything as the pages do, and can be followed in a browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from desk.pictures import GUIDE, LANGUAGES, go_through
from desk.test_browser import CHROMIUM, browser  # noqa: F401  # a fixture
from patto.accounts.models import Person
from patto.demo.loading import load_demonstration
from patto.home.now import now
from patto.language.catalogue import catalogue
from patto.language.words import Words

ROOT = GUIDE.parents[1]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
LARGEST = 400_000


def page_of(language: str) -> str:
    return (GUIDE / f"the-desk.{language}.md").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_guide_names_is_called_so_on_the_pages(language):
    said = {entry for _, entry in catalogue(language).entries() if isinstance(entry, str)}
    named = re.findall(r"\*\*([^*]+)\*\*", re.sub(r"\s+", " ", page_of(language)))
    assert len(named) > 20
    assert [one for one in named if one not in said] == []


def test_both_languages_say_the_same_in_the_same_order():
    marks = [re.findall(r"^(?:#+ |!|- )", page_of(one), re.MULTILINE) for one in LANGUAGES]
    assert marks[0] == marks[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_links_and_pictures_of_the_guide_are_there(language):
    for target in LINK.findall(page_of(language)):
        assert (GUIDE / target).exists(), target
    assert f"the-desk.{language}.md" in (ROOT / "docs/README.md").read_text("utf-8")


def test_the_pictures_are_small_enough_to_keep():
    assert sum(one.stat().st_size for one in GUIDE.glob("the-desk-*.png")) < LARGEST


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_follows_the_guide_sees_what_it_shows(
    language: str,
    browser: Any,  # noqa: F811  # the fixture
    live_server: Any,
    tmp_path: Path,
) -> None:
    load_demonstration(at=now(), language=language, tickets=40)
    client = Client()
    owner = Person.objects.get(email="marta@nordest.example")
    client.force_login(owner, settings.AUTHENTICATION_BACKENDS[0])
    context = browser.new_context(locale=LANGUAGES[language])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([
        {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}
    ])  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(15_000)
    seen: list[str] = []

    def shoot(name: str) -> None:
        seen.append(name)
        page.screenshot(path=tmp_path / f"{name}.png")

    go_through(page, live_server.url, Words(language), shoot)
    context.close()
    assert seen == ["queue", "log", "clock"]
