"""What Django is to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class Helpdesk(AppConfig):
    """The app of helpdesk."""

    name = "patto.helpdesk"
    default_auto_field = "django.db.models.BigAutoField"
