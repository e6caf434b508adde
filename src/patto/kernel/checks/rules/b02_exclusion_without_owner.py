"""B02: something is left out, and nobody is named who supports it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.scope import NotCovered
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject

_CONTACT: Final = re.compile(r"@|://|www\.|\d[\d /.-]{4,}\d")
"""What one is reached by: an address, or the digits of a telephone or contract number."""


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each thing that is left out with nobody who supports it, or nobody to be reached.

    What people own themselves is supported by whoever owns it, and the hand-over may name somebody.
    """
    for index, one in enumerate(settled(subject.agreement.not_covered) or ()):
        path = ("not_covered", index)
        if one.supported_by is None:
            alone = not subject.says((*path, "title"), "B02.own")
            found = alone and not _CONTACT.search(one.hand_over)
        else:
            found = _is_nobody(subject, one, index)
        if found:
            yield Hit((*path, "supported_by"), MappingProxyType({"thing": one.title}))


def _is_nobody(subject: Subject, one: NotCovered, index: int) -> bool:
    """Return whether who supports a thing is still to be named, or nobody in particular."""
    path = ("not_covered", index, "supported_by")
    name, way = (*path, "name"), (*path, "reached_by")
    if subject.unsettled(name) or subject.unsettled(way):
        return True
    known = one.supported_by is not None and _CONTACT.search(one.supported_by.reached_by)
    return not known and subject.says(name, "B02.anybody")


def applies(subject: Subject) -> bool:
    """Return whether anything is left out."""
    return bool(settled(subject.agreement.not_covered))


RULE = ModelRule(
    id="B02",
    name="exclusion-without-owner",
    severity="warning",
    stake="fairness",
    source="founding case: the program that was left out",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Excluded, and nobody's",
            what="“{thing}” is left out, and nothing says who supports it and how they are "
            "reached.",
            why="When it breaks somebody has to be called, and the first hours go into finding out "
            "whom.",
            bad="The accounting program is excluded.",
            good="Left out: the accounting program; Conta S.r.l. supports it, telephone 049 555 "
            "0199, contract 1187; the desk passes calls on within the hour.",
        ),
        "it": Told(
            title="Escluso, e di nessuno",
            what="«{thing}» è fuori dal contratto, e nulla dice chi lo segue e come si raggiunge.",
            why="Quando si guasta bisogna chiamare qualcuno, e le prime ore se ne vanno a capire "
            "chi.",
            bad="Il gestionale è escluso.",
            good="Escluso: il gestionale; lo segue Conta S.r.l., telefono 049 555 0199, contratto "
            "1187; il desk passa le chiamate entro un'ora.",
        ),
    },
)
