"""An index of what is open holds nothing else, and is asked as Django asks for it."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0003_retire_by_day_and_keep_hours"),
        ("tickets", "0003_signals_that_are_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="ticket",
            name="ticket_queue",
        ),
        migrations.RemoveIndex(
            model_name="ticket",
            name="ticket_of_person",
        ),
        migrations.RemoveIndex(
            model_name="ticket",
            name="ticket_of_customer",
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["next_due_at", "id"],
                name="ticket_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["assignee", "next_due_at"],
                name="ticket_open_of_person",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["customer", "next_due_at"],
                name="ticket_open_of_customer",
            ),
        ),
    ]
