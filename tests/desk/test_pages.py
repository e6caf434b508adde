"""The pages: who may open them, and what a forged address gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from desk.people import BY, PASSWORD, another, desk
from patto.accounts import actions, queries
from patto.accounts.roles import Role, may
from patto.home.now import now

pytestmark = pytest.mark.django_db


def signed_in(role: Role) -> Client:
    """Return the browser of somebody of a role."""
    owner = desk()
    person = owner if role is Role.OWNER else another(role)
    client = Client()
    client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    return client


def token() -> str:
    return settings.HOME.secret("set-up")


def test_a_desk_is_set_up_in_a_few_pages_and_its_owner_is_signed_in(client):
    assert b"not set up" in client.get("/").content
    at = f"/start/{token()}/"
    client.post(f"{at}company/", {"company": "Nordest", "language": "it", "zone": "Europe/Rome"})
    done = client.post(f"{at}you/", {"name": "Marta", "email": "m@n.example", "password": PASSWORD})
    assert done.headers["Location"] == "/set-up/customer/"
    provider = queries.provider()
    assert provider is not None
    assert provider.name == "Nordest"
    assert client.get("/").headers["Content-Language"] == "it"
    assert client.get(at).status_code == 404
    assert [one.name for one in queries.people()] == ["Marta"]


def test_without_the_link_nobody_sets_a_desk_up(client):
    assert client.get("/start/guessed/").status_code == 404
    assert client.post("/start/guessed/you/", {"name": "X"}).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"), [("zone", "Europe/Roma"), ("company", ""), ("language", "xx")]
)
def test_what_is_wrong_in_a_form_is_told_beside_its_field_and_nothing_is_lost(client, field, value):
    given = {"company": "Studio <b>Uno</b>", "language": "it", "zone": "Europe/Rome", field: value}
    page = client.post(f"/start/{token()}/company/", given).content.decode()
    assert "invalid-feedback" in page
    assert "<b>Uno" not in page
    if field != "company":
        assert "Studio &lt;b&gt;Uno&lt;/b&gt;" in page


def test_signing_in_needs_the_password_and_is_slowed_down_after_a_few_tries(client):
    desk()
    given = {"login": "marta@nordest.example", "password": "wrong"}
    answers = [client.post("/sign-in/", given).status_code for _ in range(6)]
    assert answers[0] == 200
    assert "_auth_user_id" not in client.session
    given["password"] = PASSWORD
    assert client.post("/sign-in/", given).status_code == 200  # also the right one, for a while
    other = Client(REMOTE_ADDR="192.0.2.7")
    another(Role.AUDITOR)
    given["login"] = "ivo@nordest.example"
    assert other.post("/sign-in/", given).status_code == 302


def walked(patterns: list[Any]) -> Iterator[Any]:
    """Yield the addresses of a list and of those that it includes."""
    for one in patterns:
        yield from walked(one.url_patterns) if hasattr(one, "url_patterns") else [one]


def some(converter: Any) -> str:
    """Return a value that an address takes in a place: a number, or the first of a few words."""
    return "1" if re.fullmatch(converter.regex, "1") else converter.regex.partition("|")[0]


PAGES: dict[str, Any] = {
    pattern.name: pattern
    for pattern in walked(import_module("patto.helpdesk.urls").urlpatterns)
    if hasattr(pattern.callback, "asked")
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_those_who_may_and_for_nobody_else(role, name):
    pattern = PAGES[name]
    taken = pattern.pattern.converters
    address = reverse(name, kwargs={n: some(c) for n, c in taken.items()})
    client = signed_in(role)
    answered = client.get(address).status_code
    allowed = may(role, pattern.callback.asked)
    assert (answered != 403) == allowed
    assert Client().get(address).status_code == 302


def test_people_are_added_and_changed_and_the_last_owner_stays():
    client = signed_in(Role.OWNER)
    given = {"name": "Ada", "email": "ada@n.example", "password": PASSWORD, "role": "technician"}
    page = client.post("/people/add/", given, follow=True).content.decode()
    assert "Ada can sign in now." in page
    key = next(one.id for one in queries.people() if one.name == "Ada")
    client.post(f"/people/{key}/role/", {"role": "owner"})
    client.post(f"/people/{key}/active/", {"active": "no"})
    found = next(one for one in queries.people() if one.id == key)
    assert (found.role, found.active) == ("owner", False)
    owner = next(one.id for one in queries.people() if one.id != key)
    refused = client.post(f"/people/{owner}/role/", {"role": "auditor"}, follow=True)
    assert "Somebody has to be an owner" in refused.content.decode()
    assert client.post("/people/999/role/", {"role": "owner"}).status_code == 404
    assert client.post("/people/add/", given).status_code == 422


def test_whoever_is_shut_out_is_out_at_once():
    client = signed_in(Role.AUDITOR)
    assert client.get("/").status_code == 200
    ivo = next(one for one in queries.people() if one.name == "Ivo Serra")
    actions.set_active(ivo.id, by=BY, at=now(), active=False)
    assert client.get("/").status_code == 302


def test_every_page_says_what_it_may_load_and_health_is_for_anybody(client):
    answer = client.get("/health")
    assert answer.json()["status"] == "well"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    page = client.get("/").content.decode()
    assert "<script>" not in page
    assert " style=" not in page
