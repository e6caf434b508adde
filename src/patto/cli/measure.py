"""`patto measure`: an agreement and events in, every verdict out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import click

from patto.cli import encoding
from patto.cli.asked import Asked, Ready, ready
from patto.cli.evidence import add_evidence, add_left_out, as_document
from patto.cli.exits import ExitCode
from patto.cli.frame import ChoiceType, Command, language_given, words, wrong_value
from patto.cli.page import Cell, Page, show, write
from patto.cli.parameters import FILE, IMPORTER, MOMENT, PERIOD, Months
from patto.cli.progress import working
from patto.cli.verdicts import Report, add_measurement
from patto.kernel.evaluation import measure as evaluation
from patto.kernel.evaluation.measure import Measurement
from patto.kernel.evaluation.wall import first_at
from patto.language.titles import titles_by_version
from patto.language.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedToMeasure(Asked):
    """The command line of `patto measure`."""

    period: Months | None


@click.command(cls=Command)
@click.argument("agreement", type=FILE)
@click.argument("events", type=FILE, nargs=-1, required=True)
@click.option("--at", type=MOMENT)
@click.option("--known-at", type=MOMENT)
@click.option("--importer", type=IMPORTER)
@click.option("--period", type=PERIOD)
@click.option("--format", "form", type=ChoiceType(("text", "json", "csv", "html")), default="text")
@click.option("-o", "--output", type=FILE)
@click.pass_context
def measure(ctx: click.Context, /, **given: Any) -> int:
    """Measure events against an agreement."""
    asked, spoken = AskedToMeasure(**given), words(ctx)
    if asked.form == "html" and asked.output is None:
        option = next(one for one in ctx.command.params if one.name == "output")
        raise wrong_value("output-missing", option, ctx, format=asked.form)
    inputs = ready(asked, spoken)
    with working(spoken.say("cli.measure.measuring")):
        found = _measured(inputs, asked.period)
    if asked.form == "text":
        show(report_page(inputs, found, spoken), output=asked.output)
    else:
        click.echo(_not_measured(inputs, spoken), err=True, nl=False)
        write(_text(inputs, found, asked, ctx), asked.output)
    return ExitCode.FINE


def _not_measured(inputs: Ready, words: Words) -> str:
    """Return a line that names the metrics that are agreed and that nothing measures yet."""
    every = (metric for one in inputs.history.versions for metric in one.not_measured)
    titles = tuple(dict.fromkeys(metric.title for metric in every))
    if not titles:
        return ""
    return words.say("report.not-measured", metrics=words.listing(titles)) + "\n"


def _measured(inputs: Ready, period: Months | None) -> Measurement:
    """Return the verdicts, of one span of periods only if it was asked for."""
    when = inputs.looking
    found = evaluation.measure(
        inputs.history,
        inputs.imported.events,
        at=when.at,
        known_at=when.known_at,
        including=None if period is None else first_at(when.zone, period.start),
    )
    if period is None:
        return found
    metrics = tuple(one for one in found.metrics if period.touches(one.period.label))
    items = tuple(one for one in found.items if one.period and period.touches(one.period.label))
    spans = {one.period for one in metrics}
    unmatched = tuple(
        one
        for one in found.unmatched
        if not spans or any(span.start <= one.opened < span.end for span in spans)
    )
    return replace(found, metrics=metrics, items=items, unmatched=unmatched)


def _text(inputs: Ready, found: Measurement, asked: AskedToMeasure, ctx: click.Context) -> str:
    if asked.form == "html":
        from patto.cli.html import html  # noqa: PLC0415  # only this form needs it

        # The reader is the customer, so the agreement's language unless another was asked for.
        own = inputs.history.versions[-1].agreement.language
        language = words(ctx).language if language_given(ctx) else own
        return html(inputs, found, asked, asked.period, language)
    if asked.form == "csv":
        return encoding.items_csv(found.items)
    document = encoding.measurement(found, inputs.history.versions)
    evidence = as_document(inputs.imported.report, words(ctx))
    return encoding.as_text({**document, "evidence": evidence})


def report_page(inputs: Ready, found: Measurement, words: Words) -> Page:
    """Return the text report of a measurement."""
    page = Page()
    _add_heading(page, inputs, words)
    add_left_out(page, inputs.imported.report, words)
    add_measurement(page, found, Report(words, titles_by_version(inputs.history.versions, words)))
    add_evidence(page, inputs.imported.report, words)
    return page


def _add_heading(page: Page, inputs: Ready, words: Words) -> None:
    versions = inputs.history.versions
    last = versions[-1]
    numbers = words.listing(str(one.agreement.version) for one in versions)
    identity = words.say("report.identity", id=last.agreement.id, versions=numbers)
    parties = {"provider": last.parties.provider.name, "customer": last.parties.customer.name}
    page.line(Cell(last.agreement.title, "strong"), f" ({identity})")
    page.line(words.say("report.parties", **parties))
    page.line(Cell(inputs.looking.told(words), "quiet"))
    for line in _not_measured(inputs, words).splitlines():
        page.line(line)
