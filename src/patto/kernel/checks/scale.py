"""Whether priorities are degrees of one thing, or kinds of request with their own times."""

from __future__ import annotations

import re
from typing import Final

from patto.kernel.checks.subject import Subject

_NUMBERED: Final = re.compile(r"[A-Za-z]{0,8}[-_. ]?\d{1,2}", re.ASCII)


def is_scale(subject: Subject) -> bool:
    """Return whether the priorities are degrees: by a matrix, by numbers, or by their titles.

    `password`, `new employee`, `printer` are a table of kinds of request, and no degrees.
    """
    terms = subject.agreement.priorities
    if terms.matrix is not None:
        return True
    return any(
        _NUMBERED.fullmatch(priority.id) or _is_degree(subject, index)
        for index, priority in enumerate(terms.order)
    )


def _is_degree(subject: Subject, index: int) -> bool:
    wording = subject.texts.at(("priorities", "order", index, "title"))
    return wording is not None and any(wording.all("general.degree"))
