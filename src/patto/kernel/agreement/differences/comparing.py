"""Finding what differs: two agreements are walked side by side, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from patto.kernel.agreement.differences.change import Change, Step, Trail
from patto.kernel.agreement.differences.identity import BY_PLACE, ORDERED, name_of
from patto.kernel.agreement.differences.pairing import pairs
from patto.kernel.agreement.differences.references import (
    NO_NAMES,
    Names,
    family_of_keys,
)
from patto.kernel.agreement.differences.same import GATHERED, canonical
from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.targets import TargetLevel

_NOTHING: Final = (None, "none", "not-offered", ())
_BY_NAME: Final = frozenset({"calendars", "clocks"})
_MADE_OF_PARTS: Final = _BY_NAME | {"targets", "matrix"}


class Comparison:
    """Two agreements side by side; `names` has the new names of parts that were renamed."""

    def __init__(self, before: Agreement, after: Agreement, names: Names) -> None:
        self.before = before
        self.after = after
        self.names = names

    def changes(self) -> Iterator[Change]:
        """Yield everything that differs, in the order of the model."""
        yield from self._fields((), self.before, self.after)

    def same(self, step: Step) -> bool:
        """Return whether what stood at a step and what stands there are the same."""
        if not self.names and step.before == step.after:
            return True
        before = canonical(step.before, step.owner, step.key, self.names)
        return before == canonical(step.after, step.owner, step.key)

    def _fields(self, trail: Trail, before: Part, after: Part) -> Iterator[Change]:
        owner = type(after).__name__
        if _settled_otherwise(before, after):
            yield Change("changed", trail)
            return
        known = (*type(after).model_fields, *type(before).model_fields)
        is_one_of_several = bool(trail) and bool(trail[-1].name)
        for key in dict.fromkeys(known):
            step = Step(owner, key, "", getattr(before, key, None), getattr(after, key, None))
            by_name = key in _BY_NAME and bool(self.names)  # what is renamed differs in its name
            if not (key == "id" and is_one_of_several) and (by_name or not self.same(step)):
                yield from self._value((*trail, step))

    def _value(self, trail: Trail) -> Iterator[Change]:
        """Yield what differs at the end of a trail, where something does."""
        step = trail[-1]
        before, after = step.before, step.after
        if step.key in GATHERED:
            yield Change("changed", trail)
        elif _holds_parts(before) or _holds_parts(after):
            yield from self._elements(trail)
        elif step.key in _MADE_OF_PARTS and (_is_mapping(before) or _is_mapping(after)):
            yield from self._keys(trail)
        elif isinstance(before, Part) and isinstance(after, Part):
            alike = type(before) is type(after)
            if alike or (isinstance(before, TicketMetric) and isinstance(after, TicketMetric)):
                yield from self._fields(trail, before, after)
            else:
                yield Change("changed", trail)
        else:
            yield Change(_kind(before, after), trail)

    def _elements(self, trail: Trail) -> Iterator[Change]:
        """Yield what differs between two lists of parts, of which one may not be there."""
        *above, step = trail
        old, new = _parts(step.before), _parts(step.after)
        by_place = isinstance((*old, *new)[0], BY_PLACE)
        was = [(name_of(part, self.names), part) for part in old]
        now = [(name_of(part, NO_NAMES), part) for part in new]
        matched = pairs(was, now, by_place=by_place)
        for before, after in matched:
            yield from self._element(tuple(above), step, before, after)
        if (step.owner, step.key) in ORDERED or step.key == "targets":
            kept = [(b[0], a[0]) for b, a in matched if b is not None and a is not None]
            order = [name for name, _ in was]
            if [b for b, _ in kept] != sorted((b for b, _ in kept), key=order.index):
                yield Change("reordered", trail)

    def _element(self, above: Trail, step: Step, before: Any, after: Any) -> Iterator[Change]:
        was, now = before and before[1], after and after[1]
        inner = Step(step.owner, step.key, (after or before)[0], was, now)
        trail = (*above, inner) if not step.name else (*above, step, _within(inner))
        if was is None or now is None:
            yield Change(_kind(was, now), trail)
            return
        if getattr(was, "id", "") != getattr(now, "id", ""):
            yield Change("renamed", trail)
        if not self.same(inner):
            yield from (
                self._value(trail) if type(was) is not type(now) else self._fields(trail, was, now)
            )

    def _keys(self, trail: Trail) -> Iterator[Change]:
        """Yield what differs between two mappings of names to parts, lists or names."""
        *above, step = trail
        old, new = _mapping(step.before), _mapping(step.after)
        key = "matrix-row" if step.name else step.key
        called = self.names.get(family_of_keys(key), {})
        was = [(called.get(name, name), (name, value)) for name, value in old.items()]
        now = [(name, (name, value)) for name, value in new.items()]
        for before, after in pairs(was, now):
            yield from self._key(tuple(above), step, before, after)

    def _key(self, above: Trail, step: Step, before: Any, after: Any) -> Iterator[Change]:
        name = (after or before)[0]
        was, now = before and before[1][1], after and after[1][1]
        if was is None and now is None:  # nothing is promised, whether or not it is said
            return
        inner = Step(step.owner, step.key, name, was, now)
        trail = (*above, inner) if not step.name else (*above, step, _within(inner))
        if before is None or after is None:
            yield Change("added" if before is None else "removed", trail)
            return
        if step.key in _BY_NAME and before[1][0] != after[1][0]:
            yield Change("renamed", trail)
        if self.same(trail[-1]):
            return
        if step.key == "targets" and (was is None or now is None):
            yield Change(_kind(was, now), trail)
        else:
            yield from self._value(trail)


def _within(step: Step) -> Step:
    """Return the step to one of several that stand under a name of a mapping."""
    part = step.after if step.after is not None else step.before
    owner = type(part).__name__ if isinstance(part, Part) else step.owner
    return Step(owner, "", step.name, step.before, step.after)


def _kind(before: object, after: object) -> Any:
    """Return whether a part came, went or is another; that a single value came is a change."""
    if before in _NOTHING and isinstance(after, Part):
        return "added"
    return "removed" if after in _NOTHING and isinstance(before, Part) else "changed"


def _holds_parts(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Part)


def _is_mapping(value: object) -> bool:
    return isinstance(value, dict)


def _parts(value: object) -> tuple[Part, ...]:
    return value if isinstance(value, tuple) else ()


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _settled_otherwise(before: Part, after: Part) -> bool:
    """Return whether of two levels one has a time on a clock and the other a deadline by date."""
    if not isinstance(before, TargetLevel) or not isinstance(after, TargetLevel):
        return False
    return (before.by is None) != (after.by is None)
