"""Every address, and who may open it: a page that is added without an entry here fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from desk.people import another, desk
from patto.accounts.roles import Act, Role, may

OWN: Final = "own"
"""What is one's own, or for anybody who is signed in, whatever the role."""
OPEN: Final = "open"
"""What opens without being signed in: it asks for something else, or says nothing of anybody."""

TABLE: Final[dict[str, Act | Literal["own", "open"]]] = {
    # customers and what is theirs
    "search": "see", "customers": "see", "customer": "see", "customer_left": "see",
    "customer_add": "customers", "theirs_add": "customers", "supplier_add": "customers",
    "customer_about": "see", "supplier": "see", "theirs": "see",
    **{
        f"{thing}_{act}": "customers"
        for thing in ("customer_about", "supplier", "theirs")
        for act in ("change", "leave", "back")
    },
    "import": "customers", "import_look": "customers", "import_do": "customers",
    "import_drop": "customers", "import_refused": "customers", "import_sample": "customers",
    # people
    "people": "people", "people_add": "people", "people_role": "people",
    "people_active": "people", "person": "people", "person_password": "people",
    "person_sign_out": "people", "person_sign_out_one": "people",
    "you": "see", "sessions": "see", "sessions_end": "see", "session_end": "see",
    # the day's work
    "queue": "see", "tickets": "see", "chosen": "work", "chosen_act": "work", "views": "see",
    "view_keep": "see", "view_drop": "see", "day": "see", "around": "see", "around_as": "see",
    "board": "see", "screens": "screens", "screen_end": "screens",
    "log": "work", "log_call": "work", "log_answer": "see", "log_foreseen": "work",
    "answers": "answers", "answer": "answers", "answer_drop": "answers",
    # tickets
    "ticket": "see", "ticket_why": "see", "ticket_file": "see", "ticket_present": "see",
    "ticket_fresh": "see",
    "ticket_solved": "see", "ticket_act": "work", "ticket_do": "work", "ticket_do_weigh": "work",
    "ticket_scope": "work", "ticket_logged": "work", "ticket_weigh": "work",
    "ticket_amend": "work", "ticket_link": "work", "ticket_unlink": "work",
    "ticket_blacken": "blacken",
    # agreements
    "included": "see", "agreement": "see", "agreement_file": "see", "agreement_pdf": "see",
    "agreement_html": "see", "agreement_scan_file": "see", "agreement_upload": "agreements",
    "agreement_data": "agreements",
    "agreement_begin": "agreements", "agreement_agree": "agreements",
    "agreement_take_back": "agreements", "agreement_in_force": "agreements",
    "agreement_scan": "agreements", "agreement_scan_away": "agreements",
    "agreement_link": "customers", "agreement_make": "customers",
    # signing in, and what needs nobody signed in
    "account_login": OPEN, "account_logout": OPEN, "account_inactive": OPEN,
    "account_change_password": OWN, "account_reauthenticate": OWN,
    "health": OPEN, "tape_sheet": OPEN, "home": OPEN, "screen": OPEN,
    # setting up: the link opens it, and whoever came by it goes on signed in
    "start": OPEN, "start_loading": OPEN, "start_look_around": OPEN, "start_company": OPEN,
    "start_you": OPEN, "start_customer": "customers", "start_agreement": "agreements",
}  # fmt: skip


def routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the name of every address with something for each part that it takes."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, before)
        elif isinstance(one, URLPattern):
            usual = {"int": 1, "str": "x", "slug": "x", "kind": "site"}
            told = {
                name: usual.get(_named(converter), "x")
                for name, converter in one.pattern.converters.items()
            }
            yield one.name or str(one.pattern), told


def _named(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower()


ROUTES: Final = dict(routes(get_resolver().url_patterns))


def test_every_address_has_an_entry_and_every_entry_an_address():
    assert sorted(ROUTES.keys() - TABLE.keys()) == []
    assert sorted(TABLE.keys() - ROUTES.keys()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_a_role_opens_what_the_table_lets_it_open_and_is_refused_all_else(role):
    desk()
    client = Client()
    client.force_login(another(Role(role)), settings.AUTHENTICATION_BACKENDS[0])
    wrong = {}
    for name, act in TABLE.items():
        if act == OPEN or act == OWN:  # noqa: PLR1714, SIM109  # so mypy sees what is left
            continue
        address = reverse(name, kwargs=ROUTES[name])
        allowed = may(role, act)
        asked = (client.get,) if allowed else (client.get, client.post)
        answers = {one(address).status_code for one in asked}
        if (answers == {403}) == allowed or 500 in answers:
            wrong[name] = (act, answers)
    assert wrong == {}


@pytest.mark.django_db
def test_without_being_signed_in_nothing_opens_that_is_not_for_everybody():
    desk()
    client = Client()
    for name, act in TABLE.items():
        if act == OPEN:
            continue
        address = reverse(name, kwargs=ROUTES[name])
        answer = client.get(address)
        assert (name, answer.status_code) == (name, 302)
        assert answer["Location"].startswith("/sign-in/")
