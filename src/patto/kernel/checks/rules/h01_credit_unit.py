"""H01: a credit does not say how much money it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.charges import Charges
from patto.kernel.agreement.clauses.remedies import ByBand, Remedies
from patto.kernel.agreement.money import PURCHASE_PRICE, Amount, Credit, FeeDays, Money
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.rule import Hit, Phrase, PhraseRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.phrases import Match
from patto.kernel.checks.wording.wording import Wording

_SIGN: Final = re.compile(r"[€$£]\s?$")
_SIGN_AFTER: Final = re.compile(r"^\s?[€$£‰]")
_BARE: Final = re.compile(r"\s*\d+(?:[.,]\d+)?\s*(?:%|percent|per ?cento?)?\s*\.?\s*")
"""A whole remedy that is a number, or a percentage of nothing."""


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each credit in words that is a number without a currency, or a share of nothing."""
    part = wording.part
    if part.kind not in PROSE:
        return
    of_a_metric = part.path[:1] == ("metrics",) and part.path[-1] == "remedy"
    if of_a_metric and _BARE.fullmatch(part.text):
        yield Phrase(Match(0, len(wording.tokens), "H01.then"))
        return
    for match in wording.used("H01.then"):
        if _unclear(wording, match, match.last - 1):
            yield Phrase(match)
    for match in wording.used("H01.before"):
        if not wording.preceded(match, "H01.level", 1) and _of_nothing(wording, match):
            yield Phrase(match)
    if of_a_metric:
        for match in wording.used("H01.percentage"):
            if not wording.preceded(match, "H01.level") and _of_nothing(wording, match):
                yield Phrase(match)


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each credit and cap that is taken of what has no one amount.

    Such are what a part happens to cost, and days of what is not paid again and again. A fee for
    each of some number is what all of them pay.
    """
    charges, remedies = settled(subject.agreement.charges), settled(subject.agreement.remedies)
    if charges is None or remedies is None:
        return
    for amount, path in _amounts(remedies):
        if _has_no_amount(charges, amount):
            yield Hit(path, MappingProxyType({"phrases": amount.text}))


def _unclear(wording: Wording, match: Match, number: int) -> bool:
    """Return whether a number that is a credit lacks its currency, or what it is a share of."""
    at = Match(number, number + 1, "")
    start, end = wording.span(at)
    text = wording.part.text
    if _SIGN.search(text[:start]) or _SIGN_AFTER.match(text[end:]):
        return False
    if wording.followed(at, "H01.money", 0) or wording.preceded(at, "H01.money", 0):
        return False
    if any(other.first == number for other in wording.all("H01.percentage")):
        return _of_nothing(wording, match)
    return not wording.followed(at, "H01.time", 1)


def _of_nothing(wording: Wording, match: Match) -> bool:
    return not wording.together(match, "H01.base")


def _amounts(remedies: Remedies) -> Iterator[tuple[Credit | Amount, Path]]:
    """Yield every credit and cap with its path."""
    for index, remedy in enumerate(remedies.listed):
        path: Path = ("remedies", "listed", index)
        if isinstance(remedy.pays, ByBand):
            for number, band in enumerate(remedy.pays.bands):
                yield band.credit, (*path, "pays", "bands", number, "credit")
        else:
            yield remedy.pays.credit, (*path, "pays", "credit")
        if remedy.cap is not None:
            yield remedy.cap, (*path, "cap")
    for name in ("month", "year"):
        cap = None if remedies.caps is None else getattr(remedies.caps, name)
        if cap is not None:
            yield cap, ("remedies", "caps", name)


def _has_no_amount(charges: Charges, amount: Credit | Amount) -> bool:
    if isinstance(amount, Money):
        return False
    recurring = {fee.id for fee in charges.fees or () if fee.every != "once"}
    in_days = isinstance(amount, FeeDays)
    return amount.base == PURCHASE_PRICE or (in_days and amount.base not in recurring)


RULE = PhraseRule(
    id="H01",
    name="credit-unit",
    severity="error",
    stake="verdict",
    source="the service level agreement among the Accord templates: 2.0 as money and as percent",
    judge=judge,
    find=find,
    words={
        "en": Told(
            title="A credit of two of what",
            what="“{phrases}” leaves open how much money that is.",
            why="The signed text said two pounds and the reckoning took two per cent: each side "
            "reads the number that suits it.",
            bad="A late answer gives a service credit of 2.0.",
            good="A late answer gives a service credit of 2 % of the monthly fee.",
        ),
        "it": Told(
            title="Un credito di due che cosa",
            what="«{phrases}» lascia aperto quanto denaro sia.",
            why="Il testo firmato diceva due sterline e il conto prese il due per cento: ciascuna "
            "parte legge il numero che le conviene.",
            bad="Una risposta in ritardo comporta una penale di 2,0.",
            good="Una risposta in ritardo comporta una penale del 2 % del canone mensile.",
        ),
    },
)
