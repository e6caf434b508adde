"""What Django is to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class Customers(AppConfig):
    """The app of customers."""

    name = "patto.customers"
    default_auto_field = "django.db.models.BigAutoField"
