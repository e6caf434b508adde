"""The pages that say what is covered and what is missing, the day of a person, the wall board."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from desk.belriva import ASKING, BELRIVA
from desk.customers import customer, with_agreement
from desk.people import AT, BY, desk
from patto.customers import actions as customers
from patto.customers.drafts import ContactDraft, SupplierDraft, SystemDraft
from patto.home.now import now
from patto.kernel.instants import DAY
from patto.tickets import actions, queries
from patto.tickets.acts import Act
from patto.tickets.drafts import Call

pytestmark = pytest.mark.django_db
GIVEN = {"subject": "No mail", "channel": "phone", "type": "incident", "priority": "P1"}


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(desk(), settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def belriva() -> int:
    return with_agreement(BELRIVA)


def system(customer: int, name: str, **more: Any) -> int:
    return customers.add(SystemDraft(name=name, **more), customer=customer, by=BY, at=AT)


def press(customer: int) -> int:
    enomac = SupplierDraft(name="Enomac", telephone="045 555 0101", contract="E-2231")
    supplier = customers.add_supplier(enomac, by=BY, at=AT)
    return system(customer, "Press 2", supplier_id=supplier)


def logged(customer: int, **more: Any) -> int:
    attributes = {"type": "incident", "priority": "P1"}
    call = Call(customer=customer, subject="No mail", channel="phone", attributes=attributes)
    found = actions.log(call, by=BY, at=now() - DAY)
    for kind, act in more.items():
        actions.happen(found, Act(kind=kind, **act), by=BY, at=now() - DAY)
    return found


def page(key: int) -> queries.TicketPage:
    found = queries.ticket(key)
    assert found is not None
    return found


def text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.decode()))


def test_a_system_of_a_supplier_is_noticed_before_anything_is_typed(browser, belriva):
    at_once = text(browser.get(f"/log/{belriva}/", {"system": press(belriva)}).content)
    for told in ("is supported by Enomac", "045 555 0101", "E-2231", "control computers"):
        assert told in at_once


def test_what_is_typed_is_held_against_what_is_left_out_even_if_the_form_is_not_ready(
    browser, belriva
):
    given = {"text": "we had a power cut", "scope": "priced"}
    shown = text(browser.post(f"/log/{belriva}/foreseen/", given).content)
    assert "Exclusion 8.1" in shown
    assert "the power company states" in shown
    own = {**GIVEN, "system": system(belriva, "The plotter")}
    shown = text(browser.post(f"/log/{belriva}/foreseen/", own).content)
    assert "on no list of the agreement" in shown
    assert "charged by the hour" in shown
    on_list = {**GIVEN, "system": system(belriva, "Till", item="till-1")}
    shown = text(browser.post(f"/log/{belriva}/foreseen/", on_list).content)
    assert "no list" not in shown


def test_a_call_is_logged_out_of_scope_with_the_clause_that_was_noticed(browser, belriva):
    given = {**GIVEN, "system": press(belriva), "scope": "consented", "agreed_by": "Ada, phone"}
    done = browser.post(f"/log/{belriva}/", given, follow=True)
    assert "out of scope" in text(done.content)
    (row,) = queries.queue()
    _, stated, word = page(row.id).happened
    assert (stated.reason, stated.attributes["clause"]) == (
        "The control computers of the presses", "presses",
    )  # fmt: skip
    assert (word.kind, word.evidence) == ("consented", "Ada, phone")


def test_a_thing_on_no_list_is_reason_enough(browser, belriva):
    plotter = system(belriva, "The plotter")
    given = {**GIVEN, "system": plotter, "scope": "objected"}
    assert browser.post(f"/log/{belriva}/", given).status_code == 302
    (row,) = queries.queue()
    _, stated, word = page(row.id).happened
    assert "The plotter” is on no list" in stated.reason
    assert (word.kind, word.refers_to) == ("objected", str(stated.id))


@pytest.mark.parametrize(
    ("charge", "kinds", "price"),
    [
        ("rate:hour-of-work", ["reported", "out-of-scope", "consented"], "85.00 EUR per h"),
        ("out-of-hours:evening-help", ["reported", "consented"], "1.5 x hour-of-work"),
    ],
)
def test_a_call_is_logged_at_a_price_of_the_agreement(browser, belriva, charge, kinds, price):
    given = {**GIVEN, "scope": "priced", "charge": charge, "agreed_by": "Ada", "why_not": "Old"}
    assert browser.post(f"/log/{belriva}/", given).status_code == 302
    (row,) = queries.queue()
    happened = page(row.id).happened
    assert [one.kind for one in happened] == kinds
    assert happened[-1].attributes["price"] == price


def test_work_outside_hours_is_agreed_to_under_the_name_of_its_window(browser, belriva):
    paid = {"scope": "priced", "charge": "out-of-hours:night-help", "agreed_by": "Ada"}
    browser.post(f"/log/{belriva}/", {**GIVEN, **paid})
    (row,) = queries.queue()
    word = page(row.id).happened[-1]
    assert (word.reason, row.scope) == ("Nights, Sundays and holidays", "covered")


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        ({"scope": "priced", "agreed_by": "Ada"}, "Choose the price"),
        ({"scope": "consented", "why_not": "x"}, "Write who agreed"),
        ({"scope": "objected"}, "Write what is not covered"),
        ({"scope": "courtesy"}, "Write what is not covered"),
    ],
)
def test_what_a_decision_lacks_is_told_and_nothing_is_logged_or_lost(browser, belriva, said, lacks):
    refused = browser.post(f"/log/{belriva}/", {**GIVEN, **said})
    assert refused.status_code == 422
    assert lacks in text(refused.content)
    assert 'value="No mail"' in refused.content.decode()
    assert queries.queue() == ()


def test_a_call_that_is_said_to_come_tomorrow_is_told_beside_its_field(browser, belriva):
    tomorrow = {**GIVEN, "reported_at": "2999-01-01T10:00"}
    refused = browser.post(f"/log/{belriva}/", tomorrow)
    assert "lies in the future" in text(refused.content)
    assert browser.post(f"/log/{belriva}/foreseen/", tomorrow).status_code == 200


def test_without_an_agreement_nothing_is_asked_about_its_being_covered(browser):
    shown = browser.get(f"/log/{customer()}/").content.decode()
    assert 'name="scope"' not in shown
    key = logged(customer())
    assert browser.get(f"/tickets/{key}/scope/").status_code == 404
    assert browser.get(f"/tickets/{key}/logged/").status_code == 404
    assert browser.get(f"/tickets/{key}/").status_code == 200


def test_on_a_ticket_it_is_said_later_and_a_stale_page_loses_nothing(browser, belriva):
    key = logged(belriva)
    given = {"scope": "courtesy", "why_not": "An old <b>phone</b>", "changes": 99}
    stale = browser.post(f"/tickets/{key}/scope/", given)
    assert "changed this ticket meanwhile" in text(stale.content)
    assert "An old &lt;b&gt;phone" in stale.content.decode()
    assert browser.post(f"/tickets/{key}/scope/", {**given, "changes": 1}).status_code == 302
    shown = text(browser.get(f"/tickets/{key}/").content)
    assert "by courtesy" in shown
    assert "Not covered?" not in shown


def test_under_objection_a_ticket_says_that_it_still_counts_until_the_customer_agrees(
    browser, belriva
):
    key = logged(belriva)
    given = {"scope": "objected", "why_not": "An old phone", "changes": 1}
    done = browser.post(f"/tickets/{key}/scope/", given, follow=True)
    assert "it still counts" in text(done.content)
    assert "Not covered?" in text(done.content)
    given = {"scope": "consented", "why_not": "An old phone", "agreed_by": "Ada, by mail"}
    done = browser.post(f"/tickets/{key}/scope/", given, follow=True)
    assert "it still counts" not in text(done.content)
    assert [one.kind for one in page(key).happened][-2:] == ["out-of-scope", "consented"]


def test_what_is_missing_is_asked_while_logging_and_named_until_it_is_told(browser):
    asking = with_agreement(ASKING)
    ada = customers.add(ContactDraft(name="Ada"), customer=asking, by=BY, at=AT)
    assert "What exactly does the message say?" in browser.get(f"/log/{asking}/").content.decode()
    given = {**GIVEN, "contact": ada}
    shown = text(browser.post(f"/log/{asking}/foreseen/", given).content)
    assert "the clock has not started. Missing: What exactly does the message say?" in shown
    whole = {**given, "asked-error-message": "Code 7"}
    shown = text(browser.post(f"/log/{asking}/foreseen/", whole).content)
    assert "First answer" in shown
    assert "Missing" not in shown
    done = browser.post(f"/log/{asking}/", given, follow=True)
    assert "the clock has not started. Missing: What exactly" in text(done.content)
    (row,) = queries.queue()
    told = {"channel": "phone", "asked-error-message": "Code <7>", "changes": row.changes}
    assert browser.post(f"/tickets/{row.id}/logged/", {**told, "changes": 9}).status_code == 422
    done = browser.post(f"/tickets/{row.id}/logged/", told, follow=True)
    assert "not started" not in text(done.content)
    assert "message say? Code &lt;7&gt;" in done.content.decode()
    assert {one.reason for one in page(row.id).promises} == {""}


def test_all_that_was_asked_is_recorded_when_the_call_is_logged(browser):
    asking = with_agreement(ASKING)
    given = {**GIVEN, "asked-contact": "Ada, 140", "asked-error-message": "Code 7", "text": "Now"}
    assert browser.post(f"/log/{asking}/", given).status_code == 302
    (row,) = queries.queue()
    found = page(row.id)
    assert found.happened[0].attributes["information"] == "contact;error-message"
    assert found.messages[0].text.startswith("Now\n\nWhom do we call back")
    assert row.next_due_at is not None


def test_is_it_included_is_one_search_over_systems_and_clauses(browser, belriva):
    press(belriva)
    shown = text(browser.get(f"/customers/{belriva}/included/", {"q": "press"}).content)
    assert "Press 2 not included" in shown
    assert "Enomac S.p.A.: telephone 045 555 0101" in shown
    system(belriva, "Till at the door", item="till-1")
    shown = text(browser.get(f"/customers/{belriva}/included/", {"q": "till"}).content)
    assert "Till at the door included" in shown
    hour = text(browser.get(f"/customers/{belriva}/included/", {"q": "hour of work"}).content)
    assert "EUR 85 per hour" in hour
    nothing = text(browser.get(f"/customers/{belriva}/included/", {"q": "zeppelin"}).content)
    assert "says nothing of" in nothing
    assert "charged by the hour" in nothing
    part = browser.get(f"/customers/{belriva}/included/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    without = text(browser.get(f"/customers/{customer()}/included/").content)
    assert "No SLA" in without
    assert browser.get("/customers/999/included/").status_code == 404


def test_my_day_shows_what_is_mine_what_nobody_has_and_what_i_worked(browser, belriva):
    assert "Nothing is yours" in text(browser.get("/day/").content)
    mine, theirs = logged(belriva), logged(belriva)
    taken = {"kind": "assigned", "assignee": "1", "changes": 1}
    me = browser.session["_auth_user_id"]
    browser.post(f"/tickets/{mine}/act/", {**taken, "assignee": me})
    act = Act(kind="worked", attributes={"minutes": "95", "where": "remote"})
    actions.happen(mine, act, by=BY, at=now())
    shown = text(browser.get("/day/").content)
    before, _, after = shown.partition("Nobody has taken")
    assert f"#{mine} No mail" in before
    assert f"#{theirs} No mail" in after
    assert "Worked today 1 h 35 min" in shown
    rows = browser.get("/day/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in rows


def test_the_wall_board_shows_what_presses_and_has_nothing_to_click(browser, belriva):
    assert "Nothing is due" in text(browser.get("/board/").content)
    for _ in range(9):
        logged(belriva)
    shown = browser.get("/board/").content.decode()
    main = shown[shown.index("<main") :]
    assert not re.search(r"<(a|button|input|form)\b", main)
    assert "data-live" in main
    assert main.count("<li") >= 8
    rows = browser.get("/board/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in rows


def test_the_board_and_the_day_ask_the_database_as_much_whatever_is_open(
    browser, belriva, django_assert_max_num_queries
):
    for address in ("/day/", "/board/"):
        for _ in range(2):
            logged(belriva)
            with django_assert_max_num_queries(16):
                browser.get(address)
