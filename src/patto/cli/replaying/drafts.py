"""Opening drafts: agreements that are still being tried, whose worked examples may lag behind."""

from __future__ import annotations

from pathlib import Path

from patto.cli.agreements import open_agreement
from patto.cli.problems import print_problems
from patto.kernel.agreement.versions import History
from patto.kernel.errors import InputError, Problem
from patto.kernel.examples import KINDS
from patto.language.words import Words


def draft_history(path: Path, words: Words) -> History:
    """Return a draft; what is wrong with its worked examples is told and holds nothing up.

    Whoever tries another target changes what the examples come to, and mends them once it is
    chosen; they decide no figure.

    :raises InputError: if anything else in it is an error
    :raises OSError: if a file cannot be read
    :raises Refusal: if a folder holds no agreement
    """
    opened = open_agreement(path, words)
    if opened.history is None or any(map(_is_grave, opened.problems)):
        raise InputError(opened.problems)
    if opened.problems:
        zone = opened.history.versions[-1].agreement.zone
        print_problems(opened.problems, words, err=True, zone=zone)
    return opened.history


def _is_grave(found: Problem) -> bool:
    return found.severity == "error" and found.code not in KINDS
