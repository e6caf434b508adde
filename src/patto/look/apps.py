"""What Django is to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class Look(AppConfig):
    """The app of look."""

    name = "patto.look"
    default_auto_field = "django.db.models.BigAutoField"
