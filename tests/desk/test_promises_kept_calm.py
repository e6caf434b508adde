"""What looks calm on the desk is calm: no pause that stops nothing, no slip without a question."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from desk.belriva import BELRIVA
from desk.customers import MONTH, with_agreement
from desk.people import AT, BY, another, desk
from patto.accounts.models import Person
from patto.accounts.roles import Role
from patto.helpdesk.sure import AGAIN
from patto.home.now import now
from patto.kernel import facts
from patto.kernel.instants import DAY, HOUR, MINUTE
from patto.tickets import actions, listing, loading, queries, today
from patto.tickets.acts import DISPUTED, SETTLED, Act, EvidenceError
from patto.tickets.drafts import Call
from patto.tickets.keeping import MOMENT
from patto.tickets.listing import Wanted
from patto.tickets.loading import Done, Past
from patto.tickets.models import Happened, Message, Ticket
from patto.tickets.queries import TicketPage
from patto.timers.models import Timer

pytestmark = pytest.mark.django_db
ALWAYS = MONTH.replace("stated_until: 2026-12-31", "stated_until: 2099-12-31").replace(
    "end: 2027-01-01", "end: none"
)
MAIL = "The mail of nine o'clock"


@pytest.fixture
def marta() -> Person:
    return desk()


@pytest.fixture
def browser(marta: Person) -> Client:
    found = Client(raise_request_exception=False)
    found.force_login(marta, settings.AUTHENTICATION_BACKENDS[0])
    return found


@pytest.fixture
def firm(marta: Person) -> int:
    assert marta.is_active
    return with_agreement(ALWAYS)


def log(firm: int, ago: int = MINUTE) -> int:
    attributes = {"type": "incident", "priority": "P2"}
    call = Call(customer=firm, subject="No mail", channel="phone", attributes=attributes)
    return actions.log(call, by=BY, at=now() - ago)


def do(ticket: int, kind: str, **more: Any) -> None:
    actions.happen(ticket, Act(kind=kind, **more), by=BY, at=now())


def act(browser: Client, ticket: int, **given: str) -> Any:
    changes = str(Ticket.objects.get(pk=ticket).changes)
    return browser.post(f"/tickets/{ticket}/act/", {"changes": changes, **given})


def shown_of(ticket: int) -> TicketPage:
    found = queries.ticket(ticket)
    assert found is not None
    return found


def text(answer: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode())))


def panel(browser: Client, ticket: int) -> str:
    page = browser.get(f"/tickets/{ticket}/").content.decode()
    found = re.search(r'id="clock-panel".*?</section>', page, re.DOTALL)
    assert found is not None
    return found[0]


def group(ticket: int) -> str:
    rows = listing.queue(Wanted(), day_ends=now() + DAY)
    return next(one.group for one in rows if one.row.id == ticket)


def kinds(ticket: int) -> list[str]:
    return [one.kind for one in Happened.objects.filter(ticket=ticket).order_by("id")]


def test_a_pause_that_would_stop_nothing_for_want_of_evidence_is_refused_and_asks_for_it(
    browser, firm
):
    ticket = log(firm)
    do(ticket, facts.RESPONDED, text="We look.")
    refused = act(browser, ticket, pause="waiting-customer", minutes="12")
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert re.search(r'name="evidence"[^>]*aria-invalid="true"', shown)
    assert 'value="12"' in shown
    assert kinds(ticket) == ["reported", "responded"]
    assert group(ticket) != "paused"
    assert act(browser, ticket, pause="waiting-customer", evidence=MAIL).status_code == 302
    assert Happened.objects.get(ticket=ticket, kind="paused").evidence == MAIL
    assert group(ticket) == "paused"
    with pytest.raises(EvidenceError):
        do(ticket, facts.PAUSED, reason="waiting-supplier", text="Called.")


def test_many_at_once_are_not_paused_for_nothing_either(browser, firm):
    first, second = log(firm), log(firm)
    for one in (first, second):
        do(one, facts.RESPONDED, text="We look.")
    chosen = [f"{one}.{Ticket.objects.get(pk=one).changes}" for one in (first, second)]
    given = {"chosen": chosen, "pause": "waiting-customer", "list": "queue", "asked": ""}
    refused = browser.post("/queue/act/", {**given, "text": " "})
    assert refused.status_code == 422
    assert text(refused).count("only with evidence") == 2
    assert {group(first), group(second)} & {"paused"} == set()
    assert browser.post("/queue/act/", {**given, "text": MAIL}).status_code == 302
    assert {group(first), group(second)} == {"paused"}


def test_a_clock_is_shown_to_stand_still_only_where_it_does(browser, firm):
    ticket = log(firm)
    said = act(browser, ticket, pause="waiting-customer", text=MAIL)
    assert "does not stop: First answer" in text(browser.get(said.url))
    shown = panel(browser, ticket)
    answer, resolution = re.split(r"<strong>", shown)[1:3]
    assert "First answer" in answer
    assert "data-due" in answer
    assert "paused" not in answer
    assert "paused" in resolution
    assert "Waiting for an answer of the customer" in resolution
    found = shown_of(ticket)
    assert (found.row.state, found.row.stands_still) == ("paused", False)
    assert group(ticket) != "paused"
    dues = {one.metric: one.due_at for one in found.promises}
    assert found.row.next_due_at == dues["response"]
    assert ticket in {one.id for one in today.pressing(overdue=False, most=9)}
    do(ticket, facts.RESPONDED, text="We look.")
    assert group(ticket) == "paused"
    assert today.counts(now(), now() + DAY).paused == 1
    do(ticket, facts.RESUMED)
    assert group(ticket) != "paused"


@pytest.mark.usefixtures("marta")
def test_what_a_constraint_holds_up_says_so_until_it_runs_on_by_itself(browser):
    ticket = log(with_agreement(BELRIVA))
    do(ticket, facts.RESPONDED, text="We look.")
    do(ticket, facts.PART_NEEDED, attributes={"constraint": "next-day-part"})
    held = shown_of(ticket).row
    assert (held.state, held.stands_still) == ("open", True)
    assert "A part under warranty comes the next working day" in panel(browser, ticket)
    assert group(ticket) == "paused"
    assert Timer.objects.get(kind=MOMENT, key=str(ticket)).due_at > now()


def test_a_past_that_is_loaded_stands_as_if_it_had_been_written_act_by_act(firm):
    begun = now() - HOUR
    pause = Act(kind=facts.PAUSED, reason="waiting-customer", evidence=MAIL)
    told = {"type": "incident", "priority": "P2"}
    past = Past(
        Call(customer=firm, subject="No mail", channel="phone", attributes=told), BY, begun,
        [
            Done(Act(kind=facts.RESPONDED, text="We look."), BY, begun + MINUTE),
            Done(pause, BY, begun + MINUTE),
        ],
    )  # fmt: skip
    loading.load([past], at=now())
    assert group(int(Ticket.objects.latest("id").pk)) == "paused"


def test_what_was_missed_says_since_when(browser, firm):
    ticket = log(firm, ago=60 * DAY)
    do(ticket, facts.NOTED, text="Nobody came.")
    found = shown_of(ticket)
    first = min(one.due_at for one in found.promises if one.due_at is not None)
    assert found.row.overdue_since == first
    assert f'data-due="{first // 1000}"' in browser.get("/queue/").content.decode()


def test_whoever_answers_what_was_nobodys_has_it_and_is_not_asked_to_take_it(browser, firm, marta):
    ticket = log(firm)
    assert 'value="taken-in-charge"' in browser.get(f"/tickets/{ticket}/").content.decode()
    said = act(browser, ticket, kind="responded", text="We look.")
    page = browser.get(said.url)
    assert "Nothing was sent" in text(page)
    assert 'value="taken-in-charge"' not in page.content.decode()
    assert Ticket.objects.get(pk=ticket).assignee_id == marta.pk
    piero = another(Role.TECHNICIAN)
    do(ticket, facts.ASSIGNED, attributes={"assignee": str(piero.pk)})
    act(browser, ticket, kind="responded", text="Still at it.")
    assert Ticket.objects.get(pk=ticket).assignee_id == piero.pk
    theirs = log(firm)
    act(browser, theirs, kind="responded", text="We see.", side="customer")
    assert Ticket.objects.get(pk=theirs).assignee_id is None


def test_the_same_answer_again_is_asked_once_and_then_written(browser, firm, monkeypatch):
    ticket = log(firm)
    for kind in ("responded", "noted", "noted"):
        assert act(browser, ticket, kind=kind, text="We look.").status_code == 302
    asked = act(browser, ticket, kind="responded", text="We look. ")
    assert asked.status_code == 422
    assert "We look." in asked.content.decode()
    assert kinds(ticket).count("responded") == 1
    sure = re.search(r'name="sure" value="(\w+)"', asked.content.decode())
    assert sure is not None
    assert act(browser, ticket, kind="responded", text="We look.", sure=sure[1]).status_code == 302
    assert kinds(ticket).count("responded") == 2
    later = now() + AGAIN
    monkeypatch.setattr("patto.helpdesk.views.tickets.now", lambda: later)
    assert act(browser, ticket, kind="responded", text="We look.").status_code == 302


def test_what_is_disputed_is_not_closed_in_passing(browser, firm):
    ticket = log(firm)
    do(ticket, facts.RESOLVED, text="Restarted.")
    do(ticket, DISPUTED, text="It is not.", attributes={"disputes": "figure"}, side="customer")
    dispute = str(Happened.objects.latest("id").pk)
    assert "dispute is still open" in text(act(browser, ticket, kind="closed"))
    chosen = f"{ticket}.{Ticket.objects.get(pk=ticket).changes}"
    given = {"chosen": chosen, "kind": "closed", "list": "queue", "asked": ""}
    assert "dispute is still open" in text(browser.post("/queue/act/", given))
    assert Ticket.objects.get(pk=ticket).state == "resolved"
    assert act(browser, ticket, kind="closed", sure="disputed").status_code == 302
    other = log(firm)
    do(other, facts.RESOLVED, text="Restarted.")
    do(other, DISPUTED, text="No.", attributes={"disputes": "figure"}, side="customer")
    dispute = str(Happened.objects.latest("id").pk)
    do(other, SETTLED, text="Yes.", refers_to=dispute, attributes={"outcome": "upheld"})
    assert act(browser, other, kind="closed").status_code == 302


def test_words_are_corrected_by_other_words_and_the_first_ones_stay(browser, firm):
    ticket = log(firm)
    do(ticket, facts.RESPONDED, text="Come at nine.", public=True)
    entry = Happened.objects.latest("id").pk
    address = f"/tickets/{ticket}/amend/{entry}/"
    assert "Come at nine." in browser.get(address).content.decode()
    before = [(one.metric, one.verdict) for one in shown_of(ticket).promises]
    given = {"kind": "corrected", "refers_to": entry, "because": "a slip"}
    assert browser.post(address, {**given, "text": "Come at ten."}).status_code == 302
    page = browser.get(f"/tickets/{ticket}/").content.decode()
    assert page.count('<div class="said mt-1">Come at ten.</div>') == 1
    assert '<div class="said gone mt-1">Come at nine.</div>' in page
    correction = Happened.objects.latest("id").pk
    assert Message.objects.get(happened=correction).public
    assert [(one.metric, one.verdict) for one in shown_of(ticket).promises] == before
    # The same words are no correction of them; one that is undone leaves the first ones.
    browser.post(address, {**given, "text": "Come at ten.", "evidence": "call list"})
    assert Message.objects.filter(ticket=ticket).count() == 2
    undo = {"kind": "retracted", "refers_to": correction, "because": "nine it is"}
    assert browser.post(f"/tickets/{ticket}/amend/{correction}/", undo).status_code == 302
    page = browser.get(f"/tickets/{ticket}/").content.decode()
    assert '<div class="said mt-1">Come at nine.</div>' in page
    assert '<div class="said gone mt-1">Come at ten.</div>' in page


def test_a_pause_is_corrected_in_the_words_of_the_agreement(browser, firm):
    ticket = log(firm)
    do(ticket, facts.PAUSED, reason="waiting-customer", evidence=MAIL)
    entry = Happened.objects.latest("id").pk
    address = f"/tickets/{ticket}/amend/{entry}/"
    shown = browser.get(address)
    assert "Waiting for an answer of the customer" in text(shown)
    assert "waiting-customer" not in text(shown)
    assert '<option value="waiting-supplier">Waiting for a supplier</option>' in (
        shown.content.decode()
    )
    given = {"kind": "corrected", "refers_to": entry, "because": "wrong button"}
    browser.post(address, {**given, "reason": "waiting-supplier"})
    page = text(browser.get(f"/tickets/{ticket}/"))
    assert "Waiting for a supplier" in page
    assert "waiting-supplier" not in page


def test_the_stretches_of_a_clock_add_up_as_they_are_written(browser, firm):
    ticket = log(firm, ago=3 * HOUR + 1)
    page = browser.get(f"/tickets/{ticket}/why/").content.decode().replace("\xa0", " ")
    assert now() > AT
    for part in re.findall(r"<table.*?</table>", page, re.DOTALL):
        rows = re.findall(r"<td>(.*?)</td><td>(.*?)</td><td>(.*?)</td>", part)
        whole = re.search(r"of ([^<]*) on the wall|of ([^<]*)</th>", part)
        assert rows
        assert whole is not None
        for start, end, length in rows:
            assert (_clock(end) - _clock(start) - _length(length)) % 86_400_000_000 == 0
        assert sum(_length(one[2]) for one in rows) == _length(whole[1] or whole[2])
    assert '<span class="badge bg-secondary-lt">' not in page


def _clock(told: str) -> int:
    found = re.search(r"(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?", told)
    assert found is not None, told
    hours, minutes, seconds, left = (found[n] or "0" for n in (1, 2, 3, 4))
    return (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1_000_000 + _left(left)


def _length(told: str) -> int:
    sizes = {"h": 3600, "min": 60, "s": 1}
    found = re.findall(r"([\d,]+)(?:\.(\d+))? (h|min|s)\b", told)
    return sum(
        int(number.replace(",", "")) * sizes[unit] * 1_000_000 + _left(left)
        for number, left, unit in found
    )


def _left(digits: str) -> int:
    return int(f"{digits or '0':0<6}")
