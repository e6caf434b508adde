"""The addresses of the provider's pages."""

from __future__ import annotations

from django.urls import path

from patto.helpdesk.views import agreements, customers, home, logging, people, start, tickets

urlpatterns = [
    path("", home.home, name="home"),
    path("log/", logging.who, name="log"),
    path("log/<int:customer>/", logging.call, name="log_call"),
    path("log/<int:customer>/foreseen/", logging.foreseen, name="log_foreseen"),
    path("search/", customers.search, name="search"),
    path("customers/", customers.everybody, name="customers"),
    path("customers/add/", customers.add, name="customer_add"),
    path("customers/suppliers/add/", customers.add_supplier, name="supplier_add"),
    path("customers/<int:key>/", customers.customer, name="customer"),
    path("customers/<int:key>/add/<str:kind>/", customers.add_theirs, name="theirs_add"),
    path("customers/<int:customer>/agreement/", agreements.upload, name="agreement_upload"),
    path("customers/<int:customer>/agreement/<int:key>/", agreements.agreement, name="agreement"),
    path(
        "customers/<int:customer>/agreement/<int:key>/agree/",
        agreements.agree,
        name="agreement_agree",
    ),
    path(
        "customers/<int:customer>/agreement/<int:key>/in-force/",
        agreements.put_in_force,
        name="agreement_in_force",
    ),
    path(
        "customers/<int:customer>/agreement/<int:key>/contract.pdf",
        agreements.printed,
        name="agreement_pdf",
    ),
    path("tickets/<int:key>/", tickets.ticket, name="ticket"),
    path("tickets/<int:key>/act/", tickets.act, name="ticket_act"),
    path("tickets/<int:key>/why/", tickets.why, name="ticket_why"),
    path("start/<str:token>/", start.start, name="start"),
    path("start/<str:token>/company/", start.company, name="start_company"),
    path("start/<str:token>/you/", start.first_person, name="start_you"),
    path("people/", people.everybody, name="people"),
    path("people/add/", people.add, name="people_add"),
    path("people/<int:key>/role/", people.role, name="people_role"),
    path("people/<int:key>/active/", people.active, name="people_active"),
]
