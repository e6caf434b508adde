"""A ticket says whether a promise of it runs, and since when the first that was missed was due."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

import patto.store.fields


def look_at_all(apps: Any, _schema: Any) -> None:
    """Let the engine look once at every open ticket, of which only it can say."""
    keys = apps.get_model("tickets", "Ticket").objects.filter(is_open=True)
    timers = apps.get_model("timers", "Timer")
    rows = [
        timers(kind="tickets.moment", key=str(key), due_at=0)
        for key in keys.values_list("pk", flat=True)
    ]
    timers.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["kind", "key"],
        update_fields=["due_at"],
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0004_find_what_is_open"),
        ("timers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="overdue_since",
            field=patto.store.fields.InstantField(null=True),
        ),
        migrations.AddField(
            model_name="ticket",
            name="stands_still",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(look_at_all, migrations.RunPython.noop),
    ]
