"""Who signed has a side and a role; what was written down before says only the names."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def _with_sides(apps: Any, _editor: Any) -> None:
    for one in apps.get_model("agreements", "Version").objects.exclude(signatories=[]):
        one.signatories = [
            {"side": "", "name": name, "role": ""} if isinstance(name, str) else name
            for name in one.signatories
        ]
        one.save(update_fields=["signatories"])


class Migration(migrations.Migration):
    """Gives every signatory its three parts."""

    dependencies = (("agreements", "0002_signed_copies"),)
    operations = (migrations.RunPython(_with_sides, migrations.RunPython.noop),)
