"""Saved views: what somebody looks for often, under a name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from patto.kernel.instants import Instant
from patto.ledger.actions import Actor, record
from patto.tickets.acts import UnknownError
from patto.tickets.models import SavedView


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as somebody sees it."""

    id: int
    name: str
    asked: str
    done: bool
    shared: bool
    opens: bool
    own: bool
    whose: str

    @property
    def page(self) -> str:
        """Which list it is of."""
        return "tickets" if self.done else "queue"


def views(person: int) -> tuple[View, ...]:
    """Return what somebody may open: their own in the order of names, then what others share."""
    rows = SavedView.objects.filter(Q(person_id=person) | Q(shared=True)).select_related("person")
    found = [_view(one, person) for one in rows.order_by("name", "id")]
    return tuple(sorted(found, key=lambda one: not one.own))


def opening(person: int) -> View | None:
    """Return the view that somebody's desk opens with, `None` if there is none."""
    rows = SavedView.objects.filter(person_id=person, opens=True).select_related("person")
    return next((_view(one, person) for one in rows), None)


@transaction.atomic
def keep(name: str, asked: str, *, person: int, by: Actor, at: Instant, done: bool = False,
         shared: bool = False, opens: bool = False) -> None:  # fmt: skip
    """Keep a view of somebody's, in the place of one of the same name."""
    if opens:
        SavedView.objects.filter(person_id=person).update(opens=False)
    told = {"asked": asked, "done": done, "shared": shared, "opens": opens}
    row, _ = SavedView.objects.update_or_create(person_id=person, name=name, defaults=told)
    record("view.keep", by=by, at=at, noun="view", key=row.pk, told={"name": name, **told})


@transaction.atomic
def drop(view: int, *, person: int, by: Actor, at: Instant) -> None:
    """Drop a view of somebody's.

    :raises UnknownError: if that person has none of this number
    """
    row = SavedView.objects.filter(pk=view, person_id=person).first()
    if row is None:
        raise UnknownError
    row.delete()
    record("view.drop", by=by, at=at, noun="view", key=view, told={"name": row.name})


def _view(row: SavedView, person: int) -> View:
    own = row.person_id == person
    return View(
        row.pk, row.name, row.asked, row.done, row.shared, row.opens and own, own, row.person.name
    )
