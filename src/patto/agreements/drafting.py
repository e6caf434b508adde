"""Drafts that need not be written by hand: from a template, or from the version before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from typing import Final

from django.db import transaction

from patto.agreements import parties, queries
from patto.agreements.actions import NotADraftError, upload
from patto.agreements.models import State, Version
from patto.agreements.queries import VersionRow
from patto.agreements.reading import read_agreement
from patto.kernel.agreement.nodes import NOWHERE, Path, Places, child
from patto.kernel.agreement.nodes import Mapping as Parts
from patto.kernel.agreement.writing import Plain
from patto.kernel.agreement.yaml import compose
from patto.kernel.errors import InputError
from patto.kernel.instants import Instant
from patto.ledger.actions import Actor
from patto.templates import Answers, leftovers, write
from patto.templates.filling import fill
from patto.templates.marks import mark_at

_ID: Final[Path] = ("agreement", "id")
_NUMBER: Final[Path] = ("agreement", "version")
_REPLACES: Final[Path] = ("agreement", "supersedes")
_START: Final[Path] = ("agreement", "effective", "start")
_END: Final[Path] = ("agreement", "effective", "end")
_FILLED_IN: Final[tuple[Path, ...]] = (
    ("parties", "provider", "details"), ("parties", "customer", "details"),
    ("channels",), ("channels", 0),
)  # fmt: skip
"""The parts that are looked at once nothing in them is an example; the first of a list is all."""


class ThereAlreadyError(Exception):
    """A draft that was begun before would be written over; `version` is its number here."""

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(version)


@transaction.atomic
def begin(profile: str, language: str, answers: Answers, *, customer: int, by: Actor,
          at: Instant, today: date) -> int:  # fmt: skip
    """Write a draft of a customer's from a template, and return its number.

    What is known of both sides already stands in it in the place of the template's examples. Where
    the customer has an agreement that holds until then it is the next version of that.

    :raises AnswersError: if an answer cannot be used
    :raises ThereAlreadyError: if a version of its number is there already
    """
    text = _with_known(write(profile, language, answers, today=today), customer)
    last = queries.last_in_force(customer)
    if last is not None and _holds_until(last, read_agreement(text).agreement.effective.start):
        number = last.number + 1
        values: dict[Path, Plain] = {
            _ID: last.identity, _NUMBER: number, _REPLACES: last.number,
        }  # fmt: skip
        text = fill(text, values)
    own = read_agreement(text).agreement
    there = Version.objects.filter(customer_id=customer, identity=own.id, number=own.version)
    if (found := there.first()) is not None:
        raise ThereAlreadyError(int(found.pk))
    return upload(text, customer=customer, by=by, at=at)


@transaction.atomic
def state(version: int, values: Mapping[Path, Plain], *, customer: int, by: Actor,
          at: Instant) -> None:  # fmt: skip
    """Write values in the place of others of a draft; all else of its file stays as it is.

    :raises NotADraftError: if it is none any more
    :raises CannotEditError: if a value cannot stand where it should
    :raises InputError: if the agreement would have errors then; nothing is stored
    """
    row = Version.objects.select_for_update().get(pk=version, customer_id=customer)
    if row.state != State.DRAFT:
        raise NotADraftError(row.number)
    upload(stated(row.text, values), customer=customer, by=by, at=at)


def stated(text: str, values: Mapping[Path, Plain]) -> str:
    """Return the text of a file with other values, without the marks of what was to look at.

    :raises CannotEditError: if a value cannot stand where it should
    """
    return _without_marks(fill(text, values, answered=tuple(values))) if values else text


def _without_marks(text: str) -> str:
    """Return a text without the marks of those parts of it that have no example left."""
    root = compose(text).root or NOWHERE
    left = [one.path for one in leftovers(Places(root))]
    spans = []
    for part in _FILLED_IN:
        node = reduce(lambda above, step: child(above, step) or NOWHERE, part[:-1], root)
        at = node.keys.get(str(part[-1])) if isinstance(node, Parts) else child(node, part[-1])
        whole = part[:-1] if part[-1] == 0 else part
        if at is not None and not any(one[: len(whole)] == whole for one in left):
            spans.append(mark_at(text, at.start))
    for start, end in sorted((one for one in spans if one is not None), reverse=True):
        text = text[:start] + text[end:]
    return text


def following(text: str, start: date) -> str:
    """Return the text of the version that follows on from one, from a date; its terms are the same.

    Where the version before has ended by then, the end moves with the start.

    :raises CannotEditError: if the text is written so that its values cannot be put in place
    """
    own = read_agreement(text).agreement
    values: dict[Path, Plain] = {
        _NUMBER: own.version + 1, _REPLACES: own.version, _START: start.isoformat(),
    }  # fmt: skip
    end = own.effective.end
    if end is not None and end <= start:
        values[_END] = _as_long(own.effective.start, end, start).isoformat()
    return fill(text, values, answered=tuple(values))


def _with_known(text: str, customer: int) -> str:
    """Return the text of a draft with what is known of both sides, if it can stand there."""
    filled = stated(text, parties.known(text, customer=customer))
    try:
        read_agreement(filled)
    except InputError:  # what was typed at the desk need not be what an agreement can hold
        return text
    return filled


def _as_long(start: date, end: date, later: date) -> date:
    """Return the end of a time that begins later: after as many years, else as many days."""
    if (end.month, end.day) == (start.month, start.day):
        try:
            return later.replace(year=later.year + end.year - start.year)
        except ValueError:  # 29 February
            return date(later.year + end.year - start.year, 3, 1)
    return later + (end - start)


def _holds_until(version: VersionRow, start: date) -> bool:
    end = read_agreement(version.text).agreement.effective.end
    return end is None or start <= end
