"""What usually follows where the provider is late with a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from patto.kernel.checks.wording.small_words import Language

LATE: Final[Mapping[Language, str]] = {
    "en": "a report that is ten working days late counts as a period missed in every metric",
    "it": "un rapporto in ritardo di dieci giorni lavorativi vale come periodo mancato in ogni "
    "metrica",
}
"""The usual consequence, in the words of an agreement."""
