"""What each part of a list is called: by its title, or by what it is about."""

from __future__ import annotations

from typing import Final

from patto.documents.contract.drafting import Drafting
from patto.kernel.agreement.clauses.remedies import Band
from patto.kernel.agreement.desk import LoggingAct, Priority
from patto.kernel.agreement.figures.availability import SystemTarget
from patto.kernel.agreement.figures.recovery import FigureLevel
from patto.kernel.agreement.figures.shares import AnswerLevel
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.targets import TargetLevel

_CALLED: Final = ("title", "term", "who", "risk", "records", "fact", "asked_by", "document",
                  "clause", "name")  # fmt: skip
_CITED: Final = ("document", "clause")
"""What a part goes by that has neither an id nor a title."""


def titled(part: Part, d: Drafting) -> str:
    """Return what a part is called, empty if it has no name of its own."""
    if isinstance(part, TargetLevel | FigureLevel | AnswerLevel):
        return d.share(part.share)
    if isinstance(part, Band):
        least = d.share(part.least) if part.least is not None else ""
        return d.say("remedies.band", least=least, below=d.share(part.below))
    if isinstance(part, Priority):
        return d.titles.priority(part.id)
    if isinstance(part, SystemTarget):
        return d.items.get(part.item, part.item)
    return d.channel_of(part.channels) if isinstance(part, LoggingAct) else _called(part)


def _called(part: Part) -> str:
    has_a_name = {"id", "title"} & type(part).model_fields.keys()
    named = _CALLED if has_a_name else _CITED
    return next((str(getattr(part, n)) for n in named if getattr(part, n, None)), "")
