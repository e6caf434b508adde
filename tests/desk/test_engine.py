"""The engine: in order, once, whatever happens to the process, the clock and other workers."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from desk.customers import with_agreement
from desk.people import BY
from desk.test_serve import COMMAND, free_port, until_it_answers
from patto.engine import running
from patto.kernel.instants import DAY, HOUR, MINUTE, Instant, parse
from patto.tickets import actions, queries
from patto.tickets.acts import Act
from patto.tickets.drafts import Call
from patto.tickets.models import Signal
from patto.timers import actions as timers
from patto.timers.models import Timer

MONDAY = parse("2026-03-09T08:05:00Z")  # 09:05 in Rome


def logged(customer: int, at: Instant, priority: str = "P1") -> int:
    attributes = {"type": "incident", "priority": priority}
    call = Call(customer=customer, subject="No mail", channel="phone", attributes=attributes)
    return actions.log(call, by=BY, at=at)


def engine(at: Instant) -> None:
    while running.work(at):
        pass


def stands() -> list[tuple[int, str, str, str, str, Instant]]:
    names = ("ticket_id", "metric", "item", "kind", "detail", "at")
    return sorted(Signal.objects.filter(taken_back_at=None).values_list(*names))


@pytest.mark.django_db
def test_after_a_day_switched_off_all_tickets_are_told_of_in_one_order_with_the_true_times():
    one = with_agreement()
    tickets = [logged(one, MONDAY + n * 3 * MINUTE, f"P{n % 3 + 1}") for n in range(12)]
    late = MONDAY + DAY
    engine(late)
    rows = list(Signal.objects.order_by("id"))
    moments = [row.at + (row.kind == "breach") for row in rows]
    assert moments == sorted(moments)
    assert {row.told_at for row in rows} == {late}
    assert {row.ticket_id for row in rows} == set(tickets)
    alone = stands()
    Signal.objects.all().delete()
    for ticket in tickets:
        timers.arm("tickets.moment", ticket, MONDAY)
    for tick in range(0, DAY + 1, 10 * MINUTE):
        engine(MONDAY + tick)
    assert stands() == alone


@pytest.mark.django_db
def test_a_clock_that_is_set_back_an_hour_doubles_nothing_and_loses_nothing():
    one = with_agreement()
    ticket, other = logged(one, MONDAY), logged(one, MONDAY, "P2")
    noon = MONDAY + 3 * HOUR
    engine(noon)
    actions.happen(ticket, Act(kind="responded", text="Now.", public=True), by=BY, at=noon)
    told = stands()
    assert told
    back = noon - HOUR
    actions.happen(ticket, Act(kind="noted", text="Who moved the clock?"), by=BY, at=back)
    actions.happen(other, Act(kind="noted", text="It is earlier."), by=BY, at=back)
    engine(back)
    page = queries.ticket(ticket)
    assert page is not None
    assert [one.kind for one in page.happened] == ["reported", "responded", "noted"]
    assert page.happened[-1].recorded_at == noon
    assert stands() == told
    engine(noon + DAY)
    assert set(told) <= set(stands())
    assert len(stands()) == len(set(stands()))


@pytest.mark.django_db
def test_what_a_clock_that_ran_fast_was_at_is_free_again():
    timers.arm("a", 1, MONDAY)
    timers.take(MONDAY + HOUR)
    (again,) = timers.take(MONDAY + MINUTE)
    assert again.tries == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="one process works on a file")
def test_two_workers_never_take_the_same():
    timers.arm_all("a", {n: MONDAY + n for n in range(200)})
    taken: list[list[str]] = [[], []]

    def work(number: int) -> None:
        while found := timers.take(MONDAY + HOUR, most=3):
            taken[number] += [one.key for one in found]
            for one in found:
                timers.done(one)
        connections.close_all()

    workers = [threading.Thread(target=work, args=(n,)) for n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(map(int, taken[0] + taken[1])) == list(range(200))
    assert Timer.objects.count() == 0


BACKLOG = 40
FILLING = f"""
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from desk.customers import MONTH, customer, put_in_force
from desk.people import BY, desk
from patto.home.now import now
from patto.kernel.instants import DAY, MINUTE
from patto.tickets import actions
from patto.tickets.drafts import Call
from patto.tickets.models import Signal, Ticket
from patto.timers.models import Timer
desk()
one = customer()
put_in_force(one, MONTH.replace("stated_until: 2026-12-31", "stated_until: 2099-12-31").replace(
    "end: 2027-01-01", "end: none"))
for n in range({BACKLOG}):
    actions.log(Call(customer=one, subject="No mail", channel="phone",
                     attributes={{"type": "incident", "priority": "P1"}}),
                by=BY, at=now() - 20 * DAY + n * MINUTE)
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a home of its own")
def test_a_server_that_is_killed_in_a_backlog_goes_on_and_tells_everything_once(tmp_path):
    home, port = tmp_path / "home", free_port()
    tests = str(Path(__file__).parents[1])
    environ = {
        **os.environ, "PATTO_HOME": str(home), "DATABASE_URL": "",
        "PYTHONPATH": os.pathsep.join([tests, os.environ.get("PYTHONPATH", "")]),
        "DJANGO_SETTINGS_MODULE": "patto.config.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", FILLING], env=environ, check=True, timeout=120)
    # The backlog of a day switched off: nothing was told yet.
    with closing(sqlite3.connect(home / "patto.sqlite3")) as database, database:
        database.execute("delete from tickets_signal")
        database.execute("delete from timers_timer")
        database.execute(
            "insert into timers_timer (kind, key, due_at, leased_until, tries)"
            " select 'tickets.moment', id, reported_at, 0, 0 from tickets_ticket"
        )
    killed = 0
    while killed < 2:
        with subprocess.Popen([*COMMAND, str(port)], env=environ, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True) as server:  # fmt: skip
            before = _told(home)
            _until(lambda before=before: _told(home) > before + 15)
            server.send_signal(signal.SIGKILL)
            killed += 1
    left = _rows(home, "select count(*) from timers_timer where due_at < 1000000 * unixepoch()")
    assert left != [(0,)]
    with subprocess.Popen([*COMMAND, str(port)], env=environ, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as server:  # fmt: skip
        _until(lambda: not _rows(home, "select 1 from timers_timer where leased_until < 9e15"
                                       " and due_at < 1000000 * unixepoch()"))  # fmt: skip
        until_it_answers(server, port, 1)
        server.send_signal(signal.SIGINT)
        server.wait(20)
    told = _rows(home, "select ticket_id, metric, item, kind, detail, at, count(*)"
                       " from tickets_signal where taken_back_at is null"
                       " group by 1, 2, 3, 4, 5, 6 order by min(id)")  # fmt: skip
    assert {row[-1] for row in told} == {1}
    per_ticket = [sum(row[0] == ticket for row in told) for ticket in range(1, BACKLOG + 1)]
    assert min(per_ticket) == max(per_ticket) > 2
    moments = [row[5] + (row[3] == "breach") for row in told]
    assert moments == sorted(moments)


def _until(done: Any) -> None:
    for _ in range(1200):
        if done():
            return
        time.sleep(0.05)
    pytest.fail("it did not come about within a minute")


def _told(home: Path) -> int:
    return int(_rows(home, "select count(*) from tickets_signal")[0][0])


def _rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home / "patto.sqlite3", timeout=20)) as database:
        return database.execute(query).fetchall()
