"""Signals say what of and when they were told, and can be taken back; corrections are found by day."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

import patto.store.fields


def say_when_told(apps: Any, _schema: Any) -> None:
    """Take what was told before as told at its moment."""
    apps.get_model("tickets", "Signal").objects.update(told_at=models.F("at"))


def look_at_all(apps: Any, _schema: Any) -> None:
    """Let the engine look once at every open ticket, which has more moments now than before."""
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
        ("tickets", "0002_what_kind_of_call_and_saved_views"),
        ("timers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="warned_at",
            field=patto.store.fields.InstantField(null=True),
        ),
        migrations.RemoveConstraint(model_name="signal", name="signal_once"),
        migrations.RemoveField(model_name="signal", name="seen_at"),
        migrations.AddField(
            model_name="signal",
            name="detail",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="signal",
            name="taken_back_at",
            field=patto.store.fields.InstantField(null=True),
        ),
        migrations.AddField(
            model_name="signal",
            name="told_at",
            field=patto.store.fields.InstantField(default=0),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)),
                fields=("ticket", "metric", "item", "kind", "detail", "at"),
                name="signal_once",
            ),
        ),
        migrations.AddIndex(
            model_name="happened",
            index=models.Index(
                condition=models.Q(("kind", "corrected")),
                fields=["occurred_at"],
                name="happened_as_correction",
            ),
        ),
        migrations.RunPython(say_when_told, migrations.RunPython.noop),
        migrations.RunPython(look_at_all, migrations.RunPython.noop),
    ]
