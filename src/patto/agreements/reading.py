"""Stored texts as agreements of the kernel; each is read once a process."""

from __future__ import annotations

from functools import lru_cache

from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.versions import History
from patto.kernel.errors import InputError
from patto.kernel.examples import run_examples


def read_agreement(text: str) -> Agreement:
    """Return the agreement that a file states, its worked examples having come out.

    :raises InputError: if it has errors, with all of them
    """
    reading = read(text)
    problems = list(reading.problems)
    if reading.agreement is not None:
        problems += run_examples(reading.agreement, reading.places)
    errors = [one for one in problems if one.severity == "error"]
    if errors or reading.agreement is None:
        raise InputError(errors)
    return reading.agreement


@lru_cache(maxsize=512)
def history_of(texts: tuple[str, ...]) -> History:
    """Return the history that the versions of one agreement make; they were sound when stored.

    :raises InputError: if one can no longer be read
    """
    readings = [read(text) for text in texts]
    agreements = [one.agreement for one in readings if one.agreement is not None]
    if len(agreements) != len(texts):
        raise InputError([problem for one in readings for problem in one.problems])
    return History(sorted(agreements, key=lambda one: one.agreement.version))
