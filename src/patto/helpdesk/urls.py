"""The addresses of the provider's pages."""

from __future__ import annotations

from django.urls import path

from patto.helpdesk.views import home, people, start

urlpatterns = [
    path("", home.home, name="home"),
    path("start/<str:token>/", start.start, name="start"),
    path("start/<str:token>/company/", start.company, name="start_company"),
    path("start/<str:token>/you/", start.first_person, name="start_you"),
    path("people/", people.everybody, name="people"),
    path("people/add/", people.add, name="people_add"),
    path("people/<int:key>/role/", people.role, name="people_role"),
    path("people/<int:key>/active/", people.active, name="people_active"),
]
