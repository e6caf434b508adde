"""The database itself refuses to change or delete a version that is in force."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_REFUSED = "a version that is in force is never changed"
_SQLITE = """
    CREATE TRIGGER agreements_in_force_no_{act} BEFORE {act} ON agreements_version
    WHEN OLD.state = 'in-force' BEGIN SELECT RAISE(ABORT, '{refused}'); END
"""
_FUNCTION = """
    CREATE FUNCTION agreements_in_force_for_good() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{refused}'; END$$
"""
_TRIGGER = """
    CREATE TRIGGER agreements_in_force_for_good BEFORE UPDATE OR DELETE ON agreements_version
    FOR EACH ROW WHEN (OLD.state = 'in-force') EXECUTE FUNCTION agreements_in_force_for_good()
"""


def _guard(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "sqlite":
        for act in ("update", "delete"):
            editor.execute(_SQLITE.format(act=act, refused=_REFUSED), params=None)
    else:
        editor.execute(_FUNCTION.format(refused=_REFUSED), params=None)
        editor.execute(_TRIGGER, params=None)


class Migration(migrations.Migration):
    """Sets the guards.

    SQLite makes a table anew for some changes, and its triggers go with the old one: a later
    migration that alters the table sets them again, and a test says so if it does not.
    """

    dependencies = (("agreements", "0003_sides_of_signatories"),)
    operations = (migrations.RunPython(_guard),)
