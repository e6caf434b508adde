"""Moments as people say them."""

from __future__ import annotations

import pytest

from patto.kernel.instants import parse
from patto.language.words import Words

MONDAY = parse("2026-11-30T10:12:00+01:00")


@pytest.mark.parametrize(
    ("at", "english", "italian"),
    [
        ("2026-11-30T16:40:00+01:00", "today at 16:40", "oggi alle 16:40"),
        ("2026-12-01T00:00:00+01:00", "tomorrow at 00:00", "domani alle 00:00"),
        ("2026-11-29T23:59:59+01:00", "yesterday at 23:59", "ieri alle 23:59"),
        ("2026-12-06T11:15:00+01:00", "Sunday at 11:15", "domenica alle 11:15"),
        ("2026-12-07T11:15:00+01:00", "Mon 7 Dec, 11:15", "lun 7 dic, 11:15"),
        ("2026-11-27T11:15:00+01:00", "Fri 27 Nov, 11:15", "ven 27 nov, 11:15"),
        ("2027-01-04T09:00:00+01:00", "Mon 4 Jan, 09:00", "lun 4 gen, 09:00"),
        ("2025-12-01T09:00:00+01:00", "Mon 1 Dec 2025, 09:00", "lun 1 dic 2025, 09:00"),
    ],
)
def test_a_moment_is_told_as_one_says_it_today(at, english, italian):
    assert Words("en").near(parse(at), "Europe/Rome", MONDAY) == english
    assert Words("it").near(parse(at), "Europe/Rome", MONDAY) == italian


def test_which_day_it_is_is_decided_on_the_readers_wall():
    late = parse("2026-11-30T23:30:00+01:00")
    assert Words("en").near(late, "Asia/Tokyo", MONDAY) == "tomorrow at 07:30"
