"""What Django is to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class Agreements(AppConfig):
    """The app of agreements."""

    name = "patto.agreements"
    default_auto_field = "django.db.models.BigAutoField"
