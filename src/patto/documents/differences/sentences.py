"""Each change as a sentence: what it is about, what was there and what is, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from patto.documents.contract.drafting import Drafting
from patto.documents.differences.labels import Labels
from patto.documents.differences.subjects import Subjects
from patto.documents.differences.titles import titled
from patto.documents.differences.values import Values
from patto.documents.pagewords import NO_BREAK
from patto.kernel.agreement.clauses.charges import Charge, Fee
from patto.kernel.agreement.clauses.out_of_hours import BoughtOption, OutOfHoursWindow
from patto.kernel.agreement.clauses.remedies import Band
from patto.kernel.agreement.differences.change import Change
from patto.kernel.agreement.differences.pairing import pairs
from patto.kernel.agreement.differences.references import Names, renamed
from patto.kernel.agreement.differences.same import GATHERED, canonical
from patto.kernel.agreement.figures.availability import SystemTarget
from patto.kernel.agreement.figures.figure import FigureTerms
from patto.kernel.agreement.metrics import CountMetric, TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.targets import TargetLevel, TargetRow
from patto.kernel.agreement.terms import PauseReason

_GIST: Final[Mapping[type[object], str]] = MappingProxyType({
    SystemTarget: "share", Band: "credit", Fee: "amount", Charge: "price",
    OutOfHoursWindow: "price", BoughtOption: "price",
})  # fmt: skip
"""The key whose value says most of a part, beside what it is called."""

_NAMES: Final = frozenset({"term", "who", "name", "risk", "records"})
"""The keys that may hold what a part is called, where it has no title."""

AnyPromise: Final = TicketMetric | CountMetric | FigureTerms

LONG: Final = 90
"""From so many characters on, what was and what is stand below each other."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A change in words.

    `text` says all of it, without whom it burdens, which is in `effect`. Where `texts` is set,
    `before` and `after` are too long to stand in a line, and `head` announces them.
    """

    change: Change
    text: str
    effect: str
    before: str = ""
    after: str = ""
    head: str = ""
    added: str = ""

    @property
    def texts(self) -> bool:
        """Whether what was and what is are better read below each other."""
        return bool(self.head) and len(self.before) + len(self.after) > LONG


class Sentences:
    """Says the changes from one agreement to another in a language.

    :raises MissingWordsError: if there are no words for it
    """

    def __init__(self, before: Agreement, after: Agreement, language: str) -> None:
        old, new = Drafting(before, language), Drafting(after, language)
        self.labels = Labels(new.words)
        self.old, self.new = Values(old, self.labels), Values(new, self.labels)
        self.subjects = Subjects(self.old, self.new, self.labels)
        self.names: Names = renamed(before, after)

    def sentence(self, change: Change) -> Sentence:
        """Return a change in words, a number parted from its unit by a plain space."""
        said = self._said(change)
        plain = {
            name: getattr(said, name).replace(NO_BREAK, " ")
            for name in ("text", "before", "after", "head", "added")
        }
        return Sentence(change, effect=self._effect(change).replace(NO_BREAK, " "), **plain)

    def _said(self, change: Change) -> Sentence:
        match change.kind:
            case "renamed":
                before, after = self._names(change)
                return self._plain(change, "renamed", before=before, after=after)
            case "reordered":
                return self._plain(change, "reordered", after=self._order(change.after))
            case "added" | "removed":
                return self._came_or_went(change)
        return self._altered(change)

    def _altered(self, change: Change) -> Sentence:
        step = change.trail[-1]
        if step.key == "examples" and step.owner != "Priority":
            return self._examples(change)
        if step.key in GATHERED or self._is_a_set(change):
            return self._set(change)
        if self._is_its_name(change):
            return self._called(change)
        return self._becomes(change)

    def _names(self, change: Change) -> tuple[str, str]:
        """Return the id that a part had, and the one that it has."""
        name = change.trail[-1].name
        by_key = {new: old for known in self.names.values() for old, new in known.items()}
        return getattr(change.before, "id", by_key.get(name, name)), name

    def _plain(self, change: Change, key: str, **told: object) -> Sentence:
        subject = self.subjects.subject(change.trail)
        return Sentence(change, self.labels.say(key, subject=subject, **told), "")

    def _becomes(self, change: Change) -> Sentence:
        owner, key = self._holder(change), change.trail[-1].key
        if change.trail[-1].name:  # one of several, such as a level that is settled otherwise
            key = ""
        before = self._whole(change.before, owner[0], key, self.old)
        after = self._whole(change.after, owner[1], key, self.new)
        subject = self.subjects.subject(change.trail)
        text = self.labels.say("becomes", subject=subject, before=before, after=after)
        head = self.labels.say("texts", subject=subject)
        return Sentence(change, text, "", before, after, head)

    def _whole(self, value: object, owner: type[Part], key: str, said: Values) -> str:
        if isinstance(value, TargetLevel):
            return said.time(value)
        kind = getattr(value, "kind", "") if isinstance(value, AnyPromise) else ""
        return self.labels.word(kind) if kind else said.told(value, owner, key)

    def _is_its_name(self, change: Change) -> bool:
        """Return whether what differs is what one of several is called."""
        if len(change.trail) < 2 or not change.trail[-2].name:
            return False
        sides = ((change.trail[-2].before, self.old), (change.trail[-2].after, self.new))
        titles = tuple(titled(part, said.d) for part, said in sides if isinstance(part, Part))
        key = change.trail[-1].key
        if key == "name" and not hasattr(change.trail[-2].after, "title"):
            return False  # another person or firm, not another name of the same
        return key == "title" or (key in _NAMES and titles == (change.before, change.after))

    def _called(self, change: Change) -> Sentence:
        before = self.labels.say("quoted", text=change.before)
        after = self.labels.say("quoted", text=change.after)
        text = self.labels.say("called", before=before, after=after)
        return Sentence(change, text, "", before, after)

    def _came_or_went(self, change: Change) -> Sentence:
        subject = self.subjects.within(change.trail)
        came = change.kind == "added"
        said, part = (self.new, change.after) if came else (self.old, change.before)
        what = self._gist(part, said)
        added = self.labels.say("pair", name=subject, value=what) if what else subject
        return Sentence(change, self.labels.say(change.kind, subject=added), "", added=added)

    def _gist(self, part: object, said: Values) -> str:
        """Return the most important of a part that came or went, nothing where its name says it."""
        if isinstance(part, TicketMetric):
            rows = ((name, one[-1]) for name, one in part.targets.items() if one)
            told = ((said.d.titles.priority(name), said.part(row)) for name, row in rows)
            return "; ".join(self.labels.say("pair", name=n, value=v) for n, v in told)
        if isinstance(part, tuple):
            return "; ".join(self._gist(one, said) for one in part)
        if isinstance(part, TargetRow | TargetLevel):
            return said.part(part)
        if isinstance(part, PauseReason):
            maximum = said.told(part.maximum, PauseReason, "maximum")
            return self.labels.say("pair", name=self.labels.key("", "maximum"), value=maximum)
        key = _GIST.get(type(part), "")
        return said.told(getattr(part, key), type(part), key) if key else ""  # type: ignore[arg-type]  # a part is one of ours

    def _is_a_set(self, change: Change) -> bool:
        sides = (change.before, change.after)
        return all(isinstance(side, tuple) and side for side in sides)

    def _set(self, change: Change) -> Sentence:
        """Return what a list has more and less than before."""
        step, owner = change.trail[-1], self._holder(change)
        was = [
            (canonical(one, step.owner, step.key, self.names), one) for one in _each(step.before)
        ]
        now = [(canonical(one, step.owner, step.key), one) for one in _each(step.after)]
        known_before, known_after = {key for key, _ in was}, {key for key, _ in now}
        removed = [one for key, one in was if key not in known_after]
        added = [one for key, one in now if key not in known_before]
        told = {
            "added": self.new.listing(self.new.told(one, owner[1], step.key) for one in added),
            "removed": self.old.listing(self.old.told(one, owner[0], step.key) for one in removed),
        }
        key = "swaps" if added and removed else "gains" if added else "loses"
        return self._plain(change, key, **told)

    def _examples(self, change: Change) -> Sentence:
        was = [(canonical(one.title), one) for one in _each(change.before)]
        now = [(canonical(one.title), one) for one in _each(change.after)]
        matched = pairs(was, now)
        both = [(b[1], a[1]) for b, a in matched if b is not None and a is not None]
        counts = {
            "changed": sum(canonical(b, names=self.names) != canonical(a) for b, a in both),
            "added": sum(b is None for b, _ in matched),
            "removed": sum(a is None for _, a in matched),
        }
        told = [self.labels.say(f"example.{k}", count=n) for k, n in counts.items() if n]
        subject = self.subjects.subject(change.trail[:-1])
        what = self.new.d.listing(told)
        return Sentence(
            change, self.labels.say("example.told", subject=subject, what=what), ""
        )  # fmt: skip

    def _order(self, parts: object) -> str:
        told = [one for one in _each(parts) if isinstance(one, Part)]
        return self.new.listing(titled(one, self.new.d) for one in told)

    def _effect(self, change: Change) -> str:
        """Return by how much and for whom a change is harder or easier, nothing if for neither."""
        judged, told = change.judgement, []
        if judged.hours is not None:
            more = "more" if judged.hours.more > 0 else "less"
            time = self.new.d.words.duration(abs(judged.hours.more))
            told.append(self.labels.say(f"hours.{judged.hours.per}.{more}", time=time))
        if judged.effect != "neither":
            told.append(self.labels.say(f"effect.{judged.aspect}.{judged.effect}"))
        return ", ".join(told)

    def _holder(self, change: Change) -> tuple[type[Part], type[Part]]:
        """Return the classes of the parts that a value stands in, before and after."""
        for step in reversed(change.trail[:-1]):
            kinds = [type(side) for side in (step.before, step.after) if isinstance(side, Part)]
            if kinds:
                return kinds[0], kinds[-1]
        return Agreement, Agreement


def _each(value: object) -> Iterable[Any]:
    return value if isinstance(value, tuple) else ()
