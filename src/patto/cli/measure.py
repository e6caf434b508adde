"""`patto measure`: an agreement and events in, every verdict out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import click

from patto.cli.agreements import not_computed
from patto.cli.asked import Asked, Ready, ready
from patto.cli.evidence import add_evidence, add_left_out
from patto.cli.exits import ExitCode
from patto.cli.frame import ChoiceType, Command, language_given, words, wrong_value
from patto.cli.measured import Measured, measured
from patto.cli.page import Cell, Page, show, write
from patto.cli.parameters import FILE, IMPORTER, MOMENT, PERIOD, Months
from patto.cli.progress import working
from patto.cli.verdicts import Report, add_measurement
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
    found = measured(inputs, asked.period, spoken)
    if asked.form == "text":
        show(report_page(inputs, found, spoken, asked.period), output=asked.output)
    else:
        click.echo(not_computed(inputs.history.versions, spoken), err=True, nl=False)
        # A bar would run into what is written to the same screen.
        onto_screen = asked.output is None and sys.stdout.isatty()
        with nullcontext() if onto_screen else working(spoken.say("cli.measure.writing")):
            write(_text(inputs, found, asked, ctx), asked.output)
    return ExitCode.FINE


def _text(
    inputs: Ready, found: Measured, asked: AskedToMeasure, ctx: click.Context
) -> str | Iterator[str]:
    if asked.form == "html":
        from patto.cli.html import html  # noqa: PLC0415  # only this form needs it

        # The reader is the customer, so the agreement's language unless another was asked for.
        own = inputs.history.versions[-1].agreement.language
        language = words(ctx).language if language_given(ctx) else own
        return html(inputs, found, asked, asked.period, language)
    return found.csv() if asked.form == "csv" else found.json(inputs, words(ctx))


def report_page(inputs: Ready, found: Measured, words: Words, period: Months | None = None) -> Page:
    """Return the text report of a measurement, of the periods that were asked for if any were."""
    page = Page()
    _add_heading(page, inputs, words)
    add_left_out(page, found.report, words)
    titles = titles_by_version(inputs.history.versions, words)
    add_measurement(page, found.lists, Report(words, titles, asked_for=period is not None))
    page.gap()
    page.line(Cell(words.say("document.front.rounded"), "quiet"))
    add_evidence(page, found.report, words)
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
    for line in not_computed(inputs.history.versions, words).splitlines():
        page.line(line)
