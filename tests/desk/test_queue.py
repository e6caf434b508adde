"""The queue and all tickets: in order, filtered, kept as views, worked on many at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from desk.customers import MONTH, customer, put_in_force, with_agreement
from desk.people import BY, another, desk
from patto.accounts.models import Person
from patto.accounts.roles import Role
from patto.helpdesk.wanted import NAMES, asked, read
from patto.home.now import now
from patto.kernel import facts
from patto.kernel.instants import DAY, HOUR, MINUTE
from patto.language.words import Words
from patto.tickets import actions, listing, many, queries, saved
from patto.tickets.acts import Act
from patto.tickets.drafts import Call
from patto.tickets.duties import duties
from patto.tickets.listing import AGREED, GROUPS, Wanted
from patto.tickets.models import Happened, Link, Message, Ticket
from patto.tickets.moments import NEXT_UPDATE, REMIND_AT

pytestmark = pytest.mark.django_db
ALWAYS = MONTH.replace("stated_until: 2026-12-31", "stated_until: 2099-12-31").replace(
    "end: 2027-01-01", "end: none"
)


@pytest.fixture
def marta() -> Person:
    return desk()


@pytest.fixture
def browser(marta: Person) -> Client:
    return signed_in(marta)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    return client


def log(customer: int, subject: str = "No mail", *, ago: int = 0, **attributes: str) -> int:
    told = {"type": "incident", "priority": "P1", **attributes}
    call = Call(customer=customer, subject=subject, channel="phone", attributes=told)
    return actions.log(call, by=BY, at=now() - ago)


def do(ticket: int, kind: str, *, by: Any = BY, **more: Any) -> None:
    actions.happen(ticket, Act(kind=kind, **more), by=by, at=now())


def changed(ticket: int) -> str:
    """Return a ticket as a box in front of it names it."""
    return f"{ticket}.{Ticket.objects.get(pk=ticket).changes}"


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


def listed(page: Any) -> list[int]:
    return [int(key) for key in re.findall(r'data-ticket="(\d+)"', page.content.decode())]


@pytest.mark.usefixtures("marta")
def test_a_group_is_whole_before_the_next_begins_wherever_a_page_ends():
    ferri = with_agreement(ALWAYS)
    overdue = [log(ferri, ago=300 * DAY), log(ferri, ago=200 * DAY, priority="P3")]
    for key in overdue:
        do(key, facts.NOTED, text="Still there.")
    running = [log(ferri, priority=priority) for priority in ("P1", "P2", "P3")]
    paused = log(ferri)
    do(paused, facts.RESPONDED, text="We look.")
    do(paused, facts.PAUSED, reason="waiting-customer", evidence="mail")
    nothing = log(customer("Belriva"))
    end = now() + HOUR
    rows = [row for first in range(0, 9, 2)
            for row in listing.queue(Wanted(), day_ends=end, most=2, after=first)]  # fmt: skip
    assert {row.row.id for row in rows if row.group == "overdue"} == set(overdue)
    assert {row.row.id for row in rows if row.group in {"today", "later"}} == set(running)
    assert [row.row.id for row in rows[-2:]] == [paused, nothing]
    places = [GROUPS.index(row.group) for row in rows]
    assert places == sorted(places)
    counted = listing.counted(Wanted(), day_ends=end)
    assert counted == {name: places.count(GROUPS.index(name)) for name in counted}
    assert sum(counted.values()) == len(rows) == 7


@pytest.mark.usefixtures("marta")
def test_what_falls_due_before_midnight_is_of_today_and_what_comes_after_is_later():
    key = log(with_agreement(ALWAYS))
    due = Ticket.objects.get(pk=key).next_due_at
    assert due is not None
    for ends, group in ((due + 1, "today"), (due, "later")):
        (row,) = listing.queue(Wanted(), day_ends=ends)
        assert row.group == group


def test_every_filter_keeps_what_it_names_and_nothing_else(browser, marta):
    ferri, belriva = with_agreement(ALWAYS), customer("Belriva")
    one = log(ferri, "Perché la stampante è ferma", priority="P1")
    two = log(ferri, "The mail stands still", priority="P3", type="service-request")
    three = log(belriva, "A new mailbox")
    do(one, facts.ASSIGNED, attributes={"assignee": str(marta.pk)})
    do(two, facts.PAUSED, reason="waiting-customer", evidence="mail")
    wanted = {
        "": {one, two, three}, f"customer={ferri}": {one, two}, "with=me": {one},
        f"with={marta.pk}": {one}, "with=nobody": {two, three}, "priority=P3": {two},
        "type=service-request": {two}, "state=paused": {two}, "scope=no-agreement": {three},
        f"scope={AGREED}": {one, two}, "group=paused": {two}, "q=PERCHE stamp": {one},
        f"q=%23{three}": {three}, f"q={two}": {two}, "q=mail&with=nobody": {two, three},
        "customer=999": set(), "state=nonsense": {one, two, three}, "customer=x": {one, two, three},
        "mine": {one}, "since=2150-01-01": set(), "until=2150-01-01": {one, two, three},
    }  # fmt: skip
    for query, expected in wanted.items():
        page = browser.get(f"/queue/?{query}")
        assert set(listed(page)) == expected, query
        if "group" not in query:
            assert set(listed(browser.get(f"/tickets/?{query}"))) == expected, query


def test_an_old_ticket_that_is_closed_is_found_page_by_page_and_by_its_words(browser):
    ferri = customer()
    old = log(ferri, "The grey scanner", ago=300 * DAY)
    for number in range(55):
        log(ferri, f"Call {number}")
    do(old, facts.RESOLVED, text="Replaced.")
    assert listed(browser.get("/tickets/?q=scanner")) == [old]
    assert old not in listed(browser.get("/queue/?q=scanner"))
    first = browser.get("/tickets/")
    assert len(listed(first)) == 50
    before = re.search(r'href="(/tickets/\?before=\d+)"', first.content.decode())
    assert before is not None
    assert listed(browser.get(before[1]))[-1] == old
    assert "No ticket is as you ask" in text(browser.get("/tickets/?q=elephant"))


def test_pages_of_the_queue_go_on_and_back_and_one_that_is_gone_is_the_last(browser):
    ferri = customer()
    keys = [log(ferri) for _ in range(60)]
    first, second = browser.get("/queue/"), browser.get("/queue/?from=50")
    assert sorted(listed(first) + listed(second)) == keys
    assert "51 to 60 of 60" in text(second)
    assert listed(browser.get("/queue/?from=5000")) == listed(second)
    assert "from=0" in second.content.decode()


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


class Addresses(TestCase):
    @given(st.dictionaries(st.sampled_from([*NAMES, "from", "before", "mine"]), WORDS, max_size=5))
    @hypothesis(max_examples=60, deadline=None)
    def test_no_address_breaks_a_list_and_what_it_asks_is_kept_in_the_next(self, query):
        person = Person.objects.first() or desk()
        client = signed_in(person)
        for page in ("/queue/", "/tickets/"):
            assert client.get(page, query).status_code == 200
        wish = asked(client.get("/queue/", query).wsgi_request.GET)
        assert read(wish.query()) == wish


def test_a_page_of_the_queue_asks_a_fixed_number_of_queries(browser, django_assert_num_queries):
    ferri = with_agreement(ALWAYS)
    for number in range(3):
        log(ferri, f"Call {number}")
    browser.get("/queue/")
    with django_assert_num_queries(9):
        browser.get("/queue/")
    for number in range(30):
        log(customer(f"Customer {number}"), f"Call {number}")
    with django_assert_num_queries(9):
        assert len(listed(browser.get("/queue/"))) == 33
    with django_assert_num_queries(8):
        browser.get("/tickets/?q=call")
    with django_assert_num_queries(4):
        browser.get("/queue/", headers={"HX-Request": "true"})


def queries_of(browser: Client, page: str) -> list[str]:
    """Return what a page asks the database for reading."""
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(page).status_code == 200
    return [one["sql"] for one in asked.captured_queries if one["sql"].startswith("SELECT")]


def test_a_ticket_with_a_long_history_asks_no_more_than_one_that_has_just_come(browser, marta):
    ferri = with_agreement(ALWAYS)
    new, old = log(ferri), log(ferri)
    for number in range(12):
        do(old, facts.NOTED, text=f"Note {number}")
        do(old, facts.WORKED, attributes={"minutes": "5", "where": "remote"})
    do(old, facts.ASSIGNED, attributes={"assignee": str(marta.pk)})
    few, many_ = (queries_of(browser, f"/tickets/{key}/") for key in (new, old))
    assert len(few) == len(many_) <= 24


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a plan as SQLite tells it")
def test_what_is_done_is_read_by_no_page_of_the_day(browser):
    """The cost of these pages does not grow with the years: no plan reads every ticket."""
    ferri = with_agreement(ALWAYS)
    key = log(ferri)
    for page in ("/queue/", f"/queue/?customer={ferri}", "/queue/?with=me", "/queue/?with=nobody",
                 "/day/", "/board/", f"/tickets/{key}/"):  # fmt: skip
        for sql in queries_of(browser, page):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plan = [step for *_, step in cursor.fetchall()]
            whole = [one for one in plan if one.startswith("SCAN tickets_ticket")]
            assert all("USING INDEX ticket_open" in one for one in whole), (page, sql, plan)


def test_a_view_is_kept_with_its_filters_opens_with_the_desk_and_is_dropped(browser, marta):
    ferri = with_agreement(ALWAYS)
    mine, other = log(ferri, "Mine"), log(ferri, "Other")
    do(mine, facts.ASSIGNED, attributes={"assignee": str(marta.pk)})
    given = {"name": "Ferri, mine", "asked": f"customer={ferri}&with=me&nonsense=1", "opens": "on"}
    kept = browser.post("/views/keep/", given)
    assert kept.headers["Location"] == f"/queue/?customer={ferri}&with=me"
    opened = browser.get("/", follow=True)
    assert opened.redirect_chain == [(f"/queue/?customer={ferri}&with=me", 302)]
    assert listed(opened) == [mine]
    assert 'aria-current="page"' in opened.content.decode()
    assert sorted(listed(browser.get("/queue/"))) == [mine, other]
    assert listed(browser.get("/", headers={"HX-Request": "true"})) != []
    (view,) = saved.views(marta.pk)
    browser.post(f"/views/{view.id}/drop/")
    assert saved.views(marta.pk) == ()
    assert browser.get("/").status_code == 200


def test_a_shared_view_is_everybodys_to_open_and_only_its_owners_to_drop(browser, marta):
    ivo = signed_in(another(Role.TECHNICIAN))
    for name, shared in (("Everybody's", "on"), ("My own", "")):
        given = {"name": name, "asked": "with=nobody", "list": "tickets"}
        browser.post("/views/keep/", given | ({"shared": shared} if shared else {}))
    page = ivo.get("/views/").content.decode()
    assert "Everybody&#x27;s" in page
    assert "My own" not in page
    assert "/tickets/?with=nobody" in page
    view = next(one for one in saved.views(marta.pk) if one.shared)
    assert ivo.post(f"/views/{view.id}/drop/").status_code == 404
    assert browser.post("/views/keep/", {"name": " ", "asked": ""}).status_code == 302
    assert len(saved.views(marta.pk)) == 2
    again = {"name": "My own", "asked": "with=me", "opens": "on", "manage": "1"}
    assert browser.post("/views/keep/", again).headers["Location"] == "/views/"
    assert [one.opens for one in saved.views(marta.pk) if one.own] == [False, True]


def test_only_what_the_rules_allow_for_every_ticket_is_offered(browser):
    ferri, belriva = with_agreement(ALWAYS), customer("Belriva")
    open_, done, bare = log(ferri), log(ferri), log(belriva)
    do(done, facts.RESOLVED, text="Done.")
    offered = {
        (open_,): {facts.TAKEN_IN_CHARGE, facts.ASSIGNED, facts.PAUSED, facts.NOTED},
        (done,): {facts.NOTED, facts.CLOSED},
        (open_, done): {facts.NOTED},
    }
    for keys, acts in offered.items():
        rows = listing.chosen(set(keys))
        assert set(many.allowed(rows)) == acts
        page = browser.get("/queue/chosen/", {"chosen": [changed(key) for key in keys]})
        shown = set(re.findall(r'name="kind" value="([\w-]+)"', page.content.decode()))
        assert shown - {"link"} == acts - {facts.PAUSED}
    assert many.reasons(listing.chosen({open_})) != {}
    assert many.reasons(listing.chosen({open_, bare})) == {}
    assert many.allowed([]) == ()


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"kind": "taken-in-charge"}, "taken-in-charge"),
        ({"kind": "noted", "text": "Seen <b>."}, "noted"),
        ({"pause": "waiting-customer", "text": "mail of 10:58"}, "paused"),
    ],
)
def test_an_act_on_many_is_done_on_each_and_the_list_is_as_it_was(browser, marta, given, kind):
    ferri = with_agreement(ALWAYS)
    keys = [log(ferri), log(ferri)]
    told = {"chosen": [changed(key) for key in keys], "asked": "with=nobody", "list": "tickets"}
    done = browser.post("/queue/act/", {**given, **told})
    assert done.headers["Location"] == "/tickets/?with=nobody"
    for key in keys:
        last = Happened.objects.filter(ticket_id=key).latest("id")
        assert (last.kind, last.reason) == (kind, given.get("pause", ""))
    assert Message.objects.filter(text=given.get("text", "")).count() == 2 * ("text" in given)
    if kind == "taken-in-charge":
        assert set(Ticket.objects.values_list("assignee_id", flat=True)) == {marta.pk}
    assert f"#{keys[0]}" in text(browser.get("/tickets/"))


def test_what_one_ticket_refuses_holds_up_no_other_and_what_was_typed_is_kept(browser):
    ferri = with_agreement(ALWAYS)
    good, stale, gone = log(ferri), log(ferri), log(ferri)
    chosen = [changed(good), changed(stale), changed(gone), "999999.0", "x.y"]
    do(stale, facts.NOTED, text="Meanwhile.")
    do(gone, facts.RESOLVED, text="Done.")
    given = {"chosen": chosen, "kind": "assigned", "assignee": str(another(Role.MANAGER).pk)}
    told = browser.post("/queue/act/", {**given, "text": "Long & careful", "asked": "with=nobody"})
    assert told.status_code == 422
    assert "Long &amp; careful" in told.content.decode()
    assert "changed this ticket meanwhile" in text(told)
    assert "/queue/?with=nobody" in told.content.decode()
    # What was done is chosen no more, and what changed is chosen as it stands now.
    boxes = re.findall(r'name="chosen" value="([\d.]+)" checked', told.content.decode())
    assert boxes == [changed(stale), changed(gone)]
    assert queries.ticket(good).row.assignee_name == "Ivo Serra"  # type: ignore[union-attr]  # it was logged above
    assert queries.ticket(stale).row.assignee is None  # type: ignore[union-attr]  # it was logged above


def test_a_reason_that_one_agreement_lacks_pauses_the_others_only(browser):
    ferri, bare = with_agreement(ALWAYS), customer("Belriva")
    covered, uncovered = log(ferri), log(bare)
    chosen = [changed(covered), changed(uncovered)]
    told = browser.post("/queue/act/", {"chosen": chosen, "pause": "waiting-customer", "text": "x"})
    assert "no such reason to pause" in text(told)
    assert queries.ticket(covered).row.state == "paused"  # type: ignore[union-attr]  # it was logged above
    assert queries.ticket(uncovered).row.state == "open"  # type: ignore[union-attr]  # it was logged above


def test_a_database_that_goes_away_in_the_middle_leaves_each_done_or_not_and_says_which(
    browser, monkeypatch
):
    ferri = with_agreement(ALWAYS)
    keys = [log(ferri) for _ in range(3)]
    really, calls = actions.happen, []

    def happen(ticket: int, *args: Any, **kwargs: Any) -> None:
        calls.append(ticket)
        if len(calls) == 2:
            raise OperationalError
        really(ticket, *args, **kwargs)

    monkeypatch.setattr(actions, "happen", happen)
    chosen = [changed(key) for key in keys]
    told = browser.post("/queue/act/", {"chosen": chosen, "kind": "noted", "text": "Seen."})
    assert calls == keys[:2]
    assert text(told).count("The database did not answer") == 2
    assert Message.objects.values_list("ticket_id", flat=True).get() == keys[0]
    assert "Seen." in told.content.decode()


def test_many_are_linked_with_the_oldest_or_with_one_that_is_named(browser):
    ferri = with_agreement(ALWAYS)
    keys = [log(ferri) for _ in range(4)]
    chosen = [changed(key) for key in keys[:3]]
    assert browser.post("/queue/act/", {"chosen": chosen, "kind": "link"}).status_code == 302
    assert set(Link.objects.values_list("first_id", "second_id")) == {
        (keys[0], keys[1]), (keys[0], keys[2]),
    }  # fmt: skip
    browser.post("/queue/act/", {"chosen": chosen[:1], "kind": "link", "other": f"#{keys[3]}"})
    assert Link.objects.filter(first_id=keys[0], second_id=keys[3]).exists()
    foreign = log(customer("Belriva"))
    told = browser.post("/queue/act/", {"chosen": chosen[:1], "kind": "link", "other": foreign})
    assert told.status_code == 422


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "noted", "text": " "}, {"kind": "assigned", "assignee": ""}, {"kind": "link"},
        {"kind": "link", "other": "x"}, {"kind": "noted", "text": "x" * 20_001},
    ],
)  # fmt: skip
def test_what_an_act_on_many_lacks_is_told_and_nothing_is_done(browser, given):
    key = log(with_agreement(ALWAYS))
    told = browser.post("/queue/act/", {**given, "chosen": changed(key)})
    assert told.status_code == 422
    assert "missing" in text(told)
    assert Happened.objects.filter(ticket_id=key).count() == 1
    assert browser.post("/queue/act/", {"kind": "deleted", "chosen": "1.1"}).status_code == 404
    nothing = browser.post("/queue/act/", {"kind": "noted", "text": "x"}, follow=True)
    assert "Choose tickets first" in text(nothing)


def test_an_auditor_sees_lists_and_has_nothing_to_choose():
    desk()
    key = log(customer())
    auditor = signed_in(another(Role.AUDITOR))
    for page in ("/queue/", "/tickets/"):
        shown = auditor.get(page)
        assert listed(shown) == [key]
        assert 'name="chosen"' not in shown.content.decode()
    assert auditor.post("/queue/act/", {"kind": "noted"}).status_code == 403


def test_what_waits_on_one_person_is_what_was_asked_promised_and_paused(browser, marta):
    ferri = with_agreement(ALWAYS)
    new, answered, again, paused, other = (log(ferri, ago=HOUR) for _ in range(5))
    for key in (new, answered, again, paused):
        do(key, facts.ASSIGNED, attributes={"assignee": str(marta.pk)})
    soon = now() + HOUR
    iso = "2999-01-01T10:00:00Z"
    do(answered, facts.RESPONDED, text="At ten.", public=True, attributes={NEXT_UPDATE: iso})
    do(again, facts.RESPONDED, text="Try this.", public=True)
    do(again, facts.UPDATED, text="It is worse.", public=True, side="customer")
    do(paused, facts.PAUSED, reason="waiting-customer", evidence="x", attributes={REMIND_AT: iso})
    do(other, facts.RESPONDED, text="x", attributes={NEXT_UPDATE: iso})
    found = duties(marta.pk, at=soon)
    assert {(one.row.id, one.first) for one in found.owed} == {(new, True), (again, False)}
    assert [(one.row.id, one.kind) for one in found.given] == [(answered, "update")]
    ((follow),) = found.follow
    assert (follow.row.id, follow.reason) == (paused, "waiting-customer")
    assert follow.remind_at == found.given[0].at
    page = text(browser.get("/day/"))
    for said in ("first answer", "the customer wrote last", "word promised:"):
        assert said in page
    do(answered, facts.UPDATED, text="As promised.", public=True)
    assert duties(marta.pk, at=soon).given == ()


def test_the_board_shows_no_title_and_no_caller_and_a_screen_nothing_but_the_board(browser):
    ferri = with_agreement(ALWAYS)
    late, soon = log(ferri, "Salary list of Ada", ago=300 * DAY), log(ferri, "Password of Ada")
    do(late, facts.NOTED, text="Ada shouts.")
    added = browser.post("/screens/", {"name": "Office"})
    address = re.search(r'value="http://testserver(/board/[^"]+)"', added.content.decode())
    assert address is not None
    wall = Client()
    shown = wall.get(address[1])
    assert shown.status_code == 200
    for key in (late, soon):
        assert f"#{key}" in text(shown)
    assert "Ada" not in text(shown)
    assert "Studio Ferri" in text(shown)
    assert "/tickets/" not in shown.content.decode()
    assert "sessionid" not in shown.cookies
    for other in ("/", "/queue/", f"/tickets/{late}/", "/screens/"):
        assert wall.get(other).status_code == 302
    assert address[1].split("/")[2] not in browser.get("/screens/").content.decode()
    screen = re.search(r"/screens/(\d+)/end/", browser.get("/screens/").content.decode())
    assert screen is not None
    browser.post(screen[0])
    assert wall.get(address[1]).status_code == 404
    assert "no longer" in text(wall.get(address[1]))
    assert wall.get("/board/guessed/").status_code == 404
    assert browser.post("/screens/", {"name": " "}).status_code == 422


def test_every_part_of_a_list_has_words_in_both_languages():
    for language in ("en", "it"):
        words = Words(language)
        for name in NAMES:
            assert words.say(f"queue.filter.{name}")
        for group in GROUPS:
            assert words.say(f"desk.queue.group.{group}")


@pytest.mark.usefixtures("marta")
def test_what_is_put_in_force_later_gives_the_reasons_of_its_own_time():
    ferri = customer()
    before = log(ferri, ago=5 * MINUTE)
    put_in_force(ferri, ALWAYS)
    assert many.reasons(listing.chosen({before})) != {}
