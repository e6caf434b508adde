"""Every read about agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, TypeAlias

from patto.agreements.models import State, Version
from patto.agreements.reading import history_of
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.versions import History
from patto.kernel.evaluation.wall import first_at
from patto.kernel.instants import Instant

Standing: TypeAlias = Literal["in-force", "to-come", "ended", "none"]
"""Whether a customer has an agreement: in force, to come, ended, or none at all ("no SLA")."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A stored version as pages show it."""

    id: int
    customer: int
    identity: str
    number: int
    title: str
    text: str
    digest: str
    state: str
    uploaded_at: Instant
    agreed_on: date | None
    signatories: tuple[str, ...]
    signed_copy: str
    in_force_since: Instant | None


def versions(customer: int) -> tuple[VersionRow, ...]:
    """Return the versions of a customer's agreements, the last one first."""
    rows = Version.objects.filter(customer_id=customer).order_by("identity", "-number")
    return tuple(map(_row, rows))


def version(key: int, *, customer: int) -> VersionRow | None:
    """Return a version of a customer's, `None` if that customer has none of this number."""
    return next(map(_row, Version.objects.filter(pk=key, customer_id=customer)), None)


def history(customer: int) -> History | None:
    """Return a customer's agreement in all versions put in force, `None` if there is none."""
    rows = Version.objects.filter(customer_id=customer, state=State.IN_FORCE)
    known = tuple(rows.order_by("number").values_list("pk", "digest"))
    return _history(known) if known else None


def governing(customer: int, at: Instant) -> Agreement | None:
    """Return the version that governs what is reported at an instant, `None` if none does."""
    found = history(customer)
    return None if found is None else found.governing(at)


def standing(customer: int, at: Instant) -> Standing:
    """Return whether a customer has an agreement in force."""
    found = history(customer)
    if found is None:
        return "none"
    if found.governing(at) is not None:
        return "in-force"
    started = any(_begun(one, at) for one in found.versions)
    return "ended" if started else "to-come"


@lru_cache(maxsize=512)
def _history(known: tuple[tuple[int, str], ...]) -> History:
    # What is in force never changes, so a version that was read once is not read again.
    texts = Version.objects.filter(pk__in=[key for key, _ in known]).order_by("number")
    return history_of(tuple(texts.values_list("text", flat=True)))


def _begun(agreement: Agreement, at: Instant) -> bool:
    identity = agreement.agreement
    return first_at(identity.zone, identity.effective.start) <= at


def _row(row: Version) -> VersionRow:
    return VersionRow(
        row.pk, row.customer_id, row.identity, row.number, row.title, row.text, row.digest,
        row.state, row.uploaded_at, row.agreed_on, tuple(row.signatories), row.signed_copy,
        row.in_force_since,
    )  # fmt: skip
