"""A scan that was kept by mistake is taken away, with why."""

from __future__ import annotations

from django.db import migrations, models

from patto.store.fields import InstantField


class Migration(migrations.Migration):
    """Adds when a scan was taken away, and why."""

    dependencies = (("agreements", "0004_in_force_for_good"),)
    operations = (
        migrations.AddField("signedcopy", "withdrawn_at", InstantField(null=True)),
        migrations.AddField(
            "signedcopy",
            "withdrawn_why",
            models.CharField(max_length=300, default=""),
            preserve_default=False,
        ),
    )
