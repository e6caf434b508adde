"""The desk of the tests: a home of its own, on either of the two databases.

`PATTO_TESTS_ON=postgresql` runs them on a PostgreSQL server that is started for it; what runs the
tests in parallel starts it, and the others take its address from the environment.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import django

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
