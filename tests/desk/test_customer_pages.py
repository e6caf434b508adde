"""The pages of customers and their agreements."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.customers import MONTH, customer, put_in_force
from desk.people import desk
from patto.agreements import queries as agreements
from patto.customers import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(desk(), settings.AUTHENTICATION_BACKENDS[0])
    return client


def text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.decode()))


def test_a_customer_is_added_with_all_that_is_its_own(browser):
    given = {"name": "Cantine <i>Belriva</i>", "language": "it", "zone": "Europe/Rome"}
    page = browser.post("/customers/add/", given, follow=True).content.decode()
    assert "Cantine &lt;i&gt;Belriva" in page
    (row,) = queries.customers()
    browser.post("/customers/suppliers/add/", {"name": "Enomac", "telephone": "045 555 0101"})
    browser.post(f"/customers/{row.id}/add/site/", {"name": "The hall"})
    hall, enomac = queries.sites(row.id)[0].id, queries.suppliers()[0].id
    system = {"name": "Press", "criticality": "high", "site_id": hall, "supplier_id": enomac}
    browser.post(f"/customers/{row.id}/add/system/", {**system, "warranty_until": "2027-04-30"})
    browser.post(f"/customers/{row.id}/add/contact/", {"name": "Ada", "may_decide": "on"})
    page = text(browser.get(f"/customers/{row.id}/").content)
    for told in ("The hall", "Press", "Enomac 045 555 0101", "Ada", "no SLA"):
        assert told in page
    assert "Ada" in browser.get("/search/", {"q": "ada"}).content.decode()


def test_a_site_of_another_customer_cannot_be_chosen(browser):
    one, other = customer("One"), customer("Other")
    browser.post(f"/customers/{one}/add/site/", {"name": "The hall"})
    forged = {"name": "X", "criticality": "low", "site_id": queries.sites(one)[0].id}
    assert browser.post(f"/customers/{other}/add/system/", forged).status_code == 422
    assert queries.systems(other) == ()


def test_an_agreement_goes_from_its_file_to_being_in_force_for_good(browser):
    key = customer()
    file = SimpleUploadedFile("agreement.yaml", MONTH.encode())
    page = browser.post(f"/customers/{key}/agreement/", {"file": file}, follow=True)
    assert "draft" in text(page.content)
    at = page.redirect_chain[-1][0]
    browser.post(f"{at}agree/", {"on": "2026-01-02", "signatories": "Ada Ferri\nMarta Zanella"})
    page = browser.post(f"{at}in-force/", follow=True)
    assert "From now on it never changes" in text(page.content)
    assert "Ada Ferri, Marta Zanella" in text(page.content)
    (row,) = agreements.versions(key)
    assert row.state == "in-force"
    assert row.digest in page.content.decode()
    contract = browser.get(f"{at}contract.pdf")
    assert contract.content.startswith(b"%PDF")
    again = browser.post(f"/customers/{key}/agreement/", {"text": MONTH})
    assert "new version number" in text(again.content)


def test_a_file_with_errors_is_shown_again_with_each_of_them_at_its_line(browser):
    key = customer()
    wrong = MONTH.replace("within: 30 min", "within: 30", 1)
    page = browser.post(f"/customers/{key}/agreement/", {"text": wrong})
    assert page.status_code == 422
    assert re.search(r"line \d+:\d+", text(page.content))
    assert "within: 30}" in page.content.decode()
    assert agreements.versions(key) == ()
    binary = SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")
    page = browser.post(f"/customers/{key}/agreement/", {"file": binary})
    assert "not a text in UTF-8" in text(page.content)


def test_what_is_one_customers_is_not_found_under_another(browser):
    one, other = customer("One"), customer("Other")
    version = put_in_force(one, MONTH)
    for page in ("", "contract.pdf"):
        assert browser.get(f"/customers/{one}/agreement/{version}/{page}").status_code == 200
        assert browser.get(f"/customers/{other}/agreement/{version}/{page}").status_code == 404
    assert browser.post(f"/customers/{other}/agreement/{version}/agree/").status_code == 404
    assert browser.get(f"/customers/{one}/add/nothing/").status_code == 404
