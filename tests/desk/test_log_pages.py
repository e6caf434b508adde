"""Logging a call in half a minute: who, what, how it came; and what is told before it is saved."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client

from desk.belriva import ASKING, BELRIVA
from desk.customers import MONTH, customer, with_agreement
from desk.people import AT, BY, another, desk
from patto.accounts.roles import Role
from patto.customers import actions as customers
from patto.customers.drafts import ContactDraft, CustomerDraft, SystemDraft
from patto.helpdesk.came import CameField
from patto.home.now import now
from patto.kernel.instants import DAY, parse
from patto.language.words import Words
from patto.tickets import actions, queries
from patto.tickets.drafts import Call

pytestmark = pytest.mark.django_db
ALWAYS = MONTH.replace("stated_until: 2026-12-31", "stated_until: 2099-12-31").replace(
    "end: 2027-01-01", "end: none"
)
GIVEN = {"subject": "No mail", "channel": "phone", "type": "incident"}
TUESDAY = parse("2026-03-10T10:12:00+01:00")


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(desk(), settings.AUTHENTICATION_BACKENDS[0])
    return client


def text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.decode()))


def contact(customer: int, name: str = "Ada Neri", **more: Any) -> int:
    return customers.add(ContactDraft(name=name, **more), customer=customer, by=BY, at=AT)


def test_the_only_one_found_is_taken_with_enter_and_of_several_the_first_has_the_focus(browser):
    ferri = with_agreement(ALWAYS)
    ada = contact(ferri, telephone="049 555 0140")
    contact(ferri, "Ada Verdi")
    taken = browser.get("/log/", {"q": "0140"})
    assert (taken.status_code, taken.url) == (302, f"/log/{ferri}/?contact={ada}")
    several = browser.get("/log/", {"q": "ada"}).content.decode()
    assert several.count(" autofocus") == 1
    assert re.search(r'contact=\d+" autofocus', several)
    while_typing = browser.get("/log/", {"q": "0140"}, headers={"HX-Request": "true"})
    assert "Ada Neri" in while_typing.content.decode()


def test_who_is_not_found_is_told_how_to_go_on(browser):
    customer("Studio Verdi")
    shown = text(browser.get("/log/", {"q": "zzzz"}).content)
    assert "Nobody was found under “zzzz”" in shown
    assert "Studio Verdi" in shown


def test_the_page_begins_with_the_telephone_and_the_due_moments_of_a_usual_call(browser):
    ferri = with_agreement(ALWAYS)
    page = browser.get(f"/log/{ferri}/").content.decode()
    assert re.search(r'value="phone" id="\w+" checked', page)
    foretold = text(browser.post(f"/log/{ferri}/foreseen/", {**GIVEN, "subject": ""}).content)
    assert re.search(r"First answer by (today|tomorrow|\w+day) at \d\d:\d\d", foretold)
    assert queries.queue() == ()


def test_a_call_of_somebody_who_is_on_no_list_keeps_the_name_and_starts_the_clock(browser):
    asking = with_agreement(ASKING)
    contact(asking)
    told = {**GIVEN, "caller": "Elio, 333 555 0199", "asked-error-message": "Code 7"}
    page = text(browser.post(f"/log/{asking}/", told, follow=True).content)
    assert "Caller: Elio, 333 555 0199" in page
    assert "Not validly logged" not in page


def test_who_does_not_report_by_the_agreement_is_named_so(browser):
    ferri = with_agreement(ALWAYS)
    contact(ferri, "Tom Reed", may_report=False)
    assert "Tom Reed (does not report" in browser.get(f"/log/{ferri}/").content.decode()


def test_open_tickets_that_may_be_about_the_same_come_first(browser):
    ferri = with_agreement(ALWAYS)
    server = customers.add(SystemDraft(name="Server"), customer=ferri, by=BY, at=AT)
    for subject, system in (("Chairs", None), ("The printer jams", None), ("Slow", server)):
        call = Call(customer=ferri, subject=subject, channel="phone", system=system)
        actions.log(call, by=BY, at=now() - DAY)
    given = {"subject": "Printer again", "channel": "phone", "system": server}
    shown = browser.post(f"/log/{ferri}/foreseen/", given).content.decode()
    assert re.findall(r">#\d+ ([\w ]+?)( <span|<div)", shown) == [
        ("Slow", " <span"), ("The printer jams", " <span"), ("Chairs", "<div"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "came"),
    [
        ("9:40", "2026-03-10T09:40"), ("9.40", "2026-03-10T09:40"), ("0940", "2026-03-10T09:40"),
        ("9", "2026-03-10T09:00"), ("ieri 17:30", "2026-03-09T17:30"),
        ("Yesterday, 17.30", "2026-03-09T17:30"), ("28/2 17:30", "2026-02-28T17:30"),
        ("28.2. 17:30", "2026-02-28T17:30"), ("24/12 9:00", "2025-12-24T09:00"),
        ("24/12/2025 9:00", "2025-12-24T09:00"), ("2026-03-10T09:40", "2026-03-10T09:40"),
        ("23:30", "2026-03-09T23:30"), ("11:00", "2026-03-10T11:00"),
        ("venerdì 16:55", "2026-03-06T16:55"), ("VENERDI 16:55", "2026-03-06T16:55"),
        ("Friday at 4.55", "2026-03-06T04:55"), ("ven 27/2 16:55", "2026-02-27T16:55"),
        ("ieri alle 17:30", "2026-03-09T17:30"), ("alle 9:40", "2026-03-10T09:40"),
        ("mar 9:40", "2026-03-10T09:40"), ("martedì 23:30", "2026-03-03T23:30"),
        ("ven. 27/02/2026 alle 16:55", "2026-02-27T16:55"),
    ],
)  # fmt: skip
def test_when_a_call_came_is_typed_as_one_says_it(typed, came, monkeypatch):
    monkeypatch.setattr("patto.helpdesk.came.now", lambda: TUESDAY)
    field = CameField(required=False)
    field.zone, field.error_messages["moment"] = "Europe/Rome", "wrong"
    assert field.clean(typed) == parse(f"{came}:00+01:00")


@pytest.mark.parametrize(
    "typed",
    ["tomorrow 9:00", "31/2 9:00", "25:00", "9:75", "soon", "lun 27/2/2026 9:00", "ven poi 9:00"],
)
def test_what_is_no_time_is_refused_with_the_way_to_write_one(browser, typed):
    ferri = with_agreement(ALWAYS)
    refused = browser.post(f"/log/{ferri}/", {**GIVEN, "reported_at": typed})
    assert refused.status_code == 422
    assert "Write a time as in 9:40" in text(refused.content)
    assert f'value="{typed}"' in refused.content.decode()


def test_a_page_that_comes_back_begins_at_what_is_wrong(browser):
    ferri = with_agreement(ALWAYS)
    focus = re.compile(r'name="(\w+)"[^>]* autofocus')
    page = browser.get(f"/log/{ferri}/?system=1#id_scope").content.decode()
    assert focus.findall(page) == ["subject"]
    assert f'action="/log/{ferri}/"' in page
    back = browser.post(f"/log/{ferri}/", {**GIVEN, "reported_at": "soon"}).content.decode()
    assert focus.findall(back) == ["reported_at"]
    empty = browser.post(f"/log/{ferri}/", {**GIVEN, "subject": ""}).content.decode()
    assert focus.findall(empty) == ["subject"]


def test_a_call_that_is_typed_late_counts_from_when_it_came_and_says_so_before(browser):
    ferri = with_agreement(ALWAYS)
    long_ago = {**GIVEN, "priority": "P1", "reported_at": "1/3/2026 9:40"}
    shown = text(browser.post(f"/log/{ferri}/foreseen/", long_ago).content)
    assert "It came Sun 1 Mar" in shown
    assert "First answer was due" in shown
    browser.post(f"/log/{ferri}/", {**long_ago, "long_ago": "on"})
    (row,) = queries.queue()
    assert row.reported_at == parse("2026-03-01T09:40:00+01:00")


def test_a_call_of_more_than_a_month_ago_is_logged_only_once_that_was_said_again(browser):
    ferri = with_agreement(ALWAYS)
    came = {**GIVEN, "reported_at": "30/11/2020 9:40"}
    asked = browser.post(f"/log/{ferri}/", came)
    assert asked.status_code == 422
    assert "more than a month ago: Mon 30 Nov 2020, 09:40" in text(asked.content)
    assert 'name="long_ago"' in asked.content.decode()
    assert queries.queue() == ()
    assert browser.post(f"/log/{ferri}/", {**came, "long_ago": "on"}).status_code == 302
    assert 'name="long_ago"' not in browser.get(f"/log/{ferri}/").content.decode()


def test_who_called_stands_with_the_ticket_and_is_known_by_the_number_the_next_time(browser):
    ferri = with_agreement(ALWAYS)
    told = {**GIVEN, "subject": "Printer", "caller": "Elio Dal Prà, 333 555 0199"}
    browser.post(f"/log/{ferri}/", told)
    (row,) = queries.queue()
    assert row.contact == "Elio Dal Prà, 333 555 0199"
    for page in (f"/tickets/{row.id}/", "/queue/"):
        assert "Elio Dal Prà, 333 555 0199" in text(browser.get(page).content)
    for query in ("elio", "dal pra", "3335550199", "550 199"):
        assert f"#{row.id} Printer" in text(browser.get("/search/", {"q": query}).content)
    taken = browser.get("/log/", {"q": "5550199"})
    assert taken.url == f"/log/{ferri}/?caller=Elio+Dal+Pr%C3%A0%2C+333+555+0199"
    assert 'value="Elio Dal Prà, 333 555 0199"' in browser.get(taken.url).content.decode()


def test_who_is_found_nowhere_is_added_as_a_customer_and_the_call_goes_on(browser):
    asked = browser.get("/log/", {"q": "Idraulica Salis"}).content.decode()
    way = re.search(r'href="(/customers/add/[^"]+)"', asked)
    assert way is not None
    add = html.unescape(way[1])
    assert 'value="Idraulica Salis"' in browser.get(add).content.decode()
    given = {"name": "Idraulica Salis", "language": "en", "zone": "Europe/Rome"}
    (key,) = re.findall(r"^/log/(\d+)/$", browser.post(add, given).url)
    assert "Idraulica Salis" in browser.get(f"/log/{key}/").content.decode()


def test_a_number_that_nobody_has_is_kept_for_the_call_of_a_new_customer(browser):
    asked = browser.get("/log/", {"q": "049 555 0177"}).content.decode()
    add = html.unescape(re.findall(r'href="(/customers/add/[^"]+)"', asked)[0])
    given = {"name": "Idraulica Salis", "language": "en", "zone": "Europe/Rome"}
    where = browser.post(add, given).url
    assert where.endswith("/?caller=049+555+0177")
    assert 'value="049 555 0177"' in browser.get(where).content.decode()


def test_who_may_not_add_customers_is_told_who_can():
    customer()
    client = Client()
    desk()
    client.force_login(another(Role.TECHNICIAN), settings.AUTHENTICATION_BACKENDS[0])
    shown = client.get("/log/", {"q": "zzzz"}).content.decode()
    assert "/customers/add/" not in shown
    assert "la può aggiungere chi gestisce il desk" in shown


def standard_answer(browser: Client) -> str:
    (row,) = queries.queue()
    asked = {"HX-Request": "true"}
    page = browser.get(f"/log/answer/{row.id}/", headers=asked).content.decode()
    found = re.search(r'id="answer">([^<]+)<', page)
    assert found is not None
    return found[1]


def test_the_standard_answer_is_offered_when_it_is_logged_and_names_the_agreed_ways(browser):
    ferri = with_agreement(ALWAYS)
    page = browser.post(f"/log/{ferri}/", {**GIVEN, "channel": "whatsapp"}, follow=True)
    assert re.search(r'hx-get="/log/answer/\d+/"', page.content.decode())
    told = standard_answer(browser)
    assert re.match(r"Registered at \d\d:\d\d as number \d+: No mail\.", told)
    assert "Next time please write or call here:" in told
    full = browser.get(re.search(r"/log/answer/\d+/", page.content.decode())[0])  # type: ignore[index]  # the page has one
    assert "To copy into WhatsApp" in text(full.content)
    assert browser.get("/log/answer/999/").status_code == 404


def test_a_standard_answer_says_what_is_promised_and_asks_for_what_is_missing(browser):
    asking = with_agreement(ASKING)
    browser.post(f"/log/{asking}/", GIVEN)
    told = standard_answer(browser)
    assert "What exactly does the message say?" in told
    assert "Next time" not in told


def test_the_answer_to_a_call_that_was_written_down_late_says_when_it_came_and_what_was_promised(
    browser,
):
    ferri = with_agreement(ALWAYS)
    late = {**GIVEN, "priority": "P1", "reported_at": "1/3/2026 9:40", "long_ago": "on"}
    browser.post(f"/log/{ferri}/", late)
    told = standard_answer(browser)
    assert re.match(
        r"Your call came Sun 1 Mar, 09:40 and was registered today at \d\d:\d\d as number 1", told
    )
    assert re.search(r"First answer was promised by [^.]+ Mar, \d\d:\d\d\.", told)


def test_the_form_does_not_say_that_the_clock_counts_where_it_waits(browser):
    asking = with_agreement(ASKING)
    waits = text(browser.post(f"/log/{asking}/foreseen/", {**GIVEN, "reported_at": "0:00"}).content)
    assert "It came today at 00:00." in waits
    assert "the clock counts from then" not in waits
    assert "The clock does not start yet" in waits


def test_a_standard_answer_is_in_the_language_of_the_customer(browser):
    key = with_agreement(BELRIVA)
    customers.change(CustomerDraft, key, language="it", by=BY, at=AT)
    browser.post(f"/log/{key}/", {**GIVEN, "priority": "P1"})
    assert standard_answer(browser).startswith("Registrata alle ")


def test_who_only_reads_logs_nothing(browser):
    ferri = with_agreement(ALWAYS)
    client = Client()
    client.force_login(another(Role.AUDITOR), settings.AUTHENTICATION_BACKENDS[0])
    assert client.get("/log/").status_code == 403
    assert client.post(f"/log/{ferri}/", GIVEN).status_code == 403
    assert browser.get(f"/log/{ferri}/").status_code == 200


@pytest.mark.parametrize(
    ("agreed", "told"),
    [("3 business days", "3 giorni lavorativi"), ("1 business day", "1 giorno lavorativo"),
     ("30 min", "30 min"), ("1.5 h", "1,5 h"), ("by 12:00", "by 12:00")],
)  # fmt: skip
def test_a_target_is_told_in_the_readers_words(agreed, told):
    page = Template("{% load look %}{% target text %}")
    assert page.render(Context({"words": Words("it"), "text": agreed})) == told
