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
    "scope-exclusions": {"en": "what is excluded from the scope", "it": "ciò che è escluso"},
    "workload-limits": {"en": "workload limits", "it": "i limiti del carico"},
    "out-of-hours": {"en": "the offer outside support hours", "it": "l'offerta fuori orario"},
    "availability": {"en": "availability metrics", "it": "le metriche di disponibilità"},
    "facts": {"en": "facts about staff and sites", "it": "i dati su personale e sedi"},
    "remedies": {"en": "remedies", "it": "i rimedi"},
    "obligations": {"en": "the customer's obligations", "it": "gli obblighi del cliente"},
    "retention": {"en": "how long records are kept", "it": "quanto si conservano le registrazioni"},
    "reporting": {"en": "reporting and disputes", "it": "rapporti e contestazioni"},
    "data-protection": {"en": "data protection", "it": "la protezione dei dati"},
    "signatories": {"en": "signatories", "it": "i firmatari"},
    "legal": {"en": "law and precedence", "it": "legge e precedenza"},
    "start-conditions": {"en": "start conditions", "it": "le condizioni di avvio"},
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
        "scope-exclusions", "B02 exclusion-without-owner", "warning",
        "Excluded, and nobody's", "Escluso, e di nessuno",
    ),
    _planned(
        "scope-exclusions", "B03 scope-overlap", "error",
        "Both in and out", "Dentro e fuori insieme",
    ),
    _planned(
        "workload-limits", "B06 no-workload-limit", "warning",
        "As much as one likes", "Quanto si vuole",
    ),
    _planned(
        "out-of-hours", "C07 ooh-unpriced", "error",
        "Out of hours, at no stated price", "Fuori orario, senza un prezzo",
    ),
    _planned(
        "availability", "F09 probe-too-coarse", "error",
        "Probes too far apart", "Sonde troppo rade",
    ),
    _planned(
        "availability", "F10 measure-point-missing", "error",
        "Measured nowhere", "Misurato in nessun luogo",
    ),
    _planned(
        "availability", "F11 only-combined", "warning",
        "One figure for everything", "Una cifra per tutto",
    ),
    _planned(
        "availability", "F12 composite-impossible", "error",
        "More than the parts allow", "Più di quanto le parti permettano",
    ),
    _planned(
        "availability", "F13 degraded-undefined", "warning",
        "Slow is neither up nor down", "Lento non è né su né giù",
    ),
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
    _planned(
        "remedies", "H01 credit-unit", "error",
        "A credit of two of what", "Un credito di due che cosa",
    ),
    _planned(
        "remedies", "H02 band-gap-overlap", "error",
        "Bands with gaps or overlaps", "Fasce con buchi o sovrapposizioni",
    ),
    _planned(
        "remedies", "H03 no-cap", "error",
        "Credits without a limit", "Crediti senza limite",
    ),
    _planned(
        "remedies", "H04 derisory", "warning",
        "A credit that is no remedy", "Un credito che non rimedia",
    ),
    _planned(
        "remedies", "H05 excessive", "warning",
        "A credit that is a punishment", "Un credito che è una punizione",
    ),
    _planned(
        "remedies", "H06 claim-burden", "warning",
        "The customer must notice and claim", "Il cliente deve accorgersi e chiedere",
    ),
    _planned(
        "remedies", "H07 exclusivity-silent", "error",
        "Is the credit all there is", "Il credito è tutto",
    ),
    _planned(
        "remedies", "H08 no-chronic-trigger", "warning",
        "Missed again and again, and no way out", "Mancato sempre, e nessuna uscita",
    ),
    _planned(
        "remedies", "H09 one-event-many-credits", "warning",
        "One outage, several credits", "Un fermo, più crediti",
    ),
    _planned(
        "obligations", "H10 unfunded-dependency", "warning",
        "Late payment has no effect", "Il ritardo nei pagamenti non ha effetto",
    ),
    _planned(
        "retention", "J04 retention-short", "error",
        "Evidence gone before the dispute", "Prove sparite prima della contestazione",
    ),
    _planned(
        "reporting", "J05 report-terms-missing", "warning",
        "A report at no time", "Un rapporto senza scadenza",
    ),
    _planned(
        "remedies", "J06 wrong-party", "error",
        "The wrong side pays", "Paga la parte sbagliata",
    ),
    _planned(
        "obligations", "K01 obligation-uncheckable", "warning",
        "A duty that nobody can check", "Un obbligo che nessuno può verificare",
    ),
    _planned(
        "obligations", "K02 obligation-no-effect", "warning",
        "A duty without an effect", "Un obbligo senza effetto",
    ),
    _planned(
        "data-protection", "K03 art28-incomplete", "error",
        "Article 28 is not all there", "L'articolo 28 non c'è tutto",
    ),
    _planned(
        "data-protection", "K04 retention-personal", "error",
        "Personal data without an end", "Dati personali senza una fine",
    ),
    _planned(
        "data-protection", "K05 regulated-customer", "warning",
        "A regulated customer without its terms", "Un cliente vigilato senza le sue clausole",
    ),
    _planned(
        "signatories", "K06 signature-power", "error",
        "Nobody may sign", "Nessuno può firmare",
    ),
    _planned(
        "signatories", "K07 specific-approval", "warning",
        "Onerous clauses without a second signature", "Clausole onerose senza seconda firma",
    ),
    _planned(
        "legal", "K08 precedence", "warning",
        "Which document prevails", "Quale documento prevale",
    ),
    _planned(
        "start-conditions", "K09 no-start-conditions", "warning",
        "Full levels from the first day", "Livelli pieni dal primo giorno",
    ),
]))  # fmt: skip
"""The rules that wait for what they are about."""
