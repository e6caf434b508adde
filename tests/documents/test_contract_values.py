"""Each value of an agreement is in its contract: changed in the one, it changes in the other."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from pydantic import ValidationError

from documents.contracts import agreement, told
from patto.documents.contract.chapters import examples
from patto.documents.contract.contract import contract
from patto.documents.contract.drafting import Drafting
from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.schema import json_schema
from patto.kernel.errors import PattoError

Path = tuple[str | int, ...]

# Values that change nothing in the text, each for a reason.
SILENT = {
    # Names by which other parts of the file refer to a row; the row is printed by its title.
    r"charges\.(fees|rates)\.\*\.id": "its title is printed",
    r"charges\.prepaid\.id": "there is one",
    r"data_protection\.retention\.\*\.id": "its records are printed",
    r"data_protection\.sub_processing\.listed\.\*\.id": "its name is printed",
    r"insurance\.\*\.id": "its risk is printed",
    r"legal\.attachments\.\*\.id": "its title, file and hash are printed",
    r"parties\.(provider|customer)\.details\.signatories\.\*\.id": "its name is printed",
    r"parties\.customer\.requesters\.\*\.id": "its name is printed",
    r"priorities\.(impacts|urgencies)\.\*\.id": "its title is printed",
    r"regulated\.\*\.terms\.\*\.id": "the article and the term are printed",
    r"remedies\.conditions\.\*\.id": "the fact is printed",
}


@cache
def pools() -> tuple[frozenset[str], ...]:
    """Return the lists of words that the model chooses from."""
    found: set[frozenset[str]] = set()

    def look(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("enum"), list):
                found.add(frozenset(map(str, value["enum"])))
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(json_schema())
    return tuple(found)


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path, value


def pattern(path: Path) -> str:
    """Return a path with its places in lists left out: one leaf stands for all like it."""
    return ".".join("*" if isinstance(step, int) else step for step in path)


def families(stated: dict[str, Any]) -> list[set[str]]:
    """Return the names that parts of an agreement have, by what they are names of."""
    parts = [value for value in stated.values() if isinstance(value, list)]
    found = [{one["id"] for one in part if isinstance(one, dict) and "id" in one} for part in parts]
    priorities = stated["priorities"]
    found += [
        {one["id"] for one in priorities[key]} for key in ("order", "impacts", "urgencies")
        if priorities[key] != "none"
    ]  # fmt: skip
    remedies, charges = stated.get("remedies"), stated.get("charges")
    if isinstance(remedies, dict):
        found.append({one["id"] for one in remedies["listed"]})
    if isinstance(charges, dict):
        found.append({one["id"] for key in ("fees", "rates") for one in charges[key]})
    clocks = stated["clocks"]
    return [*found, {*stated["calendars"], *(clocks if clocks != "none" else ()), "24x7"}]


def others(value: Any, path: Path, stated: dict[str, Any]) -> Iterator[Any]:
    """Yield values that might stand in place of one, the likeliest first."""
    if isinstance(value, int):
        yield from (value + 1, value - 1)
        return
    if path[-1] == "id":
        yield value + "z"
    if path[-1] == "zone":
        yield "Europe/Helsinki"
    if path[-1] == "event":
        yield from ("updated", "noted")
    for family in [*pools(), *families(stated)]:
        if value in family:
            yield from sorted(family - {value})
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        yield (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    if re.fullmatch(r"[A-Z]{2,3}", value):
        yield from ("USD", "FR")
    yield from renumbered(value)
    yield value + "z"
    yield value[:-1] + ("0" if value[-1:] != "0" else "1")


def renumbered(value: str) -> Iterator[str]:
    """Yield a text with its first number, or else its second, one more or one less."""
    for number in list(re.finditer(r"\d+", value))[:2]:
        for step in (1, -1):
            new = f"{int(number[0]) + step:0{len(number[0])}}"
            yield value[: number.start()] + new + value[number.end() :]


def replaced(stated: dict[str, Any], path: Path, other: Any) -> Agreement | None:
    """Return an agreement with another value in one place, `None` if it cannot stand there."""
    holder: Any = stated
    for step in path[:-1]:
        holder = holder[step]
    value = holder[path[-1]]
    holder[path[-1]] = other
    try:
        return Agreement.model_validate(copy.deepcopy(stated))
    except ValidationError:
        return None
    finally:
        holder[path[-1]] = value


def without_examples(terms: Agreement) -> Agreement:
    metrics = tuple(one.model_copy(update={"examples": ()}) for one in terms.metrics)
    return terms.model_copy(update={"metrics": metrics})


def text_of(terms: Agreement, *, only_examples: bool) -> str:
    if only_examples:
        return told(examples.examples(Drafting(terms, "en")))
    return told(contract(without_examples(terms), lang="en"))


def changed(stated: dict[str, Any], path: Path, value: Any, *, only_examples: bool) -> str | None:
    """Return the text with another value in one place, `None` if no other can stand there."""
    for other in others(value, path, stated):
        terms = replaced(stated, path, other)
        try:
            if terms is not None:
                return text_of(terms, only_examples=only_examples)
        except (PattoError, KeyError):
            continue
    return None


def test_each_value_that_is_changed_changes_the_text():
    terms = agreement("whole")
    stated = plain(terms)
    before = {only: text_of(terms, only_examples=only) for only in (False, True)}
    seen: set[str] = set()
    silent, tried = [], 0
    for path, value in leaves(stated):
        known = pattern(path)
        if known in seen or value in {"none", "all", "any"}:
            continue
        seen.add(known)
        if any(re.fullmatch(one, known) for one in SILENT):
            continue
        only = "examples" in path and path[0] == "metrics"
        after = changed(stated, path, value, only_examples=only)
        tried += after is not None
        if after == before[only]:
            silent.append(f"{known}: {value}")
    assert silent == []
    assert tried > 300


def test_nothing_is_called_silent_that_is_not_in_the_model():
    known = {pattern(path) for path, _ in leaves(plain(agreement("whole")))}
    assert all(any(re.fullmatch(one, path) for path in known) for one in SILENT)
