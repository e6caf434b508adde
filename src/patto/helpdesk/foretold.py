"""What a template says beside what is asked, told before a draft is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from patto.documents.contract.chapters.briefly import promised
from patto.documents.contract.contract import contract
from patto.documents.contract.tree import Chapter, Clause, Para, Points, Table
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.charges import Fee
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read
from patto.templates.shelf import text_of
from patto.templates.writing import FEE

_TOLD: Final = (
    "fees", "rates", "travel", "remedies-caps", "renewal", "leaving", "liability",
)  # fmt: skip
"""The clauses that cost somebody something, by their anchors, in the order in which they stand."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """A thing that the template says: what it is about, and in which sentences."""

    title: str
    lines: tuple[str, ...]


@cache
def foretold(profile: str, language: str) -> tuple[Foretold, ...]:
    """Return what a template promises, what it costs and how it ends, in its own language.

    :raises KeyError: if there is no such profile in that language
    """
    agreement = read(text_of(profile, language)).agreement
    if agreement is None:
        raise TypeError(f"the template {language}/{profile} cannot be read")
    promises = tuple(
        Foretold(one.title, tuple(f"{who}: {what}" if who else what for who, what in one.lines))
        for one in promised(agreement, language)
    )
    told = contract(agreement, lang=language, draft=True)
    clauses = {
        one.anchor: one
        for chapter in told.chapters if isinstance(chapter, Chapter) for one in chapter.clauses
    }  # fmt: skip
    fee = _fee(agreement)
    asked = "" if fee is None else fee.title
    rest = (
        Foretold(clauses[anchor].title, lines)
        for anchor in _TOLD if anchor in clauses
        if (lines := tuple(_lines(clauses[anchor], asked)))
    )  # fmt: skip
    return (*promises, *rest)


@cache
def fee_of_each(profile: str, language: str) -> str:
    """Return for each of what the fee is that is asked for, empty if it is for all together.

    :raises KeyError: if there is no such profile in that language
    """
    agreement = read(text_of(profile, language)).agreement
    fee = None if agreement is None else _fee(agreement)
    return "" if fee is None else fee.each or ""


def _fee(agreement: Agreement) -> Fee | None:
    charges = settled(agreement.charges)
    return next((one for one in (charges and charges.fees) or () if one.id == FEE), None)


def _lines(clause: Clause, asked: str) -> Iterator[str]:
    for block in clause.blocks:
        if isinstance(block, Para):
            if block.lead != asked or not asked:
                yield _said(block)
        elif isinstance(block, Points):
            yield from (_said(one) for one in block.items if not asked or one.lead != asked)
        elif isinstance(block, Table):
            yield from (f"{row[0]}: {row[1]}" for row in block.rows if row[0] != asked)


def _said(para: Para) -> str:
    return f"{para.lead}: {para.text}" if para.lead else para.text
