"""The rules that wait for a part of the agreement, or for facts beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from patto.kernel.checks.wording.small_words import Language
from patto.kernel.errors import Severity


@dataclass(frozen=True, slots=True)
class Planned:
    """A rule that waits for a part of the agreement, or for facts beside it, by its name."""

    id: str
    name: str
    severity: Severity
    titles: Mapping[Language, str]
    waits_for: str


PARTS: Final[Mapping[str, Mapping[Language, str]]] = MappingProxyType({
    "facts": {"en": "facts about staff and sites", "it": "i dati su personale e sedi"},
})  # fmt: skip
"""What planned rules wait for, in words."""


def _planned(
    waits_for: str, rule: str, severity: Severity, en: str, it: str
) -> tuple[str, Planned]:
    identity, name = rule.split()
    titles: dict[Language, str] = {"en": en, "it": it}
    return identity, Planned(identity, name, severity, MappingProxyType(titles), waits_for)


PLANNED: Final[Mapping[str, Planned]] = MappingProxyType(dict([
    _planned(
        "facts", "G01 warranty-vs-target", "error",
        "Parts come later than the target", "I ricambi arrivano dopo il termine",
    ),
    _planned(
        "facts", "G02 access-vs-target", "error",
        "Nobody opens the door in time", "Nessuno apre la porta in tempo",
    ),
    _planned(
        "facts", "G03 rpo-vs-backup", "error",
        "Backups too rare for the promise", "Copie troppo rade per la promessa",
    ),
    _planned(
        "facts", "G04 rto-vs-restore", "error",
        "Restoring takes longer than promised", "Il ripristino dura più del promesso",
    ),
    _planned(
        "facts", "G05 rota-gap", "error",
        "The clock runs and nobody is on", "Il tempo corre e non c'è nessuno",
    ),
    _planned(
        "facts", "G06 capacity-short", "error",
        "Too few people for the promise", "Troppo poche persone per la promessa",
    ),
    _planned(
        "facts", "G07 single-person", "warning",
        "All rests on one person", "Tutto poggia su una persona",
    ),
    _planned(
        "facts", "G08 underpinning-weaker", "error",
        "A supplier promises you less", "Un fornitore vi promette meno",
    ),
    _planned(
        "facts", "G09 no-baseline", "warning",
        "No history of this customer", "Nessuna storia di questo cliente",
    ),
]))  # fmt: skip
"""The rules that wait for what they are about."""
