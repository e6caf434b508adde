"""What somebody might try: numbers of another customer, script in every field, addresses by hand.

Nothing here lists pages: the addresses are walked, and the forms that stand on them are sent.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models import ForeignKey, Model
from django.test import Client

from desk.people import BY, PASSWORD, another, desk
from desk.walking import Field, Form, Page, Part, Route, routes
from desk.world import FILE, OF_CUSTOMERS, OF_PEOPLE, World, noun_of, spoken, world
from patto.accounts.roles import Role
from patto.home.now import now
from patto.kernel.instants import DAY
from patto.tickets import actions
from patto.tickets.drafts import Call
from patto.tickets.models import Happened, Ticket

pytestmark = pytest.mark.django_db
MARK = "\"><script>x()</script>'{{7*7}}"
NOBODYS = 10**9
AREA = re.compile(r"<textarea[^>]*>")
WRITTEN_BY_LOOKING = frozenset({"sessions.Session", "usersessions.UserSession"})
GIVEN = {
    "text": "x", "because": "x", "reason": "x", "part": "x", "name": "x", "title": "x",
    "kind": "noted", "role": "auditor", "active": "no", "on": "2026-01-02", "subject": "x",
    "channel": "phone", "password": "another horse battery", "refers_to": "1", "minutes": "5",
}  # fmt: skip
"""What most forms would take."""


def signed_in(role: Role = Role.OWNER) -> tuple[Any, Client]:
    person = desk() if role is Role.OWNER else another(role)
    client = Client(raise_request_exception=False)
    client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    return person, client


@pytest.fixture
def two() -> Iterator[tuple[World, World, Client]]:
    """Two customers, each with everything, and the browser of the first one's person."""
    person, client = signed_in()
    mine = world(person, client)
    other, others = signed_in(Role.MANAGER)
    yield mine, world(other, others), client
    cache.clear()
    for one in sorted(settings.HOME.files.rglob("*"), reverse=True):
        one.rmdir() if one.is_dir() else one.unlink()


def all_there_is() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    return {
        kind._meta.label: sorted(kind.objects.values_list(), key=str)  # type: ignore[attr-defined]  # a model's own
        for kind in apps.get_models()
        if kind._meta.label not in WRITTEN_BY_LOOKING
    }


def owned(route: Route, words: dict[str, str]) -> list[Part]:
    """Return the numbers in an address of which each belongs to a customer or a person."""
    own = {"customer", "person", *OF_CUSTOMERS, *OF_PEOPLE}
    return [one for one in route.numbers if noun_of(one, words) in own]


def mixed() -> Iterator[tuple[Route, dict[str, str], tuple[bool, ...]]]:
    """Yield the addresses with several numbers, in every way in which not all are one's own."""
    for route in routes():
        for words in spoken(route):
            parts = owned(route, words)
            for whose in product((True, False), repeat=len(parts)):
                if len(parts) > 1 and len(set(whose)) > 1:
                    yield route, words, whose


def test_a_number_of_another_customer_is_not_found_wherever_it_stands_and_nothing_is_done(two):
    mine, other, client = two
    before, tried, wrong = all_there_is(), 0, []
    for route, words, whose in mixed():
        chosen = dict(zip(owned(route, words), whose, strict=True))

        def said(part: Part, chosen=chosen, words=words) -> object:
            if part.name in words:
                return words[part.name]
            return (mine if chosen.get(part, True) else other).number(noun_of(part, words))

        address = route.at(said)
        answers = asked_for(client, address)
        wrong += [] if refuses(answers) else [(route.name, address, answers)]
        tried += 1
    assert wrong == [], "\n".join(map(str, wrong))
    assert tried > 20
    assert all_there_is() == before


def test_what_only_its_own_person_may_have_is_not_found_by_anybody_else(two):
    mine, other, client = two
    before, wrong = all_there_is(), []
    for route in routes():
        nouns = [noun_of(one, {}) for one in route.numbers if not spoken(route)[0]]
        if len(nouns) == 1 and nouns[0] in OF_PEOPLE:
            address = route.at(lambda part: other.number(noun_of(part, {})))
            answers = [client.post(address, GIVEN).status_code]
            wrong += [] if refuses(answers) else [(address, answers)]
    assert wrong == [], "\n".join(map(str, wrong))
    assert all_there_is() == before
    assert mine.person != other.person


@pytest.mark.parametrize("number", [NOBODYS, 10**30])
def test_a_number_of_nothing_is_not_found(two, number):
    _, _, client = two
    before, wrong = all_there_is(), []
    for route in routes():
        for words in spoken(route) if route.numbers else ():
            address = route.at(_Only(number).of(words))
            answers = asked_for(client, address)
            wrong += [] if refuses(answers) else [(address, answers)]
    assert wrong == [], "\n".join(map(str, wrong))
    assert all_there_is() == before


class _Only(World):
    """A world in which everything has one number."""

    def __init__(self, number: int) -> None:
        super().__init__(number, number)

    def number(self, _noun: str) -> int:
        return self.customer


def asked_for(client: Client, address: str) -> list[int]:
    """Return how an address answers that is looked at, and one to which something is sent."""
    answers = (client.get(address), client.post(address, GIVEN))
    return [one.status_code for one in answers if body_of(one) is not None]


def refuses(answers: list[int]) -> bool:
    """Return whether an address is not found, but for a way of asking that it does not know."""
    return set(answers) <= {404, 405} and 404 in answers


def addresses(one: World) -> Iterator[str]:
    """Yield every address of a customer's and a person's world."""
    for route in routes():
        for words in spoken(route):
            yield route.at(one.of(words))


def forms(client: Client, one: World) -> Iterator[tuple[str, Form]]:
    """Yield every form that is sent by POST, with the address of its page."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for address in list(addresses(one)):
        for form in Page(page_of(client.get(address))).forms:
            key = (form.action or address, tuple(one.name for one in form.fields))
            if form.method == "post" and key not in seen:
                seen.add(key)
                yield address, form


def body_of(answer: Any) -> bytes:
    """Return what was sent; a file that is read to its end is closed."""
    return b"".join(answer) if answer.streaming else answer.content


def page_of(answer: Any) -> str:
    """Return the text of a page, empty if it is none."""
    body = body_of(answer)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return body.decode() if is_page else ""


def ends_it(way: str) -> bool:
    """Return whether a form takes away what the walk needs: the session, or the people."""
    ends = ("/sign-out/", "/active/", "/role/", "/password/", "/again/", "/sessions/", "/end/")
    return any(one in way for one in ends)


def owner_of(row: Model) -> int | None:
    """Return whose customer's a row is, by the way that its table says."""
    for name in ("customer_id", "ticket", "version", "first"):
        found = getattr(row, name, None)
        if found is not None:
            return found if isinstance(found, int) else owner_of(found)
    return row.pk if row._meta.label == "customers.Customer" else None


def crossed() -> list[str]:
    """Return every row that names something of another customer's."""
    found = []
    for kind in apps.get_models():
        keys = [one for one in kind._meta.fields if isinstance(one, ForeignKey)]
        for row in kind.objects.all() if keys else ():  # type: ignore[attr-defined]  # a model's own
            whose = owner_of(row)
            named = {one.name: owner_of(getattr(row, one.name)) for one in keys
                     if getattr(row, one.name) is not None}  # fmt: skip
            wrong = [name for name, theirs in named.items() if None not in {whose, theirs}
                     and theirs != whose]  # fmt: skip
            found += [f"{kind._meta.label} {row.pk}: {name}" for name in wrong]
    for entry in Happened.objects.exclude(ticket=None):
        own = {str(one.pk) for one in Happened.objects.filter(ticket=entry.ticket)}
        found += [f"entry {entry.pk}"] if entry.refers_to and entry.refers_to not in own else []
    return found


def test_no_hidden_field_and_no_choice_names_anything_of_another_customer(two):
    mine, other, client = two
    foreign = {other.number(noun) for noun in ("customer", *OF_CUSTOMERS)}
    assert crossed() == []
    sent = 0
    for address, form in list(forms(client, mine)):
        way = form.action or address
        if ends_it(way):
            continue
        for one in form.fields:
            if names_something(one):
                for number in foreign:
                    given = {**filled(form, ""), one.name: str(number)}
                    answer = client.post(way, given)
                    assert answer.status_code < 500, (way, one.name, number)
                    sent += 1
    assert sent > 100
    assert crossed() == []


def names_something(one: Field) -> bool:
    """Return whether what is sent in a field may be the number of something."""
    if one.kind == "select":
        return any(map(str.isdecimal, one.choices))
    return one.kind == "number" or (one.kind == "hidden" and one.value.isdecimal())


def filled(form: Form, mark: str) -> dict[str, str]:
    """Return what somebody would put into a form: the mark into each text, else what it offers."""
    return {one.name: _filled(one, mark) for one in form.fields if _is_sent(one)}


def _is_sent(one: Field) -> bool:
    return not one.kind.endswith("off") and one.kind not in {"file", "submit"}


def _filled(one: Field, mark: str) -> str:
    if one.kind == "select":
        return one.value or next(filter(None, one.choices), "")
    usual = {"email": "x@n.example", "date": "2026-03-02", "password": PASSWORD, "number": "1"}
    kept = one.kind in {"hidden", "checkbox", "radio", "date", "datetime-local"}
    kept = (kept or one.name in {"zone", "starts"}) and one.name != "start"
    if kept or not mark:
        return one.value or ("" if kept else usual.get(one.kind, "100"))
    return usual.get(one.kind, mark)


def texts(form: Form) -> list[Field]:
    return [one for one in form.fields if one.kind in {"text", "textarea", "search", "tel"}]


NEVER_TAKEN = re.compile(r"do/(confirmed|dispute-settled|merged)/|logged/|agreement/( |begin/)")
"""What is done with a ticket only once something else was; and the beginnings of an agreement,
of which the world has one with the mark in every title."""


def fresh(way: str, mine: World) -> str:
    """Return the same address with a ticket on which nothing was done yet."""
    if not way.startswith("/tickets/"):
        return way
    call = Call(customer=mine.customer, subject=MARK, channel="phone", text=MARK,
                attributes={"type": "incident", "priority": "P1"})  # fmt: skip
    if "/do/" not in way and not re.fullmatch(r"/tickets/\d+/", way):
        return way
    return re.sub(r"(?<=/tickets/)\d+", str(actions.log(call, by=BY, at=now() - DAY)), way)


def ways_to_fill(form: Form) -> Iterator[dict[str, str]]:
    """Yield a form with the mark in every text; then in one after the other, if all will not do."""
    plain = filled(form, "")
    yield filled(form, MARK)
    for one in texts(form):
        yield {**plain, **dict.fromkeys((two.name for two in texts(form)), ""), one.name: MARK}
        yield {**plain, one.name: MARK}


def sent(client: Client, address: str, form: Form, button: Field) -> bool:
    """Send a form with the mark in it until it is taken; return whether it was."""
    again = [one for one in Page(page_of(client.get(address))).forms
             if [f.name for f in one.fields] == [f.name for f in form.fields]]  # fmt: skip
    for given in ways_to_fill(again[0]) if again else ():
        told = {**given, **({button.name: button.value} if button.name else {})}
        answer = client.post(again[0].action or address, told)
        assert answer.status_code < 500, (address, told)
        sound(answer, address)
        if answer.status_code in {200, 302}:
            return True
    return False


def test_script_in_every_field_of_every_form_is_text_on_every_page():
    person, client = signed_in()
    mine = world(person, client, MARK)
    refused: list[str] = []
    for address, form in list(forms(client, mine)):
        way = form.action or address
        if ends_it(way) or not texts(form):
            continue
        for button in [one for one in form.fields if one.kind == "submit"] or [Field("", "", "")]:
            page = fresh(address, mine)
            refused += [] if sent(client, page, form, button) else [f"{way} {button.value}"]
    shown = sum(sound(client.get(address), address) for address in list(addresses(mine)))
    for one in Ticket.objects.all():
        shown += sum(sound(client.get(f"/tickets/{one.pk}/{way}"), way) for way in ("", "why/"))
    lists = ("/search/", "/log/", "/tickets/", "/queue/", f"/customers/{mine.customer}/included/")
    shown += sum(sound(client.get(one, {"q": MARK}), one) for one in lists)
    assert shown > 100
    never = [one for one in refused if not NEVER_TAKEN.search(one)]
    assert never == [], "\n".join(never)


def sound(answer: Any, address: str) -> int:
    """Hold an answer against what may stand in it; return how often the mark is in it."""
    kind = answer.headers.get("Content-Type", "")
    body = body_of(answer)
    if FILE in body and not kind.startswith("text/html"):
        assert kind == "application/octet-stream", address
        assert answer.headers["Content-Disposition"].startswith("attachment"), address
        assert "sandbox" in answer.headers["Content-Security-Policy"], address
    assert answer.headers["X-Content-Type-Options"] == "nosniff", address
    if not kind.startswith("text/html"):
        return 0
    page = body.decode()
    assert "<script>x()" not in page, address
    assert "x()&lt;/script&gt;&#x27;49" not in page, address
    assert answer.headers["X-Frame-Options"] == "DENY", address
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"], address
    assert "unsafe" not in answer.headers["Content-Security-Policy"], address
    assert re.search("no-store|no-cache", answer.headers["Cache-Control"]), address
    assert Page(page).runs == [], address
    # A browser cuts off what is pasted where `maxlength` stands, and says nothing.
    assert all("data-most" in one and "maxlength" not in one for one in AREA.findall(page)), address
    return page.count(html.escape("<script>x()</script>"))
