"""Tickets say what kind of call they are, and people keep what they look for often."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NAMES = ("reported", "classified", "corrected")


def fill_type(apps: Any, _schema: Any) -> None:
    """Take the type of each ticket from what was last said of it."""
    happened = apps.get_model("tickets", "Happened").objects.filter(kind__in=NAMES)
    said: dict[int, str] = {}
    for ticket, told in happened.order_by("id").values_list("ticket_id", "attributes").iterator():
        if told.get("type"):
            said[ticket] = told["type"]
    tickets = apps.get_model("tickets", "Ticket").objects
    by_type: dict[str, list[int]] = {}
    for ticket, kind in said.items():
        by_type.setdefault(kind, []).append(ticket)
    for kind, keys in by_type.items():
        for first in range(0, len(keys), 500):
            tickets.filter(pk__in=keys[first : first + 500]).update(type=kind)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("tickets", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="type",
            field=models.CharField(default="", max_length=100),
            preserve_default=False,
        ),
        migrations.RunPython(fill_type, migrations.RunPython.noop),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("asked", models.TextField()),
                ("done", models.BooleanField(default=False)),
                ("shared", models.BooleanField(default=False)),
                ("opens", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "name"), name="view_by_name"),
                    models.UniqueConstraint(
                        condition=models.Q(("opens", True)),
                        fields=("person",),
                        name="view_that_opens",
                    ),
                ],
            },
        ),
    ]
