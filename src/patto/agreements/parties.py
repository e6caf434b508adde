"""What is known of two parties before their agreement is written, so that nobody types it again.

The provider's own data is that of its last agreement with anybody. A customer's is that of its own
last agreement, else what the desk knows: where it is, who decides there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from patto.agreements.models import Version
from patto.agreements.reading import read_agreement
from patto.customers import queries as customers
from patto.kernel.agreement.nodes import NOWHERE, Path, Places
from patto.kernel.agreement.writing import Plain
from patto.kernel.agreement.yaml import compose
from patto.kernel.instants import Instant
from patto.templates import Leftover, PatronDay, leftovers
from patto.templates.filling import leaves

_MOST_READ: Final = 8
"""How many agreements are looked at; what none of the last few states is asked for."""

_NOTHING: Final = "none"
_HOUSE: Final = re.compile(
    r"parties\.provider\.details\..+|channels\..+|charges\.travel\.start|insurance\..+"
    r"|legal\.(?:forum|signing\.place)|data_protection\.sub_processing\..+"
)
"""What is the provider's own, whoever the customer is."""
_SIGNS: Final = re.compile(r"parties\.provider\.details\.signatories\.[^.]+\.(?:capacity|power)")
"""What goes with the name of whoever signs, though it is nobody's invention."""
_CUSTOMER: Final = "parties.customer.details."


class _Stated(NamedTuple):
    """What an agreement states that is not an example, by names that all templates share."""

    values: Mapping[str, str]
    uploaded_at: Instant
    is_own: bool
    """Whether it is of the same customer."""


def known(text: str, *, customer: int) -> dict[Path, Plain]:
    """Return what to write in the place of a draft's examples, by their paths."""
    places = Places(compose(text).root or NOWHERE)
    left = leftovers(places)
    stated = list(_stated(customer))
    desk = _at_the_desk(customer)
    found: dict[Path, Plain] = {}
    for one in left:
        value = _first(one.told, stated) or desk.get(_name(one.told))
        if value is not None:
            found[one.path] = value
    found |= _alike(left, found)
    if any(one.told.startswith("parties.provider.details.signatories.")
           and one.path in found for one in left):  # fmt: skip
        found |= _capacities(places, stated)
    return found


def patron_day() -> PatronDay | None:
    """Return the patron's day that the provider keeps, as its last agreement states it."""
    for row in Version.objects.order_by("-uploaded_at", "-id")[:_MOST_READ]:
        for calendar in read_agreement(row.text).calendars.values():
            kept = calendar.dates_from.patron_day if calendar.dates_from else None
            name = (kept or "").partition(", ")[2]
            for one in calendar.closed_days or ():
                if name and one.name == name:
                    return PatronDay(one.date.month, one.date.day, name)
    return None


def _first(told: str, stated: Iterable[_Stated]) -> str | None:
    """Return what the newest agreement says that says anything of it, `None` if none does."""
    name, is_house = _name(told), bool(_HOUSE.fullmatch(told))
    says = [
        one for one in stated
        if one.values.get(name, _NOTHING) != _NOTHING and (is_house or one.is_own)
    ]  # fmt: skip
    newest = max(says, key=lambda one: one.uploaded_at, default=None)
    return None if newest is None else newest.values[name]


def _alike(left: Iterable[Leftover], found: Mapping[Path, Plain]) -> dict[Path, Plain]:
    """Return the same for examples that are the same: a seat is where letters go."""
    same = {(_side(one.told), one.value): found[one.path] for one in left if one.path in found}
    return {
        one.path: same[_side(one.told), one.value]
        for one in left
        if one.path not in found and (_side(one.told), one.value) in same
    }


def _capacities(places: Places, stated: Iterable[_Stated]) -> dict[Path, Plain]:
    """Return in what capacity the one signs whose name is known, and by what power."""
    found: dict[Path, Plain] = {}
    for path, _ in leaves(places.root):
        told = places.told(path)
        if _SIGNS.fullmatch(told) and (value := _first(told, stated)) is not None:
            found[path] = value
    return found


def _side(told: str) -> str:
    return told.split(".")[1] if told.startswith("parties.") else ""


def _stated(customer: int) -> Iterator[_Stated]:
    """Yield what the last agreements state: a customer's own, and those of all others."""
    rows = Version.objects.order_by("-uploaded_at", "-id")
    own = rows.filter(customer_id=customer)[:_MOST_READ]
    for row in (*own, *rows.exclude(customer_id=customer)[:_MOST_READ]):
        places = Places(compose(row.text).root or NOWHERE)
        invented = {one.path for one in leftovers(places)}
        values: dict[str, str] = {}
        for path, node in leaves(places.root):
            if path not in invented and isinstance(node.value, str):
                values.setdefault(_name(places.told(path)), node.value)
        # Whoever has not written who they are has not written in what capacity they sign.
        if "parties.provider.details.signatories.name" not in values:
            values = {name: value for name, value in values.items()
                      if not name.startswith("parties.provider.details.signatories.")}  # fmt: skip
        yield _Stated(values, row.uploaded_at, row.customer_id == customer)


def _at_the_desk(customer: int) -> dict[str, str]:
    """Return what the desk knows of a customer, by the names of what agreements state."""
    sites, contacts = customers.sites(customer), customers.contacts(customer)
    address = next((one.address for one in sites if one.address), "")
    decides = next((one for one in contacts if one.may_decide), None)
    written = next((one.email for one in (decides, *contacts) if one and one.email), "")
    who = decides.name if decides else ""
    told = {
        f"{_CUSTOMER}seat": address,
        f"{_CUSTOMER}notices.postal": address,
        "sites.address": address,
        f"{_CUSTOMER}notices.email": written,
        f"{_CUSTOMER}notices.attention": who or next((one.name for one in contacts), ""),
        f"{_CUSTOMER}signatories.name": who,
    }
    return {name: value for name, value in told.items() if value}


def _name(told: str) -> str:
    """Return a path without the ids that differ from template to template."""
    name = re.sub(r"\.signatories\.[^.]+", ".signatories", told)
    name = re.sub(r"^sites\.[^.]+", "sites", name)
    return name.replace("channels.mail-desk.", "channels.mail.")
