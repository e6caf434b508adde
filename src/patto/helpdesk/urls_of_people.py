"""The addresses of the provider's people, and of what is one's own."""

from __future__ import annotations

from django.urls import path

from patto.helpdesk.views import people

urlpatterns = [
    path("people/", people.everybody, name="people"),
    path("people/add/", people.add, name="people_add"),
    path("people/<int:key>/", people.one, name="person"),
    path("people/<int:key>/role/", people.role, name="people_role"),
    path("people/<int:key>/active/", people.active, name="people_active"),
    path("people/<int:key>/password/", people.password, name="person_password"),
    path("people/<int:key>/sign-out/", people.sign_out, name="person_sign_out"),
    path("people/<int:key>/sign-out/<int:session>/", people.sign_out, name="person_sign_out_one"),
    path("you/", people.you, name="you"),
    path("sessions/", people.own_sessions, name="sessions"),
    path("sessions/end/", people.end_own, name="sessions_end"),
    path("sessions/<int:session>/end/", people.end_own, name="session_end"),
]
