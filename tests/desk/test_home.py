"""The home: its settings, its secret, its lock."""

from __future__ import annotations

import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from patto.home import lock
from patto.home import now as clock_of_home
from patto.home.folder import Home, home
from patto.home.settings import SETTINGS, masked, read_settings
from patto.kernel.errors import InputError
from patto.kernel.instants import DAY, HOUR


def test_none_is_needed_and_the_environment_stands_before_the_file():
    assert read_settings({}, "", "p")["threads"] == "8"
    assert read_settings({}, "threads = 3", "p")["threads"] == "3"
    assert read_settings({"PATTO_THREADS": "4"}, "threads = 3", "p")["threads"] == "4"


@pytest.mark.parametrize(
    ("environ", "text", "told"),
    [
        ({}, "thread = 3", ["p:1: setting-misspelt"]),
        ({}, "colour = 3", ["p:1: setting-unknown"]),
        ({}, "\nDATABASE_URL = 'x'", ["p:2: setting-misspelt"]),
        ({"PATTO_ADRESS": "x", "PATTO_TESTS_ON": "x"}, "", ["PATTO_ADRESS: setting-misspelt"]),
        ({}, "[threads]\nmany = 3", ["p:1: setting-malformed"]),
        ({}, "log = 'loud'\nthreads = 0", ["p:2: setting-malformed", "p:1: setting-malformed"]),
        ({}, "proxies = 10", ["p:1: setting-malformed"]),
        ({}, "secret = 'geheim'", ["p:1: setting-malformed"]),
        ({}, "database_url = 'mysql://u:geheim@h/d'", ["p:1: setting-malformed"]),
        ({}, "database_url = 'postgresql://u:geheim@[h/d'", ["p:1: setting-malformed"]),
        ({}, "threads\n", ["p:1:8: settings-unreadable"]),
        ({"PATTO_ADDRESS": "desk.example.com"}, "", ["PATTO_ADDRESS: setting-malformed"]),
        ({"PATTO_ADDRESS": "https://h/a?b"}, "", ["PATTO_ADDRESS: setting-malformed"]),
        ({"PATTO_ADDRESS": "https://h:99999"}, "", ["PATTO_ADDRESS: setting-malformed"]),
        ({"DATABASE_URL": "mysql://u:geheim@h/d"}, "", ["DATABASE_URL: setting-malformed"]),
        ({"DATABASE_URL": "postgres://h/d?pass=geheim"}, "", ["DATABASE_URL: setting-malformed"]),
    ],
)
def test_all_that_is_wrong_is_told_at_once_with_its_place_and_no_password(environ, text, told):
    with pytest.raises(InputError) as found:
        read_settings(environ, text, "p")
    assert [f"{one.place}: {one.code}" for one in found.value.problems] == told
    assert "geheim" not in str(found.value)


def test_every_setting_can_be_given_a_value_that_fits():
    fitting = {
        "database_url": "postgresql://u:p@localhost/patto?sslmode=require", "address": "https://desk.example.com",
        "proxies": "1", "secret": "x" * 40, "threads": "16", "log": "debug",
    }  # fmt: skip
    assert (
        dict(read_settings({one.variable: fitting[one.key] for one in SETTINGS}, "", "p"))
        == fitting
    )


@pytest.mark.parametrize(("url", "told"), [
    ("postgresql://marta:geheim@db.example:5433/patto", "postgresql://marta:…@db.example:5433/patto"),
    ("postgresql://marta:gehe@im@db.example/patto", "postgresql://marta:…@db.example/patto"),
    ("postgresql:///patto", "…"), ("postgresql://marta:geheim#x@db/patto", "…"),
    ("postgresql://marta:geheim/x@db/patto", "…"), ("postgresql://db/patto?password=geheim", "…"),
    ("postgresql://marta:geheim@[db/patto", "…"), ("", ""),
    ("postgresql://marta:geheim@db/patto?sslmode=require", "postgresql://marta:…@db/patto"),
])  # fmt: skip
def test_a_databases_address_is_shown_without_its_password(url, told):
    assert masked(url) == told


def test_what_is_secret_in_settings_is_not_in_what_they_look_like():
    url = "postgresql://u:geheim@localhost/patto"
    found = read_settings({"DATABASE_URL": url, "PATTO_SECRET": "geheim" * 8}, "", "p")
    assert found["database_url"] == url
    assert "geheim" not in f"{found} {found!r}"
    assert "postgresql://u:…@localhost/patto" in repr(found)


def test_what_is_in_a_home_is_readable_by_its_owner_alone(tmp_path):
    made = home({"PATTO_HOME": str(tmp_path / "a" / "b")}).made()
    drawn = made.secret()
    assert len(drawn) > 40
    assert made.secret() == drawn
    assert stat.S_IMODE((made.path / "secret").stat().st_mode) == 0o600
    assert [one.name for one in made.path.iterdir() if one.name.startswith(".")] == []
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o700
    made.database.touch(0o644)
    made.made()
    assert stat.S_IMODE(made.database.stat().st_mode) == 0o600


def test_a_secret_that_was_left_empty_is_drawn_anew_and_never_given_empty(tmp_path):
    (tmp_path / "secret").touch()
    drawn = Home(tmp_path).secret()
    assert len(drawn) > 40
    assert Home(tmp_path).secret() == drawn


def test_who_draws_a_secret_at_the_same_time_has_the_same(tmp_path):
    with ThreadPoolExecutor(8) as many:
        drawn = set(many.map(lambda _: Home(tmp_path).secret(), range(8)))
    assert len(drawn) == 1


def test_one_server_at_a_time_holds_a_home(tmp_path):
    place = Home(tmp_path)
    with (
        lock.held(place, "http://127.0.0.1:8000"),
        pytest.raises(lock.TakenError) as error,
        lock.held(place),
    ):
        pass
    assert error.value.holder == f"{os.getpid()} http://127.0.0.1:8000"
    with lock.held(place):
        pass


@pytest.fixture
def clock(monkeypatch):
    """A clock on the wall and the time the machine has been running, both set by the test."""
    monkeypatch.setattr(clock_of_home, "_TOLD", clock_of_home._Told())
    shown = {"wall": 10 * DAY, "running": 0}
    monkeypatch.setattr(time, "time_ns", lambda: shown["wall"] * 1000)
    monkeypatch.setattr(time, "monotonic_ns", lambda: shown["running"] * 1000)
    return shown


def test_time_never_goes_back_and_catches_up_with_a_wall_that_did(clock):
    assert clock_of_home.now() == 10 * DAY
    clock["wall"] -= HOUR
    assert clock_of_home.now() == 10 * DAY
    assert clock_of_home.set_back() == HOUR
    for _ in range(4):
        before = clock_of_home.now()
        clock["wall"] += HOUR // 2
        clock["running"] += HOUR // 2
        assert before < clock_of_home.now() <= before + HOUR // 2
    assert clock_of_home.now() == clock["wall"]
    assert clock_of_home.set_back() == 0


@pytest.mark.usefixtures("clock")
def test_time_goes_on_from_what_was_written_unless_one_of_the_two_is_wrong_altogether():
    assert clock_of_home.not_before(10 * DAY + HOUR)
    assert clock_of_home.now() == 10 * DAY + HOUR
    assert clock_of_home.not_before(9 * DAY)
    assert clock_of_home.now() == 10 * DAY + HOUR
    assert not clock_of_home.not_before(1000 * DAY)
    assert clock_of_home.now() == 10 * DAY + HOUR
