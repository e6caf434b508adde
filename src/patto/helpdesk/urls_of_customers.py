"""The addresses of customers, what is theirs, and suppliers."""

from __future__ import annotations

from typing import Any, Final

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from patto.helpdesk.views import customers, importing, things

_PAGES: Final = (("", "", things.thing), ("change/", "_change", things.change),
                 ("leave/", "_leave", things.leave), ("back/", "_back", things.back))  # fmt: skip


class Kind(StringConverter):
    """What a customer has, as an address names it."""

    regex = "site|system|contact|supplier"


register_converter(Kind, "kind")


def _thing(address: str, name: str, **told: Any) -> list[URLPattern]:
    """Return the addresses of one kind of thing: to look at it, change it, say that it left."""
    return [path(f"{address}{end}", page, told, name=f"{name}{act}") for end, act, page in _PAGES]


urlpatterns = [
    path("search/", customers.search, name="search"),
    path("customers/", customers.everybody, name="customers"),
    path("customers/add/", customers.add, name="customer_add"),
    path("customers/suppliers/add/", customers.add_supplier, name="supplier_add"),
    path("customers/import/", importing.upload, name="import"),
    path("customers/import/sample/<str:noun>.csv", importing.sample, name="import_sample"),
    path("customers/import/look/", importing.look, name="import_look"),
    path("customers/import/do/", importing.do, name="import_do"),
    path("customers/import/drop/", importing.drop, name="import_drop"),
    path("customers/import/refused.csv", importing.refused, name="import_refused"),
    path("customers/<int:key>/", customers.customer, name="customer"),
    path("customers/<int:key>/left/", things.left, name="customer_left"),
    path("customers/<int:key>/add/<str:kind>/", customers.add_theirs, name="theirs_add"),
    *_thing("customers/<int:key>/about/", "customer_about", kind="customer"),
    *_thing("customers/suppliers/<int:key>/", "supplier", kind="supplier"),
    *_thing("customers/<int:customer>/<kind:kind>/<int:key>/", "theirs"),
]
