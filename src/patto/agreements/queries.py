"""Every read about agreements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from patto.agreements.holding import Held, held_by
from patto.agreements.models import State, Version
from patto.agreements.reading import history_of
from patto.agreements.signatures import Signatory, read_signatories
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.versions import History, read_history
from patto.kernel.errors import Problem
from patto.kernel.evaluation.wall import first_at
from patto.kernel.instants import Instant

Standing: TypeAlias = Literal["in-force", "to-come", "ended", "none"]
"""Whether a customer has an agreement: in force, to come, ended, or none at all ("no SLA")."""

_BETWEEN: Final = frozenset({
    "version-duplicate", "agreement-differs", "supersedes-differs", "versions-overlap",
    "versions-gap",
})  # fmt: skip
"""The problems that two versions have with each other."""


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
    signatories: tuple[Signatory, ...]
    in_force_since: Instant | None


def versions(customer: int) -> tuple[VersionRow, ...]:
    """Return the versions of a customer's agreements, the last one first."""
    rows = Version.objects.filter(customer_id=customer).order_by("identity", "-number")
    return tuple(map(_row, rows))


def version(key: int, *, customer: int) -> VersionRow | None:
    """Return a version of a customer's, `None` if that customer has none of this number."""
    return next(map(_row, Version.objects.filter(pk=key, customer_id=customer)), None)


def held(customer: int) -> dict[int, Held]:
    """Return from when until when each version of a customer's that is in force holds."""
    rows = Version.objects.filter(customer_id=customer, state=State.IN_FORCE)
    by_identity: dict[str, list[Version]] = {}
    for one in rows.order_by("number"):
        by_identity.setdefault(one.identity, []).append(one)
    found: dict[int, Held] = {}
    for versions in by_identity.values():
        keys = {one.number: one.pk for one in versions}
        times = held_by([one.text for one in versions])
        found |= {keys[time.number]: time for time in times}
    return found


def replaced(key: int, *, customer: int) -> VersionRow | None:
    """Return the version whose place one takes or took, `None` if it is the first.

    It is the last one in force that starts before it, of the same agreement if there is one.
    """
    row = Version.objects.get(pk=key, customer_id=customer)
    start = _start(row)
    in_force = Version.objects.filter(customer_id=customer, state=State.IN_FORCE).exclude(pk=key)
    before = [one for one in in_force if _start(one) < start]
    ranked = sorted(before, key=lambda one: (one.identity == row.identity, _start(one)))
    return _row(ranked[-1]) if ranked else None


def start_of(version: VersionRow) -> date:
    """Return the first day on which a version holds."""
    return history_of((version.text,)).versions[0].agreement.effective.start


def in_turn(key: int, *, customer: int) -> tuple[Problem, ...]:
    """Return what stands between a version that is not in force yet and those that are.

    What is an error keeps it from being put in force; a gap between two versions does not.
    """
    row = Version.objects.get(pk=key, customer_id=customer)
    before = Version.objects.filter(
        customer_id=customer, identity=row.identity, state=State.IN_FORCE
    )
    return between([*before, row])


def between(rows: Sequence[Version]) -> tuple[Problem, ...]:
    """Return what is wrong between versions of one agreement."""
    found = read_history({f"{one.identity} {one.number}": one.text for one in rows})
    return tuple(one for one in found.problems if one.code in _BETWEEN)


def last_in_force(customer: int) -> VersionRow | None:
    """Return the version in force that nothing follows yet, `None` if there is none."""
    rows = Version.objects.filter(customer_id=customer, state=State.IN_FORCE)
    return next(map(_row, rows.order_by("-in_force_since", "-number")[:1]), None)


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
    return _standing(history(customer), at)


def standings(customers: Sequence[int], at: Instant) -> dict[int, Standing]:
    """Return whether each of some customers has an agreement in force, asked for at once."""
    rows = Version.objects.filter(customer_id__in=customers, state=State.IN_FORCE)
    known: dict[int, list[tuple[int, str]]] = {one: [] for one in customers}
    for customer, key, digest in rows.order_by("number").values_list("customer_id", "pk", "digest"):
        known[customer].append((key, digest))
    return {
        customer: _standing(_history(tuple(some)) if some else None, at)
        for customer, some in known.items()
    }


def _standing(found: History | None, at: Instant) -> Standing:
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


def _start(row: Version) -> date:
    return history_of((row.text,)).versions[0].agreement.effective.start


def _begun(agreement: Agreement, at: Instant) -> bool:
    identity = agreement.agreement
    return first_at(identity.zone, identity.effective.start) <= at


def _row(row: Version) -> VersionRow:
    return VersionRow(
        row.pk, row.customer_id, row.identity, row.number, row.title, row.text, row.digest,
        row.state, row.uploaded_at, row.agreed_on, read_signatories(row.signatories),
        row.in_force_since,
    )  # fmt: skip
