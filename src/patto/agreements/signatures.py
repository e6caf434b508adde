"""Who signed an agreement: for which side, under which name, in what role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from patto.kernel.agreement.model import Agreement

SIDES: Final = ("provider", "customer")


class UnsignedError(Exception):
    """A side for which nobody signed."""


class RolelessError(Exception):
    """Somebody signed, and in what role is not said; `name` is theirs."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody who signed for one of the `SIDES`, in a role.

    The side and the role are empty where they were not asked yet when it was written down.
    """

    side: str
    name: str
    role: str = ""


def stored(signatories: Iterable[Signatory]) -> list[dict[str, str]]:
    """Return signatories as a version keeps them.

    :raises UnsignedError: if nobody signed for one of the sides
    :raises RolelessError: if somebody did in no role
    """
    some = list(signatories)
    for side in SIDES:
        if not any(one.side == side for one in some):
            raise UnsignedError(side)
    for one in some:
        if not one.role.strip():
            raise RolelessError(one.name)
    return [asdict(one) for one in some]


def read_signatories(kept: Iterable[dict[str, str]]) -> tuple[Signatory, ...]:
    """Return the signatories that a version keeps."""
    return tuple(Signatory(**one) for one in kept)


@dataclass(frozen=True, slots=True)
class Differing:
    """A side for which others signed than its contract names: who is `missing`, who `others`."""

    side: str
    missing: tuple[Signatory, ...]
    others: tuple[Signatory, ...]


def named_in(agreement: Agreement) -> tuple[Signatory, ...]:
    """Return who is to sign, as the contract itself names them."""
    parties = agreement.parties
    return tuple(
        Signatory(side, one.name, one.capacity)
        for side, party in (("provider", parties.provider), ("customer", parties.customer))
        for one in (party.details.signatories if party.details else ())
    )


def differing(signed: Iterable[Signatory], named: Iterable[Signatory]) -> tuple[Differing, ...]:
    """Return where others signed, or in another role, than the contract names.

    A side for which it names nobody differs in nothing.
    """
    found = []
    signed, named = tuple(signed), tuple(named)
    by_side = {side: [one for one in signed if one.side == side] for side in SIDES}
    to_sign = {side: [one for one in named if one.side == side] for side in SIDES}
    for side in SIDES:
        there, wanted = {_same(one) for one in by_side[side]}, {_same(one) for one in to_sign[side]}
        if wanted and there != wanted:
            missing = tuple(one for one in to_sign[side] if _same(one) not in there)
            others = tuple(one for one in by_side[side] if _same(one) not in wanted)
            found.append(Differing(side, missing, others))
    return tuple(found)


def _same(one: Signatory) -> tuple[str, str]:
    return " ".join(one.name.split()).casefold(), " ".join(one.role.split()).casefold()
