"""What Django is to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class Ledger(AppConfig):
    """The ledger."""

    name = "patto.ledger"
    default_auto_field = "django.db.models.BigAutoField"
