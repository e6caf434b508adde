"""What left is retired on a day; sites have hours, customers suppliers of their own."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import patto.store.fields
from patto.home.now import now
from patto.kernel.instants import to_datetime


def say_when_it_left(apps: Any, _schema: Any) -> None:
    """Give what was retired or inactive a day; of what never had one, the day it was found out."""
    today = to_datetime(now()).date()
    for row in apps.get_model("customers", "System").objects.exclude(retired_at=None):
        row.retired_on = to_datetime(row.retired_at).date()
        row.save(update_fields=["retired_on"])
    for name in ("Customer", "Contact"):
        apps.get_model("customers", name).objects.filter(active=False).update(retired_on=today)


def keep_what_was_said_of_holidays(apps: Any, _schema: Any) -> None:
    """Put what was said of a site's holidays in words to what else is noted of it."""
    for row in apps.get_model("customers", "Site").objects.exclude(holidays=""):
        row.note = "\n".join(filter(None, (row.note, row.holidays)))
        row.save(update_fields=["note"])


def _text(model: str, name: str, field: Any) -> migrations.AddField:
    return migrations.AddField(model, name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_when_a_system_came_into_scope")]

    operations = [
        *(
            migrations.AddField(model, "retired_on", models.DateField(null=True))
            for model in ("customer", "supplier", "site", "system", "contact")
        ),
        _text("site", "hours", models.TextField(default="")),
        _text("site", "closed", models.TextField(default="")),
        _text("system", "contract", models.CharField(max_length=200, default="")),
        migrations.AddField("system", "in_scope_until", models.DateField(null=True)),
        migrations.AddField(
            "supplier",
            "customer",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="suppliers",
                to="customers.customer",
            ),
        ),
        migrations.RunPython(say_when_it_left, migrations.RunPython.noop),
        migrations.RunPython(keep_what_was_said_of_holidays, migrations.RunPython.noop),
        migrations.RemoveField("customer", "active"),
        migrations.RemoveField("contact", "active"),
        migrations.RemoveField("system", "retired_at"),
        migrations.RemoveField("site", "holidays"),
        migrations.CreateModel(
            "Upload",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor", models.CharField(max_length=40, unique=True)),
                ("at", patto.store.fields.InstantField()),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
            ],
        ),
    ]
