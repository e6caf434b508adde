"""The demonstration: the same for the same seed, sound, and as if it had been so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.conf import settings

from desk.customers import customer
from desk.people import BY, desk
from patto.accounts import queries as accounts
from patto.accounts.models import Person
from patto.accounts.problems import TakenError
from patto.agreements import queries as agreements
from patto.agreements.models import Version
from patto.agreements.reading import read_agreement
from patto.customers.models import Contact, Customer, Site, Supplier, System
from patto.demo import loading
from patto.demo.borrowing import borrowed
from patto.demo.cast import cast, told
from patto.demo.kinds import KINDS
from patto.demo.loading import load_demonstration
from patto.demo.planning import plan
from patto.demo.writing import Sides, written
from patto.engine import running
from patto.kernel.agreement.reading import read
from patto.kernel.evaluation.measure import measure
from patto.kernel.instants import DAY, HOUR, SECOND, Instant, parse
from patto.ledger.models import Entry
from patto.templates.leftovers import leftovers
from patto.tickets import actions, attaching, beside, queries
from patto.tickets.acts import Act, MissingError, NotNowError, NotYetError, UnknownError
from patto.tickets.drafts import Call
from patto.tickets.loading import Done, Past, load
from patto.tickets.models import (
    Attachment,
    Happened,
    Link,
    Message,
    Promise,
    Reported,
    Signal,
    Ticket,
)
from patto.tickets.standing import events_of
from patto.timers.models import Timer

WEDNESDAY = parse("2026-11-25T09:40:00Z")  # 10:40 in Rome
SUNDAY = parse("2027-01-03T02:10:00Z")
SMALL = 30


def test_the_same_seed_gives_the_same_plan_and_another_one_another():
    first = plan(7, SMALL, WEDNESDAY)
    assert plan(7, SMALL, WEDNESDAY) == first
    assert plan(8, SMALL, WEDNESDAY) != first


@pytest.mark.parametrize("at", [WEDNESDAY, SUNDAY])
def test_nothing_of_a_plan_is_still_to_come(at):
    planned = plan(3, SMALL, at)
    assert len(planned.tickets) > SMALL
    for one in planned.tickets:
        assert at - 366 * DAY < one.reported <= one.logged <= at
        moments = [one.logged, *(act.at for act in one.done)]
        assert moments == sorted(moments)
        assert moments[-1] <= at
        for act in one.done:
            assert one.reported <= (act.act.occurred_at or act.at) <= act.at


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("start", [date(2023, 8, 1), date(2024, 12, 1), date(2026, 4, 1)])
def test_every_kind_of_agreement_is_sound_in_both_languages_whenever_it_begins(
    kind, language, start
):
    items = [{"id": "mail", "title": "Posta: «tutta»", "service": "mail"}]
    elsewhere = [
        ("Till", {"name": "Casse S.r.l.", "telephone": "1", "contract": "2", "hours": "3"})
    ]
    sides = Sides("Nordest Informatica", "Studio Ferri", "An agreement", items, "Europe/Rome",
                  elsewhere=elsewhere)  # fmt: skip
    text = written(kind, language, sides, start=start, first=start)
    agreement = read_agreement(text)
    assert agreement.agreement.language == language
    assert agreement.agreement.effective.start == start


@pytest.mark.parametrize(("kind", "language"), [("simple", "en"), ("standard", "it")])
def test_a_template_is_sound_as_a_later_version_and_nothing_invented_by_it_is_left(kind, language):
    sides = Sides("Nordest Informatica", "Studio Ferri", "", [], "Europe/Rome",
                  decides="Ada Ferri", seat="Via Altinate 41", address="studio-ferri")  # fmt: skip
    text = borrowed(
        kind, language, sides, start=date(2026, 4, 1), first=date(2025, 2, 1), version=2
    )
    reading = read_agreement(text)
    assert reading.agreement.version == 2
    assert reading.agreement.id == "STUDIO-FERRI-2025"
    assert leftovers(read(text).places) == ()


def test_the_same_is_told_in_every_language():
    english, italian = told("en"), told("it")
    assert set(english) == set(italian)
    facts = [
        [{key: one[key] for key in one if key not in {"subject", "text", "answer", "done"}}
         for one in texts["calls"]]
        for texts in (english, italian)
    ]  # fmt: skip
    assert facts[0] == facts[1]
    for texts in (english, italian):
        subjects = [one["subject"] for one in (*texts["calls"], *texts["outside"])]
        assert len(set(subjects)) == len(subjects)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return all rows that tickets leave, with places in the order instead of their numbers."""
    places = {pk: place for place, pk in enumerate(_numbers(Ticket))}
    acts = {pk: place for place, pk in enumerate(_numbers(Happened, "ticket_id"))}
    kinds = (Ticket, Happened, Message, Promise, Signal)
    found = {kind.__name__: _rows(kind, places, acts) for kind in kinds}
    entries = [row for row in _rows(Entry, places, acts) if row["noun"] == "ticket"]
    for row in (*entries, *(timers := _rows(Timer, places, acts))):
        row["key"] = places[int(row["key"])]
    # Who was first of two tickets within one second is nobody's promise.
    found["Entry"] = sorted(entries, key=lambda row: (row["key"], row["at"]))
    found["Timer"] = sorted(timers, key=lambda row: row["key"])
    return found


def _numbers(kind: Any, *first: str) -> list[int]:
    return list(kind.objects.order_by(*first, "id").values_list("pk", flat=True))


def _rows(kind: Any, places: dict[int, int], acts: dict[int, int]) -> list[dict[str, Any]]:
    by_ticket = hasattr(kind, "ticket")
    found = list(kind.objects.order_by(*(["ticket_id"] if by_ticket else []), "id").values())
    for row in found:
        del row["id"]
        if by_ticket:
            row["ticket_id"] = places[row["ticket_id"]]
        if row.get("happened_id") is not None:
            row["happened_id"] = acts[row["happened_id"]]
        if row.get("item", "").isdigit():
            row["item"] = places[int(row["item"])]
    if kind is Signal:
        # When it was told, and what was told and taken back, is of how the acts were done.
        found = [row | {"told_at": 0} for row in found if row["taken_back_at"] is None]
        found.sort(key=lambda row: (row["ticket_id"], row["at"], row["kind"], row["metric"]))
    if kind is Promise:
        found.sort(key=lambda row: (row["ticket_id"], row["metric"], str(row["item"])))
    if kind is Timer:
        found = [row for row in found if row["kind"] == "tickets.moment"]
    return found


def one_by_one(planned: list[Past], at: Instant) -> None:
    """Do what `load` does with the actions themselves, each at its own moment."""
    ordered = sorted(planned, key=lambda one: one.at)
    acts: list[Any] = []
    for one in ordered:
        key = actions.log(one.call, by=one.by, at=one.at)
        acts += [(done.at, len(acts), key, done) for done in one.done]
    for _, _, key, done in sorted(acts, key=lambda one: one[:2]):
        actions.happen(key, done.act, by=done.by, at=done.at)
    while running.work(at):
        pass


@pytest.mark.django_db
def test_loading_leaves_the_same_rows_as_the_acts_one_by_one(monkeypatch):
    kept: list[list[Past]] = []
    monkeypatch.setattr(loading, "load", lambda found, **_: kept.append(list(found)))
    load_demonstration(at=WEDNESDAY, language="en", seed=5, tickets=SMALL)
    (planned,) = kept
    one_by_one(planned, WEDNESDAY)
    slow = everything()
    for kind in (Timer, Signal, Promise, Message, Reported, Happened, Ticket):
        kind.objects.all().delete()
    Entry.objects.filter(noun="ticket").delete()
    load(planned, at=WEDNESDAY)
    fast = everything()
    assert len(fast["Ticket"]) > SMALL
    assert len(fast["Timer"]) > 10
    assert set(fast) == set(slow)
    for name, expected in slow.items():
        assert fast[name] == expected, name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "error"),
    [
        (Act(kind="reopened"), NotNowError),
        (Act(kind="paused"), MissingError),
        (Act(kind="responded", text="x", occurred_at=WEDNESDAY + SECOND), NotYetError),
        (Act(kind="merged", attributes={"into": "1"}), UnknownError),
        (Act(kind="noted", text="x", refers_to="1"), UnknownError),
    ],
)
def test_a_past_that_could_not_have_been_is_refused_and_leaves_nothing(act, error):
    logged = Call(customer=customer(), subject="Mail stands still", channel="phone")
    past = Past(logged, BY, WEDNESDAY - HOUR, [Done(act, BY, WEDNESDAY)])
    with pytest.raises(error):
        load([past], at=WEDNESDAY)
    assert not Ticket.objects.exists()


@pytest.fixture
def demonstration(db: None) -> loading.Loaded:  # noqa: ARG001  # it needs the database
    return load_demonstration(at=WEDNESDAY, language="it", seed=2, tickets=SMALL)


def test_how_a_loaded_ticket_stands_is_what_the_report_says_of_it(demonstration):
    assert demonstration.tickets == Ticket.objects.count()
    measured = 0
    for whose in Customer.objects.all():
        history = agreements.history(whose.pk)
        if history is None:
            assert not Promise.objects.filter(ticket__customer=whose).exists()
            continue
        own = Ticket.objects.filter(customer=whose)
        events = [event for one in own for event in events_of(one.pk)]
        found = measure(history, events, at=WEDNESDAY + 1, known_at=WEDNESDAY)
        expected = {
            (one.metric, one.item, one.verdict.value, one.levels[0].due) for one in found.items
        }
        kept = Promise.objects.filter(ticket__customer=whose)
        assert set(kept.values_list("metric", "item", "verdict", "due_at")) == expected
        measured += len(expected)
    assert measured > SMALL


def test_everything_that_can_be_open_is_open_when_it_is_loaded(demonstration):
    assert demonstration.people[0].role == "owner"
    queue = queries.queue(most=200)
    today = [one for one in queue if one.next_due_at and one.next_due_at < WEDNESDAY + 8 * HOUR]
    assert sum(one.overdue for one in queue) >= 3
    assert sum(one.state == "paused" for one in queue) >= 4
    assert len(today) >= 3
    assert {one.scope for one in queue} >= {"covered", "no-agreement", "out-of-scope"}
    assert all(one.next_due_at is None or one.next_due_at >= WEDNESDAY for one in queue)
    told = list(Signal.objects.values_list("pk", "taken_back_at"))
    while running.work(WEDNESDAY):
        pass
    assert list(Signal.objects.values_list("pk", "taken_back_at")) == told


@pytest.mark.django_db
@pytest.mark.parametrize("at", [parse("2027-03-29T11:00:00Z"), parse("2027-01-01T01:30:00Z")])
def test_at_any_hour_something_is_late_due_soon_paused_and_not_started(at):
    load_demonstration(at=at, language="en", tickets=1)
    queue = queries.queue(most=200)
    assert any(one.overdue for one in queue)
    assert any(one.state == "open" and one.next_due_at and one.next_due_at < at + 12 * HOUR
               for one in queue)  # fmt: skip
    assert any(one.state == "paused" for one in queue)
    assert Promise.objects.filter(ticket__is_open=True, reason="not-logged").exists()


@pytest.mark.usefixtures("demonstration")
def test_a_year_leaves_ready_answers_files_and_tickets_that_belong_together():
    assert len(beside.answers()) == len(told("it")["ready"])
    attached = Attachment.objects.first()
    assert attached is not None
    sent = attaching.attached(attached.ticket_id, attached.pk)
    assert sent is not None
    assert sent[1].read_text("utf-8")
    assert Link.objects.exists()


def test_how_far_it_is_is_told_from_beginning_to_end(db):  # noqa: ARG001  # it needs the database
    shares: list[float] = []
    load_demonstration(at=WEDNESDAY, language="en", tickets=500, tell=shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 3
    assert 0 < shares[0] < shares[-1] < 1


def test_whoever_looks_around_does_so_as_anybody_of_the_demonstration(demonstration, client):
    client.force_login(demonstration.people[0], settings.AUTHENTICATION_BACKENDS[0])
    page = client.get("/demonstration/").content.decode()
    assert str(settings.HOME.path) in page
    nadia = demonstration.people[4]
    assert f"/demonstration/as/{nadia.pk}/" in page
    done = client.post(f"/demonstration/as/{nadia.pk}/", follow=True)
    assert client.session["_auth_user_id"] == str(nadia.pk)
    assert "Nadia Rossetto" in done.content.decode()
    assert client.post("/demonstration/as/999/").status_code == 404


@pytest.mark.django_db
def test_where_everything_is_real_nobody_becomes_somebody_else(client):
    owner = desk()
    client.force_login(owner, settings.AUTHENTICATION_BACKENDS[0])
    assert client.get("/demonstration/").status_code == 404
    assert client.post(f"/demonstration/as/{owner.pk}/").status_code == 404


@pytest.mark.usefixtures("demonstration")
def test_a_dozen_customers_of_different_kinds_have_all_that_customers_have():
    assert Customer.objects.count() == len(cast()["customers"]) == 12
    assert min(kind.objects.count() for kind in (Site, System, Contact)) >= 12
    assert Supplier.objects.count() == 5
    kinds = {(one["agreement"]["kind"], one["language"])
             for one in cast()["customers"] if "agreement" in one}  # fmt: skip
    used = {kind for kind, _ in kinds}
    assert used == {*KINDS, "simple", "standard", "stabilisation"}
    assert sum({(kind, "en"), (kind, "it")} <= kinds for kind in used) == 4
    standings = {agreements.standing(one.pk, WEDNESDAY) for one in Customer.objects.all()}
    assert standings == {"in-force", "none"}
    assert Version.objects.filter(number=2).count() == 1


def test_people_of_the_demonstration_sign_in_with_the_password_that_was_drawn(
    demonstration, client
):
    told = {"login": demonstration.people[3].email, "password": demonstration.password}
    assert client.post("/sign-in/", told).status_code == 302
    page = client.get("/").content.decode()
    assert "Questa è la dimostrazione." in page


@pytest.mark.django_db
def test_nothing_invented_is_put_among_what_is_real():
    desk()
    with pytest.raises(TakenError):
        load_demonstration(at=WEDNESDAY, language="en", tickets=SMALL)
    assert (Person.objects.count(), Customer.objects.count()) == (1, 0)
    assert not accounts.is_demonstration()


@pytest.mark.django_db
def test_looking_around_loads_it_and_lets_the_visitor_in_as_its_owner(client, monkeypatch):
    few = partial(load_demonstration, tickets=SMALL)
    monkeypatch.setattr("patto.helpdesk.views.start.load_demonstration", few)
    start = f"/start/{settings.HOME.secret('set-up')}/"
    assert "look-around" in client.get(start).content.decode()
    assert client.get(f"{start}look-around/").status_code == 405
    assert 0 <= client.get(f"{start}loading/").json()["share"] <= 1
    assert client.post("/start/guessed/look-around/").status_code == 404
    page = client.post(f"{start}look-around/", headers={"accept-language": "it"})
    owner = Person.objects.get(email="marta@nordest.example")
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert owner.language == "it"
    password = re.search(r"<code>(.+)</code>", page.content.decode())
    assert password is not None
    assert owner.check_password(password[1])
    assert "Questa è la dimostrazione." in client.get("/").content.decode()
    assert client.post(f"{start}look-around/").status_code == 404


def test_the_command_loads_it_into_an_empty_home_once(tmp_path):
    command = [sys.executable, "-m", "patto.cli", "--lang", "it", "demo", "--tickets", "20"]
    environ = {**os.environ, "PATTO_HOME": str(tmp_path / "home"), "DATABASE_URL": ""}
    told = subprocess.run(
        command, env=environ, capture_output=True, text=True, check=False, timeout=120
    )
    assert told.returncode == 0, told.stderr
    assert "marta@nordest.example" in told.stdout
    again = subprocess.run(
        command, env=environ, capture_output=True, text=True, check=False, timeout=120
    )
    assert again.returncode == 2
    assert "c'è già un fornitore" in again.stderr
