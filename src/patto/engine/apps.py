"""What Django is to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class Engine(AppConfig):
    """The app of engine."""

    name = "patto.engine"
    default_auto_field = "django.db.models.BigAutoField"
