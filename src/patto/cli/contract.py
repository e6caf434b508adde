"""`patto contract`: the contract document of an agreement, as PDF, HTML or Word file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from patto.cli.agreements import not_computed, usable, usable_history
from patto.cli.exits import ExitCode
from patto.cli.frame import ChoiceType, Command, language_given, words, wrong_value
from patto.cli.page import Page, show
from patto.cli.parameters import FILE
from patto.cli.remaining import add_remaining
from patto.documents.contract import contract as of_agreement
from patto.documents.contract.picture import (
    ACCENT,
    MOST_BYTES,
    Look,
    NotAColourError,
    NotAPictureError,
    Picture,
    picture,
)
from patto.documents.contract.tree import Contract

PDF: Final = ".pdf"
HTML: Final = ".html"
DOCX: Final = ".docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The command line of `patto contract`."""

    agreement: Path
    output: Path | None
    draft: bool
    since: Path | None
    logo: Path | None
    accent: str
    form: str | None


@click.command(cls=Command)
@click.argument("agreement", type=FILE)
@click.option("-o", "--output", type=FILE)
@click.option("--draft", is_flag=True)
@click.option("--since", type=FILE)
@click.option("--logo", type=FILE)
@click.option("--accent", default=ACCENT)
@click.option("--form", type=ChoiceType(("brief", "full")))
@click.pass_context
def contract(ctx: click.Context, /, **given: Any) -> int:
    """Write the contract document of an agreement."""
    asked, spoken = Asked(**given), words(ctx)
    output, look = _output(ctx, asked), _look(ctx, asked)
    history, opened = usable(asked.agreement, spoken)
    agreement = history.versions[-1]
    language = spoken.language if language_given(ctx) else agreement.agreement.language
    brief = None if asked.form is None else asked.form == "brief"
    made = of_agreement.contract(agreement, lang=language, draft=asked.draft, brief=brief)
    before = None
    if asked.since is not None:
        earlier = usable_history(asked.since, spoken).versions[-1]
        before = of_agreement.contract(earlier, lang=language, brief=made.brief)
    output.write_bytes(_written(made, look, output.suffix.lower(), before))
    page = Page()
    if not asked.draft:
        add_remaining(page, opened, spoken, everything=False)
    page.line(spoken.say("cli.measure.written", file=output))
    show(page, err=True)
    click.echo(not_computed([agreement], spoken), err=True, nl=False)
    return ExitCode.FINE


def _written(made: Contract, look: Look, ending: str, before: Contract | None) -> bytes:
    if ending == HTML:
        from patto.documents.contract.html import html  # noqa: PLC0415  # one form at a time

        return html(made, look).encode()
    if ending == DOCX:
        from patto.documents.contract.docx import docx  # noqa: PLC0415  # the same

        return docx(made, look, before)
    from patto.documents.contract.pdf import pdf  # noqa: PLC0415  # the same

    return pdf(made, look)


def _output(ctx: click.Context, asked: Asked) -> Path:
    if asked.output is None:
        raise wrong_value("contract-output", _option(ctx, "output"), ctx)
    ending = asked.output.suffix.lower()
    if ending not in {PDF, HTML, DOCX}:
        raise wrong_value("contract-ending", _option(ctx, "output"), ctx, value=asked.output)
    if asked.since is not None and ending != DOCX:
        raise wrong_value("since-only-docx", _option(ctx, "since"), ctx)
    return asked.output


def _look(ctx: click.Context, asked: Asked) -> Look:
    """Return the provider's look; a logo is read no further than it may be long."""
    logo: Picture | None = None
    if asked.logo is not None:
        with asked.logo.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        try:
            logo = picture(data)
        except NotAPictureError as error:
            raise wrong_value("picture", _option(ctx, "logo"), ctx, value=asked.logo) from error
    try:
        return Look(asked.accent, logo)
    except NotAColourError as error:
        raise wrong_value("colour", _option(ctx, "accent"), ctx, value=asked.accent) from error


def _option(ctx: click.Context, name: str) -> click.Parameter:
    return next(one for one in ctx.command.params if one.name == name)
