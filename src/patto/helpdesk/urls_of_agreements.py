"""The addresses of the pages of agreements, and of the set-up's last two pages."""

from __future__ import annotations

from django.urls import path

from patto.helpdesk.views import agreements, filling_in, items, signing, start

_AGREEMENT = "customers/<int:customer>/agreement/"
_VERSION = f"{_AGREEMENT}<int:key>/"

urlpatterns = [
    path(_AGREEMENT, agreements.upload, name="agreement_upload"),
    path(f"{_AGREEMENT}begin/", agreements.begin, name="agreement_begin"),
    path(_VERSION, agreements.agreement, name="agreement"),
    path(f"{_VERSION}data/", filling_in.own_data, name="agreement_data"),
    path(f"{_VERSION}file.yaml", agreements.file, name="agreement_file"),
    path(f"{_VERSION}contract.pdf", agreements.printed, name="agreement_pdf"),
    path(f"{_VERSION}contract.html", agreements.read_here, name="agreement_html"),
    path(f"{_VERSION}agree/", signing.agree, name="agreement_agree"),
    path(f"{_VERSION}take-back/", signing.take_back, name="agreement_take_back"),
    path(f"{_VERSION}in-force/", signing.put_in_force, name="agreement_in_force"),
    path(f"{_VERSION}scan/", signing.scan, name="agreement_scan"),
    path(f"{_VERSION}scan/<int:scan>/", signing.scan_file, name="agreement_scan_file"),
    path(f"{_VERSION}scan/<int:scan>/away/", signing.scan_away, name="agreement_scan_away"),
    path(f"{_VERSION}items/link/", items.link, name="agreement_link"),
    path(f"{_VERSION}items/make/", items.make, name="agreement_make"),
    path("set-up/customer/", start.first_customer, name="start_customer"),
    path("set-up/<int:customer>/agreement/", start.first_agreement, name="start_agreement"),
]
