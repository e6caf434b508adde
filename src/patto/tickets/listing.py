"""Lists of tickets: what is open in the order in which it falls due, and all there ever were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from patto.customers.folding import fragments
from patto.kernel.instants import Instant
from patto.tickets.models import Scope, Ticket
from patto.tickets.queries import TicketRow, row_of, rows_of

Group: TypeAlias = Literal["overdue", "today", "later", "paused", "nothing-runs"]
GROUPS: Final[tuple[Group, ...]] = get_args(Group)
"""The parts of the queue, in its order."""
AGREED: Final = "agreed"
"""Under some agreement, whatever it covers; beside the values of `Scope`."""
_LATEST: Final = 1000
"""Of how many of the latest tickets the priorities and types are offered to choose from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which tickets a list is to have; what is empty wants any.

    `text` is words of the subject, each anywhere in it, or the number of a ticket. `scope` is a
    value of `Scope`, or `AGREED`. `since` and `until` are of when it was reported, half-open.
    """

    customer: int | None = None
    assignee: int | None = None
    untaken: bool = False
    priority: str = ""
    type: str = ""
    state: str = ""
    scope: str = ""
    text: str = ""
    since: Instant | None = None
    until: Instant | None = None


ANY: Final = Wanted()


@dataclass(frozen=True, slots=True)
class GroupedRow:
    """A ticket of the queue, and the part of the queue it stands in."""

    group: Group
    row: TicketRow


def queue(wanted: Wanted, *, day_ends: Instant, group: str = "", most: int = 50,
          after: int = 0) -> tuple[GroupedRow, ...]:  # fmt: skip
    """Return open tickets group by group, in each what falls due next first.

    `day_ends` is when today ends where the reader is; `after` is how many to leave out.
    """
    rows = rows_of().filter(_where(wanted), is_open=True).annotate(rank=_rank(day_ends))
    if group in GROUPS:
        rows = rows.filter(rank=GROUPS.index(group))
    order = rows.order_by("rank", F("next_due_at").asc(nulls_last=True), "id")
    return tuple(GroupedRow(GROUPS[one.rank], row_of(one)) for one in order[after : after + most])


def counted(wanted: Wanted, *, day_ends: Instant) -> Mapping[Group, int]:
    """Return how many open tickets each part of the queue has, those without any left out."""
    rows = Ticket.objects.filter(_where(wanted), is_open=True).annotate(rank=_rank(day_ends))
    found = rows.order_by("rank").values_list("rank").annotate(Count("pk"))
    return {GROUPS[rank]: number for rank, number in found}


def tickets(wanted: Wanted, *, most: int = 50, before: int | None = None) -> tuple[TicketRow, ...]:
    """Return tickets whether open or done, the last logged first, from before a number on."""
    rows = rows_of().filter(_where(wanted))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(map(row_of, rows.order_by("-id")[:most]))


def chosen(keys: set[int]) -> tuple[TicketRow, ...]:
    """Return the tickets of some numbers, the oldest first."""
    return tuple(map(row_of, rows_of().filter(pk__in=keys).order_by("id")))


def in_use() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the priorities and the types that the latest tickets have, in order."""
    latest = Ticket.objects.order_by("-id").values("pk")[:_LATEST]
    found = set(Ticket.objects.filter(pk__in=latest).values_list("priority", "type").distinct())
    priorities = sorted({priority for priority, _ in found if priority})
    return tuple(priorities), tuple(sorted({kind for _, kind in found if kind}))


def _rank(day_ends: Instant) -> Case:
    places: dict[Group, Q] = {
        "overdue": Q(overdue=True),
        "paused": Q(stands_still=True),
        "nothing-runs": Q(next_due_at=None),
        "today": Q(next_due_at__lt=day_ends),
    }
    whens = [When(where, then=Value(GROUPS.index(name))) for name, where in places.items()]
    return Case(*whens, default=Value(GROUPS.index("later")), output_field=IntegerField())


def _where(wanted: Wanted) -> Q:
    found = _said(wanted.text)
    plain = {
        "customer_id": wanted.customer, "assignee_id": wanted.assignee,
        "priority": wanted.priority, "type": wanted.type, "state": wanted.state,
        "reported_at__gte": wanted.since, "reported_at__lt": wanted.until,
    }  # fmt: skip
    for name, value in plain.items():
        if value not in {None, ""}:
            found &= Q(**{name: value})
    if wanted.untaken:
        found &= Q(assignee=None)
    if wanted.scope == AGREED:
        return found & ~Q(scope=Scope.NO_AGREEMENT)
    return found & Q(scope=wanted.scope) if wanted.scope else found


def _said(text: str) -> Q:
    number = text.strip().removeprefix("#")
    words = Q()
    for one in fragments(text):
        words &= Q(folded__contains=one)
    if number.isascii() and number.isdigit() and len(number) < 19:
        return words | Q(pk=int(number))
    return words
