"""H03: credits grow with every miss, and nothing ends them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.writing import Plain
from patto.kernel.checks.at_risk import Fees, open_ended
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, Phrase, PhraseRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.wording import Wording

_SIGN: Final = re.compile(r"[€$£]")


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each phrase by which a credit grows with what is missed, where no words end it."""
    if wording.part.kind not in PROSE:
        return
    for match in wording.used("H03.unlimited"):
        if not wording.negated(match):
            yield Phrase(match)
    if any(wording.all("H03.cap")):
        return
    for match in wording.used("H03.growing"):
        priced = wording.together(match, "H03.amount") or _SIGN.search(wording.part.text)
        if priced and _is_a_credit(wording, match.first):
            yield Phrase(match)


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that remedies in use which grow with what is missed end nowhere."""
    fees = Fees(subject.agreement)
    found = {use.index: use.remedy.title for use in open_ended(subject.agreement, fees)}
    if found:
        remedies = settled(subject.agreement.remedies)
        no_caps = remedies is None or remedies.caps is None
        path: Path = ("remedies", "caps") if no_caps else ("remedies", "caps", "month")
        told = MappingProxyType({"phrases": ", ".join(found.values())})
        also = tuple(("remedies", "listed", index, "cap") for index in found)
        yield Hit(path, told, _usual(fees, path), also)


def _is_a_credit(wording: Wording, word: int) -> bool:
    """Return whether what grows is a credit: its sentence says so, or it is a metric's remedy."""
    part = wording.part
    if part.path[:1] == ("metrics",) and part.path[-1] == "remedy":
        return True
    here = wording.tokens[word].sentence
    return any(wording.sentence(credit) == here for credit in wording.used("H03.credit"))


def _usual(fees: Fees, path: Path) -> Put | None:
    """Return caps that are usual, of the largest fee that is due each month for all together."""
    monthly = (fee for fee in fees.recurring if fee.every == "month" and fee.each is None)
    fee = next(monthly, None)
    if fee is None:
        return None
    month = f"15 % of {fee.id}"
    whole: Plain = {"month": month, "year": f"100 % of {fee.id}"}
    return Put(path, "none", whole if path[-1] == "caps" else month)


RULE = PhraseRule(
    id="H03",
    name="no-cap",
    severity="error",
    stake="fairness",
    source="published penalties per hour of delay without a limit (Royal Mail)",
    judge=judge,
    find=find,
    words={
        "en": Told(
            title="Credits without a limit",
            what="“{phrases}” grows with every miss, and nothing says where it ends.",
            why="One bad month can cost the provider more than the customer pays in years, and a "
            "provider that goes under helps nobody.",
            bad="Each started hour of delay gives a credit of 20 EUR.",
            good="Each started hour of delay gives a credit of 20 EUR, at most 15 % of the monthly "
            "fee in a month and one monthly fee in twelve months.",
        ),
        "it": Told(
            title="Crediti senza limite",
            what="«{phrases}» cresce a ogni ritardo, e nulla dice dove finisce.",
            why="Un solo mese storto può costare al fornitore più di quanto il cliente paghi in "
            "anni, e un fornitore che chiude non aiuta nessuno.",
            bad="Per ogni ora di ritardo iniziata è dovuta una penale di 20 EUR.",
            good="Per ogni ora di ritardo iniziata è dovuta una penale di 20 EUR, al massimo il "
            "15 % del canone in un mese e un canone mensile in dodici mesi.",
        ),
    },
)
