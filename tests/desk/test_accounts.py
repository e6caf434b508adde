"""The provider and its people."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from desk.people import AT, BY, PASSWORD, another, desk
from patto.accounts import actions, queries
from patto.accounts.models import Person
from patto.accounts.problems import LastOwnerError, TakenError
from patto.accounts.roles import ACTS, Role, may
from patto.accounts.sessions import sessions
from patto.ledger.queries import of_thing

pytestmark = pytest.mark.django_db

TABLE = {
    "owner": {
        "see", "work", "blacken", "answers", "screens", "customers", "agreements", "people",
        "provider", "ledger",
    },
    "manager": {
        "see", "work", "blacken", "answers", "screens", "customers", "agreements", "ledger",
    },
    "technician": {"see", "work"},
    "auditor": {"see", "ledger"},
    "somebody-else": set(),
}  # fmt: skip


@pytest.mark.parametrize("role", TABLE)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role):
    assert {act for act in ACTS if may(role, act)} == TABLE[role]


def test_whoever_sets_the_desk_up_owns_it_and_nobody_can_do_it_again():
    owner = desk()
    assert (owner.role, owner.check_password(PASSWORD)) == (Role.OWNER, True)
    provider = queries.provider()
    assert provider is not None
    assert provider.name == "Nordest Informatica"
    with pytest.raises(TakenError):
        desk()


def test_an_address_has_one_person_whatever_its_case():
    desk()
    with pytest.raises(TakenError):
        actions.add_person(
            by=BY, at=AT, name="X", email="MARTA@nordest.example", role=Role.AUDITOR,
            language="en", zone="UTC", password=PASSWORD,
        )  # fmt: skip


@pytest.mark.parametrize("password", ["short", "password1234", "marta@nordest.example"])
def test_a_password_that_is_easily_guessed_is_refused_and_nothing_is_left_behind(password):
    with pytest.raises(ValidationError):
        actions.add_person(
            by=BY, at=AT, name="Marta", email="marta@nordest.example", role=Role.OWNER,
            language="en", zone="UTC", password=password,
        )  # fmt: skip
    assert Person.objects.count() == 0


def test_somebody_always_owns_the_desk():
    owner = desk()
    with pytest.raises(LastOwnerError):
        actions.change_role(owner.pk, by=BY, at=AT, role=Role.AUDITOR)
    with pytest.raises(LastOwnerError):
        actions.set_active(owner.pk, by=BY, at=AT, active=False)
    second = another(Role.OWNER)
    actions.set_active(owner.pk, by=second.actor, at=AT, active=False)
    assert [(one.name, one.active) for one in queries.people()] == [
        ("Ivo Serra", True), ("Marta Zanella", False),
    ]  # fmt: skip


def test_every_write_is_in_the_ledger_with_who_and_when_and_no_password():
    desk()
    person = another(Role.TECHNICIAN)
    actions.change_role(person.pk, by=BY, at=AT + 1, role=Role.MANAGER)
    written = of_thing("person", person.pk)
    assert [(one.act, one.at, one.who) for one in written] == [
        ("people.role", AT + 1, "Marta Zanella"), ("people.add", AT, "Marta Zanella"),
    ]  # fmt: skip
    assert written[0].told == {"from": "technician", "to": "manager"}
    assert PASSWORD not in str([one.told for one in written])


AGENT = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    # Attempts to sign in are counted in the cache, which outlives a test.
    cache.clear()


def signed_in(person: Person, language: str = "en") -> Client:
    """Return a browser in which a person has signed in by the form."""
    client = Client(headers={"user-agent": AGENT, "accept-language": language})
    answer = client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/customers/").status_code == 200
    return client


def is_in(client: Client) -> bool:
    return client.get("/customers/").status_code == 200


def test_one_sees_where_one_is_signed_in_and_ends_one_or_all_others():
    marta = desk()
    here, there, elsewhere = (signed_in(marta) for _ in range(3))
    page = here.get("/sessions/").content.decode()
    assert page.count("Edge, Windows") == 3
    assert page.count("this one") == 1
    this = here.session.session_key or ""
    first = next(one for one in sessions(marta.pk, this=this) if not one.is_this)
    here.post(f"/sessions/{first.id}/end/")
    assert [is_in(one) for one in (here, there, elsewhere)].count(True) == 2
    here.post("/sessions/end/")
    assert [is_in(one) for one in (here, there, elsewhere)] == [True, False, False]
    assert of_thing("person", marta.pk)[0].act == "people.sign-out"


def test_nobody_ends_a_session_of_somebody_else_but_an_owner():
    marta, ivo = desk(), another(Role.MANAGER)
    owner, manager = signed_in(marta), signed_in(ivo)
    (of_marta,) = sessions(marta.pk)
    manager.post(f"/sessions/{of_marta.id}/end/")
    assert manager.post(f"/people/{marta.pk}/sign-out/").status_code == 403
    assert is_in(owner)
    assert "Edge, Windows" in owner.get(f"/people/{ivo.pk}/").content.decode()
    (of_ivo,) = sessions(ivo.pk)
    owner.post(f"/people/{marta.pk}/sign-out/{of_ivo.id}/")
    assert is_in(manager)
    owner.post(f"/people/{ivo.pk}/sign-out/{of_ivo.id}/")
    assert not is_in(manager)


def test_who_is_shut_out_is_out_at_once_and_a_role_counts_from_the_next_page():
    desk()
    ivo = another(Role.OWNER)
    client = signed_in(ivo)
    assert client.get("/people/").status_code == 200
    actions.change_role(ivo.pk, by=BY, at=AT, role=Role.TECHNICIAN)
    assert client.get("/people/").status_code == 403
    actions.set_active(ivo.pk, by=BY, at=AT, active=False)
    assert not is_in(client)
    assert sessions(ivo.pk) == ()
    again = client.post("/sign-in/", {"login": ivo.email, "password": PASSWORD}, follow=True)
    assert not is_in(client)
    assert "Ask an owner of this desk" in again.content.decode()


def test_another_password_signs_out_everywhere_else_and_is_written_down():
    marta = desk()
    here, there = signed_in(marta), signed_in(marta)
    given = {"oldpassword": PASSWORD, "password1": "a new long one", "password2": "a new long one"}
    page = here.post("/password/", given, follow=True)
    assert "Your password is another one now" in page.content.decode()
    assert (is_in(here), is_in(there)) == (True, False)
    written = of_thing("person", marta.pk)
    assert [one.act for one in written] == ["people.password", "people.add"]
    assert "a new long one" not in str([one.told for one in written])


def test_an_owner_gives_somebody_another_password_who_is_signed_out_then():
    marta, ivo = desk(), another(Role.TECHNICIAN)
    owner, client = signed_in(marta), signed_in(ivo)
    page = owner.post(f"/people/{ivo.pk}/password/", {"password": "password1234"})
    assert page.status_code == 422
    assert is_in(client)
    owner.post(f"/people/{ivo.pk}/password/", {"password": "another long word"})
    assert not is_in(client)
    login = {"login": ivo.email, "password": "another long word"}
    assert client.post("/sign-in/", login).status_code == 302
    page = owner.get(f"/people/{ivo.pk}/")
    assert "given another password" in page.content.decode()


def test_one_chooses_the_language_and_the_zone_of_the_desk_for_oneself():
    client = signed_in(desk())
    wrong = client.post("/you/", {"name": "Marta", "language": "it", "zone": "Roma"})
    assert wrong.status_code == 422
    given = {"name": "Marta Z.", "language": "it", "zone": "Europe/London"}
    page = client.post("/you/", given, follow=True)
    assert "I miei dati" in page.content.decode()
    changed = of_thing("person", Person.objects.get().pk)[0].told
    assert changed["zone"] == ["Europe/Rome", "Europe/London"]


@pytest.mark.parametrize(
    ("language", "told"), [("it", "Troppi tentativi"), ("en", "Too many failed login attempts")]
)
def test_who_guesses_passwords_is_slowed_down_and_told_so_in_their_language(language, told):
    marta = desk()
    client = Client(headers={"accept-language": language})
    wrong = {"login": marta.email, "password": "wrong"}
    pages = [client.post("/sign-in/", wrong).content.decode() for _ in range(6)]
    assert told not in pages[0]
    assert told in pages[-1]
    right = client.post("/sign-in/", {"login": marta.email, "password": PASSWORD})
    assert told in right.content.decode()


def test_whoever_asks_too_often_meets_a_page_that_says_so():
    desk()
    client = Client(headers={"accept-language": "it"})
    for n in range(31):
        page = client.post("/sign-in/", {"login": f"x{n}@x.example", "password": "x"})
        if page.status_code == 429:
            break
    assert page.status_code == 429
    assert "Troppi tentativi" in page.content.decode()


def test_the_page_to_sign_in_says_why_one_is_there_and_what_to_do_without_a_password():
    marta, client = desk(), Client(headers={"Accept-Language": "it"})
    first = client.get("/sign-in/").content.decode()
    assert "Password dimenticata? Un titolare te ne dà una nuova" in first
    assert "Sei uscito" not in first
    wanted = client.get("/customers/", follow=True).content.decode()
    assert "Accedi per continuare: poi torni alla pagina che volevi." in wanted
    client.force_login(marta, settings.AUTHENTICATION_BACKENDS[0])
    left = client.post("/sign-out/", follow=True).content.decode()
    assert "Sei uscito dal desk." in left


def test_a_new_person_is_no_owner_unless_one_says_so():
    client = Client()
    client.force_login(desk(), settings.AUTHENTICATION_BACKENDS[0])
    page = client.get("/people/").content.decode()
    form = page[page.index('action="/people/add/"') :]
    assert re.findall(r'<option value="(\w+)" selected', form) == ["technician"]
