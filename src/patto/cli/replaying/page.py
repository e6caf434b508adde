"""What `patto replay` shows: a what-if from its first line to its last, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from patto.cli.evidence import add_evidence, add_left_out
from patto.cli.page import Cell, Content, Page
from patto.cli.replaying.answer import add_answers
from patto.cli.replaying.lists import add_missed, add_unmatched
from patto.cli.replaying.targets import add_explained, add_tightest
from patto.cli.replaying.told import Told
from patto.cli.verdicts import TONES
from patto.kernel.agreement.metrics import CountMetric
from patto.kernel.evaluation.outcome import LineOutcome, MetricOutcome
from patto.kernel.evaluation.tallies import FEWEST_FOR_A_SHARE, Tally
from patto.kernel.feasibility.finding import findings
from patto.kernel.feasibility.laying import Assumption
from patto.kernel.feasibility.replaying import Replayed
from patto.kernel.instants import Instant
from patto.language.titles import Titles
from patto.language.words import Words

_BESIDE = ("not_determined", "pending", "excluded", "outside")


def replay_page(told: Told, words: Words) -> Page:
    """Return the page of a replay: the answer, the variants side by side, then each of them."""
    page = Page()
    page.line(Cell(words.say("replay.what-if"), "doubt"))
    page.gap()
    add_answers(page, told, words)
    page.gap()
    if told.current is not None:
        identity = told.current.versions[-1].agreement
        numbers = words.listing(str(one.agreement.version) for one in told.current.versions)
        page.line(Cell(words.say("replay.beside", id=identity.id, versions=numbers), "quiet"))
    page.line(Cell(told.looking.told(words), "quiet"))
    add_left_out(page, told.report, words)
    if len(told.replayed) > 1 or told.current is not None:
        _add_summary(page, told, words)
    for number, replayed in enumerate(told.replayed, 1):
        _add_draft(page, replayed, number, told, words)
    add_evidence(page, told.report, words)
    return page


def _add_draft(page: Page, replayed: Replayed, number: int, told: Told, words: Words) -> None:
    draft, titles = replayed.laid.draft, Titles(replayed.laid.draft, words)
    identity, several = draft.agreement, len(told.replayed) > 1
    key = "replay.identity-numbered" if several else "replay.identity"
    numbered = {"number": number, "count": len(told.replayed), "file": told.files[number - 1]}
    named = words.say(key, id=identity.id, version=identity.version, **numbered)
    page.gap()
    page.line(Cell(words.say("replay.heading", title=identity.title), "strong"), f" ({named})")
    parties = {"provider": draft.parties.provider.name, "customer": draft.parties.customer.name}
    page.line(words.say("report.parties", **parties))
    _add_laid(page, replayed, told, titles)
    if not replayed.metrics:
        page.gap()
        page.line(words.say("replay.nothing"))
    found = tuple(findings(replayed))
    for metric in draft.measured:
        outcomes = [one for one in replayed.metrics if one.metric == metric.id]
        if outcomes:
            _add_metric(page, outcomes, replayed, told, titles)
    for metric in draft.measured:
        own = [one for one in found if one.metric == metric.id]
        if own and not isinstance(metric, CountMetric):
            add_tightest(page, own, metric, titles)
    add_explained(page, found, titles)
    add_unmatched(page, replayed, words)


def _add_laid(page: Page, replayed: Replayed, told: Told, titles: Titles) -> None:
    """Add how the draft was laid over the past, if there is one: what had to be assumed."""
    words, draft = titles.words, replayed.laid.draft
    first, last = told.census.first, told.census.last
    if first is not None and last is not None:
        page.gap()
        page.line(Cell(words.say("replay.laid.heading"), "strong"))
        start = words.date(draft.agreement.effective.start)
        shown = {"first": _day(first, titles), "last": _day(last, titles), "start": start}
        page.line(f"- {words.say('replay.laid.in-force', **shown)}", indent=2)
    for one in replayed.laid.assumptions:
        page.line(Cell(f"- {_assumed(one, titles)}", "doubt"), indent=2)
    if left := [metric.title for metric in draft.not_measured]:
        names = words.listing(left)
        page.line(f"- {words.say('replay.assumed.not-replayed', names=names)}", indent=2)


def _assumed(one: Assumption, titles: Titles) -> str:
    about = titles.clock(one.about) if one.code.startswith("closed-days") else one.about
    names = titles.words.listing(one.names)
    return titles.words.say(
        f"replay.assumed.{one.code}", about=about, names=names, count=one.count
    )  # fmt: skip


def _day(instant: Instant, titles: Titles) -> str:
    return titles.words.instant(instant, titles.zone, seconds=False)


def _add_metric(
    page: Page, outcomes: Sequence[MetricOutcome], replayed: Replayed, told: Told, titles: Titles
) -> None:
    """Add one metric: its levels by period, and what would have been missed."""
    words, metric = titles.words, titles.metrics[outcomes[0].metric]
    page.gap()
    page.line(Cell(words.say("replay.metric", metric=metric.title), "strong"))
    if metric.evidence.proxy is not None:
        substitute = words.say("report.proxy", proxy=metric.evidence.proxy)
        page.line(Cell(substitute, "doubt"), indent=2)
    if isinstance(metric, CountMetric):
        _add_counts(page, outcomes, told, titles)
        return
    for place in range(len(outcomes[0].lines)):
        _add_line(page, outcomes, place, told, titles)
    add_missed(page, [one for one in replayed.missed if one.metric == metric.id], told, titles)


def _add_line(
    page: Page, outcomes: Sequence[MetricOutcome], place: int, told: Told, titles: Titles
) -> None:
    """Add one level of a metric, a row a period, with what was said in force beside it."""
    words = titles.words
    columns = ("period", "on-time", "would", "beside", "in-force")
    headings = [words.say(f"replay.columns.{name}") for name in columns]
    rows = [_period(one, place, told, words) for one in outcomes]
    whole = sum((_tally(one.lines[place]) for one in outcomes), Tally())
    if len(rows) > 1:
        rows.append([words.say("replay.all"), on_time(whole, words), "", _beside(whole, words), ""])
    share = outcomes[0].lines[place].share
    page.line(words.say("replay.line", share=share), indent=2)
    page.table(headings, rows, indent=4)
    small = getattr(titles.metrics[outcomes[0].metric], "small_sample", None)
    if small is not None and any(one.lines[place].rule for one in outcomes):
        terms = {name: str(getattr(small, name, "")) for name in ("below", "misses", "periods")}
        page.line(Cell(words.say(f"small-sample.{small.rule}", **terms), "quiet"), indent=4)


def _period(outcome: MetricOutcome, place: int, told: Told, words: Words) -> list[Content]:
    line = outcome.lines[place]
    return [
        words.period(outcome.period.label),
        on_time(_tally(line), words),
        Cell(words.say(f"period-verdict.{line.verdict}"), TONES[line.verdict]),
        Cell(_beside(_tally(line), words), "quiet"),
        Cell("; ".join(_in_force(outcome, place, told, words)), "quiet"),
    ]


def _in_force(outcome: MetricOutcome, place: int, told: Told, words: Words) -> Iterator[str]:
    """Yield what was said of the same metric and period under each version that was in force."""
    for other in told.in_force(outcome.metric, outcome.period.label):
        if place < len(other.lines):
            line = other.lines[place]
            same = line.share == outcome.lines[place].share
            yield words.say(
                "replay.in-force" if same else "replay.in-force-share",
                verdict=words.say(f"period-verdict.{line.verdict}"),
                tally=on_time(_tally(line), words),
                **({} if same else {"share": line.share}),
            )


def on_time(counts: Tally, words: Words) -> str:
    """Return a count such as `11 of 12 (91.6 %)`, without a share below five, empty for none."""
    if not counts.counted:
        return ""
    enough = counts.counted >= FEWEST_FOR_A_SHARE
    share = words.percent(Fraction(counts.met, counts.counted)) if enough else ""
    return words.say("replay.on-time", met=counts.met, count=counts.counted, percent=share)


def _tally(line: LineOutcome) -> Tally:
    return Tally(
        line.met, line.missed, line.not_determined, line.pending, line.excluded, line.outside
    )


def _beside(counts: Tally, words: Words) -> str:
    """Return what is not among the tickets that are counted as on time or late."""
    numbers = [(kind, getattr(counts, kind)) for kind in _BESIDE]
    return ", ".join(words.say(f"report.beside.{kind}", count=n) for kind, n in numbers if n)


def _add_counts(page: Page, outcomes: Sequence[MetricOutcome], told: Told, titles: Titles) -> None:
    words = titles.words
    columns = ("period", "number", "agreed", "would", "in-force")
    rows: list[list[Content]] = []
    for outcome in outcomes:
        count = outcome.count
        if count is not None:
            rows.append(
                [
                    words.period(outcome.period.label),
                    words.number(count.number),
                    words.say(f"limit.{count.limit}", against=count.against),
                    Cell(words.say(f"period-verdict.{outcome.verdict}"), TONES[outcome.verdict]),
                    Cell(", ".join(_counted_in_force(outcome, told, words)), "quiet"),
                ]
            )
    page.table(
        [words.say(f"replay.columns.{name}") for name in columns], rows, right=(1,), indent=4
    )


def _counted_in_force(outcome: MetricOutcome, told: Told, words: Words) -> Iterator[str]:
    for other in told.in_force(outcome.metric, outcome.period.label):
        if other.count is not None:
            verdict = words.say(f"period-verdict.{other.verdict}")
            number = words.number(other.count.number)
            yield words.say("replay.in-force", verdict=verdict, tally=number)


def _add_summary(page: Page, told: Told, words: Words) -> None:
    """Add all side by side, what was in force last: how many periods each level has kept."""
    page.gap()
    page.line(Cell(words.say("replay.summary.heading"), "strong"))
    columns = ("variant", "metric", "line", "kept", "all")
    sides = [
        (file, one.metrics, Titles(one.laid.draft, words))
        for file, one in zip(told.files, told.replayed, strict=True)
    ]
    for version in () if told.current is None else told.current.versions:
        number, titles = version.agreement.version, Titles(version, words)
        named = words.say("replay.summary.current", id=version.agreement.id, version=number)
        own = [m for m in told.current.metrics if m.version == number] if told.current else []
        sides.append((named, tuple(own), titles))
    rows: list[list[Content]] = []
    for side, metrics, titles in sides:
        first, *others = list(_kept(metrics, titles)) or [[""] * 4]
        rows += [[side, *first], *(["", *row] for row in others)]
    page.table([words.say(f"replay.columns.{name}") for name in columns], rows, indent=2)


def _kept(metrics: Sequence[MetricOutcome], titles: Titles) -> Iterator[list[Content]]:
    words = titles.words
    for name, metric in titles.metrics.items():
        own = [one for one in metrics if one.metric == name and one.lines]
        for place in range(len(own[0].lines) if own else 0):
            lines = [one.lines[place] for one in own]
            judged = [line for line in lines if line.counted]
            kept = sum(line.verdict == "MET" for line in judged)
            whole = sum(map(_tally, lines), Tally())
            yield [
                metric.title,
                lines[0].share,
                words.say("replay.summary.kept", kept=kept, count=len(judged)),
                on_time(whole, words),
            ]
