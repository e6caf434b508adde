"""Instants and durations: integers of microseconds, and the texts and datetimes they come from.

An instant is microseconds since 1970-01-01T00:00:00Z, a duration is microseconds. A local time is
not an instant: whatever enters here names its offset.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final, TypeAlias

from patto.kernel.errors import MalformedTimeError, NaiveTimeError, OutOfRangeError

Instant: TypeAlias = int
Duration: TypeAlias = int

SECOND: Final[Duration] = 1_000_000
MINUTE: Final[Duration] = 60 * SECOND
HOUR: Final[Duration] = 60 * MINUTE
DAY: Final[Duration] = 24 * HOUR

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)

EARLIEST: Final[Instant] = -62_135_596_800 * SECOND
LATEST: Final[Instant] = 253_402_300_800 * SECOND - 1

_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)


def from_datetime(moment: datetime) -> Instant:
    """Return the instant of an aware datetime.

    :raises NaiveTimeError: if `moment` has no zone
    """
    try:
        since = moment - EPOCH
    except TypeError as error:
        message = f"{moment.isoformat()} has no zone"
        raise NaiveTimeError(message) from error
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def to_datetime(instant: Instant) -> datetime:
    """Return the instant as a datetime in UTC.

    :raises OutOfRangeError: if the instant lies outside the years 1 to 9999
    """
    try:
        return EPOCH + MICROSECOND * instant
    except OverflowError as error:
        message = f"{instant} us since 1970 lies outside the years 1 to 9999"
        raise OutOfRangeError(message) from error


def parse(text: str) -> Instant:
    """Return the instant that an RFC 3339 text names, to the microsecond.

    :raises MalformedTimeError: if the text is not such an instant, or names no offset
    """
    if not _RFC3339.fullmatch(text):
        message = f"{text!r} is not an instant such as 2026-03-06T16:55:00Z"
        raise MalformedTimeError(message)
    try:
        return from_datetime(datetime.fromisoformat(text.upper()))
    except ValueError as error:
        message = f"{text!r} is not an instant: {error}"
        raise MalformedTimeError(message) from error


def render(instant: Instant) -> str:
    """Return the RFC 3339 text of an instant in UTC, with microseconds only where there are any.

    :raises OutOfRangeError: if the instant lies outside the years 1 to 9999
    """
    return to_datetime(instant).isoformat().replace("+00:00", "Z")


def told(instant: Instant) -> str:
    """Return the text of any instant for a message; outside the years 1 to 9999 its number."""
    return render(instant) if EARLIEST <= instant <= LATEST else f"{instant} us since 1970"


def parse_date(text: str) -> date:
    """Return the date that a text such as 2026-01-06 names.

    :raises MalformedTimeError: if the text is not such a date
    """
    if not _DATE.fullmatch(text):
        message = f"{text!r} is not a date such as 2026-01-06"
        raise MalformedTimeError(message)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is not a date: {error}"
        raise MalformedTimeError(message) from error


def parse_time_of_day(text: str) -> Duration:
    """Return the microseconds from midnight to a time such as 09:00, 23:59:30 or 24:00.

    :raises MalformedTimeError: if the text is not such a time
    """
    if text in {"24:00", "24:00:00"}:
        return DAY
    match = _TIME_OF_DAY.fullmatch(text)
    if match is None:
        message = f"{text!r} is not a time of day such as 09:00 or 24:00"
        raise MalformedTimeError(message)
    hour, minute, second = match.groups(default="0")
    return int(hour) * HOUR + int(minute) * MINUTE + int(second) * SECOND


def render_time_of_day(time: Duration) -> str:
    """Return the text of a time of day, with seconds only where there are any: 09:00, 24:00."""
    minutes, rest = divmod(time, MINUTE)
    seconds, micros = divmod(rest, SECOND)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    if micros:
        return f"{text}:{seconds:02}.{micros:06}"
    return f"{text}:{seconds:02}" if seconds else text
