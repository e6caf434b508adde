"""Every write about agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from patto.agreements.models import State, Version
from patto.agreements.reading import read_agreement
from patto.kernel.agreement.canonical import digest
from patto.kernel.agreement.versions import read_history
from patto.kernel.errors import InputError, Problem
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, record


class NotADraftError(Exception):
    """A version that was agreed is no longer changed; a new one is made."""


class NotAgreedError(Exception):
    """A version that nobody has agreed to cannot be put in force."""


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
def agree(version: int, *, by: Actor, at: Instant, on: date, signatories: Sequence[str],
          signed_copy: str = "") -> None:  # fmt: skip
    """Say that both sides have agreed to a draft: on which day, and who signed.

    :raises NotADraftError: if it is none any more
    """
    row = Version.objects.select_for_update().get(pk=version)
    if row.state != State.DRAFT:
        raise NotADraftError(row.number)
    row.state, row.agreed_on, row.signatories = State.AGREED, on, list(signatories)
    row.signed_copy = signed_copy
    row.save()
    told = {"on": on.isoformat(), "signatories": list(signatories), "digest": row.digest}
    _record("agreement.agree", row, by, at, told)


@transaction.atomic
def put_in_force(version: int, *, by: Actor, at: Instant) -> None:
    """Put an agreed version in force; from its date it replaces the one before.

    :raises NotAgreedError: if nobody has agreed to it
    :raises InputError: if it does not follow on from the versions in force
    """
    row = Version.objects.select_for_update().get(pk=version)
    if row.state != State.AGREED:
        raise NotAgreedError(row.number)
    before = Version.objects.filter(
        customer=row.customer, identity=row.identity, state=State.IN_FORCE
    )
    problems = _in_turn([*before, row])
    if problems:
        raise InputError(problems)
    row.state, row.in_force_since = State.IN_FORCE, at
    row.save()
    _record("agreement.put-in-force", row, by, at, {"digest": row.digest})


def _in_turn(rows: Sequence[Version]) -> list[Problem]:
    files = {f"{row.identity} {row.number}": row.text for row in rows}
    found = read_history(files).problems
    return [one for one in found if one.severity == "error"]


def _record(act: str, row: Version, by: Actor, at: Instant, told: Mapping[str, object]) -> None:
    shown = {"id": row.identity, "version": row.number, **told}
    record(act, by=by, at=at, noun="agreement", key=row.pk, customer=row.customer_id, told=shown)
