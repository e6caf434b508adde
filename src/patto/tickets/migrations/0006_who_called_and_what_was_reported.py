"""A ticket keeps who called where that is no contact, and is found by what was reported."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from patto.customers.folding import folded

_BATCH = 500
_MOST = 500


def look_through_all(apps: Any, _schema: Any) -> None:
    """Let a search look through what was reported before there was a place for it."""
    messages = apps.get_model("tickets", "Message").objects
    reported = apps.get_model("tickets", "Reported").objects
    said = (
        messages.filter(happened__kind="reported").order_by("id").values_list("ticket_id", "text")
    )
    rows = []
    for ticket, text in said.iterator(chunk_size=_BATCH):
        rows.append(reported.model(ticket_id=ticket, folded=folded(text[:_MOST])))
        if len(rows) == _BATCH:
            reported.bulk_create(rows, ignore_conflicts=True)
            rows = []
    reported.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0005_which_promise_runs"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="caller",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Reported",
            fields=[
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reported",
                        serialize=False,
                        to="tickets.ticket",
                    ),
                ),
                ("folded", models.TextField()),
            ],
        ),
        migrations.RunPython(look_through_all, migrations.RunPython.noop),
    ]
