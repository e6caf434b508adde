"""What a change is about: the way from the agreement to the value, in words."""

from __future__ import annotations

from typing import Final

from patto.documents.contract.drafting import Drafting
from patto.documents.differences.labels import Labels
from patto.documents.differences.titles import titled
from patto.documents.differences.values import Values
from patto.kernel.agreement.clauses.remedies import Band
from patto.kernel.agreement.differences.change import Step, Trail
from patto.kernel.agreement.figures.recovery import FigureLevel
from patto.kernel.agreement.figures.shares import AnswerLevel
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.targets import TargetLevel, TargetRow

_PASSED_OVER: Final = frozenset({
    "agreement", "parties", "aims", "governs", "priorities", "maintenance",
    "charges", "remedies", "reporting", "start_conditions", "data_protection", "term", "exit",
    "legal", "out_of_hours", "validly_logged",
})  # fmt: skip
"""The parts of the agreement that the heading of their chapter names."""

_SAID_BY_THE_REST: Final = frozenset({
    ("TargetLevel", "within"), ("FigureLevel", "within"), ("AnswerLevel", "within"),
    ("SystemTarget", "share"), ("Band", "credit"), ("TargetLevel", "by"), ("Remedy", "pays"),
    ("CallOut", "price"), ("CustomerObligation", "due"), ("ProviderObligation", "due"),
    ("Identity", "effective"), ("LoggingAct", "channels"),
})  # fmt: skip
"""The keys that go without saying after what stands before them."""

_CONTAINERS: Final = frozenset({
    "levels", "targets", "matrix", "listed", "details", "dates_from", "supported_by", "limit",
    "start", "stop", "evidence", "measured", "probe", "related", "reopen", "effect", "bands",
})  # fmt: skip
"""The keys that say nothing beside what stands under them."""

_NESTED: Final = {"TargetRow": "rows", "Priorities": "matrix-row"}


class Subjects:
    """Says what changes are about; `old` and `new` say the parts of either agreement."""

    def __init__(self, old: Values, new: Values, labels: Labels) -> None:
        self.old = old
        self.new = new
        self.labels = labels

    def subject(self, trail: Trail) -> str:
        """Return the way to a value in words, as a sentence begins with it."""
        told = self.within(trail)
        return told[:1].upper() + told[1:]

    def within(self, trail: Trail) -> str:
        """Return the way to a value in words, as it stands within a sentence."""
        pieces: list[str] = []
        for place, step in enumerate(trail):
            last = place == len(trail) - 1
            if step.name:
                told = _is_told_by(step, trail[place + 1 :])
                pieces.append("" if told else self._one(step, trail[:place]))
            elif last or not _passed_over(step):
                silent = (step.owner, step.key) in _SAID_BY_THE_REST and pieces
                pieces.append("" if silent else self.labels.key(step.owner, step.key))
        return ", ".join(piece for piece in pieces if piece)

    def title(self, step: Step, *, after: bool = True) -> str:
        """Return what one of several parts is called, in the later agreement or the earlier."""
        part = step.after if after and step.after is not None else step.before
        part = step.after if part is None else part
        said = self.new if part is step.after else self.old
        if step.key in {"targets", "matrix"}:
            kind = "priority" if step.key == "targets" else ""
            return (
                self._level_title(step, said.d) if not kind else said.d.titles.priority(step.name)
            )
        if not isinstance(part, Part):
            return self._level_title(step, said.d)
        return titled(part, said.d) or step.name

    def _one(self, step: Step, above: Trail) -> str:
        part = step.after if step.after is not None else step.before
        if isinstance(part, TargetRow):
            return self._row(part, step, above)
        return self.labels.one(step.key or _NESTED.get(step.owner, ""), self.title(step))

    def _row(self, row: TargetRow, step: Step, above: Trail) -> str:
        """Return for which calls a row holds; nothing where it is the only one on both sides."""
        said = self.new if step.after is not None else self.old
        rows = above[-1]
        if row.when == "always":
            sides = [side for side in (rows.before, rows.after) if isinstance(side, tuple)]
            several = any(len(side) > 1 for side in sides)
            return self.labels.say("row.otherwise") if several else ""
        ((key, name),) = row.when
        title = said.named({"calendar": "clock"}.get(key, key), name) or name
        return self.labels.say(f"row.{key}", name=title)

    def _level_title(self, step: Step, d: Drafting) -> str:
        """Return what a degree of impact or urgency is called."""
        terms = d.agreement.priorities
        listed = (terms.impacts if step.key == "matrix" else terms.urgencies) or ()
        return next((one.title for one in listed if one.id == step.name), step.name)


def _passed_over(step: Step) -> bool:
    if step.owner == "Agreement":
        return step.key in _PASSED_OVER
    return step.key in _CONTAINERS and (step.owner, step.key) != ("CustomerObligation", "effect")


def _is_told_by(step: Step, following: Trail) -> bool:
    """Return whether what one of several is called is itself what differs."""
    part = step.after if step.after is not None else step.before
    kinds = TargetLevel | FigureLevel | AnswerLevel | Band
    keys = {"share", "least", "below"}
    return isinstance(part, kinds) and any(one.key in keys for one in following[:1])
