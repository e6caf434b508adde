"""Every write about agreements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django.db import transaction

from patto.agreements.examples_left import confirmed
from patto.agreements.holding import Held, held_by
from patto.agreements.models import State, Version
from patto.agreements.queries import between
from patto.agreements.reading import read_agreement
from patto.agreements.signatures import Signatory, stored
from patto.customers.models import Customer
from patto.kernel.agreement.canonical import digest
from patto.kernel.errors import InputError
from patto.kernel.evaluation.wall import first_at
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, record
from patto.timers import actions as timers

IN_FORCE: Final = "agreements.in-force"
"""The kind of timer: what is measured by a customer's agreement is to be looked at again."""


class NotADraftError(Exception):
    """A version that was agreed is no longer changed; a new one is made."""


class NotAgreedError(Exception):
    """A version that nobody has agreed to cannot be put in force."""


class ChangedError(Exception):
    """A version is not any more what whoever agreed to it had before them."""


class NotYetError(Exception):
    """A day on which nobody can have agreed yet: it is still to come."""


class TwoAtOnceError(Exception):
    """Another agreement with the customer, of an id, is `held` at the same time."""

    def __init__(self, identity: str, held: Held) -> None:
        self.identity, self.held = identity, held
        super().__init__(identity)


@transaction.atomic
def upload(text: str, *, customer: int, by: Actor, at: Instant) -> int:
    """Store a version as a draft, in place of the draft of the same number, and return its number.

    :raises InputError: if the file has errors; nothing is stored then
    :raises NotADraftError: if that version was agreed already
    """
    agreement = read_agreement(text)
    identity = agreement.agreement
    same = Version.objects.select_for_update().filter(
        customer_id=customer, identity=identity.id, number=identity.version
    )
    row = same.first() or Version(customer_id=customer, identity=identity.id)
    if row.state != State.DRAFT:
        raise NotADraftError(identity.version)
    row.number, row.title, row.text = identity.version, identity.title, text
    row.digest, row.uploaded_at = digest(agreement), at
    row.save()
    _record("agreement.upload", row, by, at, {"digest": row.digest})
    return int(row.pk)


@transaction.atomic
def agree(version: int, *, by: Actor, at: Instant, on: date, signatories: Sequence[Signatory],
          seen: str = "", ours: Collection[str] = ()) -> None:  # fmt: skip
    """Say that both sides have agreed to a draft: on which day, and who signed.

    `seen` is the digest of what they agreed to, where that is known. `ours` are the places of
    values that a template has too and that are said to be true all the same.

    :raises NotADraftError: if it is none any more
    :raises ChangedError: if its text was changed since then
    :raises NotYetError: if the day is to come
    :raises UnsignedError: if nobody signed for one of the sides
    :raises RolelessError: if somebody signed in no role
    :raises ExamplesLeftError: if other values are still a template's
    :raises InputError: if it could not be put in force after the versions that are
    :raises TwoAtOnceError: if another agreement with the customer holds at the same time
    """
    row = Version.objects.select_for_update().get(pk=version)
    if row.state != State.DRAFT:
        raise NotADraftError(row.number)
    if seen not in {"", row.digest}:
        raise ChangedError
    if first_at(read_agreement(row.text).agreement.zone, on) > at:
        raise NotYetError
    row.signatories = stored(signatories)
    own = confirmed(row.text, ours)
    _fits(row)
    row.state, row.agreed_on = State.AGREED, on
    row.save()
    told = {"on": on.isoformat(), "signatories": row.signatories, "digest": row.digest}
    _record("agreement.agree", row, by, at, told | ({"ours": own} if own else {}))


@transaction.atomic
def take_back(version: int, *, by: Actor, at: Instant) -> None:
    """Make a draft again of a version that was called agreed by mistake.

    :raises NotAgreedError: if it is not agreed, or in force already
    """
    row = Version.objects.select_for_update().get(pk=version)
    if row.state != State.AGREED:
        raise NotAgreedError(row.number)
    row.state, row.agreed_on, row.signatories = State.DRAFT, None, []
    row.save()
    _record("agreement.take-back", row, by, at, {"digest": row.digest})


@transaction.atomic
def put_in_force(version: int, *, by: Actor, at: Instant, seen: str = "",
                 ours: Collection[str] = ()) -> None:  # fmt: skip
    """Put an agreed version in force; from its date it replaces the one before.

    `seen` is the digest of what was looked at, where that is known; `ours` is as for `agree`.

    :raises ChangedError: if it is another text by now
    :raises NotAgreedError: if nobody has agreed to it
    :raises ExamplesLeftError: if other values are still a template's
    :raises InputError: if it does not follow on from the versions in force
    :raises TwoAtOnceError: if another agreement with the customer would hold at the same time
    """
    row = Version.objects.select_for_update().get(pk=version)
    if row.state != State.AGREED:
        raise NotAgreedError(row.number)
    if seen not in {"", row.digest}:
        raise ChangedError
    own = confirmed(row.text, ours)
    _fits(row)
    row.state, row.in_force_since = State.IN_FORCE, at
    row.save()
    timers.arm(IN_FORCE, row.customer_id, at)
    told = {"digest": row.digest} | ({"ours": own} if own else {})
    _record("agreement.put-in-force", row, by, at, told)


def _fits(row: Version) -> None:
    """Refuse a version that cannot take its place beside those in force."""
    # Two versions that are put in force at the same moment are looked at one after the other.
    Customer.objects.select_for_update().get(pk=row.customer_id)
    in_force = Version.objects.filter(customer=row.customer, state=State.IN_FORCE)
    problems = between([*in_force.filter(identity=row.identity), row])
    if errors := [one for one in problems if one.severity == "error"]:
        raise InputError(errors)
    _alone(row, in_force.exclude(identity=row.identity))


def _alone(row: Version, others: Iterable[Version]) -> None:
    """Refuse a version in whose time a version of another agreement holds."""
    held = held_by([row.text])[0]
    by_identity: dict[str, list[Version]] = {}
    for one in others:
        by_identity.setdefault(one.identity, []).append(one)
    for identity, versions in by_identity.items():
        for time in held_by([one.text for one in versions]):
            if time.meets(held):
                raise TwoAtOnceError(identity, time)


def _record(act: str, row: Version, by: Actor, at: Instant, told: Mapping[str, object]) -> None:
    shown = {"id": row.identity, "version": row.number, **told}
    record(act, by=by, at=at, noun="agreement", key=row.pk, customer=row.customer_id, told=shown)
