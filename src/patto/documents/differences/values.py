"""Values of an agreement in words, by what stands there and under which key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal, cast, get_args, get_origin

from patto.documents.contract.drafting import Drafting
from patto.documents.differences.labels import Labels
from patto.documents.differences.titles import titled
from patto.kernel.agreement.calendars import ClosedDay, Closure, OwnHours
from patto.kernel.agreement.differences.references import family
from patto.kernel.agreement.lapses import Distance, Lapse, Measured, Ringing, WorkTime
from patto.kernel.agreement.metrics import Accumulate, AllowMisses, TooFewToJudge
from patto.kernel.agreement.money import FeeDays, Money, Multiple, PercentOf, Rate
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.quantities import Budget, ClockedBudget, Share, TimeOfDay
from patto.kernel.agreement.structure import alternatives
from patto.kernel.agreement.targets import Deadline, TargetLevel, TargetRow
from patto.kernel.hours import WEEKDAYS
from patto.kernel.instants import parse

_SECTIONS: Final[Mapping[str, str]] = MappingProxyType({
    "every": "each", "rounding": "rounding", "declared_by": "side", "owner": "side",
    "set_by": "side", "criticality": "criticality", "may": "right", "statistic": "statistic",
    "occasions": "occasion", "bought_by": "bought-by", "then": "then", "regime": "regime",
    "language": "language", "unit": "in-unit", "event": "event", "events": "event",
    "switched_on_by": "event", "switched_off_by": "event", "updates": "event",
    "counts": "event", "information": "information",
})  # fmt: skip
_OWN_SECTIONS: Final[Mapping[tuple[str, str], str]] = MappingProxyType({
    ("Fee", "every"): "due", ("Fee", "each"): "per", ("GroupLimit", "of"): "group-of",
    ("Leaving", "who"): "who", ("EmergencyMaintenance", "counts"): "",
    ("FromTickets", "start"): "event", ("FromTickets", "stop"): "event",
    ("Retention", "then"): "then", ("FreeClause", "after"): "chapter",
})  # fmt: skip
_UNTOLD: Final = frozenset({"id", "title"})


class Values:
    """Says values of one of the two agreements; a number is parted from its unit by a space."""

    def __init__(self, d: Drafting, labels: Labels) -> None:
        self.d = d
        self.labels = labels

    def told(self, value: object, owner: type[Part], key: str) -> str:
        """Return a value that stands under a key of a part, in words."""
        if value is None:
            usual = "not-stated" if _may_be_left_out(owner, key) else "none"
            return self.labels.absent(owner.__name__, key) or self.labels.word(usual)
        if isinstance(value, Part):
            return self.part(value)
        if isinstance(value, tuple):
            return self.listing(self.told(one, owner, key) for one in value)
        if isinstance(value, dict):
            return self._weekly(value) if key == "weekly" else self._mapped(value, owner)
        return self._text(value, owner, key) if isinstance(value, str) else self._quantity(value)

    def listing(self, values: Iterable[str]) -> str:
        """Return values joined as the language joins them, `none` for none."""
        told = list(values)
        return self.d.listing(told) if told else self.labels.word("none")

    def part(self, part: Part) -> str:
        """Return the whole of a part in one line."""
        match part:
            case TargetRow():
                levels = self.listing(self.part(level) for level in part.levels)
                return self.labels.say("named", name=levels, value=self.d.titles.clock(part.clock))
            case TargetLevel():
                share = self.d.share(part.share)
                return self.labels.say("level", share=share, time=self.time(part))
            case Deadline():
                return self._deadline(part)
            case AllowMisses() | Accumulate() | TooFewToJudge():
                return self._few(part)
            case ClosedDay() | OwnHours() | Closure():
                return self.day(part)
        name = titled(part, self.d)
        rest = "; ".join(self._pairs(part))
        return self.labels.say("named", name=name, value=rest) if name and rest else name or rest

    def day(self, day: ClosedDay | OwnHours | Closure) -> str:
        """Return a date or a span that is closed or has hours of its own, and why."""
        match day:
            case ClosedDay():
                when = self.d.words.date(day.date)
            case OwnHours():
                date_, hours = self.d.words.date(day.date), self.d.intervals(day.hours)
                when = self.labels.say("day.own", date=date_, hours=hours)
            case Closure():
                zone = self.d.titles.zone
                bounds = (self.d.words.instant(parse(t), zone) for t in (day.start, day.end))
                start, end = bounds
                when = self.labels.say("day.span", start=start, end=end)
        return self.labels.say("named", name=when, value=day.name)

    def _pairs(self, part: Part) -> Iterable[str]:
        owner = type(part)
        for key, value in part:
            if key in _UNTOLD or value is None or _is_fixed(owner, key):
                continue
            name = self.labels.key(owner.__name__, key)
            yield self.labels.say("pair", name=name, value=self.told(value, owner, key))

    def time(self, level: TargetLevel) -> str:
        """Return the time of a level: within what, or by when."""
        if level.by is not None:
            return self._deadline(level.by)
        within = self.d.titles.budget(cast(Budget, level.within).text)
        return self.labels.say("within", time=within)

    def _deadline(self, by: Deadline) -> str:
        d = self.d
        day = "same" if by.working_day == 0 else "next" if by.working_day == 1 else "nth"
        return self.labels.say(
            f"deadline.{day}",
            time=d.say("deadline.end") if isinstance(by.time, str) else by.time.text,
            number=by.working_day,
            calendar=d.clock(by.calendar),
        )

    def _few(self, part: AllowMisses | Accumulate | TooFewToJudge) -> str:
        count = {"allow-misses": "misses", "accumulate": "periods"}.get(part.rule, "below")
        told = self.d.say(
            f"small-sample.{part.rule}",
            below=self.d.number(part.below),
            line=self.d.share(part.line),
            count=getattr(part, count),
        )
        return told[:1].lower() + told[1:].rstrip(".")

    def _weekly(self, hours: Mapping[str, tuple[str, ...]]) -> str:
        runs = sorted(hours, key=lambda run: WEEKDAYS.index(run[:3]))
        told = [f"{self.d.weekdays(run)} {self.d.intervals(hours[run])}" for run in runs]
        return "; ".join(told) or self.labels.word("none")

    def _mapped(self, values: Mapping[str, Any], owner: type[Part]) -> str:
        named = ((name, self.told(value, owner, "")) for name, value in values.items())
        return "; ".join(self.labels.say("pair", name=n, value=v) for n, v in named)

    def _quantity(self, value: object) -> str:
        d = self.d
        if isinstance(value, Money | Rate | PercentOf | Multiple | FeeDays):
            return d.worth(value)
        said: Mapping[type, Callable[[Any], str]] = {
            Budget: lambda budget: d.titles.budget(budget.text),
            ClockedBudget: self._clocked,
            Lapse: d.lapse,
            WorkTime: d.work,
            Distance: d.distance,
            Measured: d.measured,
            Ringing: d.ringing,
            Share: d.share,
            TimeOfDay: lambda time: time.text,
            date: d.date,
            int: d.number,
        }
        return said[type(value)](value)

    def _clocked(self, value: ClockedBudget) -> str:
        time = self.d.titles.budget(value.budget.text)
        if value.clock == "24x7":
            return self.d.say("clock.time-always", time=time)
        return self.d.say("clock.time", time=time, clock=self.d.titles.clock(value.clock))

    def _text(self, text: str, owner: type[Part], key: str) -> str:
        kind = family(owner.__name__, key)
        named = self.named(kind, text) if kind else None
        if named is not None:
            return named
        section = _OWN_SECTIONS.get((owner.__name__, key), _SECTIONS.get(key, ""))
        if section and self.d.words.knows(f"contract.{section}.{text}"):
            return self.d.word(section, text)
        if _is_word(owner, key, text):
            return self.labels.word(text, key)
        if key == "business_day":
            return self.d.titles.budget(text)
        return self.d.country(text) if key == "law" else self.labels.say("quoted", text=text)

    def named(self, kind: str, name: str) -> str | None:
        """Return what the part of a kind is called that a name stands for, `None` if unknown."""
        d, titles = self.d, self.d.titles
        parts: dict[str, Mapping[str, Any]] = {
            "service": d.services, "item": d.items, "site": d.sites, "channel": d.channels,
            "situation": d.situations, "group": d.groups, "metric": d.metrics,
            "remedy": d.remedies, "pause": titles.pause_reasons, "exclusion": titles.exclusions,
            "constraint": titles.constraints,
        }  # fmt: skip
        if kind == "clock":
            return d.clock(name)
        if kind == "priority":
            return titles.priority(name) if name in _priorities(d) else None
        if kind == "charge":
            return d.charge(name)
        found = parts[kind].get(name)
        if found is None:
            return None
        return found if isinstance(found, str) else str(found.title)


def _priorities(d: Drafting) -> set[str]:
    return {one.id for one in d.agreement.priorities.order}


def _may_be_left_out(owner: type[Part], key: str) -> bool:
    field = owner.model_fields.get(key)
    return field is not None and not field.is_required()


def _is_word(owner: type[Part], key: str, text: str) -> bool:
    """Return whether a text under a key is one of the words that the model chooses from."""
    field = owner.model_fields.get(key)
    kinds = alternatives(field.annotation) if field is not None else ()
    flat = [one for kind in kinds for one in _of_list(kind)]
    return any(get_origin(kind) is Literal and text in get_args(kind) for kind in flat)


def _of_list(kind: Any) -> Iterable[Any]:
    return alternatives(get_args(kind)[0]) if get_origin(kind) is tuple else (kind,)


def _is_fixed(owner: type[Part], key: str) -> bool:
    """Return whether a key has one value alone, which says nothing."""
    annotation = owner.model_fields[key].annotation
    return get_origin(annotation) is Literal and len(get_args(annotation)) == 1
