"""H06: the customer has to notice a miss, and to ask for the credit before long."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.remedies import Claim
from patto.kernel.agreement.writing import Plain
from patto.kernel.checks.finding import Put
from patto.kernel.checks.lapsing import passed
from patto.kernel.checks.rule import Hit, Phrase, PhraseRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.wording.phrases import Match
from patto.kernel.checks.wording.wording import Wording
from patto.kernel.instants import DAY, Duration

ENOUGH: Final[Duration] = 28 * DAY
"""The time within which a claim is no burden: a whole month, the shortest one too."""


def judge(wording: Wording) -> Iterator[Phrase]:
    """Yield each phrase by which a credit is to be claimed within days, or is lost."""
    if wording.part.kind not in PROSE:
        return
    how = wording.part.path == ("remedies", "given", "how")
    for label in ("H06.fast", "H06.lost"):
        for match in wording.used(label):
            if how or (_asked_for(wording, match) and not wording.together(match, "H06.free")):
                yield Phrase(match)
                return


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that a credit is given to those only who claim it in less than a month's time."""
    remedies = settled(subject.agreement.remedies)
    if remedies is None or not isinstance(remedies.given, Claim):
        return
    within, how = remedies.given.within, remedies.given.how
    start = subject.first_year.start
    end = passed(subject, start, within)
    if end is not None and end - start < ENOUGH:
        old: Plain = {"within": within.text, "how": how}
        told = MappingProxyType({"phrases": within.text})
        fix = Put(("remedies", "given"), old, "automatic")
        yield Hit(("remedies", "given", "within"), told, fix)


def _asked_for(wording: Wording, match: Match) -> bool:
    """Return whether a phrase stands in a sentence about claiming a credit."""
    return wording.together(match, "H06.credit") and wording.together(match, "H06.claim")


RULE = PhraseRule(
    id="H06",
    name="claim-burden",
    severity="warning",
    stake="fairness",
    source="published terms of Slack and AWS; vendortell",
    judge=judge,
    find=find,
    words={
        "en": Told(
            title="The customer must notice and claim",
            what="“{phrases}” leaves it to the customer to notice a miss and to claim in time.",
            why="The provider holds the figures; a credit that has to be hunted for is mostly not "
            "given, and the customer finds out at renewal.",
            bad="Credits must be claimed by e-mail within 5 days of the incident.",
            good="Credits are taken off the next invoice without being asked for.",
        ),
        "it": Told(
            title="Il cliente deve accorgersi e chiedere",
            what="«{phrases}» lascia al cliente di accorgersi di un livello mancato e di chiedere "
            "in tempo.",
            why="Le cifre le ha il fornitore; un credito che bisogna inseguire di solito non "
            "arriva, e il cliente lo scopre al rinnovo.",
            bad="Le penali vanno richieste per posta elettronica entro 5 giorni dal fatto.",
            good="Le penali si detraggono dalla fattura successiva senza bisogno di richiesta.",
        ),
    },
)
