"""The desk of the tests: a home of its own, on either of the two databases.

`PATTO_TESTS_ON=postgresql` runs them on a PostgreSQL server that is started for it; what runs the
tests in parallel starts it, and the others take its address from the environment.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from typing import Any

import django
import pytest

import postgresql

os.environ["DJANGO_SETTINGS_MODULE"] = "patto.config.settings"
os.environ["PATTO_HOME"] = tempfile.mkdtemp(prefix="patto-home-")
atexit.register(shutil.rmtree, os.environ["PATTO_HOME"], ignore_errors=True)
if os.environ.get("PATTO_TESTS_ON") == "postgresql" and "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = postgresql.started()
django.setup()

from django.conf import settings  # noqa: E402  # there are none before

# A password is hashed slowly on purpose; a test that signs somebody in is not to wait for it.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A file, as when it is served: a database in memory locks whole tables against pages that come at
# the same time.
from django.db import connections  # noqa: E402  # the same

if connections["default"].vendor == "sqlite":
    connections["default"].settings_dict["TEST"]["NAME"] = str(settings.HOME.path / "test.sqlite3")

# After a test of a browser every row is deleted, which SQLite refuses for a version in force; on
# PostgreSQL tables are emptied without asking about their rows.
_GUARD = "agreements_in_force_no_delete"
_OPERATIONS: Any = type(connections["default"].ops)
_flush = _OPERATIONS.sql_flush


def _sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [_GUARD])
        found = cursor.fetchone()
    statements = _flush(self, *args, **kwargs)
    return [f"DROP TRIGGER {_GUARD}", *statements, *found] if found else statements


if connections["default"].vendor == "sqlite":
    _OPERATIONS.sql_flush = _sql_flush


_ASKING = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what asks no database, and a journey's second language."""
    if connections["default"].vendor == "sqlite":
        return
    left_out = [one for one in items if not _asks(one) or _is_second(one)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [one for one in items if one not in left_out]


def _asks(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") is not None
    return marked or not _ASKING.isdisjoint(getattr(item, "fixturenames", ()))


def _is_second(item: pytest.Item) -> bool:
    given = getattr(item, "callspec", None)
    return given is not None and given.indices.get("page", 0) > 0
