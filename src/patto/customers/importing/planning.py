"""What would happen if a table were imported, row by row; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from patto.customers.importing.columns import Noun
from patto.customers.importing.known import Known, Owner, There, named
from patto.customers.importing.table import Table
from patto.customers.importing.values import WrongError, value_of
from patto.kernel.errors import Problem
from patto.language.words import Words

State: TypeAlias = Literal["new", "changed", "same", "refused"]
STATES: Final[tuple[State, ...]] = ("new", "changed", "same", "refused")

_READ: Final[Mapping[Noun, tuple[Noun, ...]]] = MappingProxyType({
    "customer": ("customer", "site", "contact"),
    "contact": ("customer", "contact", "site"),
    "site": ("customer", "site"),
    "system": ("customer", "system", "site", "supplier"),
    "supplier": ("customer", "supplier"),
})  # fmt: skip
"""What has to be known to place the rows of a file."""
_PIECES: Final = frozenset({"postcode", "city", "province", "mobile", "first", "last"})
"""Columns that are put together with others to one part."""
_OURS: Final = frozenset({"we", "us", "noi"})


@dataclass(frozen=True, slots=True)
class Part:
    """What a row says of one thing: of a new one everything, else what changes, and how it was."""

    noun: Noun
    name: str
    owner: Owner
    key: int | None
    told: Mapping[str, Any]
    before: Mapping[str, Any] = field(default_factory=dict)
    repeats: bool = False
    """Whether a row before says it already."""

    @property
    def state(self) -> State:
        """What would become of the thing."""
        if self.repeats:
            return "same"
        if self.key is None:
            return "new"
        return "changed" if self.told else "same"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is refused: the column it is about, or none; a problem of reading, or a code."""

    code: str
    told: Mapping[str, str]
    column: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of a row, which is known by its line in the file."""

    line: int
    name: str
    parts: tuple[Part, ...] = ()
    refusal: Refusal | None = None

    @property
    def state(self) -> State:
        """What would become of the most that the row says."""
        if self.refusal is not None:
            return "refused"
        states = {one.state for one in self.parts}
        return next((one for one in STATES if one in states), "same")


@dataclass(frozen=True, slots=True)
class Plan:
    """What would become of every row, in the order of the file."""

    noun: Noun
    rows: tuple[Planned, ...]

    @property
    def counts(self) -> Mapping[State, int]:
        """How many rows are in each state."""
        found = Counter(one.state for one in self.rows)
        return {one: found[one] for one in STATES}

    @property
    def digest(self) -> str:
        """Return by what one plan is known from another."""
        told = [
            (row.line, row.state, p.noun, p.owner, p.name, p.key, sorted(p.told.items()))
            for row in self.rows
            for p in row.parts
        ]
        return sha256(repr(told).encode()).hexdigest()


def plan(noun: Noun, table: Table, columns: Sequence[str], *, usual: Mapping[str, str]) -> Plan:
    """Return what would become of each row of a table of a noun.

    `columns` says what each column means, empty for one that is left out; `usual` has the language
    and the zone of a new customer for which none is given. A row is known by its name, within its
    customer; an empty cell changes nothing.
    """
    planner = _Planner(noun, usual)
    rows = [planner.row(line, dict(_cells(columns, cells))) for line, cells in table.rows]
    rows += [Planned(one.place.line, "", (), Refusal("unread", {}, "", one)) for one in table.lost]
    return Plan(noun, tuple(sorted(rows, key=lambda one: one.line)))


def _cells(columns: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    for column, cell in zip(columns, cells, strict=False):
        text = cell.replace("\r\n", "\n").replace("\xa0", " ").strip()
        if column and text:
            yield column, text


class _Planner:
    """Places rows one after the other, with what the rows before said in mind."""

    def __init__(self, noun: Noun, usual: Mapping[str, str]) -> None:
        self._noun, self._usual = noun, usual
        self._known = Known(_READ[noun])
        self._said: dict[tuple[Noun, Owner, str], tuple[int, Mapping[str, Any]]] = {}

    def row(self, line: int, cells: Mapping[str, str]) -> Planned:
        """Return what would become of a row."""
        name = cells.get("name") or " ".join(
            cells[one] for one in ("first", "last") if one in cells
        )
        column = ""
        try:
            given: dict[str, Any] = {"name": name}
            for column, cell in (*cells.items(), ("name", name)):
                given[column] = value_of(self._noun, column, cell)
            column = ""
            parts = self._remember(line, tuple(self._parts(self._joined(given))))
        except WrongError as error:
            return Planned(line, name, (), Refusal(error.code, error.told, column))
        return Planned(line, name, parts)

    def _joined(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was given with the parts of an address, and two telephones, as one each."""
        told = {name: value for name, value in given.items() if name not in _PIECES}
        town = " ".join(given[one] for one in ("postcode", "city") if one in given)
        province = given.get("province", "")
        town = f"{town} ({province})" if town and province else town or province
        if town:
            told["address"] = ", ".join(filter(None, (told.get("address", ""), town)))
        mobile = given.get("mobile", "")
        if mobile and mobile != told.get("telephone"):
            told["telephone"] = " / ".join(filter(None, (told.get("telephone", ""), mobile)))
        whole = {name: told[name] for name in ("address", "telephone") if name in told}
        return told | {name: value_of(self._noun, name, value) for name, value in whole.items()}

    def _parts(self, given: dict[str, Any]) -> Iterator[tuple[Part, Mapping[str, Any]]]:
        if not given["name"]:
            raise WrongError("nameless")
        if self._noun == "customer":
            yield from self._customer(given)
            return
        owner = self._owner(given)
        told = {name: value for name, value in given.items() if name != "customer"}
        if "site_id" in told:
            told["site_id"] = self._known.must("site", owner, told["site_id"]).key
        if "supplier_id" in told:
            told["supplier_id"] = self._supplier(owner, told["supplier_id"])
        part = self._part(self._noun, owner, told)
        _check_scope(told, part)
        yield part, told

    def _customer(self, given: Mapping[str, Any]) -> Iterator[tuple[Part, Mapping[str, Any]]]:
        """Yield what a row says of a customer, of its first site, and of whom one calls there."""
        own = {name: given[name] for name in ("name", "language", "zone", "note") if name in given}
        part = self._part("customer", None, own)
        yield part, own
        owner: Owner = named(part.name) if part.key is None else part.key
        if "site" in given or "address" in given:
            name = given.get("site") or self._known.only("site", owner) or self._site(own)
            told = {"name": name, **_some(given, "address")}
            yield self._part("site", owner, told), told
        if {"contact", "telephone", "email"} & given.keys():
            told = {"name": given.get("contact") or part.name, **_some(given, "telephone", "email")}
            yield self._part("contact", owner, told), told

    def _site(self, own: Mapping[str, Any]) -> str:
        language = own.get("language") or self._usual["language"]
        return Words(language).say("importing.first-site")

    def _owner(self, given: Mapping[str, Any]) -> Owner:
        if "customer" not in given:
            if self._noun == "supplier":
                return None
            raise WrongError("whose")
        return self._known.must("customer", None, given["customer"]).key

    def _supplier(self, owner: Owner, name: str) -> int | None:
        if named(name) in _OURS:
            return None
        found = self._known.one("supplier", owner, name)
        return (found or self._known.must("supplier", None, name)).key

    def _part(self, noun: Noun, owner: Owner, told: Mapping[str, Any]) -> Part:
        there = self._known.one(noun, owner, told["name"])
        if there is None:
            more = self._usual if noun == "customer" else {}
            return Part(noun, told["name"], owner, None, {**more, **told})
        changed = {name: value for name, value in told.items() if _differs(name, value, there)}
        before = {name: there.told[name] for name in changed}
        return Part(noun, there.name, owner, there.key, changed, before)

    def _remember(
        self, line: int, parts: Sequence[tuple[Part, Mapping[str, Any]]]
    ) -> tuple[Part, ...]:
        """Return the parts of a row, and keep what it said: what is said again is said once.

        :raises WrongError: if a row before said otherwise of one of them
        """
        places = [(part.noun, part.owner, named(part.name)) for part, _ in parts]
        before = [self._said.get(where) for where in places]
        for (part, told), said in zip(parts, before, strict=True):
            if said and any(said[1].get(name) != value for name, value in told.items()):
                raise WrongError("repeated", line=str(said[0]), name=part.name)
        for where, (_, told) in zip(places, parts, strict=True):
            self._said.setdefault(where, (line, told))
        return tuple(
            replace(part, repeats=said is not None)
            for (part, _), said in zip(parts, before, strict=True)
        )


def _some(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}


def _differs(name: str, value: Any, there: There) -> bool:
    """Return whether a row says something else; a name that is written otherwise is the same."""
    return bool(there.told[name] != value) and name != "name"


def _check_scope(told: Mapping[str, Any], part: Part) -> None:
    both = {**part.before, **told}
    since, until = both.get("in_scope_since"), both.get("in_scope_until")
    if since and until and until <= since:
        raise WrongError("scope")
