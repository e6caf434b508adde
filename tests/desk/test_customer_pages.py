"""The pages of customers and their agreements."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.customers import MONTH, customer, put_in_force, with_agreement
from desk.people import AT, BY, desk
from patto.accounts.models import Person
from patto.customers import actions, queries
from patto.customers.drafts import ContactDraft, SiteDraft, SupplierDraft, SystemDraft
from patto.ledger.queries import of_thing
from patto.tickets import actions as tickets
from patto.tickets.drafts import Call

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


def test_what_is_one_customers_is_not_found_under_another(browser):
    one, other = customer("One"), customer("Other")
    version = put_in_force(one, MONTH)
    for page in ("", "contract.pdf"):
        assert browser.get(f"/customers/{one}/agreement/{version}/{page}").status_code == 200
        assert browser.get(f"/customers/{other}/agreement/{version}/{page}").status_code == 404
    assert browser.post(f"/customers/{other}/agreement/{version}/agree/").status_code == 404
    assert browser.get(f"/customers/{one}/add/nothing/").status_code == 404


@pytest.fixture
def belriva() -> int:
    key = customer("Cantine Belriva")
    hall = SiteDraft(
        name="Hall", hours='mon-sun: ["00:00-24:00"]', closed="06-13 Patron <b>day</b>"
    )
    actions.add(hall, customer=key, by=BY, at=AT)
    return key


def form_of(page: bytes) -> dict[str, str]:
    """Return what the form of a page would send as it stands."""
    found = page.decode()
    found = found[found.index('<form class="card') :]
    fields = dict(re.findall(r'name="(\w+)"(?: value="([^"]*)")?', found))
    fields |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', found))
    return {name: html.unescape(value) for name, value in fields.items()}


def test_a_thing_is_changed_on_its_page_which_tells_who_did_and_what_it_was(browser, belriva):
    (hall,) = queries.sites(belriva)
    way = f"/customers/{belriva}/site/{hall.id}/"
    given = form_of(browser.get(f"{way}change/").content)
    given |= {"hours": "lun-ven 8-12, 14-18", "address": "Via Po <1>"}
    page = browser.post(f"{way}change/", given, follow=True)
    told = text(page.content)
    assert "Address: Via Po &lt;1&gt;, before that nothing" in told
    assert "Mon–Fri 8–12, 14–18, before that Mon–Sun 0–24" in told
    assert "Last changed by Marta Zanella, today at" in told
    assert "Open to us Mon–Fri 8–12, 14–18; closed 13 June (Patron &lt;b&gt;day&lt;/b&gt;)." in told
    assert "closed 13 June" in text(browser.get(f"/customers/{belriva}/").content)
    again = form_of(browser.get(f"{way}change/").content)
    browser.post(f"{way}change/", again)
    assert len(of_thing("site", hall.id)) == 2


def test_hours_and_days_off_that_are_not_understood_are_told_with_their_line(browser, belriva):
    (hall,) = queries.sites(belriva)
    given = {"name": "Hall", "hours": "mon-fri 8-12\nwhenever", "closed": "06-13 Patron\nAugust"}
    page = browser.post(f"/customers/{belriva}/site/{hall.id}/change/", given)
    assert page.status_code == 422
    assert "Line 2 is not understood: “August”" in text(page.content)
    assert "Line 2: “whenever” is not understood." in text(page.content)
    assert queries.sites(belriva) == (hall,)


def test_a_system_is_moved_to_another_site_and_its_history_says_so(browser, belriva):
    actions.add(SiteDraft(name="Shop"), customer=belriva, by=BY, at=AT)
    helper = SupplierDraft(name="Enomac", telephone="045 555", contract="E-1")
    enomac = actions.add_supplier(helper, by=BY, at=AT)
    hall, shop = queries.sites(belriva)
    press = SystemDraft(name="Press", site_id=hall.id, supplier_id=enomac, contract="P-9")
    key = actions.add(press, customer=belriva, by=BY, at=AT)
    way = f"/customers/{belriva}/system/{key}/"
    given = {"name": "Press", "criticality": "high", "site_id": shop.id, "supplier_id": enomac,
             "contract": "P-9", "in_scope_since": "2026-01-01"}  # fmt: skip
    told = text(browser.post(f"{way}change/", given, follow=True).content)
    assert "Site: Shop, before that Hall" in told
    assert "How much hangs on it: high, before that medium" in told
    assert "Enomac 045 555 Contract number P-9" in told
    refused = browser.post(f"{way}change/", {**given, "in_scope_until": "2025-01-01"})
    assert "before the day from which it is in scope" in text(refused.content)


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_form_that_is_sent_as_it_stands_changes_nothing(browser, belriva, language):
    Person.objects.update(language=language)
    (hall,) = queries.sites(belriva)
    server = SystemDraft(
        name="Server", kind="a mainframe", criticality="low", site_id=hall.id, serial="1", note="x",
        warranty_until=date(2027, 4, 30), in_scope_since=date(2026, 1, 2), parts_within="1 h",
    )  # fmt: skip
    key = actions.add(server, customer=belriva, by=BY, at=AT)
    way = f"/customers/{belriva}/system/{key}/change/"
    page = browser.get(way).content
    # A browser takes a day in this form alone, and shows another one as empty.
    assert 'value="2027-04-30"' in page.decode()
    chosen = re.findall(
        r'<select name="(\w+)".*?<option value="([^"]*)" selected', page.decode(), re.DOTALL
    )
    browser.post(way, form_of(page) | dict(chosen))
    assert len(of_thing("system", key)) == 1
    browser.post(way, form_of(page) | dict(chosen) | {"serial": "2"})
    assert of_thing("system", key)[0].told == {"serial": ["1", "2"]}


def test_who_left_is_written_down_with_the_day_and_can_come_back(browser, belriva):
    ada = actions.add(ContactDraft(name="Ada"), customer=belriva, by=BY, at=AT)
    way = f"/customers/{belriva}/contact/{ada}/"
    late = browser.post(f"{way}leave/", {"on": "2999-01-01"})
    assert "still to come" in text(late.content)
    told = text(browser.post(f"{way}leave/", {"on": "2026-03-01"}, follow=True).content)
    assert "left on Sun 1 Mar 2026" in told
    assert "1 that left" in text(browser.get(f"/customers/{belriva}/").content)
    assert "Ada" in text(browser.get(f"/customers/{belriva}/left/").content)
    assert "back after all" in text(browser.post(f"{way}back/", follow=True).content)
    assert [one.name for one in queries.contacts(belriva)] == ["Ada"]


def test_a_site_at_which_something_stands_is_not_given_up(browser, belriva):
    (hall,) = queries.sites(belriva)
    press = SystemDraft(name="The press", site_id=hall.id)
    actions.add(press, customer=belriva, by=BY, at=AT)
    page = browser.post(f"/customers/{belriva}/site/{hall.id}/leave/", {"on": "2026-03-01"})
    assert page.status_code == 422
    assert "Still there: The press" in text(page.content)


def test_what_somebody_else_changed_meanwhile_is_shown_and_nothing_typed_is_lost(browser, belriva):
    ada = actions.add(ContactDraft(name="Ada"), customer=belriva, by=BY, at=AT)
    way = f"/customers/{belriva}/contact/{ada}/change/"
    given = form_of(browser.get(way).content) | {"telephone": "049 555 0140"}
    actions.change(ContactDraft, ada, by=BY, at=AT, email="ada@belriva.example")
    page = browser.post(way, given)
    told = text(page.content)
    assert page.status_code == 422
    assert "Marta Zanella changed this meanwhile" in told
    assert "E-mail address: ada@belriva.example, before that nothing" in told
    assert "049 555 0140" in page.content.decode()
    browser.post(way, form_of(page.content) | {"telephone": "049 555 0140"})
    (row,) = queries.contacts(belriva)
    assert (row.telephone, row.email) == ("049 555 0140", "ada@belriva.example")


def test_a_thing_of_another_customer_is_not_there(browser, belriva):
    other = customer("Other")
    (hall,) = queries.sites(belriva)
    mine = actions.add(SupplierDraft(name="Own"), customer=other, by=BY, at=AT)
    for way in (f"{other}/site/{hall.id}", f"{belriva}/supplier/{mine}", f"suppliers/{mine}"):
        for act in ("", "change/"):
            assert browser.get(f"/customers/{way}/{act}").status_code == 404
        assert browser.post(f"/customers/{way}/leave/", {"on": "2026-01-01"}).status_code == 404


def test_a_customer_who_left_is_listed_apart(browser, belriva):
    tickets.log(Call(customer=belriva, subject="X", channel="phone"), by=BY, at=AT)
    assert "1 ticket of theirs is still open" in text(
        browser.get(f"/customers/{belriva}/about/").content
    )
    browser.post(f"/customers/{belriva}/about/leave/", {"on": "2026-03-01"})
    assert "Cantine Belriva" not in text(browser.get("/customers/").content)
    assert "Cantine Belriva" in text(browser.get("/customers/?left").content)
    assert "left on Sun 1 Mar 2026" in text(browser.get(f"/customers/{belriva}/").content)


def test_the_list_of_customers_asks_the_database_as_often_for_many_as_for_few(browser):
    def asked() -> int:
        browser.get("/customers/")
        with CaptureQueriesContext(connection) as caught:
            browser.get("/customers/")
        return len(caught)

    with_agreement()
    few = asked()
    for n in range(110):
        customer(f"Number {n:03}")
    assert asked() == few
    assert "Number 100" not in text(browser.get("/customers/").content)
    assert "Studio Ferri" in text(browser.get("/customers/", {"page": "2"}).content)


def test_one_search_finds_customers_things_people_and_tickets(browser, belriva):
    ada = ContactDraft(name="Ada Zanella", telephone="+39 049 555-0140")
    key = actions.add(ada, customer=belriva, by=BY, at=AT)
    call = Call(customer=belriva, subject="The press stands still", channel="phone")
    ticket = tickets.log(call, by=BY, at=AT)
    for query in ("zanlla", "5550140", "ZANELLA ada"):
        page = browser.get("/search/", {"q": query}).content.decode()
        assert f"/customers/{belriva}/contact/{key}/" in page
    for query in ("press still", str(ticket), f"#{ticket}"):
        assert f"/tickets/{ticket}/" in browser.get("/search/", {"q": query}).content.decode()
    nothing = text(browser.get("/search/", {"q": "<script>qq"}).content)
    assert "Nothing matches “&lt;script&gt;qq”" in nothing


def numbers(browser: Client, query: str) -> list[int]:
    page = browser.get("/search/", {"q": query}).content.decode()
    return [int(one) for one in re.findall(r'href="/tickets/(\d+)/"', page)]


def test_a_ticket_is_found_by_what_was_reported_in_it_also_with_a_slip(browser):
    ferri = customer()
    said = "La testina perde inchiostro, e la stampante si ferma. " + "x " * 300 + "unread"
    told = Call(customer=ferri, subject="Macchie sui fogli", channel="phone", text=said)
    ticket = tickets.log(told, by=BY, at=AT)
    for query in ("testina", "TESTINA perde", "macchie", "stampnte", "inchiosrto"):
        assert numbers(browser, query) == [ticket], query
    for query in ("testina scanner", "unread", "   ", "#", "zzzz"):
        assert numbers(browser, query) == [], query


def test_what_is_in_the_title_comes_before_what_was_only_reported(browser):
    ferri = customer()
    told = (("Scanner", ""), ("Printer", "no scanner either"), ("Line", "slow"))
    calls = (Call(customer=ferri, subject=one, channel="phone", text=said) for one, said in told)
    titled, reported, _ = (tickets.log(one, by=BY, at=AT) for one in calls)
    at_once = browser.get("/search/", {"q": "scanner"}).content.decode()
    assert numbers(browser, "scanner") == [titled]
    way = re.search(r'hx-get="([^"]+)" hx-trigger="load"', at_once)
    assert way is not None
    then = browser.get(f"/search/{html.unescape(way[1])}").content.decode()
    assert re.findall(r'href="/tickets/(\d+)/"', then) == [str(titled), str(reported)]
    assert way[0] not in then


def test_the_number_of_a_ticket_with_its_sign_means_that_ticket_and_a_bare_one_comes_first(browser):
    ferri = customer()
    first = tickets.log(Call(customer=ferri, subject="First", channel="phone"), by=BY, at=AT)
    named = Call(customer=ferri, subject=f"Printer {first}", channel="phone")
    second = tickets.log(named, by=BY, at=AT)
    ada = ContactDraft(name=f"Ada {first}")
    actions.add(ada, customer=ferri, by=BY, at=AT)
    signed = browser.get("/search/", {"q": f"#{first}"}).content.decode()
    assert numbers(browser, f"#{first}") == [first]
    assert "/contact/" not in signed
    bare = browser.get("/search/", {"q": str(first)}).content.decode()
    places = [bare.index(f"/tickets/{first}/"), bare.index("/contact/")]
    places.append(bare.index(f"/tickets/{second}/"))
    assert places == sorted(places)
    assert numbers(browser, f"#{second + 1}") == []
    assert numbers(browser, "9" * 300) == []


def test_a_search_asks_the_same_number_of_questions_however_much_it_finds(browser):
    ferri = customer()

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get("/search/", {"q": "printer"})
        return len(captured)

    call = Call(customer=ferri, subject="Printer", channel="phone", text="The printer jams")
    tickets.log(call, by=BY, at=AT)
    few = asked()
    for _ in range(20):
        tickets.log(call, by=BY, at=AT)
    assert asked() <= few
    assert len(numbers(browser, "printer")) == 12


def test_a_customer_of_a_name_that_is_there_is_told_first_and_can_be_added_all_the_same(browser):
    given = {"name": "Notaio Dal Prà", "language": "it", "zone": "Europe/Rome"}
    browser.post("/customers/add/", given)
    again = {**given, "name": "notaio  dal pra"}
    asked = browser.post("/customers/add/", again)
    assert asked.status_code == 422
    assert "There is a customer of this name: Notaio Dal Prà" in text(asked.content)
    assert len(queries.customers()) == 1
    other = {**again, "name": "Notaio Dal Pra", "another": "notaio  dal pra"}
    assert browser.post("/customers/add/", other).status_code == 422
    (said,) = re.findall(r'name="another" value="([^"]*)"', asked.content.decode())
    assert browser.post("/customers/add/", {**again, "another": said}).status_code == 302
    assert len(queries.customers()) == 2


def test_a_ticket_tells_when_its_site_is_open(browser, belriva):
    (hall,) = queries.sites(belriva)
    call = Call(customer=belriva, subject="No mail", channel="phone", site=hall.id)
    key = tickets.log(call, by=BY, at=AT)
    page = browser.get(f"/tickets/{key}/")
    assert "Open to us Mon–Sun 0–24; closed 13 June" in text(page.content)
    planned = browser.get(f"/tickets/{key}/do/needs-visit/")
    assert "Open to us Mon–Sun 0–24; closed 13 June" in text(planned.content)
