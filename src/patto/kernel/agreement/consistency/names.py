"""Names: each is given once, and every name that is used is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Final

from patto.kernel.agreement.calendars import ALWAYS, AllOf, AnyOf
from patto.kernel.agreement.consistency.draft import Draft, calendar_names, clock_names
from patto.kernel.agreement.consistency.leaves import named_parts
from patto.kernel.agreement.consistency.links import Link, charge_names, links
from patto.kernel.agreement.metrics import (
    CountMetric,
    InCalendar,
    InGroup,
    InSituation,
    KeepInformedMetric,
    ResponseMetric,
    TicketMetric,
)
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nearest import nearest
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.quantities import ClockedBudget
from patto.kernel.agreement.terms import MoreTime, WithinAccess
from patto.kernel.errors import Problem
from patto.kernel.facts import CUSTOMER_KINDS, TICKET_KINDS

# Where the parts that carry an id stand, and what they are.
_LISTS: Final[tuple[tuple[str, Path], ...]] = (
    ("service", ("services",)),
    ("item", ("items",)),
    ("channel", ("channels",)),
    ("priority", ("priorities", "order")),
    ("impact", ("priorities", "impacts")),
    ("urgency", ("priorities", "urgencies")),
    ("pause-reason", ("pause_reasons",)),
    ("exclusion", ("exclusions",)),
    ("constraint", ("constraints",)),
    ("situation", ("situations",)),
    ("metric", ("metrics",)),
)
# Parts that may be left out; that their ids are given once is seen of all clauses together.
_LATER: Final[tuple[tuple[str, Path], ...]] = (
    ("site", ("sites",)),
    ("group", ("groups",)),
    ("remedy", ("remedies", "listed")),
)


def given_once(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each name that is given a second time, or that is not free."""
    for kind, path in _LISTS:
        seen: dict[str, int] = {}
        for index, name in enumerate(_ids(draft.agreement, path)):
            place = (*path, index, "id")
            if name in seen:
                first = str(draft.places.of((*path, seen[name], "id")).line)
                yield draft.problem("id-duplicate", place, kind=kind, name=name, line=first)
            seen.setdefault(name, index)
    yield from _clauses_once(draft)
    for part, names in (
        ("calendars", draft.agreement.calendars),
        ("clocks", draft.agreement.clocks or {}),
    ):
        if ALWAYS in names:
            yield draft.key_problem("name-reserved", (part, ALWAYS), name=ALWAYS)
    for name in (draft.agreement.clocks or {}).keys() & draft.agreement.calendars.keys():
        yield draft.key_problem("clock-named-as-calendar", ("clocks", name), name=name)


def _clauses_once(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each id of a clause that another carries: anchors lead to one place."""
    seen: dict[str, Path] = {}
    for name, path in named_parts(draft):
        first = seen.setdefault(name, path)
        if first != path:
            line = str(draft.places.of(first).line)
            yield draft.problem("id-duplicate", path, kind="clause", name=name, line=line)


def all_known(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each name that is used and not given, at the first of its places."""
    known = _known(draft.agreement)
    unknown: dict[tuple[str, str], list[Path]] = {}
    for kind, name, path in references(draft):
        if name not in known[kind]:
            unknown.setdefault((kind, name), []).append(path)
    for (kind, name), paths in unknown.items():
        stand = [(draft.places.of(path, key=path[-1] == name), path) for path in paths]
        (place, path), *others = sorted(stand, key=itemgetter(0))
        lines = dict.fromkeys(str(other.line) for other, _ in others if other.line != place.line)
        also = ", ".join(lines)
        # Where the name is a key of the file, the key is what is wrong.
        tell = draft.key_problem if path[-1] == name else draft.problem
        near = nearest(name, known[kind])
        if near is not None:
            yield tell("reference-misspelled", path, kind=kind, name=name, nearest=near, also=also)
        else:
            names = ", ".join(known[kind]) or "none"
            yield tell("reference-unknown", path, kind=kind, name=name, known=names, also=also)


def events_known(draft: Draft) -> Iterator[Problem]:
    """Yield a warning for each kind of event that a metric counts and the core does not know."""
    known = TICKET_KINDS | CUSTOMER_KINDS
    for number, metric in enumerate(draft.agreement.metrics):
        if isinstance(metric, CountMetric):
            used, field = metric.counts, "counts"
        elif isinstance(metric, KeepInformedMetric):
            used, field = metric.updates, "updates"
        else:
            continue
        for index, name in enumerate(used):
            if name not in known:
                yield draft.problem("event-unknown", ("metrics", number, field, index), name=name)


def references(draft: Draft) -> Iterator[Link]:
    """Yield every name that a part uses for another."""
    yield from _of_clocks(draft.agreement)
    yield from _of_the_desk(draft.agreement)
    yield from _of_priorities(draft.agreement)
    yield from _of_terms(draft.agreement)
    yield from _of_metrics(draft.agreement)
    yield from _of_rows(draft)
    yield from links(draft)


def _known(agreement: Agreement) -> Mapping[str, tuple[str, ...]]:
    ids = {kind: tuple(dict.fromkeys(_ids(agreement, path))) for kind, path in _LISTS + _LATER}
    return ids | {
        "calendar": calendar_names(agreement),
        "clock": clock_names(agreement),
        "charge": tuple(charge_names(agreement)),
    }


def _ids(agreement: Agreement, path: Path) -> Iterator[str]:
    part: object = agreement
    for step in path:
        part = getattr(part, str(step), None)
    if isinstance(part, tuple):
        for element in part:
            yield element.id


def _each(kind: str, names: Iterable[str] | None, path: Path) -> Iterator[Link]:
    for index, name in enumerate(names or ()):
        yield Link(kind, name, (*path, index))


def _clock_of(budget: object, path: Path) -> Iterator[Link]:
    if isinstance(budget, ClockedBudget):
        yield Link("clock", budget.clock, path)


def _of_clocks(agreement: Agreement) -> Iterator[Link]:
    for name, clock in (agreement.clocks or {}).items():
        path: Path = ("clocks", name, "hours")
        if isinstance(clock.hours, AllOf):
            yield from _each("calendar", clock.hours.all_of, (*path, "all_of"))
        elif isinstance(clock.hours, AnyOf):
            yield from _each("calendar", clock.hours.any_of, (*path, "any_of"))
        else:
            yield Link("calendar", clock.hours, path)
        yield from _each("calendar", clock.site_access, ("clocks", name, "site_access"))


def _of_the_desk(agreement: Agreement) -> Iterator[Link]:
    for index, item in enumerate(agreement.items or ()):
        yield Link("service", item.service, ("items", index, "service"))
    for index, channel in enumerate(agreement.channels):
        yield Link("calendar", channel.watched, ("channels", index, "watched"))
    for index, act in enumerate(agreement.validly_logged.acts):
        path: Path = ("validly_logged", "acts", index, "channels")
        yield from _each("channel", act.channels, path)
    yield from _clock_of(agreement.recording.late_entry, ("recording", "late_entry"))


def _of_priorities(agreement: Agreement) -> Iterator[Link]:
    yield Link("priority", agreement.priorities.default, ("priorities", "default"))
    for impact, row in (agreement.priorities.matrix or {}).items():
        path: Path = ("priorities", "matrix", impact)
        if agreement.priorities.impacts is not None:
            yield Link("impact", impact, path)
        for urgency, priority in row.items():
            if agreement.priorities.urgencies is not None:
                yield Link("urgency", urgency, (*path, urgency))
            yield Link("priority", priority, (*path, urgency))


def _of_terms(agreement: Agreement) -> Iterator[Link]:
    for index, reason in enumerate(agreement.pause_reasons or ()):
        yield from _clock_of(reason.maximum, ("pause_reasons", index, "maximum"))
    for index, constraint in enumerate(agreement.constraints or ()):
        path: Path = ("constraints", index, "effect")
        if isinstance(constraint.effect, WithinAccess):
            yield from _each("calendar", constraint.effect.within, (*path, "within"))
        elif not isinstance(constraint.effect, MoreTime):
            yield from _clock_of(constraint.effect.maximum, (*path, "maximum"))
    for index, situation in enumerate(agreement.situations or ()):
        yield from _clock_of(situation.notice, ("situations", index, "notice"))
    if agreement.maintenance is not None:
        windows = agreement.maintenance.windows
        yield Link("calendar", windows, ("maintenance", "windows"))
        yield from _clock_of(agreement.maintenance.notice, ("maintenance", "notice"))
        yield from _clock_of(agreement.maintenance.monthly_cap, ("maintenance", "monthly_cap"))


def _of_metrics(agreement: Agreement) -> Iterator[Link]:
    for number, metric in enumerate(agreement.metrics):
        if not isinstance(metric, TicketMetric | CountMetric):
            continue
        path: Path = ("metrics", number)
        for kind, name in (("priority", "priorities"), ("service", "services"), ("item", "items")):
            wanted = getattr(metric.population, name)
            if wanted != "all":
                yield from _each(kind, wanted, (*path, "population", name))
        yield from _each("exclusion", metric.exclusions, (*path, "exclusions"))
        if isinstance(metric, CountMetric):
            continue
        yield from _each("pause-reason", metric.pauses, (*path, "pauses"))
        yield from _each("constraint", metric.constraints, (*path, "constraints"))
        for priority in metric.targets:
            yield Link("priority", priority, (*path, "targets", priority))
        if not isinstance(metric, ResponseMetric) and metric.reopen is not None:
            yield from _clock_of(metric.reopen.within, (*path, "reopen", "within"))


def _of_rows(draft: Draft) -> Iterator[Link]:
    for _, _, row, path in draft.rows:
        if isinstance(row.when, InCalendar):
            yield Link("calendar", row.when.calendar, (*path, "when", "calendar"))
        elif isinstance(row.when, InSituation):
            yield Link("situation", row.when.situation, (*path, "when", "situation"))
        elif isinstance(row.when, InGroup):
            yield Link("group", row.when.group, (*path, "when", "group"))
        yield Link("clock", row.clock, (*path, "clock"))
        for index, level in enumerate(row.levels):
            if level.by is not None:
                calendar = (*path, "levels", index, "by", "calendar")
                yield Link("calendar", level.by.calendar, calendar)
