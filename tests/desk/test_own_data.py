"""The parties' own data: filled in on a page, kept in the file, and known the next time."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Literal

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from desk.customers import customer
from desk.people import AT, BY, another, desk
from patto.accounts.models import Person
from patto.accounts.roles import Role
from patto.agreements import actions, queries
from patto.agreements.included import clauses
from patto.agreements.models import Version
from patto.agreements.signatures import Signatory
from patto.customers import actions as customers
from patto.customers import queries as known
from patto.customers.drafts import ContactDraft, SiteDraft
from patto.helpdesk.foretold import foretold
from patto.helpdesk.own_data import questions
from patto.helpdesk.registered import unfilled
from patto.kernel.agreement.clauses.parties import LegalDetails
from patto.kernel.agreement.reading import read
from patto.language.words import Words
from patto.templates import PROFILES, Answers, leftovers, profiles, write
from patto.templates.shelf import text_of
from patto.tickets import actions as tickets
from patto.tickets.drafts import Call

pytestmark = pytest.mark.django_db

ANSWERS = {"profile": "standard", "start": "2027-01-01", "fee": "1.350,50", "country": "IT"}
PROVIDER = "parties.provider.details."
CUSTOMER = "parties.customer.details."


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(desk(), settings.AUTHENTICATION_BACKENDS[0])
    return client


def begun(browser: Client, key: int, **answers: str) -> str:
    """Return the address of a draft that was begun from a template."""
    page = browser.post(f"/customers/{key}/agreement/begin/", {**ANSWERS, **answers})
    assert page.status_code == 302, page.content.decode()
    return str(page.headers["Location"])


def stored(key: int) -> str:
    return queries.versions(key)[0].text


def left(key: int) -> dict[str, str]:
    return {one.told: one.value for one in leftovers(read(stored(key)).places)}


def details_of(key: int, side: Literal["provider", "customer"]) -> LegalDetails:
    found = read(stored(key)).agreement
    assert found is not None
    details = getattr(found.parties, side).details
    assert isinstance(details, LegalDetails)
    return details


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


def every(content: str) -> dict[str, str]:
    """Return an answer to each question that is about an example."""
    asked = questions(content, Words("en"))
    return {one.name: f"Ours {n}" for n, one in enumerate(asked) if one.is_example}


def test_what_is_filled_in_stands_in_the_file_and_its_comments_stay(browser):
    key = customer()
    at = begun(browser, key)
    before = stored(key)
    page = browser.post(
        f"{at}data/", {**_shown(before), f"{PROVIDER}tax_id": "IT 04455660287: #1"}, follow=True
    )
    assert "are still the examples of the template" in text(page)
    after = stored(key)
    changed = [
        (old, new) for old, new in zip(before.split("\n"), after.split("\n"), strict=True)
        if old != new
    ]  # fmt: skip
    assert len(changed) == 1
    assert details_of(key, "provider").tax_id == "IT 04455660287: #1"


def test_the_same_example_in_several_places_is_asked_once_and_written_in_all(browser):
    key = customer()
    at = begun(browser, key)
    page = browser.get(f"{at}data/").content.decode()
    seat = left(key)[f"{PROVIDER}seat"]
    assert page.count(f'placeholder="Example: {seat}"') == 1
    browser.post(f"{at}data/", {**_shown(stored(key)), f"{PROVIDER}seat": "Via Roma 1, Padova"})
    assert stored(key).count("Via Roma 1, Padova") == 2
    assert f"{PROVIDER}notices.postal" not in left(key)


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("profile", PROFILES)
def test_every_example_of_every_template_has_words_and_can_be_filled_in(
    browser, profile: str, language: str
):
    if profile not in profiles(language):
        pytest.skip("there is none in this language")
    content, words = text_of(profile, language), Words("it")
    for one in questions(content, words):
        assert one.label != one.name or one.name.endswith(("parties.provider.name", ".name")), one
    key = customer()
    version = actions.upload(content, customer=key, by=BY, at=AT)
    browser.post(f"/customers/{key}/agreement/{version}/data/",
                 {**_shown(content), **every(content)})  # fmt: skip
    assert left(key) == {}


def test_what_there_is_none_of_is_said_in_a_word_and_what_is_needed_is_not_emptied(browser):
    key = customer()
    at = begun(browser, key)
    mine = {**_shown(stored(key)), f"{CUSTOMER}notices.certified_email": "Nessuno"}
    browser.post(f"{at}data/", mine)
    assert f"{CUSTOMER}notices.certified_email" not in left(key)
    assert details_of(key, "customer").notices.certified_email is None
    shown = _shown(stored(key))
    (capacity,) = (one for one in shown if re.fullmatch(rf"{PROVIDER}signatories.*capacity", one))
    page = browser.post(f"{at}data/", {**shown, capacity: ""})
    assert page.status_code == 422
    assert "Something is needed here" in text(page)


def test_what_cannot_stand_in_an_agreement_is_told_beside_its_field_and_nothing_is_saved(browser):
    key = customer()
    at = begun(browser, key)
    before = stored(key)
    wrong = {**_shown(before), f"{PROVIDER}tax_id": "\u200b\ufffe IT", f"{PROVIDER}seat": "Via"}
    page = browser.post(f"{at}data/", wrong)
    assert page.status_code == 422
    assert "Nothing was saved" in text(page)
    assert 'value="Via"' in page.content.decode()
    assert stored(key) == before


def test_only_a_draft_is_filled_in_and_only_by_those_who_may(browser):
    key = customer()
    at = begun(browser, key)
    browser.post(f"{at}data/", {**_shown(stored(key)), **every(stored(key))})
    version = queries.versions(key)[0]
    signed = [Signatory("provider", "Marta", "owner"), Signatory("customer", "Ada", "owner")]
    actions.agree(version.id, by=BY, at=AT, on=date(2026, 1, 2), signatories=signed)
    page = browser.post(f"{at}data/", {f"{PROVIDER}tax_id": "IT 1"}, follow=True)
    assert stored(key) == version.text
    assert "alert-danger" in page.content.decode()
    looking = Client()
    looking.force_login(another(Role.AUDITOR), settings.AUTHENTICATION_BACKENDS[0])
    assert looking.get(f"{at}data/").status_code == 403


def test_the_second_contract_begins_with_the_providers_data_of_the_first(browser):
    first, second = customer("Studio Ferri"), customer("Cantine Belriva")
    at = begun(browser, first)
    asked = {
        f"{PROVIDER}tax_id": "IT 04455660287", f"{PROVIDER}seat": "Via Roma 1, Padova",
        f"{CUSTOMER}tax_id": "IT 99999999999", "channels.phone.reached_at": "049 555 0140",
        f"{PROVIDER}notices.attention": "Marta Zanella",
    }  # fmt: skip
    browser.post(f"{at}data/", {**_shown(stored(first)), **asked})
    for profile in ("standard", "detailed", "simple"):
        begun(browser, second, profile=profile, start="2027-01-01")
        found = read(stored(second)).agreement
        assert found is not None
        details = details_of(second, "provider")
        assert details.tax_id == "IT 04455660287"
        assert details.seat == "Via Roma 1, Padova"
        assert details.signatories[0].name == "Marta Zanella"
        assert "049 555 0140" in [one.reached_at for one in found.channels]
        # What is the first customer's is nobody else's.
        assert "IT 99999999999" not in stored(second)
        Version.objects.filter(customer_id=second).delete()


def test_what_the_desk_knows_of_a_customer_stands_in_its_contract(browser):
    key = customer()
    site = SiteDraft(name="Studio", address="Via Altinate 4, Padova")
    customers.add(site, customer=key, by=BY, at=AT)
    ada = ContactDraft(name="Ada Ferri", email="ada@ferri.example", may_decide=True)
    customers.add(ada, customer=key, by=BY, at=AT)
    begun(browser, key)
    details = details_of(key, "customer")
    assert details.seat == details.notices.postal == "Via Altinate 4, Padova"
    assert details.notices.email == "ada@ferri.example"
    assert details.signatories[0].name == details.notices.attention == "Ada Ferri"


def test_a_patrons_day_is_not_preset_until_the_house_has_said_its_own(browser):
    first, second = customer("Studio Ferri"), customer("Cantine Belriva")
    page = browser.get(f"/customers/{first}/agreement/begin/").content.decode()
    assert "Sant" not in re.findall(r'<input[^>]*id="id_patron_name"[^>]*>', page)[0]
    begun(browser, first, patron_day="2027-06-13", patron_name="Sant'Antonio")
    page = browser.get(f"/customers/{second}/agreement/begin/").content.decode()
    assert re.search(r'value="\d{4}-06-13"', page)


def test_what_a_template_says_beside_is_told_before_it_is_written(browser):
    at = f"/customers/{customer()}/agreement/begin/"
    told = text(browser.get(at))
    for one in foretold("standard", "en"):
        assert one.title in told
    assert any("once" in line or "one-off" in line
               for one in foretold("standard", "en") for line in one.lines)  # fmt: skip
    assert any("recesso" in one.title.casefold() for one in foretold("standard", "it"))


def test_a_fee_is_written_as_its_reader_writes_it_and_none_is_taken_that_nobody_said(browser):
    key = customer()
    at = f"/customers/{key}/agreement/begin/"
    assert browser.post(at, {**ANSWERS, "fee": ""}).status_code == 422
    begun(browser, key)
    assert "1350.50 EUR" in stored(key)


def test_an_address_of_the_template_is_told_to_no_customer(browser):
    answers = Answers(provider="Nordest", customer="Studio Ferri", start=date(2026, 1, 1))
    content = write("standard", "en", answers, today=date(2026, 1, 1))
    agreement = read(content).agreement
    assert agreement is not None
    assert len(unfilled(agreement)) == 3
    assert unfilled(None) == ()
    channels = [one.reached_at for one in agreement.channels if one.reached_at]
    key = customer()
    version = actions.upload(content, customer=key, by=BY, at=AT)
    Version.objects.filter(pk=version).update(state="in-force", in_force_since=AT)
    call = Call(customer=key, subject="No mail", channel="whatsapp")
    told = text(browser.get(f"/log/answer/{tickets.log(call, by=BY, at=AT)}/"))
    assert agreement.channels[0].title in told
    assert "is still the one of the template" in told
    assert [one for one in channels if one in told] == []
    found = clauses(agreement)
    assert any(one.unfilled for one in found if one.kind == "not-covered")


def test_a_telephone_alone_is_the_customers_own(browser):
    given = {
        "customer": "Studio Ferri", "language": "it", "zone": "Europe/Rome",
        "telephone": "049 555 0140",
    }  # fmt: skip
    assert browser.post("/set-up/customer/", given).status_code == 302
    (found,) = known.customers()
    (contact,) = known.contacts(found.id)
    assert (contact.name, contact.telephone) == ("Studio Ferri", "049 555 0140")
    assert not contact.may_decide


def test_a_templates_warranty_is_no_systems(browser):
    key = customer()
    at = begun(browser, key)
    browser.post(f"{at}items/make/")
    assert {one.warranty_until for one in known.systems(key)} == {None}


@pytest.mark.parametrize(("language", "word"), [("it", "troppo simile al nome"),
                                                ("en", "too much like the name")])  # fmt: skip
def test_a_password_like_its_owner_is_refused_in_words(language: str, word: str):
    with translation.override(language), pytest.raises(ValidationError, match=word):
        validate_password("giuliamarangon", Person(name="Giulia Marangon", email="g@x.example"))


def _shown(content: str) -> dict[str, str]:
    """Return what the page shows in its fields, as a browser sends it back."""
    asked = questions(content, Words("en"))
    return {one.name: "" if one.is_example else one.value for one in asked}
