"""Zones: the pinned data only, every change of offset found, exactly where it is."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from struct import iter_unpack, unpack_from

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.kernel import zones
from patto.kernel.errors import OutOfRangeError, UnknownZoneError
from patto.kernel.instants import (
    DAY,
    EARLIEST,
    EPOCH,
    HOUR,
    LATEST,
    MINUTE,
    SECOND,
    Instant,
    from_datetime,
    parse,
    to_datetime,
)
from patto.kernel.spans import Span
from strategies import TURNS, Turn, instants_near, turns, windows_near

Changes = list[tuple[Instant, int]]


def wall_at(name: str, instant: Instant) -> datetime:
    """Return what the wall clock reads, by the standard library."""
    return to_datetime(instant).astimezone(zones.zone(name)).replace(tzinfo=None)


def coalesced(changes: Changes) -> Changes:
    """Leave out the transitions that do not change the offset."""
    first, *_ = changes
    return [first, *(new for old, new in pairwise(changes) if old[1] != new[1])]


def table_of(name: str) -> tuple[Changes, str]:
    """Return the transitions of a zone's file with their offsets, and the rule at its end."""
    data = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    start = data.index(b"TZif", 4)  # the block of 64-bit times
    isut, isstd, leaps, times, types, letters = unpack_from(">6l", data, start + 20)
    at = start + 44
    instants = unpack_from(f">{times}q", data, at)
    kinds = data[at + times * 8 : at + times * 9]
    infos = list(iter_unpack(">lBB", data[at + times * 9 : at + times * 9 + types * 6]))
    footer = data[at + times * 9 + types * 6 + letters + leaps * 12 + isstd + isut :]
    changes = [
        (i * SECOND, infos[kind][0] * SECOND) for i, kind in zip(instants, kinds, strict=True)
    ]
    return coalesced([(EARLIEST, infos[0][0] * SECOND), *changes]), footer.decode().strip()


def test_no_offset_in_any_table_is_missed_however_short() -> None:
    seen = 0
    for name in sorted(zones.zone_names()):
        changes, _ = table_of(name)
        last = changes[-1][0] + SECOND
        found = [(span.start, offset) for span, offset in zones.pieces(name, Span(EARLIEST, last))]
        assert found == changes, name
        seen += len(found)
    assert seen > 20_000


RULE = re.compile(
    r"(?:<[^>]+>|[A-Z]+)(?P<std>[-+:\d]+)(?:<[^>]+>|[A-Z]+)(?P<dst>[-+:\d]*)"
    r",M(?P<begin>[\d.]+)(?:/(?P<begin_at>[-+:\d]+))?,M(?P<end>[\d.]+)(?:/(?P<end_at>[-+:\d]+))?"
)


def clock_time(text: str | None, default: int) -> int:
    """Return the microseconds of a signed hh[:mm[:ss]], or the default."""
    if not text:
        return default
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    size = sum(part * unit for part, unit in zip(parts, (HOUR, MINUTE, SECOND), strict=False))
    return -size if text.startswith("-") else size


def nth_weekday(year: int, rule: str) -> Instant:
    """Return midnight, as if in UTC, of the date that m.w.d names in a year."""
    month, week, weekday = map(int, rule.split("."))
    days = [date(year, month, 1) + timedelta(days=n) for n in range(31)]
    fitting = [day for day in days if day.month == month and day.isoweekday() % 7 == weekday]
    day = fitting[min(week, len(fitting)) - 1]
    return from_datetime(datetime(day.year, day.month, day.day, tzinfo=UTC))


def ruled_changes(rule: re.Match[str], years: range) -> Iterator[tuple[Instant, int]]:
    """Return the changes that a POSIX rule makes, worked out from its text."""
    std = -clock_time(rule["std"], 0)
    dst = -clock_time(rule["dst"], -std - HOUR)
    for year in years:
        begin = nth_weekday(year, rule["begin"]) + clock_time(rule["begin_at"], 2 * HOUR) - std
        end = nth_weekday(year, rule["end"]) + clock_time(rule["end_at"], 2 * HOUR) - dst
        yield begin, dst
        yield end, std


def test_no_change_by_rule_is_missed_in_any_zone() -> None:
    rules = {footer: name for name in zones.zone_names() if (footer := table_of(name)[1])}
    yearly = {footer: name for footer, name in rules.items() if "," in footer}
    years = range(2090, 2119)  # past every table, and each weekday on each date of a leap year
    window = Span(parse("2090-01-01T00:00:00Z"), parse("2119-01-01T00:00:00Z"))
    for footer, name in yearly.items():
        rule = RULE.fullmatch(footer)
        assert rule is not None, footer
        changes = sorted(ruled_changes(rule, years))
        found = [(span.start, offset) for span, offset in zones.pieces(name, window)]
        assert found[1:] == changes, name
    for footer in rules.keys() - yearly.keys():
        assert len(zones.pieces(rules[footer], window)) == 1, footer
    assert len(yearly) > 20


@given(turns.flatmap(lambda turn: st.tuples(st.just(turn), windows_near(turn.at))))
def test_pieces_cover_the_window_and_nothing_else(drawn: tuple[Turn, Span]) -> None:
    turn, window = drawn
    pieces = zones.pieces(turn.zone, window)
    edges = [edge for span, _ in pieces for edge in span]
    assert edges[:1] + edges[-1:] == ([*window] if window.length else [])
    assert edges[1:-1:2] == edges[2::2]
    for (start, end), offset in pieces:
        for instant in (start, end - 1):
            assert (
                from_datetime(wall_at(turn.zone, instant).replace(tzinfo=UTC)) - instant == offset
            )


@pytest.mark.parametrize("turn", TURNS)
def test_the_instants_of_a_reading_are_all_that_show_it(turn: Turn) -> None:
    span = range(turn.at - DAY, turn.at + DAY, 15 * MINUTE)
    shown: dict[datetime, list[Instant]] = {}
    for instant in span:
        shown.setdefault(wall_at(turn.zone, instant), []).append(instant)
    inner = [wall for wall, at in shown.items() if abs(at[0] - turn.at) < 12 * HOUR]
    assert {wall: [*zones.instants_at(turn.zone, wall)] for wall in inner} == {
        wall: shown[wall] for wall in inner
    }


def test_a_reading_in_a_gap_has_no_instant_and_one_in_an_overlap_two() -> None:
    gap = zones.instants_at("Europe/Rome", datetime(2026, 3, 29, 2, 30))  # noqa: DTZ001 - wall
    overlap = zones.instants_at("Europe/Rome", datetime(2026, 10, 25, 2, 30))  # noqa: DTZ001 - wall
    assert gap == ()
    assert overlap == (parse("2026-10-25T00:30:00Z"), parse("2026-10-25T01:30:00Z"))


def test_an_offset_of_less_than_a_minute_is_exact() -> None:
    midday = parse("1850-01-01T12:00:00Z")
    assert zones.offset_at("Europe/Rome", midday) == 49 * MINUTE + 56 * SECOND


@given(turns.flatmap(lambda turn: st.tuples(st.just(turn), instants_near(turn.at))))
def test_the_offset_at_an_instant_is_that_of_its_piece(drawn: tuple[Turn, Instant]) -> None:
    turn, instant = drawn
    [(_, offset)] = zones.pieces(turn.zone, Span(instant, instant + 1))
    assert zones.offset_at(turn.zone, instant) == offset


def test_the_systems_zone_files_are_never_read(tmp_path: Path) -> None:
    (tmp_path / "Europe").mkdir()
    tokyo = files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    (tmp_path / "Europe" / "Rome").write_bytes(tokyo)
    zoneinfo.reset_tzpath([tmp_path])
    zones.zone.cache_clear()
    try:
        fooled = zoneinfo.ZoneInfo.no_cache("Europe/Rome")
        assert fooled.utcoffset(EPOCH.replace(tzinfo=None)) == timedelta(hours=9)
        assert zones.offset_at("Europe/Rome", 0) == HOUR
    finally:
        zoneinfo.reset_tzpath()


@pytest.mark.parametrize(
    ("name", "offset"),
    [("+01:00", HOUR), ("-09:30", -(9 * HOUR + 30 * MINUTE)), ("+00:00", 0), ("-00:00", 0)],
)
def test_a_fixed_offset_is_a_zone_that_never_changes(name: str, offset: int) -> None:
    everything = Span(EARLIEST, LATEST)
    assert zones.pieces(name, everything) == ((everything, offset),)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Rome",
        "europe/rome",
        "Europe",
        "Europe/",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe/../Asia/Tokyo",
        "Europe\\Rome",
        "Europe/Rome\n",
        "Europe/Rome\0",
        "zones",
        "+1:00",
        "+24:00",
        "+01:60",
        "+01:00\n",
        "+٠1:00",
        "a" * 300,
    ],
)
def test_any_other_name_is_refused(name: str) -> None:
    for refuse in (zones.zone, lambda name: zones.pieces(name, Span(0, DAY))):
        with pytest.raises(
            UnknownZoneError, match=r"^.{,100} is neither a zone of tzdata 20\d\d\w"
        ):
            refuse(name)


def test_the_whole_range_of_years_can_be_cut_and_no_more() -> None:
    for name in ("Pacific/Kiritimati", "Pacific/Niue", "America/New_York"):
        (first, _), *_ = zones.pieces(name, Span(EARLIEST, EARLIEST + 3 * DAY))
        *_, (last, _) = zones.pieces(name, Span(LATEST - 3 * DAY, LATEST))
        assert (first.start, last.end) == (EARLIEST, LATEST)
        for beyond in (Span(EARLIEST - 1, 0), Span(0, LATEST + 1)):
            with pytest.raises(OutOfRangeError, match="years 1 to 9999"):
                zones.pieces(name, beyond)


def test_the_release_of_the_data_is_told() -> None:
    assert re.fullmatch(r"20\d\d[a-z]", zones.TZDATA_RELEASE)
    assert {"Europe/Rome", "UTC"} <= zones.zone_names()
