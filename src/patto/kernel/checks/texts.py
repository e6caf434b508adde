"""The free text of an agreement: every field of the model that holds words for people.

The fields are found by what the model says of itself, so that a new part is covered by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from patto.kernel.agreement.choices import OneOrMore
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Path, Places
from patto.kernel.agreement.part import Part, Words
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.errors import Place

Kind: TypeAlias = Literal["name", "clause", "purpose", "criterion", "exclusion", "source"]
"""What a text is for: a name or title; a clause that binds; why something matters; what decides a
degree; what decides an exclusion; where something comes from.
"""

PROSE: Final[frozenset[Kind]] = frozenset({"clause", "criterion", "exclusion"})
"""The kinds of text that bind."""

_BY_FIELD: Final[dict[str, Kind]] = {
    "title": "name",
    "name": "name",
    "known_as": "name",
    "purpose": "purpose",
    "term": "name",
    "criterion": "criterion",
    "source": "source",
    "system": "source",
    "proxy": "source",
}
_BY_PART_AND_FIELD: Final[dict[tuple[str, str], Kind]] = {
    ("Aims", "customer"): "purpose",
    ("Aims", "provider"): "purpose",
    ("Priority", "examples"): "purpose",
    ("Exclusion", "when"): "exclusion",
    ("ApprovedClause", "clause"): "name",
    ("DatesFrom", "holidays"): "source",
    ("DatesFrom", "patron_day"): "source",
    ("DatesFrom", "shutdown"): "source",
}
# Written as text, and read by machines: zones, releases, numbers of clauses, what was recorded.
_DATA: Final = frozenset(
    {
        ("Identity", "zone"),
        ("Identity", "tzdata"),
        ("CalendarTerms", "zone"),
        ("Example", "at"),
        ("Population", "types"),
        ("Population", "requesters"),
        ("Group", "types"),
        ("Group", "requesters"),
        ("Workload", "types"),
        ("FromTickets", "tickets"),
        ("Item", "kind"),
        ("Site", "address"),
        ("Channel", "reached_at"),
        ("FreeClause", "number"),
        ("Attachment", "file"),
        ("LegalDetails", "tax_id"),
        ("LegalDetails", "registered"),
        ("LegalDetails", "seat"),
    }
)
_DATA_PARTS: Final = frozenset(
    {"ExampleEvent", "ExampleExpectation", "FigureExpectation", "Addresses"}
)


@dataclass(frozen=True, slots=True)
class TextPart:
    """A text of an agreement: where it stands, what it is for, in which language it is by rights.

    The language is the agreement's; whether a text keeps to it is told from its words.
    """

    path: Path
    place: Place
    text: str
    language: Language
    kind: Kind = "clause"


def text_parts(agreement: Agreement, places: Places | None = None) -> tuple[TextPart, ...]:
    """Return every text for people in an agreement, in the order of the model."""
    known = places or Places()
    language: Language = agreement.agreement.language
    return tuple(
        TextPart(path, known.of(path), text, language, kind)
        for path, text, kind in words_in(agreement, (), known)
    )


def words_in(part: Part, path: Path, places: Places) -> Iterator[tuple[Path, str, Kind]]:
    """Yield every text in a part that stands under a path: where it is, and what it is for."""
    for name, hint, kind in _fields(type(part)):
        yield from _of_value(getattr(part, name), hint, kind, (*path, name), places)


def _of_value(
    value: Any, hint: Any, kind: Kind, path: Path, places: Places
) -> Iterator[tuple[Path, str, Kind]]:
    if isinstance(value, Part):
        yield from words_in(value, path, places)
    elif isinstance(value, tuple):
        single = _may_be_single(hint) and places.is_mapping(path)
        for index, element in enumerate(value):
            inside = path if single else (*path, index)
            yield from _of_value(element, _inner(hint, tuple, 0), kind, inside, places)
    elif isinstance(value, dict):
        for key, element in value.items():
            yield from _of_value(element, _inner(hint, dict, 1), kind, (*path, key), places)
    elif isinstance(value, str) and _is_free(value, hint):
        yield path, value, kind


def _is_free(value: str, hint: Any) -> bool:
    """Return whether a text is free text, and no word that stands for itself."""
    kinds = _alternatives(hint)
    fixed = (get_args(one) for one in kinds if get_origin(one) is Literal)
    return Words in kinds and not any(value in words for words in fixed)


@cache
def _fields(part: type[Part]) -> tuple[tuple[str, Any, Kind], ...]:
    """Return the fields of a part that may hold words: name, what may stand there, what for."""
    if part.__name__ in _DATA_PARTS:
        return ()
    hints = {name: _hint(field) for name, field in part.model_fields.items()}
    return tuple(
        (name, hint, _kind(part.__name__, name))
        for name, hint in hints.items()
        if _is_read(part.__name__, name) and _may_hold_words(hint)
    )


def _is_read(part: str, field: str) -> bool:
    """Return whether a field is for people; a `clause` is a number, but where clauses are named."""
    return (part, field) not in _DATA and (field != "clause" or part == "ApprovedClause")


def _hint(field: FieldInfo) -> Any:
    """Return the kind of value of a field with its annotations, which pydantic keeps apart."""
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def _kind(part: str, field: str) -> Kind:
    return _BY_PART_AND_FIELD.get((part, field)) or _BY_FIELD.get(field, "clause")


def _may_hold_words(hint: Any) -> bool:
    """Return whether free text may stand somewhere in a kind of value."""
    for one in _alternatives(hint):
        origin, arguments = get_origin(one), get_args(one)
        if one == Words or (isinstance(one, type) and issubclass(one, Part)):
            return True
        if origin in {dict, tuple} and _may_hold_words(arguments[origin is dict]):
            return True
    return False


@cache
def _alternatives(hint: Any) -> tuple[Any, ...]:
    """Return the kinds of value that a kind may be, without annotations but that of free text."""
    if hint == Words:
        return (hint,)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _alternatives(arguments[0])
    if origin in {Union, UnionType}:
        return tuple(inner for one in arguments for inner in _alternatives(one))
    return (hint,)


def _inner(hint: Any, collection: type, argument: int) -> Any:
    """Return what the elements of a list or mapping are by their kind."""
    found = (one for one in _alternatives(hint) if get_origin(one) is collection)
    return get_args(next(found))[argument]


@cache
def _may_be_single(hint: Any) -> bool:
    """Return whether an element may stand without the list that it is the only one of."""
    return any(
        isinstance(one, OneOrMore) or (_is_kind(one) and _may_be_single(one))
        for one in get_args(hint)
    )


def _is_kind(one: Any) -> bool:
    return get_origin(one) in {Annotated, Union, UnionType}
