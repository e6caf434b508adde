"""Words of a record that the agreement does not know, told among what reading it brought to light.

What the agreement knows is found out when it is measured; an importer alone cannot know it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from patto.exchange.nearest import nearest
from patto.exchange.problems import problem
from patto.exchange.report import Report
from patto.kernel.errors import Place
from patto.kernel.evaluation.wording import NotAgreed


def tell_words(
    report: Report, found: Iterable[NotAgreed], agreed: Mapping[str, Collection[str]]
) -> None:
    """Add to an account the words that the agreement does not know, counted once a ticket."""
    place = Place(report.files[0][0]) if len(report.files) == 1 else Place()
    for one in found:
        known = agreed[one.attribute]
        told = {
            "attribute": one.attribute,
            "value": one.word,
            "tickets": str(one.tickets),
            "ticket": one.first,
            "known": ", ".join(known),
            "nearest": nearest(one.word, known),
        }
        report.found(problem("word-without-terms", place, **told), times=one.tickets)
