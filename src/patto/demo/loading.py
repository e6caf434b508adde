"""Loading a demonstration into a home in which nobody has set anything up yet."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from django.db import transaction

from patto.accounts import actions as accounts
from patto.accounts.models import Person
from patto.accounts.roles import Role
from patto.agreements import actions as agreements
from patto.agreements.reading import read_agreement
from patto.agreements.signatures import Signatory, named_in
from patto.customers import actions as customers
from patto.customers.drafts import CustomerDraft, SupplierDraft
from patto.demo import cast
from patto.demo.extras import add_extras
from patto.demo.planning import USUAL_SEED, USUAL_TICKETS, YEAR, Plan, PlannedVersion, plan
from patto.demo.tickets import PlannedTicket
from patto.kernel import facts
from patto.kernel.evaluation.wall import first_at
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor
from patto.tickets.drafts import Call
from patto.tickets.loading import Done, Past, load

_AT_ONCE: Final = 400
"""How many tickets are written before somebody is told how far it is."""
_AFTER_PEOPLE: Final = 0.05
_AFTER_PLAN: Final = 0.2
_AFTER_CUSTOMERS: Final = 0.3
"""Which share of the work is done by then."""


_ROLES: Final = MappingProxyType({"en": "director", "it": "legale rappresentante"})
"""In which role somebody signs where the contract names nobody."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A demonstration that was loaded: its people, the owner first, and their one password."""

    people: tuple[Person, ...]
    password: str
    tickets: int


@dataclass(frozen=True, slots=True)
class _Theirs:
    """A customer's number, and those of its contacts, sites and systems."""

    customer: int
    contacts: tuple[int, ...]
    systems: tuple[int, ...]
    sites: tuple[int, ...]


def _to_nobody(_share: float) -> None:
    """Tell nobody how far it is."""


@transaction.atomic
def load_demonstration(
    *, at: Instant, language: str, seed: int = USUAL_SEED, tickets: int = USUAL_TICKETS,
    tell: Callable[[float], None] = _to_nobody,
) -> Loaded:  # fmt: skip
    """Load the demonstration as of an instant; its people read the desk in a language.

    `tell` is told from time to time which share of it is done.

    :raises TakenError: if there is a provider already
    """
    began = at - YEAR
    password = secrets.token_urlsafe(9)
    people = _people(began, language, password)
    tell(_AFTER_PEOPLE)
    planned = plan(seed, tickets, at)
    tell(_AFTER_PLAN)
    by = people[0].actor
    theirs = _customers(by, began, planned)
    for done in range(0, len(planned.tickets), _AT_ONCE):
        tell(_AFTER_CUSTOMERS + (1 - _AFTER_CUSTOMERS) * done / len(planned.tickets))
        part = planned.tickets[done : done + _AT_ONCE]
        load([_past(one, theirs[one.customer], people) for one in part], at=at)
    spoken = [one["language"] for one in cast.cast()["customers"]]
    add_extras([one.customer for one in theirs], spoken, language, by=by, at=at)
    return Loaded(people, password, len(planned.tickets))


def _people(began: Instant, language: str, password: str) -> tuple[Person, ...]:
    provider, (first, *others) = cast.cast()["provider"], cast.cast()["people"]
    owner = accounts.set_up(
        at=began, provider=provider["name"], language=language, zone=provider["zone"],
        name=first["name"], email=first["email"], password=password, demonstration=True,
    )  # fmt: skip
    return (owner, *(
        accounts.add_person(
            by=owner.actor, at=began, name=one["name"], email=one["email"],
            role=Role(one["role"]), language=language, zone=provider["zone"], password=password,
        )
        for one in others
    ))  # fmt: skip


def _customers(by: Actor, began: Instant, planned: Plan) -> list[_Theirs]:
    suppliers = MappingProxyType({
        key: customers.add_supplier(SupplierDraft(**one), by=by, at=began)
        for key, one in cast.cast()["suppliers"].items()
    })  # fmt: skip
    found = []
    for told, versions in zip(cast.cast()["customers"], planned.versions, strict=True):
        since = versions[0].start if versions else None
        theirs = _customer(told, suppliers, by, began, since)
        for version in versions:
            _in_force(version, theirs.customer, told, by)
        found.append(theirs)
    return found


def _customer(
    told: Mapping[str, Any], suppliers: Mapping[str, int], by: Actor, at: Instant,
    since: date | None,
) -> _Theirs:  # fmt: skip
    """Add a customer; the systems that its agreement lists are in scope since that began."""
    draft = CustomerDraft(
        name=told["name"], language=told["language"], zone=cast.cast()["provider"]["zone"],
        note=told.get("note", ""),
    )  # fmt: skip
    key = customers.add_customer(draft, by=by, at=at)

    def added(drafts: Sequence[Any]) -> tuple[int, ...]:
        return tuple(customers.add(one, customer=key, by=by, at=at) for one in drafts)

    sites = added(cast.sites(told))
    systems = added([
        replace(one, in_scope_since=since) if one.item else one
        for one in cast.systems(told, list(sites), suppliers)
    ])  # fmt: skip
    return _Theirs(key, added(cast.contacts(told, list(sites))), systems, sites)


def _in_force(version: PlannedVersion, customer: int, told: Mapping[str, Any], by: Actor) -> None:
    zone = cast.cast()["provider"]["zone"]
    agreed = version.start - timedelta(days=12)
    at = first_at(zone, agreed)
    key = agreements.upload(version.text, customer=customer, by=by, at=at)
    theirs = next((one for one in told["contacts"] if one.get("decides")), told["contacts"][0])
    named = named_in(read_agreement(version.text))
    signed = named or [
        Signatory("provider", by.name, _ROLES[told["language"]]),
        Signatory("customer", theirs["name"], _ROLES[told["language"]]),
    ]
    agreements.agree(key, by=by, at=at, on=agreed, signatories=signed)
    agreements.put_in_force(key, by=by, at=at)


def _past(planned: PlannedTicket, theirs: _Theirs, people: Sequence[Person]) -> Past:
    system = None if planned.system is None else theirs.systems[planned.system]
    call = Call(
        customer=theirs.customer, subject=planned.subject, channel=planned.channel,
        text=planned.text, contact=theirs.contacts[planned.contact], system=system,
        site=_site(planned, theirs),
        reported_at=planned.reported, attributes=planned.attributes,
    )  # fmt: skip
    done = []
    for one in planned.done:
        act = one.act
        if act.kind == facts.ASSIGNED:
            taken = people[int(act.attributes["assignee"])]
            act = replace(act, attributes={"assignee": str(taken.pk)})
        done.append(Done(act, people[one.by].actor, one.at))
    return Past(call, people[planned.by].actor, planned.logged, done)


def _site(planned: PlannedTicket, theirs: _Theirs) -> int | None:
    if planned.system is None:
        return None
    told = cast.cast()["customers"][planned.customer]["systems"][planned.system]
    return theirs.sites[cast.site_of(told)]
