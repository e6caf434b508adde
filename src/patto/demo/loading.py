"""Loading a demonstration into a home in which nobody has set anything up yet."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction

from patto.accounts import actions as accounts
from patto.accounts.models import Person
from patto.accounts.roles import Role
from patto.agreements import actions as agreements
from patto.customers import actions as customers
from patto.customers.drafts import CustomerDraft, SupplierDraft
from patto.demo import cast
from patto.demo.planning import USUAL_SEED, USUAL_TICKETS, YEAR, Plan, PlannedVersion, plan
from patto.demo.tickets import PlannedTicket
from patto.kernel import facts
from patto.kernel.evaluation.wall import first_at
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor
from patto.tickets.drafts import Call
from patto.tickets.loading import Done, Past, load


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


@transaction.atomic
def load_demonstration(
    *, at: Instant, language: str, seed: int = USUAL_SEED, tickets: int = USUAL_TICKETS
) -> Loaded:
    """Load the demonstration as of an instant; its people read the desk in a language.

    :raises TakenError: if there is a provider already
    """
    began = at - YEAR
    password = secrets.token_urlsafe(9)
    people = _people(began, language, password)
    planned = plan(seed, tickets, at)
    theirs = _customers(people[0].actor, began, planned)
    load([_past(one, theirs[one.customer], people) for one in planned.tickets], at=at)
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
        theirs = _customer(told, suppliers, by, began)
        for version in versions:
            _in_force(version, theirs.customer, told, by)
        found.append(theirs)
    return found


def _customer(
    told: Mapping[str, Any], suppliers: Mapping[str, int], by: Actor, at: Instant
) -> _Theirs:
    draft = CustomerDraft(
        name=told["name"], language=told["language"], zone=cast.cast()["provider"]["zone"],
        note=told.get("note", ""),
    )  # fmt: skip
    key = customers.add_customer(draft, by=by, at=at)

    def added(drafts: Sequence[Any]) -> tuple[int, ...]:
        return tuple(customers.add(one, customer=key, by=by, at=at) for one in drafts)

    sites = added(cast.sites(told))
    systems = added(cast.systems(told, list(sites), suppliers))
    return _Theirs(key, added(cast.contacts(told, list(sites))), systems, sites)


def _in_force(version: PlannedVersion, customer: int, told: Mapping[str, Any], by: Actor) -> None:
    zone = cast.cast()["provider"]["zone"]
    agreed = version.start - timedelta(days=12)
    at = first_at(zone, agreed)
    key = agreements.upload(version.text, customer=customer, by=by, at=at)
    signed = [one["name"] for one in told["contacts"] if one.get("decides")]
    agreements.agree(key, by=by, at=at, on=agreed, signatories=[by.name, *signed])
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
