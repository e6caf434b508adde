"""The home: its settings, its secret, its lock."""

from __future__ import annotations

import stat

import pytest

from patto.home import lock
from patto.home.folder import Home, home
from patto.home.settings import SETTINGS, read_settings
from patto.kernel.errors import InputError


def test_none_is_needed_and_the_environment_stands_before_the_file():
    assert read_settings({}, "", "p")["threads"] == "8"
    assert read_settings({}, "threads = 3", "p")["threads"] == "3"
    assert read_settings({"PATTO_THREADS": "4"}, "threads = 3", "p")["threads"] == "4"


@pytest.mark.parametrize(
    ("environ", "text", "told"),
    [
        ({}, "thread = 3", ["p:1:1: setting-unknown"]),
        ({}, "log = 'loud'\nthreads = 0", ["p:2:1: setting-malformed", "p:1:1: setting-malformed"]),
        ({}, "threads\n", ["p:1:8: settings-unreadable"]),
        ({"PATTO_ADDRESS": "desk.example.com"}, "", ["PATTO_ADDRESS: setting-malformed"]),
        ({"DATABASE_URL": "mysql://u:geheim@h/d"}, "", ["DATABASE_URL: setting-malformed"]),
    ],
)
def test_all_that_is_wrong_is_told_at_once_with_its_place_and_no_password(environ, text, told):
    with pytest.raises(InputError) as found:
        read_settings(environ, text, "p")
    assert [f"{one.place}: {one.code}" for one in found.value.problems] == told
    assert "geheim" not in str(found.value)


def test_every_setting_can_be_given_a_value_that_fits():
    fitting = {
        "database_url": "postgresql://u:p@localhost/patto", "address": "https://desk.example.com",
        "secret": "x" * 40, "threads": "16", "log": "debug",
    }  # fmt: skip
    assert (
        dict(read_settings({one.variable: fitting[one.key] for one in SETTINGS}, "", "p"))
        == fitting
    )


def test_what_is_in_a_home_is_readable_by_its_owner_alone(tmp_path):
    made = home({"PATTO_HOME": str(tmp_path / "a" / "b")}).made()
    drawn = made.secret()
    assert len(drawn) > 40
    assert made.secret() == drawn
    assert stat.S_IMODE((made.path / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o700


def test_one_server_at_a_time_holds_a_home(tmp_path):
    place = Home(tmp_path)
    with lock.held(place), pytest.raises(BlockingIOError), lock.held(place):
        pass
    with lock.held(place):
        pass
