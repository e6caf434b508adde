"""The oracle's own reading of a ticket's record: what counts of it, when, and what was too late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from patto.kernel.agreement.metrics import CountMetric, KeepInformedMetric, ResponseMetric
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.quantities import ClockedBudget
from patto.kernel.facts import Event
from patto.kernel.instants import Instant

RESOLVING = {
    "restored", "workaround", "workaround-accepted", "resolved", "confirmed", "part-fitted",
}  # fmt: skip
SAYING = {"reported", "validly-logged", "classified"}
ABOUT = ("type", "service", "item", "requester")

Counted = Callable[[str, Instant, Instant], int]


@dataclass(frozen=True)
class Happened:
    """An event in the form that counts, and when it does; `late` if that is when it was entered."""

    event: Event
    at: Instant
    late: bool = False

    @property
    def kind(self) -> str:
        return self.event.kind

    @property
    def order(self) -> tuple[int, int, int]:
        return (self.at, self.event.recorded_at, self.event.position)


@dataclass
class Record:
    """The record of one ticket, or of a customer where there is no metric."""

    agreement: Agreement
    metric: Any
    events: Sequence[Event]
    at: Instant
    known_at: Instant
    elapsed: Counted
    limit: tuple[str, int] | None

    def happened(self) -> list[Happened]:
        """Return what counts, in order."""
        roots = [e for e in self.known() if e.kind not in ("corrected", "retracted")]
        roots = sorted(roots, key=lambda e: self.versions(e)[-1].order)
        found: list[Happened] = []
        for place, root in enumerate(roots):
            said = [self.versions(e)[-1] for e in roots[:place] if e.kind in SAYING]
            found.append(self.counts(root, said))
        found = sorted((h for h in found if h.at <= self.at), key=lambda h: h.order)
        return [h for h in found if not (h.late and self.is_over(h, found))]

    def known(self) -> list[Event]:
        known = [e for e in self.events if e.recorded_at <= self.known_at]

        def gone(event: Event) -> bool:
            return any(
                r.kind == "retracted" and r.refers_to == event.event_id and not gone(r)
                for r in known
            )

        return [e for e in known if not gone(e)]

    def corrections(self, root: Event) -> list[Event]:
        everything = {e.event_id: e for e in self.events}
        found = []
        for event in self.known():
            meant = event
            while meant.kind == "corrected" and meant.refers_to in everything:
                meant = everything[meant.refers_to]
            if event.kind == "corrected" and meant is root:
                found.append(event)
        return sorted(found, key=lambda e: (e.recorded_at, e.position))

    def versions(self, root: Event) -> list[Event]:
        found = [root]
        for fix in self.corrections(root):
            last = found[-1]
            found.append(
                Event(
                    root.event_id, root.ticket, root.kind, fix.occurred_at, fix.recorded_at,
                    by=fix.by or last.by, reason=fix.reason or last.reason,
                    evidence=fix.evidence or last.evidence, refers_to=last.refers_to,
                    position=root.position, attributes={**last.attributes, **fix.attributes},
                )
            )  # fmt: skip
        return found

    def counts(self, root: Event, said: list[Event]) -> Happened:
        first = root
        refused = self.too_late(root, root, root) and self.wants_early(root, said)
        held = Happened(first, first.recorded_at if refused else first.occurred_at, refused)
        for fix, form in zip(self.corrections(root), self.versions(root)[1:], strict=True):
            if self.too_late(form, fix, root) and self.gains(form, held, said):
                continue
            held = Happened(form, form.occurred_at)
        return held

    def too_late(self, form: Event, by: Event, root: Event) -> bool:
        if self.limit is None or by.role == "customer" or form.recorded_at <= form.occurred_at:
            return False
        for name in (by.event_id, root.event_id):
            words = [
                e for e in self.known()
                if e.kind in ("consented", "objected") and e.role in ("", "customer")
                and e.refers_to == name and e.occurred_at <= self.at
            ]  # fmt: skip
            last = max(words, key=lambda e: e.order, default=None)
            if last is None or last.kind != "consented":
                continue
            if name == by.event_id or last.recorded_at >= form.recorded_at:
                return False
        clock, most = self.limit
        return self.elapsed(clock, form.occurred_at, form.recorded_at) > most

    def gains(self, form: Event, held: Happened, said: list[Event]) -> bool:
        if form.kind in SAYING and self.eases(form, [*said, held.event]):
            return True
        if self.wants_early(form, said):
            return form.occurred_at <= held.at
        wants_late = form.kind in self.late_kinds() or form.kind == "classified"
        return wants_late and form.occurred_at > held.event.occurred_at

    def wants_early(self, event: Event, said: list[Event]) -> bool:
        eased = event.kind == "classified" and self.eases(event, said)
        return eased or event.kind in self.early_kinds()

    def stop_kinds(self) -> set[str]:
        stops = set(self.metric.stop.events)
        return stops | RESOLVING if isinstance(self.metric, ResponseMetric) else stops

    def constraints(self) -> list[Any]:
        known = self.metric.constraints or ()
        return [c for c in self.agreement.constraints or () if c.id in known]

    def early_kinds(self) -> set[str]:
        if self.metric is None:
            return {"maintenance-announced"}
        if isinstance(self.metric, CountMetric):
            return set(self.metric.counts) if self.metric.limit == "at-least" else set()
        found = {"paused", "withdrawn", "merged", "out-of-scope", "courtesy"} | self.stop_kinds()
        found |= {c.switched_on_by for c in self.constraints()}
        if isinstance(self.metric, KeepInformedMetric):
            found |= set(self.metric.updates)
        if self.metric.evidence.gaps == "not-determined":
            found.add("closed")
        return found - {self.metric.start.event}

    def late_kinds(self) -> set[str]:
        if self.metric is None:
            return {"situation-declared", "maintenance-ended"}
        if isinstance(self.metric, CountMetric):
            return set(self.metric.counts) if self.metric.limit == "at-most" else set()
        found = {"reported", "validly-logged", "reopened", "resumed", self.metric.start.event}
        return found | {c.switched_off_by for c in self.constraints()} - self.early_kinds()

    def eases(self, event: Event, before: list[Event]) -> bool:
        ranks = [p.id for p in self.agreement.priorities.order]
        old, new = said_of(before, self.agreement), said_of([*before, event], self.agreement)
        old_rank, new_rank = (
            ranks.index(s["priority"]) if s["priority"] in ranks else len(ranks) for s in (old, new)
        )
        return new_rank > old_rank or any(
            is_counted(metric, old) and not is_counted(metric, new)
            for metric in self.agreement.metrics
        )

    def is_over(self, one: Happened, everything: list[Happened]) -> bool:
        claimed = one.event.order
        for other in everything:
            between = claimed < other.event.order and other.at <= one.at
            if between and self.ends(other.event, one.event):
                return True
        return False

    def ends(self, event: Event, what: Event) -> bool:
        if self.metric is None or isinstance(self.metric, CountMetric):
            return False
        ons = {c.switched_on_by: c.switched_off_by for c in self.constraints()}
        stops = self.stop_kinds()
        if event.kind == "resumed":
            return what.kind == "paused" and event.reason in ("", what.reason)
        if event.kind == "reopened":
            return not isinstance(self.metric, ResponseMetric) and what.kind in stops
        silent = {"automatic"} if isinstance(self.metric, ResponseMetric) else set[str]()
        if event.kind in ("responded", "updated"):
            silent = {"automatic", "customer"}
        if event.kind in stops and event.role not in silent:
            return what.kind == "paused" or ons.get(what.kind) is not None
        same = event.attribute("constraint") in ("", what.attribute("constraint"))
        return what.kind in ons and ons[what.kind] == event.kind and same


def said_of(events: Sequence[Event], agreement: Agreement) -> dict[str, str]:
    """Return what events say of a ticket: each attribute as last said, and the priority."""
    found: dict[str, str] = {}
    grade: dict[str, str] = {}
    for event in events:
        given = event.attributes
        found.update({name: given[name] for name in ABOUT if given.get(name)})
        said = {n: given[n] for n in ("impact", "urgency", "priority") if given.get(n)}
        grade.update(said)
        both = "impact" in grade and "urgency" in grade and agreement.priorities.matrix
        if said and "priority" not in said and both:
            grade.pop("priority", None)
    priority = grade.get("priority", "")
    if not priority and {"impact", "urgency"} <= set(grade) and agreement.priorities.matrix:
        cells = agreement.priorities.matrix.get(grade["impact"], {})
        priority = cells.get(grade["urgency"], f"{grade['impact']}/{grade['urgency']}")
    return found | {"priority": priority or agreement.priorities.default, "graded": priority}


def is_counted(metric: Any, said: dict[str, str], *, priorities: bool = True) -> bool:
    """Return whether a metric's population has a ticket of which this is said."""
    wanted = metric.population
    lists = [
        (wanted.types, "type"), (wanted.services, "service"), (wanted.items, "item"),
        (wanted.requesters, "requester"), (wanted.priorities, "priority"),
    ]  # fmt: skip
    return all(
        some == "all" or said.get(name) in some
        for some, name in lists
        if priorities or name != "priority"
    )


def limit_of(agreement: Agreement, length: Callable[[Any], tuple[str, int]]) -> Any:
    """Return the clock and time of the limit for late entry, `None` where there is none."""
    late = agreement.recording.late_entry
    return length(late) if isinstance(late, ClockedBudget) else None
