"""What Django is to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class Timers(AppConfig):
    """The app of timers."""

    name = "patto.timers"
    default_auto_field = "django.db.models.BigAutoField"
