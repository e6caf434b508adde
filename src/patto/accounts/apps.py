"""What Django is to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    """The app of accounts."""

    name = "patto.accounts"
    default_auto_field = "django.db.models.BigAutoField"
