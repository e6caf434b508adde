"""Finding anything by any fragment: what is there is looked for first, then what is nearly so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from django.db.models import Case, Q, Value, When

from patto.customers.folding import can_slip, fragments, likeness, near
from patto.customers.models import Contact, Customer, Site, Supplier, System

Noun: TypeAlias = Literal["customer", "site", "system", "contact", "supplier"]

_ORDER: Final[tuple[Noun, ...]] = ("customer", "contact", "system", "site", "supplier")
"""In which order things are told that fit as well as one another."""
LONGEST: Final = 200
"""How many letters of a query are read: nobody types more, and each fragment costs a search."""
_CANDIDATES: Final = 100
"""How many rows are weighed for one kind of thing."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a search found: what it is, which, what it is called, whose it is."""

    noun: Noun
    id: int
    name: str
    customer: int | None
    customer_name: str
    more: str


def search(query: str, *, customer: int | None = None, most: int = 12) -> tuple[Found, ...]:
    """Return what a query finds, the best first: any fragment, without accents, with a slip.

    What is gone is not found. With `customer`, only what is that customer's.
    """
    asked = fragments(query[:LONGEST])
    if not asked:
        return ()
    kinds = tuple(_searched(customer))
    found = [one for rows, made in kinds for one in _ranked(_holding(rows, asked), made, asked)]
    if not found and any(map(can_slip, asked)):
        meant = _meant(kinds, asked)
        found = [one for rows, made in kinds for one in _ranked(_nearly(rows, meant), made, asked)]
    found.sort(key=lambda one: (-one[0], _ORDER.index(one[1].noun), one[1].name, one[1].id))
    return tuple(one for _, one in found[:most])


def _ranked(rows: Any, made: Any, asked: list[str]) -> Iterator[tuple[float, Found]]:
    for row in rows[:_CANDIDATES]:
        weight = likeness(asked, row.folded)
        if weight:
            yield weight, made(row)


def _searched(customer: int | None) -> Iterator[tuple[Any, Any]]:
    here = Q(retired_on=None, customer__retired_on=None)
    own = here if customer is None else here & Q(customer_id=customer)
    named = ("customer",)
    if customer is None:
        yield Customer.objects.filter(retired_on=None), _customer
        yield Supplier.objects.filter(here).select_related(*named), _supplier
    yield Contact.objects.filter(own).select_related(*named), _contact
    yield System.objects.filter(own).select_related(*named), _system
    yield Site.objects.filter(own).select_related(*named), _site


def _holding(rows: Any, asked: list[str]) -> Any:
    """Return the rows that hold every fragment, those first whose words begin with one."""
    every, begun = Q(), Q()
    for one in asked:
        every &= Q(folded__contains=one)
        begun &= Q(folded__startswith=one) | Q(folded__contains=f" {one}")
    first = Case(When(begun, then=Value(0)), default=Value(1))
    return rows.filter(every).order_by(first, "name", "id")


def _nearly(rows: Any, meant: list[set[str]]) -> Any:
    """Return the rows that hold, for every fragment, one of the words that may be meant by it."""
    every = Q()
    for words in meant:
        some = Q(pk__in=[])
        for one in sorted(words)[:_CANDIDATES]:
            some |= Q(folded__contains=one)
        every &= some
    return rows.filter(every).order_by("name", "id")


def _meant(kinds: tuple[tuple[Any, Any], ...], asked: list[str]) -> list[set[str]]:
    """Return for every fragment the words it may stand for: itself, and those it is nearly.

    Every word there is is looked at, but only where nothing was found otherwise.
    """
    texts = (text for rows, _ in kinds for text in rows.order_by().values_list("folded", flat=True))
    words = set(" ".join(texts).split())
    return [{one} | near(one, words) for one in asked]


def _contact(row: Contact) -> Found:
    more = row.telephone or row.email
    return Found("contact", row.pk, row.name, row.customer_id, row.customer.name, more)


def _system(row: System) -> Found:
    return Found("system", row.pk, row.name, row.customer_id, row.customer.name, row.kind)


def _site(row: Site) -> Found:
    return Found("site", row.pk, row.name, row.customer_id, row.customer.name, row.address)


def _customer(row: Customer) -> Found:
    return Found("customer", row.pk, row.name, row.pk, row.name, "")


def _supplier(row: Supplier) -> Found:
    whose = "" if row.customer is None else row.customer.name
    return Found("supplier", row.pk, row.name, row.customer_id, whose, row.telephone)
