"""Importing what was looked at: all of it, in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.db import transaction

from patto.customers import actions
from patto.customers.importing import keeping
from patto.customers.importing.columns import Noun
from patto.customers.importing.known import DRAFTS, Owner, named
from patto.customers.importing.planning import Part, Plan
from patto.customers.problems import StaleError
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, record

_ORDER: Final[tuple[Noun, ...]] = ("customer", "supplier", "site", "system", "contact")


@transaction.atomic
def apply(planned: Callable[[], Plan], digest: str, *, name: str, by: Actor, at: Instant) -> Plan:
    """Do what a plan says, leave out what it refuses, and return it; the file is forgotten.

    `planned` makes the plan anew, within the transaction; `digest` is that of the one which whoever
    imports it has looked at.

    :raises StaleError: if the plan is no longer that one, because something changed meanwhile
    """
    plan = planned()
    if plan.digest != digest:
        raise StaleError
    made: dict[Owner, int] = {}
    for noun in _ORDER:
        parts = list(_once(plan, noun))
        _add(noun, [one for one in parts if one.key is None], made, by, at)
        changes = [(one.key, one.told) for one in parts if one.key is not None and one.told]
        actions.change_all(DRAFTS[noun], changes, by=by, at=at)
    counts = {str(state): count for state, count in plan.counts.items()}
    told = {"file": name, "noun": plan.noun, **counts}
    record("import.apply", by=by, at=at, noun="import", key=digest[:40], told=told)
    keeping.drop(by)
    return plan


def _once(plan: Plan, noun: Noun) -> Iterator[Part]:
    """Yield what is said of each thing of a noun, once however many rows say it."""
    seen: set[Any] = set()
    for row in plan.rows:
        for part in row.parts if row.refusal is None else ():
            where = (part.owner, named(part.name))
            if part.noun == noun and where not in seen:
                seen.add(where)
                yield part


def _add(noun: Noun, parts: list[Part], made: dict[Owner, int], by: Actor, at: Instant) -> None:
    drafts = [(DRAFTS[noun](**one.told), _number(one.owner, made)) for one in parts]
    keys = actions.add_all(drafts, by=by, at=at)
    if noun == "customer":
        for one, key in zip(parts, keys, strict=True):
            made[named(one.name)] = key


def _number(owner: Owner, made: dict[Owner, int]) -> int | None:
    return made[owner] if isinstance(owner, str) else owner
