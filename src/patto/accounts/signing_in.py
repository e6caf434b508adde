"""How allauth is to behave here: nobody signs up; people are added by those who may."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from patto.accounts.models import Person
from patto.home.now import now
from patto.ledger.actions import record


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The adapter that allauth asks."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Return no."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of who asks, as the last proxy of ours saw it.

        What a header claims beyond that, or without a proxy, is not believed.
        """
        claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if 0 < settings.PROXIES <= len(claimed):
            with suppress(ValueError):
                return str(ip_address(claimed[-settings.PROXIES].strip()))
        return str(request.META.get("REMOTE_ADDR", ""))

    def add_message(
        self, request: HttpRequest, _level: int, template: str = "", *_: Any, **__: Any
    ) -> None:
        """Say that the password is another one; of all else the page that comes next tells."""
        if template.endswith("/password_changed.txt"):
            messages.success(request, request.words.say("people.password-changed"))  # type: ignore[attr-defined]  # set by our middleware

    def set_password(self, user: Person, password: str) -> None:
        """Keep the password that a person chose, and write down that they did."""
        with transaction.atomic():
            super().set_password(user, password)
            record("people.password", by=user.actor, at=now(), noun="person", key=user.pk)

    def get_logout_redirect_url(self, _request: HttpRequest) -> str:
        """Return the page to sign in, which says that one has signed out."""
        return f"{reverse('account_login')}?out"

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Return where it is shown that all other sessions have ended."""
        return reverse("sessions")

    def send_mail(self, _template: str, _email: str, _context: dict[str, Any]) -> None:
        """Send nothing: there is no mail out yet."""
