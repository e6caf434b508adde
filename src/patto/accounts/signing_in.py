"""How allauth is to behave here: nobody signs up; people are added by those who may."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The adapter that allauth asks."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Return no."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of who asks; what a header claims is not believed."""
        return str(request.META.get("REMOTE_ADDR", ""))

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing: the page that comes next shows that it worked."""

    def send_mail(self, _template: str, _email: str, _context: dict[str, Any]) -> None:
        """Send nothing: there is no mail out yet."""
