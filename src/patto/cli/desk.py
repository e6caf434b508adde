"""What the commands of the desk begin with: a home that nobody else works on, ready to be used."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from patto.cli.ending import system_reason
from patto.cli.frame import Refusal
from patto.language.words import Words

if TYPE_CHECKING:
    from patto.home.folder import Home

_SETTINGS = "patto.config.settings"
_PATIENCE = 5
"""Seconds that a database has to answer at the start."""


@contextmanager
def opened(spoken: Words, address: str = "") -> Iterator[Home]:
    """Hold the home that the environment names, its database made and up to date.

    `address` is what this process answers to, for whoever finds the home taken.

    :raises Refusal: if the desk is not installed
    :raises InputError: if something is in the way of starting on the home
    """
    if find_spec("django") is None or find_spec("uvicorn") is None:
        raise Refusal(spoken.say("cli.serve.extra-missing", extra="web"))
    os.environ["DJANGO_SETTINGS_MODULE"] = _SETTINGS
    from patto.home.folder import home  # noqa: PLC0415  # only the desk needs it

    with ExitStack() as until_the_end:
        # Of what is written from here on, no other user of the machine reads anything.
        until_the_end.callback(os.umask, os.umask(0o077))
        place = home(os.environ)
        _hold(place, address, until_the_end, spoken)
        import django  # noqa: PLC0415  # only the desk needs it

        django.setup()
        _make_ready(place, spoken)
        yield place


def _hold(place: Home, address: str, until_the_end: ExitStack, spoken: Words) -> None:
    from patto.home import lock  # noqa: PLC0415  # only the desk needs it
    from patto.home.starting import in_the_way  # noqa: PLC0415  # only the desk needs it

    try:
        until_the_end.enter_context(lock.held(place.made(), address))
    except lock.TakenError as error:
        raise in_the_way("home-taken", place.path, holder=error.holder) from None
    except OSError as error:
        detail = system_reason(error, spoken)
        raise in_the_way("home-closed", place.path, detail=detail) from None


def _make_ready(place: Home, spoken: Words) -> None:
    """Bring the database up to date.

    :raises InputError: if it is away, cannot be read, is full, or a newer Patto has been at it
    """
    from django.core.management import call_command  # noqa: PLC0415  # only the desk needs it
    from django.db import DatabaseError, connection  # noqa: PLC0415  # only the desk needs it

    from patto.home.starting import in_the_way  # noqa: PLC0415  # only the desk needs it

    if connection.vendor == "postgresql":
        _reach(connection)
    try:
        steps = _unknown_steps(connection)
        if steps:
            raise in_the_way("home-newer", place.path, steps=", ".join(steps))
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        if connection.vendor == "postgresql":
            raise
        full = getattr(error.__cause__, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
        if full:
            detail = system_reason(OSError(errno.ENOSPC, ""), spoken)
            raise in_the_way("home-closed", place.path, detail=detail) from None
        raise in_the_way("database-unreadable", place.database, detail=error) from None


def _reach(connection: Any) -> None:
    """Connect once, without a pool, so that what is in the way is told at once and as it is."""
    import psycopg  # noqa: PLC0415  # only with PostgreSQL
    from django.conf import settings  # noqa: PLC0415  # only the desk needs it

    from patto.home.settings import MASK, TLS, masked  # noqa: PLC0415  # only the desk needs it
    from patto.home.starting import in_the_way  # noqa: PLC0415  # only the desk needs it

    told = connection.settings_dict
    try:
        psycopg.connect(
            dbname=told["NAME"], user=told["USER"], password=told["PASSWORD"], host=told["HOST"],
            port=told["PORT"] or None, connect_timeout=_PATIENCE,
            **{name: one for name, one in told["OPTIONS"].items() if name in TLS},
        ).close()  # fmt: skip
    except psycopg.Error as error:
        detail = next(iter(str(error).splitlines()), "")
        if told["PASSWORD"]:
            detail = detail.replace(told["PASSWORD"], MASK)
        shown = masked(settings.STATED["database_url"])
        raise in_the_way("database-away", database=shown, detail=detail) from None


def _unknown_steps(connection: Any) -> list[str]:
    """Return the migrations of ours that were applied and that this version does not have."""
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415  # only the desk needs it

    loader = MigrationLoader(connection)
    applied = [key for key in loader.applied_migrations if key not in loader.disk_migrations]
    return sorted(f"{app}.{name}" for app, name in applied if app in loader.migrated_apps)
