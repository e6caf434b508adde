"""The front of a report: whose it is, of when, and what came of each promise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from patto.documents.chapters import Chapter
from patto.documents.counting import LOOKS
from patto.documents.evidence import left_out
from patto.documents.inputs import ImportReport, Source
from patto.documents.pagewords import PageWords
from patto.kernel.agreement.model import Agreement
from patto.kernel.evaluation.outcome import MetricOutcome, PeriodVerdict

_MONTH: Final = re.compile(r"\d{4}-\d\d")


@dataclass(frozen=True, slots=True)
class Row:
    """A period with the chapters of its metrics; `None` where a metric has none."""

    period: str
    chapters: tuple[Chapter | None, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """The head of the report and its summary.

    `left_out` says what of the record is in no count, or doubtful; `not_measured` are the metrics
    that are agreed and that nothing measures yet. With one period there is a
    card for each chapter, with several a table: `columns` names its metrics and `rows` its periods.
    """

    title: str
    customer: str
    provider: str
    period: str
    agreement: str
    at: str
    known_at: str
    zone: str
    headline: tuple[str, ...]
    left_out: tuple[str, ...]
    not_measured: tuple[str, ...]
    several: bool
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def front(
    outcomes: Sequence[MetricOutcome],
    shown: Sequence[Chapter],
    source: Source,
    period: str | None,
    report: ImportReport,
) -> Front:
    """Return the front for chapters that stand in the order of their outcomes."""
    words, last = source.words, _newest(outcomes, source)
    zone = last.agreement.zone
    names = {chapter.metric: chapter.title for chapter in shown}
    labels = tuple(dict.fromkeys(chapter.period_label for chapter in shown))
    identity = last.agreement
    return Front(
        title=identity.title,
        customer=last.parties.customer.name,
        provider=last.parties.provider.name,
        period=_period(labels, period, words),
        agreement=words.say(
            "document.front.identity", id=identity.id, versions=_versions(outcomes, source)
        ),
        at=words.instant(source.lists.at, zone),
        known_at=words.instant(source.lists.known_at, zone),
        zone=zone,
        headline=tuple(_headline(outcomes, shown, words)),
        left_out=left_out(report, words),
        not_measured=_not_measured(outcomes, source),
        several=len({(c.period_label, c.version) for c in shown}) > 1,
        columns=tuple(names.values()),
        rows=tuple(_rows(shown, tuple(names))),
    )


def _shown(outcomes: Sequence[MetricOutcome], source: Source) -> Sequence[Agreement]:
    """Return the versions that a report is about, all where it shows none."""
    shown = {outcome.version for outcome in outcomes}
    found = [v for v in source.history.versions if v.agreement.version in shown]
    return found or source.history.versions


def _newest(outcomes: Sequence[MetricOutcome], source: Source) -> Agreement:
    return _shown(outcomes, source)[-1]


def _not_measured(outcomes: Sequence[MetricOutcome], source: Source) -> tuple[str, ...]:
    every = (title for one in _shown(outcomes, source) for title in one.not_computed)
    return tuple(dict.fromkeys(every))


def _versions(outcomes: Sequence[MetricOutcome], source: Source) -> str:
    shown = sorted({outcome.version for outcome in outcomes})
    known = shown or [source.history.versions[-1].agreement.version]
    return source.words.listing(str(version) for version in known)


def _period(labels: Sequence[str], period: str | None, words: PageWords) -> str:
    if period is not None:
        return words.period(period)
    if not labels:
        return words.say("document.front.no-period")
    if len(labels) == 1:
        return words.period(labels[0])
    first, last = words.period(labels[0]), words.period(labels[-1])
    return words.say("document.front.periods", first=first, last=last)


def _headline(
    outcomes: Sequence[MetricOutcome], shown: Sequence[Chapter], words: PageWords
) -> Iterator[str]:
    """Yield the summary in sentences: how many promises were kept, and which were not."""
    judged = [o for o in outcomes if o.verdict is not PeriodVerdict.NO_EVENTS]
    if not judged:
        yield words.say("document.headline.nothing")
        return
    settled = [o for o in judged if o.verdict is not PeriodVerdict.SO_FAR]
    kept = sum(o.verdict is PeriodVerdict.MET for o in settled)
    if settled:
        yield words.say(f"document.headline.{_kept(settled)}", count=len(settled), kept=kept)
    single = len({outcome.period for outcome in outcomes}) == 1
    for verdict in (
        PeriodVerdict.MISSED,
        PeriodVerdict.NOT_DETERMINED,
        PeriodVerdict.SO_FAR,
        PeriodVerdict.NO_EVENTS,
    ):
        names = [c.title for o, c in zip(outcomes, shown, strict=True) if o.verdict is verdict]
        if names and single:
            metrics = words.listing(names)
            yield words.say(f"document.headline.{LOOKS[verdict]}", metrics=metrics)


def _kept(settled: Sequence[MetricOutcome]) -> str:
    """Return the words of a count of promises; over several periods each counts once in each."""
    labels = {outcome.period.label for outcome in settled}
    if len(labels) == 1:
        return "kept"
    return "kept-by-month" if all(map(_MONTH.fullmatch, labels)) else "kept-by-period"


def _rows(shown: Sequence[Chapter], metrics: Sequence[str]) -> Iterator[Row]:
    groups: dict[tuple[str, int], list[Chapter]] = {}
    for chapter in shown:
        groups.setdefault((chapter.period_label, chapter.version), []).append(chapter)
    several = len({version for _, version in groups}) > 1
    for (_, version), own in groups.items():
        named = {chapter.metric: chapter for chapter in own}
        period = f"{own[0].period} (v{version})" if several else own[0].period
        yield Row(period, tuple(named.get(metric) for metric in metrics))
