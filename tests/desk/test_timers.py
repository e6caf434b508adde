"""Moments to come, and the engine that works on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.engine import running
from patto.kernel.instants import SECOND
from patto.timers import actions, queries
from patto.timers.actions import LEASE
from patto.timers.models import Timer

pytestmark = pytest.mark.django_db

T = 1_000 * SECOND


def test_what_has_come_is_taken_once_in_order_and_the_rest_waits():
    actions.arm("a", 1, T + 5)
    actions.arm("a", 2, T)
    actions.arm("b", 1, T + 6)
    found = actions.take(T + 5)
    assert [(one.kind, one.key, one.due_at) for one in found] == [("a", "2", T), ("a", "1", T + 5)]
    assert actions.take(T + 5) == []
    assert [one.kind for one in actions.take(T + 6)] == ["b"]


def test_what_a_worker_died_on_comes_again_after_its_lease():
    actions.arm("a", 1, T)
    actions.take(T)
    assert actions.take(T + LEASE - 1) == []
    (again,) = actions.take(T + LEASE)
    assert again.tries == 2
    actions.done(again)
    assert actions.take(T + 10 * LEASE) == []


def test_what_is_armed_anew_while_it_is_worked_on_is_not_lost():
    actions.arm("a", 1, T)
    (due,) = actions.take(T)
    actions.arm("a", 1, T + 9)
    actions.done(due)
    assert queries.next_moment() == T + 9
    actions.arm("a", 1, T)
    (due,) = actions.take(T)
    actions.arm("a", 1, T)
    actions.done(due)
    assert queries.next_moment() == T


def test_a_thing_whose_work_fails_holds_up_no_other_and_comes_again(monkeypatch):
    worked: list[str] = []

    def run(due, _at):
        worked.append(due.key)
        if due.key == "bad" and worked.count("bad") == 1:
            raise ZeroDivisionError

    monkeypatch.setattr(running, "kinds", lambda: {"a": run})
    actions.arm("a", "bad", T)
    actions.arm("a", "good", T + 1)
    assert running.work(T + 1) == 2
    assert running.work(T + 2) == 0
    assert running.work(T + 1 + 5 * SECOND) == 1
    assert worked == ["bad", "good", "bad"]
    assert queries.next_moment() is None


def test_a_moment_that_nobody_works_on_is_told_and_goes(caplog):
    actions.arm("nobody", 1, T)
    assert running.work(T) == 1
    assert "nobody" in caplog.text
    assert queries.next_moment() is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 30)), max_size=12))
def test_every_armed_moment_is_worked_on_exactly_once_at_its_last_time(armed):
    Timer.objects.all().delete()
    for key, after in armed:
        actions.arm("a", key, T + after)
    last = dict(armed)
    found = []
    for moment in range(31):
        for due in actions.take(T + moment):
            found.append((due.key, moment))
            actions.done(due)
    assert sorted(found) == sorted(last.items())
