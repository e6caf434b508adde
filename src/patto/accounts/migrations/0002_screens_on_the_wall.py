"""Screens on the wall show the board by a key of their own."""

from __future__ import annotations

from django.db import migrations, models

import patto.store.fields


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Screen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("added_at", patto.store.fields.InstantField()),
                ("added_by", models.CharField(max_length=200)),
                ("ended_at", patto.store.fields.InstantField(null=True)),
            ],
        ),
    ]
