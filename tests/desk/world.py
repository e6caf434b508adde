"""Two customers with everything that can be a customer's, and what the numbers in addresses are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from desk.customers import MONTH, customer, put_in_force
from desk.people import AT, BY
from desk.walking import Part, Route
from patto.accounts import actions as accounts
from patto.accounts.models import Person, Screen
from patto.agreements import actions as agreements
from patto.agreements.models import SignedCopy, Version
from patto.customers import actions as customers
from patto.customers.drafts import ContactDraft, SiteDraft, SupplierDraft, SystemDraft
from patto.customers.models import Contact, Site, Supplier, System
from patto.helpdesk.doing import ASKED
from patto.home.now import now
from patto.kernel.instants import DAY
from patto.tickets import actions, beside, saved
from patto.tickets.acts import Act
from patto.tickets.drafts import Call
from patto.tickets.models import Attachment, Happened, Message, ReadyAnswer, SavedView, Ticket

ALWAYS = MONTH.replace("stated_until: 2026-12-31", "stated_until: 2099-12-31").replace(
    "end: 2027-01-01", "end: none"
)
FILE = b"<html><script>x()</script>%PDF-1.7 PK\x03\x04"
"""A file that is a page to a browser that guesses, and an archive to another."""
OF_CUSTOMERS: dict[str, tuple[type[Model], str]] = {
    "version": (Version, "customer_id"), "scan": (SignedCopy, "version__customer_id"),
    "ticket": (Ticket, "customer_id"), "entry": (Happened, "ticket__customer_id"),
    "message": (Message, "ticket__customer_id"), "file": (Attachment, "ticket__customer_id"),
    "site": (Site, "customer_id"), "system": (System, "customer_id"),
    "contact": (Contact, "customer_id"),
}  # fmt: skip
OF_PEOPLE: dict[str, tuple[type[Model], str]] = {
    "view": (SavedView, "person_id"), "session": (UserSession, "user_id"),
}  # fmt: skip
OF_ALL: dict[str, type[Model]] = {
    "answer": ReadyAnswer, "screen": Screen, "supplier": Supplier, "person": Person,
}  # fmt: skip
NUMBERS = {
    ("customers", "key"): "customer", ("customers", "customer"): "customer",
    ("log", "customer"): "customer", ("set-up", "customer"): "customer",
    ("agreement", "key"): "version", ("scan", "scan"): "scan", ("answer", "key"): "ticket",
    ("tickets", "key"): "ticket", ("amend", "entry"): "entry", ("black-out", "message"): "message",
    ("files", "attachment"): "file", ("unlink", "other"): "ticket", ("answers", "key"): "answer",
    ("people", "key"): "person", ("as", "key"): "person", ("views", "key"): "view",
    ("screens", "key"): "screen", ("suppliers", "key"): "supplier",
    ("sign-out", "session"): "session", ("sessions", "session"): "session",
}  # fmt: skip
"""Of what a number in an address is, by the word before it and by its name."""
KINDS = ("site", "system", "contact")
WORDS = {
    ("add", "kind"): KINDS, ("customers", "kind"): KINDS, ("sample", "noun"): ("system",),
    ("do", "kind"): tuple(ASKED),
    ("start", "token"): ("guessed",), ("board", "key"): ("guessed",),
}  # fmt: skip
"""The words that an address may hold, by the word before them and by their name."""


@dataclass
class World:
    """A customer, and a person: all that is theirs has a number here."""

    customer: int
    person: int

    def of(self, words: dict[str, str]) -> Callable[[Part], object]:
        """Return what says what stands in the parts of an address."""

        def said(part: Part) -> object:
            return words.get(part.name) or self.number(noun_of(part, words))

        return said

    def number(self, noun: str) -> int:
        """Return the number of the last thing of a kind."""
        if noun in {"customer", "person"}:
            return self.customer if noun == "customer" else self.person
        if noun in OF_ALL:
            return _last(OF_ALL[noun].objects.all(), noun)  # type: ignore[attr-defined]  # a model's own
        kind, owner = (OF_CUSTOMERS | OF_PEOPLE)[noun]
        mine = self.customer if noun in OF_CUSTOMERS else self.person
        return _last(kind.objects.filter(**{owner: mine}), noun)  # type: ignore[attr-defined]  # a model's own


def _last(rows: Any, noun: str) -> int:
    found = rows.order_by("-pk").values_list("pk", flat=True).first()
    assert found is not None, f"the world of the walks has no {noun}"
    return int(found)


def noun_of(part: Part, words: dict[str, str]) -> str:
    """Return of what a number in an address is."""
    if part.after == "customers" and part.name == "key" and "kind" in words:
        return words["kind"]
    found = NUMBERS.get((part.after, part.name), "")
    assert found, f"tests/desk/world.py does not know whose number follows {part.after}/"
    return found


def spoken(route: Route) -> list[dict[str, str]]:
    """Return the words that an address may hold, each way once."""
    told = [one for one in route.parts if not one.is_number]
    for one in told:
        known = (one.after, one.name) in WORDS
        assert known, f"tests/desk/world.py does not know which word follows {one.after}/"
    if not told:
        return [{}]
    assert len(told) == 1
    return [{told[0].name: word} for word in WORDS[told[0].after, told[0].name]]


_KEYS = count(1)


def world(person: Person, client: Client, mark: str = "x") -> World:
    """Make a customer with all that can be its own; a mark stands in every text."""
    ferri = customer(f"Ferri {mark}")
    told: dict[str, Any] = {"customer": ferri, "by": BY, "at": AT}
    site = customers.add(SiteDraft(name=f"Office {mark}", note=mark), **told)
    supplier = customers.add_supplier(SupplierDraft(name=f"Carrier {mark}"), by=BY, at=AT)
    system = customers.add(SystemDraft(name=f"Server {mark}", site_id=site, note=mark), **told)
    customers.add(SystemDraft(name="Line", supplier_id=supplier), **told)
    contact = customers.add(ContactDraft(name=f"Ada {mark}", site_id=site), **told)
    put_in_force(ferri, _marked(mark))
    draft = _marked(mark).replace("version: 1", "version: 2", 1)
    draft = draft.replace("{start: 2026-01-01, end", "{start: 2026-07-01, end", 1)
    draft = draft.replace("supersedes: none", "supersedes: 1", 1)
    agreements.upload(draft, customer=ferri, by=BY, at=AT)
    _ticket(client, ferri, mark, contact=contact, system=system, site=site)
    for one in Version.objects.filter(customer_id=ferri, state="in-force"):
        sent = {"scan": SimpleUploadedFile("scan.html", b"%PDF-1.7" + FILE, "text/html")}
        client.post(f"/customers/{ferri}/agreement/{one.pk}/scan/", sent)
    beside.keep_answer(f"Restart {mark}", mark, by=BY, at=AT)
    saved.keep(mark, "", person=person.pk, by=person.actor, at=AT)
    UserSession.objects.create(
        user=person, ip="192.0.2.1", user_agent=mark, session_key=f"{next(_KEYS):032}"
    )
    accounts.add_screen(mark, by=BY, at=AT)
    return World(ferri, person.pk)


def _marked(mark: str) -> str:
    """Return an agreement whose titles and names hold the mark."""
    return re.sub(
        r"^(\s*(?:- )?(?:title|name): )([^{}\n\"']+)$",
        lambda found: found[1] + json.dumps(f"{found[2]} {mark}"),
        ALWAYS,
        flags=re.MULTILINE,
    )


def _ticket(client: Client, customer: int, mark: str, **more: Any) -> None:
    attributes = {"type": "incident", "priority": "P1"}
    call = Call(customer=customer, subject=f"No mail {mark}", channel="phone", text=mark,
                attributes=attributes, **more)  # fmt: skip
    other, ticket = (actions.log(call, by=BY, at=now() - DAY) for _ in range(2))
    beside.link(ticket, other, by=BY, at=now())
    sent = {"kind": "noted", "text": f"PIN {mark}", "files": SimpleUploadedFile("a.html", FILE)}
    assert client.post(f"/tickets/{ticket}/act/", sent).status_code == 302
    actions.happen(ticket, Act(kind="responded", text=mark, public=True), by=BY, at=now())
