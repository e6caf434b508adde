"""The rules that no file which is read can break: reading refuses it, or the semantics say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from patto.kernel.checks.wording.small_words import Language
from patto.kernel.errors import Severity


@dataclass(frozen=True, slots=True)
class Covered:
    """A rule that no file which is read can break.

    `codes` are the problems by which reading refuses it, `semantics` the rule that fixes the
    matter for every agreement.
    """

    id: str
    name: str
    severity: Severity
    titles: Mapping[Language, str]
    codes: tuple[str, ...]
    semantics: str = ""


def _covered(
    rule: str, severity: Severity, en: str, it: str, *codes: str, semantics: str = ""
) -> tuple[str, Covered]:
    identity, name = rule.split()
    titles: dict[Language, str] = {"en": en, "it": it}
    return identity, Covered(identity, name, severity, MappingProxyType(titles), codes, semantics)


COVERED: Final[Mapping[str, Covered]] = MappingProxyType(dict([
    _covered(
        "C01 hours-undefined", "error",
        "Hours without times", "Orari senza ore",
        "key-missing", "reference-unknown", "calendar-never-opens",
    ),
    _covered(
        "C02 zone-missing", "error",
        "Hours without a zone", "Orari senza fuso",
        "key-missing", "zone-unknown", "zone-misspelled",
    ),
    _covered(
        "C04 unit-ambiguous", "error",
        "Hours or days of no clock", "Ore o giorni di nessun orologio",
        "unit-missing", "unit-unknown", "clock-missing", "business-day-missing", semantics="3.4",
    ),
    _covered(
        "C05 calendar-invalid", "error",
        "Hours that overlap or never are", "Orari che si sovrappongono o non esistono",
        "hours-empty", "hours-overlap", "own-hours-past-midnight", "closure-reversed",
        "date-closed-and-own-hours", semantics="2.2",
    ),
    _covered(
        "D01 start-missing", "error",
        "A time from no event", "Un tempo che non parte da nulla",
        "key-missing", "value-unknown", semantics="4.3",
    ),
    _covered(
        "D02 channel-undefined", "error",
        "No way of reporting", "Nessun modo di segnalare",
        "key-missing", "part-empty", "reference-unknown",
    ),
    _covered(
        "D03 stop-missing", "error",
        "A time to no event", "Un tempo che non arriva a nulla",
        "key-missing", "part-empty", "value-unknown", semantics="4.4",
    ),
    _covered(
        "D05 pause-unbounded", "error",
        "A pause without a maximum", "Una pausa senza un massimo",
        "key-missing", "clock-missing", semantics="4.5",
    ),
    _covered(
        "D07 pause-no-exit", "error",
        "A pause that never ends", "Una pausa che non finisce",
        "key-missing", semantics="4.5",
    ),
    _covered(
        "D09 reopen-missing", "error",
        "Nothing on reopening", "Nulla sulla riapertura",
        "key-missing", semantics="4.6",
    ),
    _covered(
        "D10 priority-change-missing", "error",
        "Nothing on a change of priority", "Nulla sul cambio di priorità",
        "key-missing", "value-unknown", semantics="4.7",
    ),
    _covered(
        "D11 merge-missing", "warning",
        "Nothing on tickets about one thing", "Nulla sui ticket per la stessa cosa",
        "key-missing", "value-unknown", semantics="4.10",
    ),
    _covered(
        "F02 attainment-missing", "error",
        "A time without a share", "Un tempo senza percentuale",
        "key-missing", "share-malformed", "part-empty", semantics="5.5",
    ),
    _covered(
        "F03 period-missing", "error",
        "A share of no period", "Una percentuale di nessun periodo",
        "key-missing", "value-unknown", semantics="5.4",
    ),
    _covered(
        "F04 boundary-missing", "warning",
        "Within, or less than", "Entro, o meno di",
        semantics="3.3",
    ),
    _covered(
        "F08 double-count", "warning",
        "One ticket missed twice", "Un ticket mancato due volte",
        semantics="4.7",
    ),
    _covered(
        "F14 maintenance-unbounded", "error",
        "Maintenance without bounds", "Manutenzione senza limiti",
        "key-missing", "clock-missing", semantics="6.5",
    ),
    _covered(
        "F18 no-example", "error",
        "A promise without examples", "Una promessa senza esempi",
        "examples-too-few", "example-verdict", "example-value", "example-count",
        "example-not-counted",
    ),
    _covered(
        "J01 source-missing", "error",
        "Events from no source", "Eventi senza fonte",
        "key-missing", "text-empty", "value-empty",
    ),
    _covered(
        "J02 gap-rule-missing", "error",
        "Nothing on missing evidence", "Nulla sulle prove mancanti",
        "key-missing", "value-unknown", semantics="5.1",
    ),
]))  # fmt: skip
"""The rules that reading makes impossible to break."""
