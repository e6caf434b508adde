"""Requests that no browser of ours would send, and what is said to them."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from desk.customers import customer
from desk.people import AT, BY, PASSWORD, another, desk
from desk.test_hostile import all_there_is, body_of
from desk.walking import routes
from desk.world import spoken, world
from patto.accounts.models import Person
from patto.accounts.roles import Role
from patto.agreements.models import Version
from patto.config.logged import WithoutSecrets
from patto.customers import actions as customers
from patto.customers import opening
from patto.customers.drafts import ContactDraft
from patto.customers.importing.table import as_csv, read_table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_counted_on():
    yield
    cache.clear()
    for one in sorted(settings.HOME.files.rglob("*"), reverse=True):
        one.rmdir() if one.is_dir() else one.unlink()


def of(person: Person, **more: bool) -> Client:
    found = Client(**more)  # type: ignore[arg-type]  # headers as they come
    found.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    return found


def test_a_form_of_another_page_is_taken_nowhere():
    owner = desk()
    mine, client = world(owner, of(owner)), of(owner, enforce_csrf_checks=True)
    before, taken = all_there_is(), []
    for route in routes():
        for words in spoken(route):
            address = route.at(mine.of(words))
            answer = client.post(address, {"name": "x"})
            body_of(answer)
            # What is not found, or answers only to be looked at, has nothing to take.
            taken += (
                [] if answer.status_code in {403, 404, 405} else [(address, answer.status_code)]
            )
    assert [one for one in taken if one[0] not in {"/health", "/tape.css"}] == []
    assert all_there_is() == before


@pytest.mark.parametrize("way", [
    "//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "javascript:x()",
    "http:///elsewhere.example", "https:elsewhere.example", "///elsewhere.example/x",
])  # fmt: skip
def test_signing_in_leads_nowhere_else(client, way):
    desk()
    given = {"login": "marta@nordest.example", "password": PASSWORD, "next": way}
    assert client.post("/sign-in/", given).headers["Location"] == "/"
    assert client.post("/sign-in/", given).headers["Location"] == "/"


def test_who_is_not_known_here_is_told_the_same_as_whose_password_is_wrong_and_as_slowly(client):
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.ScryptPasswordHasher"]):
        desk()
        told, took = set(), []
        for login in ("marta@nordest.example", "nobody@nordest.example"):
            began = time.process_time()
            page = client.post("/sign-in/", {"login": login, "password": "wrong"}).content.decode()
            took.append(time.process_time() - began)
            told.add(page.replace(login, "").partition("<main")[2].partition("<input")[0])
    assert len(told) == 1
    assert took[1] > took[0] / 2
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize(("proxies", "claimed", "counted"), [
    (0, "203.0.113.9", "127.0.0.1"), (1, "203.0.113.9", "203.0.113.9"),
    (1, "192.0.2.1, 203.0.113.9", "203.0.113.9"), (2, "203.0.113.9, 192.0.2.1", "203.0.113.9"),
    (2, "192.0.2.1", "127.0.0.1"), (1, "nonsense", "127.0.0.1"), (1, "", "127.0.0.1"),
])  # fmt: skip
def test_attempts_to_sign_in_are_counted_by_who_the_own_proxy_says_it_was(
    proxies, claimed, counted, rf
):
    from allauth.account.adapter import get_adapter  # noqa: PLC0415  # not before Django is set up

    request = rf.get("/", headers={"X-Forwarded-For": claimed})
    with override_settings(PROXIES=proxies):
        assert get_adapter().get_client_ip(request) == counted


def test_a_session_is_over_when_its_password_is_changed_and_when_it_is_shut_out():
    owner = desk()
    ivo = another(Role.TECHNICIAN)
    his = of(ivo)
    assert his.get("/").status_code == 200
    of(owner).post(f"/people/{ivo.pk}/password/", {"password": "another horse battery"})
    assert his.get("/").status_code == 302


def test_looking_at_a_page_writes_nothing():
    browser = of(desk())
    browser.get("/customers/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/customers/")
    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []


def test_a_character_that_no_database_keeps_is_taken_out_of_what_was_sent():
    browser = of(desk())
    assert browser.get("/search/?q=a%00b").status_code == 200
    given = {"name": "Screen\x00 one"}
    assert "Screen one" in browser.post("/screens/", given).content.decode()
    assert browser.post("/views/keep/", {"name": "a\x00b", "asked": ""}).status_code == 302


@pytest.mark.parametrize("path", ["/search/", "/log/", "/queue/", "/tickets/"])
def test_a_query_of_a_whole_book_costs_no_more_than_one_of_a_few_words(path):
    browser = of(desk())
    ferri = customer()
    for number in range(300):
        customers.add(ContactDraft(name=f"Ada Neri {number}"), customer=ferri, by=BY, at=AT)
    began = time.process_time()
    assert browser.get(path, {"q": "nadi areno " * 5_000}).status_code == 200
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "text", ["mon" + " " * 50_000 + "x", "mon - " * 20_000, "01-01" + " " * 50_000]
)
def test_hours_that_are_none_are_found_out_at_once(text):
    began = time.process_time()
    opening.in_notation(text)
    opening.read_off(text)
    assert time.process_time() - began < 1


def laughs() -> str:
    """Return a small file that would be some billions of words, were its aliases written out."""
    lines = ["a0: &a0 [" + ", ".join(["x"] * 9) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 11)]
    return "\n".join(lines)


@pytest.mark.parametrize("text", [
    laughs(), "a: " + "[" * 100_000, "\n".join(" " * n + "a:" for n in range(600)),
    "a:\n" + "- x\n" * 120_000, "a: " + "x" * 20_000_000, "a: &a [*a]", "? " * 100_000,
], ids=["laughs", "deep", "nested", "long", "huge", "circle", "keys"])  # fmt: skip
def test_a_file_that_would_fill_the_memory_is_no_agreement(text):
    browser = of(desk())
    ferri, began = customer(), time.process_time()
    file = SimpleUploadedFile("agreement.yaml", text.encode())
    answer = browser.post(f"/customers/{ferri}/agreement/", {"file": file})
    assert answer.status_code == 422
    assert len(answer.content) < 1_500_000
    assert time.process_time() - began < 8
    assert not Version.objects.exists()


def test_a_formula_in_a_table_is_text_and_comes_back_as_it_was():
    cells = [
        "=HYPERLINK(1)",
        "@SUM(A1)",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "\t=1",
        "+39 045 555-0101",
        "x",
    ]
    written = as_csv(["a"] * len(cells), [cells])
    row = written.splitlines()[1].split(";")
    assert [one.lstrip('"')[0] for one in row] == ["'", "'", "'", "'", "'", "+", "x"]
    ((_, back),) = read_table(written.encode(), "a.csv").rows
    assert [one.strip() for one in back] == [one.strip() for one in cells]


def test_files_of_somebody_who_is_not_signed_in_are_not_kept(client, monkeypatch):
    desk()
    kept = []
    monkeypatch.setattr(
        "django.core.files.uploadhandler.TemporaryFileUploadHandler.new_file",
        lambda *_args, **_named: kept.append("temporary"),
    )
    monkeypatch.setattr(
        "django.core.files.uploadhandler.MemoryFileUploadHandler.new_file",
        lambda *_args, **_named: kept.append("memory"),
    )
    file = SimpleUploadedFile("a.txt", b"a" * 100)
    answer = client.post("/sign-in/", {"login": "a@b.example", "password": "x", "file": file})
    assert answer.status_code == 200
    assert kept == []


def test_more_files_than_anybody_sends_are_turned_away_in_words():
    owner = desk()
    mine = world(owner, of(owner))
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(21)]
    address = f"/tickets/{mine.number('ticket')}/act/"
    answer = of(owner).post(address, {"kind": "noted", "text": "x", "files": many})
    assert answer.status_code == 413
    assert "too much at once" in answer.content.decode()


def test_a_desk_is_asked_only_by_the_names_it_has(client):
    answer = client.get("/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "does not answer to this address" in answer.content.decode()


def test_a_log_has_one_line_for_each_message_and_no_link_that_lets_somebody_in():
    told = logging.LogRecord(
        "x", logging.INFO, "", 0, "at %s\n%s", ("/start/geheim/you/", "\r2"), None
    )
    assert WithoutSecrets().filter(told)
    assert told.getMessage() == "at /start/…/you/  2"
    told = logging.LogRecord(
        "x", logging.INFO, "", 0, "/events?screen=geheim&a /board/geheim/", (), None
    )
    WithoutSecrets().filter(told)
    assert "geheim" not in told.getMessage()


@pytest.mark.parametrize(("level", "lines"), [(logging.WARNING, 1), (logging.ERROR, 2)])
def test_only_what_went_wrong_is_logged_with_its_place_in_the_code(level, lines):
    error = PermissionError()
    told = logging.LogRecord("x", level, "", 0, "refused", (), (type(error), error, None))
    WithoutSecrets().filter(told)
    assert min(len(logging.Formatter().format(told).splitlines()), 2) == lines


PRINTED = """
import json
from patto.config import settings
names = ["ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
         "SESSION_COOKIE_HTTPONLY", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "DEBUG"]
print(json.dumps({name: getattr(settings, name) for name in names}))
print(settings.STATED)
"""


@pytest.mark.parametrize(("address", "named", "secure"), [
    ("https://desk.example.com", ["desk.example.com"], True),
    ("http://[2001:db8::1]:8000", ["[2001:db8::1]"], False), ("", [], False),
])  # fmt: skip
def test_cookies_and_names_follow_from_the_address_that_is_stated(tmp_path, address, named, secure):
    told = {**os.environ, "PATTO_HOME": str(tmp_path), "PATTO_ADDRESS": address}
    told |= {"DATABASE_URL": "postgresql://u:geheim@h/d", "PATTO_SECRET": "geheim" * 9}
    printed = subprocess.check_output([sys.executable, "-c", PRINTED], env=told, text=True)
    assert "geheim" not in printed
    found = json.loads(printed.splitlines()[0])
    assert found == {
        "ALLOWED_HOSTS": [*named, "localhost", "127.0.0.1", "[::1]"],
        "CSRF_TRUSTED_ORIGINS": [address] if address else [],
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_HSTS_SECONDS": 30 * 24 * 3600 if secure else 0,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"] if secure else None,
        "DEBUG": False,
    }
