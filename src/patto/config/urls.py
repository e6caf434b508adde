"""The addresses of the whole: whose each is."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path

from patto.config.health import health
from patto.look import sheets

urlpatterns = [
    path("tape.css", sheets.tape, name="tape_sheet"),
    path("health", health, name="health"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("", include("patto.helpdesk.urls")),
]

handler400 = "patto.look.trouble.refused"
handler500 = "patto.look.trouble.broken"
