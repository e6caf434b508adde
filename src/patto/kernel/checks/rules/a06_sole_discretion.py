"""A06: one side alone judges."""

from __future__ import annotations

from collections.abc import Iterator

from patto.kernel.checks.rule import Phrase, PhraseRule, Told
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.wording import Wording


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each phrase that leaves a matter to one side, unless a court has it or it is denied."""
    if wording.part.kind not in PROSE - {"exclusion"}:
        return  # that an exclusion needs an opinion is said by F15
    for match in wording.used("A06.alone"):
        denied = wording.negated(match) or wording.together(match, "A06.neither")
        if not denied and not wording.together(match, "A06.court"):
            yield Phrase(match)


RULE = PhraseRule(
    id="A06",
    name="sole-discretion",
    severity="error",
    stake="fairness",
    source="published hourly agreements (go-domain.com)",
    judge=judge,
    words={
        "en": Told(
            title="One side judges alone",
            what="“{phrases}” leaves the matter to one side.",
            why="What one side may decide as it likes, the other cannot rely on, and a court may "
            "set aside.",
            bad="The provider is the sole judge of what is covered.",
            good="What is covered follows from the list of items; a disagreement is settled as the "
            "clause on disputes says.",
            to_name="by what criterion it is decided, by whom, within what time, and what the "
            "other side can do if it disagrees",
        ),
        "it": Told(
            title="Una parte giudica da sola",
            what="«{phrases}» rimette la questione a una parte sola.",
            why="Su ciò che una parte decide come vuole l'altra non può contare, e un giudice può "
            "non tenerne conto.",
            bad="Il fornitore decide a suo insindacabile giudizio che cosa è coperto.",
            good="Che cosa è coperto segue dall'elenco delle voci; un disaccordo si risolve come "
            "dice il punto sulle contestazioni.",
            to_name="secondo quale criterio si decide, chi decide ed entro quando, e che cosa può "
            "fare l'altra parte se non è d'accordo",
        ),
    },
)
