"""Which changes are harder for the provider to keep, and which easier: one rule a key.

What no rule is about is changed, and neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple

from patto.kernel.agreement.differences import weighing as by
from patto.kernel.agreement.differences.change import NEITHER, Aspect, Change, Effect, Judgement
from patto.kernel.agreement.differences.scales import Scales


class Rule(NamedTuple):
    """How a change is weighed, and in what it is harder or easier."""

    weigh: by.Weighing
    aspect: Aspect = "keep"


_SCOPE: Final[Mapping[tuple[str, str], by.Weighing]] = {
    ("Agreement", "services"): by.burdens,
    ("Agreement", "items"): by.burdens,
    ("Agreement", "sites"): by.burdens,
    ("Agreement", "not_covered"): by.relieves,
    ("Agreement", "out_of_hours"): by.burdens,
    ("OutOfHours", "windows"): by.burdens,
    ("OutOfHours", "options"): by.burdens,
    ("Agreement", "workload"): by.relieves,
    ("Workload", "number"): by.more(),
    ("Agreement", "provider_obligations"): by.burdens,
    ("Agreement", "regulated"): by.burdens,
    ("Regime", "terms"): by.burdens,
    ("Exit", "included"): by.more("least"),
}
_COST: Final[Mapping[tuple[str, str], by.Weighing]] = {
    ("Agreement", "remedies"): by.burdens,
    ("Agreement", "insurance"): by.burdens,
    ("Remedies", "listed"): by.burdens,
    ("Remedies", "caps"): by.relieves,
    ("Remedies", "one_event"): by.Ranked("highest-only", "each"),
    ("Remedies", "exclusive"): by.Ranked("sole-remedy", "beside-other-rights"),
    ("Remedies", "given"): by.claimed,
    ("Remedies", "conditions"): by.relieves,
    ("Remedies", "earn_back"): by.relieves,
    ("Remedies", "chronic"): by.burdens,
    ("ChronicFailure", "metrics"): by.burdens,
    ("ChronicFailure", "missed"): by.less(),
    ("ChronicFailure", "of"): by.more(),
    ("Claim", "within"): by.more(),
    ("Remedy", "cap"): by.more("most"),
    ("Caps", "month"): by.more("most"),
    ("Caps", "year"): by.more("most"),
    ("Liability", "cap"): by.more("most"),
    ("Band", "least"): by.more("least"),
    ("Band", "below"): by.more(),
    ("*", "credit"): by.more(),
    ("*", "step"): by.less(),
    ("ByPoint", "line"): by.more(),
    ("*", "started"): by.Ranked("does-not-count", "counts"),
    ("*", "remedy"): by.burdens,
    ("Cover", "limit"): by.more(),
}
_KEEP: Final[Mapping[tuple[str, str], by.Weighing]] = {
    # When it counts.
    ("CalendarTerms", "weekly"): by.weekly_hours,
    ("CalendarTerms", "closed_days"): by.closed_dates,
    ("CalendarTerms", "day_hours"): by.closed_dates,
    ("CalendarTerms", "closures"): by.closures,
    ("*", "business_day"): by.day_length,
    ("ClockTerms", "hours"): by.clock_hours,
    ("ClockTerms", "site_access"): by.clock_access,
    ("ClockTerms", "maintenance"): by.Ranked("does-not-count", "counts"),
    ("Channel", "watched"): by.wider,
    ("*", "service_time"): by.wider,
    ("TargetRow", "clock"): by.row_clock,
    ("*", "clock"): by.row_clock,
    # What is promised.
    ("Agreement", "metrics"): by.burdens,
    ("*", "targets"): by.burdens,
    ("*", "levels"): by.burdens,
    ("TargetLevel", "share"): by.more(),
    ("TargetLevel", "within"): by.level_time,
    ("Deadline", "working_day"): by.less(),
    ("Deadline", "time"): by.less(),
    ("Deadline", "cut_off"): by.more("most"),
    ("Deadline", "day_of_call"): by.Ranked("does-not-count", "counts"),
    ("Deadline", "pauses"): by.Ranked("move-it", "do-not-move-it"),
    ("FigureLevel", "share"): by.more(),
    ("FigureLevel", "within"): by.level_time,
    ("AnswerLevel", "share"): by.more(),
    ("AnswerLevel", "within"): by.less(),
    ("CountMetric", "number"): by.by_its_limit,
    ("ShareMetric", "share"): by.by_its_limit,
    ("ShareMetric", "within"): by.less("most"),
    ("AverageMetric", "value"): by.by_its_limit,
    ("SatisfactionMetric", "share"): by.more(),
    ("SatisfactionMetric", "satisfied_from"): by.more(),
    ("AvailabilityMetric", "systems"): by.burdens,
    ("AvailabilityMetric", "combined"): by.burdens,
    ("AvailabilityMetric", "degraded"): by.burdens,
    ("AvailabilityMetric", "maintenance"): by.Ranked("does-not-count", "counts-as-down"),
    ("SystemTarget", "share"): by.more(),
    ("AllUp", "share"): by.more(),
    ("AnyUp", "share"): by.more(),
    ("SomeUp", "share"): by.more(),
    ("SomeUp", "least"): by.more(),
    ("MeanUp", "share"): by.more(),
    ("Probe", "retries"): by.less(),
    ("PhoneMetric", "given_up"): by.Ranked("do-not-count", "count-as-missed"),
    ("PhoneMetric", "shortest"): by.less("least"),
    ("*", "tested_every"): by.less("most"),
    ("Backup", "every"): by.less(),
    ("Backup", "takes"): by.less(),
    ("Backup", "kept"): by.more(),
    ("GroupLimit", "share"): by.more(),
    ("Group", "limit"): by.relieves,
    ("Priorities", "set_by"): by.Ranked("provider", "customer"),
    # How it is counted.
    ("*", "reopen"): by.burdens,
    ("Reopening", "within"): by.more(),
    ("Reopening", "resolved_time"): by.Ranked("does-not-count", "counts"),
    ("AllowMisses", "misses"): by.less(),
    ("FewCases", "allowed"): by.less(),
    ("EvidenceTerms", "gaps"): by.Ranked("not-determined", "clock-runs-on"),
    ("Recording", "late_entry"): by.less("most"),
    # What stops it, takes it out or modifies it.
    ("*", "pauses"): by.relieves,
    ("*", "exclusions"): by.relieves,
    ("*", "constraints"): by.relieves,
    ("Agreement", "pause_reasons"): by.relieves,
    ("Agreement", "maintenance"): by.relieves,
    ("PauseReason", "declared_by"): by.relieves,
    ("PauseReason", "evidence"): by.Ranked("none", "required"),
    ("PauseReason", "maximum"): by.less(),
    ("Exclusion", "evidence"): by.Ranked("none", "required"),
    ("Exclusion", "consent"): by.Ranked("not-required", "required"),
    ("StandsStill", "maximum"): by.less(),
    ("MoreTime", "more_time"): by.less(),
    ("Situation", "notice"): by.less("least"),
    ("Situation", "evidence"): by.Ranked("required", "none"),
    ("Maintenance", "windows"): by.wider_for_work,
    ("Maintenance", "notice"): by.more(),
    ("Maintenance", "monthly_cap"): by.less(),
    ("Maintenance", "emergency"): by.relieves,
    ("EmergencyMaintenance", "notice"): by.more("least"),
    ("EmergencyMaintenance", "counts"): by.Ranked("does-not-count", "counts"),
    # What else is to be done in time.
    ("WithinNotice", "within"): by.asked_of_a_side,
    ("ProviderObligation", "metric"): by.burdens,
    ("Agreement", "customer_obligations"): by.relieves,
    ("CustomerObligation", "effect"): by.relieves,
    ("Remedies", "improvement_plan"): by.burdens,
    ("ImprovementPlan", "within"): by.less(),
    ("Agreement", "reporting"): by.burdens,
    ("Reporting", "every"): by.Ranked("year", "half-year", "four-months", "quarter", "month"),
    ("Reporting", "deadline"): by.less(),
    ("Reporting", "dispute_window"): by.more(),
    ("Review", "every"): by.Ranked("year", "half-year", "four-months", "quarter", "month"),
    ("StartConditions", "stabilisation"): by.relieves,
    ("Stabilisation", "end"): by.less(),
    ("DataProtection", "breach_notice"): by.less(),
    ("SubProcessing", "authorisation"): by.Ranked("general", "specific", "not-allowed"),
    ("SubProcessing", "notice"): by.more("least"),
    ("EndOfProcessing", "within"): by.less(),
    ("Regime", "incident_notice"): by.less("most"),
    ("Exit", "within"): by.less(),
}
RULES: Final[Mapping[tuple[str, str], Rule]] = MappingProxyType(
    {key: Rule(weigh) for key, weigh in _KEEP.items()}
    | {key: Rule(weigh, "scope") for key, weigh in _SCOPE.items()}
    | {key: Rule(weigh, "cost") for key, weigh in _COST.items()}
)
"""The rules, by the class of the part and its key; `*` stands for every part without its own."""

_EFFECTS: Final[Mapping[int, Effect]] = {1: "harder", -1: "easier", 0: "neither"}


def judged(change: Change, scales: Scales) -> Change:
    """Return a change with what it is for the provider."""
    step = change.trail[-1]
    rule = RULES.get((step.owner, step.key)) or RULES.get(("*", step.key))
    if rule is None or not step.key or change.kind in {"renamed", "reordered"}:
        return replace(change, judgement=NEITHER)
    weight = rule.weigh(change, scales)
    effect = _EFFECTS[weight.harder]
    return replace(change, judgement=Judgement(effect, rule.aspect, weight.hours))
