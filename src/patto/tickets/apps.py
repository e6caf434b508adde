"""What Django is to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class Tickets(AppConfig):
    """The app of tickets."""

    name = "patto.tickets"
    default_auto_field = "django.db.models.BigAutoField"
