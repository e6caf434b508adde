"""A replay as JSON holds it: marked as a what-if, in the forms of a measurement."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from patto.cli.encoding import metric, unmatched
from patto.cli.evidence import as_document
from patto.cli.replaying.answer import promises
from patto.cli.replaying.told import Told
from patto.kernel.agreement.canonical import digest
from patto.kernel.evaluation.outcome import MetricOutcome
from patto.kernel.feasibility.finding import Finding, findings
from patto.kernel.feasibility.laying import Assumption
from patto.kernel.feasibility.replaying import Missed, Replayed
from patto.kernel.instants import Instant, render
from patto.language.words import Words


def document(told: Told, words: Words) -> dict[str, Any]:
    """Return everything as one document; each part that is a what-if says so."""
    when, current = told.looking, told.current
    return {
        "what_if": True,
        "notice": words.say("replay.what-if"),
        "at": render(when.at),
        "known_at": render(when.known_at),
        "tickets": told.census.tickets,
        "first": _instant(told.census.first),
        "last": _instant(told.census.last),
        "drafts": [
            {"what_if": True, "file": file, **_draft(one, told)}
            for file, one in zip(told.files, told.replayed, strict=True)
        ],
        "in_force": None
        if current is None
        else {
            "what_if": False,
            "agreement": [
                {"id": one.agreement.id, "version": one.agreement.version, "digest": digest(one)}
                for one in current.versions
            ],
            "promises": asdict(promises(current.metrics)),
            "metrics": [_metric(outcome) for outcome in current.metrics],
        },
        "evidence": as_document(told.report, words),
    }


def _draft(replayed: Replayed, told: Told) -> dict[str, Any]:
    draft = replayed.laid.draft
    return {
        "agreement": {
            "id": draft.agreement.id,
            "version": draft.agreement.version,
            "title": draft.agreement.title,
            "digest": digest(draft),
        },
        "promises": asdict(promises(replayed.metrics)),
        "assumptions": [_assumption(one) for one in replayed.laid.assumptions],
        "metrics": [{"what_if": True, **_metric(outcome)} for outcome in replayed.metrics],
        "tightest": [{"what_if": True, **_finding(one)} for one in findings(replayed)],
        "missed": [{"what_if": True, **_missed(one, told)} for one in replayed.missed],
        "unmatched": [unmatched(one) for one in replayed.unmatched],
    }


def _metric(outcome: MetricOutcome) -> dict[str, Any]:
    told = metric(outcome)
    told.pop("items")
    return told


def _assumption(one: Assumption) -> dict[str, Any]:
    return {"code": one.code, "about": one.about, "names": list(one.names), "count": one.count}


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "metric": one.metric,
        "priority": one.priority,
        "row": one.row,
        "clock": one.terms.clock,
        "share": one.share.text,
        "draft": None if one.agreed is None else one.agreed.text,
        "tickets": one.items,
        "ended": one.ended,
        "tightest_us": one.tightest,
        "rounded_up": None if one.round_ is None else one.round_.text,
        "every_period_us": one.every_period,
        "by_period_us": dict(one.by_period),
        "interval_us": list(one.interval),
        "fewest_tickets": one.fewest,
    }


def _missed(one: Missed, told: Told) -> dict[str, Any]:
    was = {share: told.was(one, share) for share in one.shares}
    in_force = {
        "in_force": {
            share: None if verdict is None else verdict.value for share, verdict in was.items()
        },
        "newly": list(told.newly(one)),
    }
    return {
        "metric": one.metric,
        "ticket": one.ticket,
        "item": one.item,
        "priority": one.priority,
        "period": one.period,
        "shares": list(one.shares),
        "target_text": one.target,
        "contractual_us": one.took,
        "due": _instant(one.due),
        "stop": _instant(one.stop),
        **({} if told.current is None else in_force),
    }


def _instant(instant: Instant | None) -> str | None:
    return None if instant is None else render(instant)
