"""`patto new`: a whole agreement to begin with, of a few answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

from patto.cli.agreements import ENDINGS
from patto.cli.exits import ExitCode
from patto.cli.frame import ChoiceType, Command, Refusal, words, wrong_value
from patto.cli.page import Cell, Page, show
from patto.cli.parameters import FILE
from patto.home.now import now
from patto.kernel.instants import to_datetime
from patto.language.catalogue import SOURCE
from patto.language.words import Words
from patto.templates.answers import (
    FIELDS,
    NOBODYS,
    Answers,
    AnswersError,
    AnswerTrouble,
    PatronDay,
    read,
)
from patto.templates.marks import Spot, spots
from patto.templates.shelf import PROFILES, languages, profiles
from patto.templates.writing import usual, write

_USUAL_PROFILE: Final = "standard"

# The names of options; `start` alone is taken already, by the commands of the clock.
_OPTIONS: Final = {name: "start_date" if name == "start" else name for name in FIELDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The command line of `patto new`."""

    file: Path
    profile: str | None
    texts: Mapping[str, str]
    ask: bool
    force: bool


@click.command(cls=Command)
@click.argument("file", type=FILE)
@click.option("--profile", type=ChoiceType(PROFILES))
@click.option("--provider")
@click.option("--customer")
@click.option("--start", "start_date")
@click.option("--zone")
@click.option("--fee")
@click.option("--country")
@click.option("--patron-day")
@click.option("--yes", is_flag=True)
@click.option("--force", is_flag=True)
@click.pass_context
def new(ctx: click.Context, /, **given: Any) -> int:
    """Write the file of an agreement to begin with."""
    asked_for, spoken = _asked(given), words(ctx)
    _refuse_what_cannot_be_written(asked_for, ctx, spoken)
    today = to_datetime(now()).date()
    # A language can have words before it has templates.
    language = spoken.language if spoken.language in languages() else SOURCE
    profile = asked_for.profile or _profile(language, spoken, ask=asked_for.ask)
    texts = _with_answers(ctx, asked_for, usual(profile, language, today=today))
    try:
        text = write(profile, language, read(texts), today=today)
    except AnswersError as error:
        raise _wrong(error.troubles[0], ctx, spoken) from error
    _save(asked_for, text, spoken)
    show(_page(asked_for.file, spots(text), spoken))
    return ExitCode.FINE


def _asked(given: Mapping[str, Any]) -> Asked:
    texts = {name: given[option] for name, option in _OPTIONS.items()}
    return Asked(
        file=given["file"],
        profile=given["profile"],
        texts={name: text for name, text in texts.items() if text is not None},
        ask=not given["yes"],
        force=given["force"],
    )


def _refuse_what_cannot_be_written(asked_for: Asked, ctx: click.Context, words: Words) -> None:
    """Refuse before anything is asked what could not be written after it."""
    if asked_for.file.suffix.lower() not in ENDINGS:
        raise wrong_value("new-ending", _param(ctx, "file"), ctx, value=asked_for.file)
    if asked_for.file.exists() and not asked_for.force:
        raise Refusal(words.say("cli.new.force", file=asked_for.file))
    if not asked_for.file.parent.is_dir():
        raise FileNotFoundError(2, "", str(asked_for.file))


def _profile(language: str, words: Words, *, ask: bool) -> str:
    """Return the profile that is chosen, by its name."""
    if not ask:
        return _USUAL_PROFILE
    known = profiles(language)
    for name in known:
        click.echo(f"  {name:<15}{words.say(f'cli.new.profile.{name}')}", err=True)
    while True:
        name = _prompt(words.say("cli.new.ask-profile"), _USUAL_PROFILE) or _USUAL_PROFILE
        if name in known:
            return name
        told = words.say("cli.wrong.choice", value=name, known=", ".join(known))
        click.echo(f"  {told}", err=True)


def _with_answers(ctx: click.Context, asked_for: Asked, shown: Answers) -> dict[str, str]:
    """Return the texts of all answers: those of options, and those that are asked for now.

    `shown` are the usual ones; where there is none the profile has no place for it.
    """
    spoken, texts = words(ctx), dict(asked_for.texts)
    try:
        read(texts)
    except AnswersError as error:
        raise _wrong(error.troubles[0], ctx, spoken) from error
    for name in FIELDS if asked_for.ask else ():
        usually = getattr(shown, name)
        # Where no patron's day is usual, whoever keeps one gives it as an option.
        if name in texts or usually in {None, NOBODYS}:
            continue
        if text := _answer(name, usually, spoken):
            texts[name] = text
    return texts


def _answer(name: str, usually: object, words: Words) -> str:
    """Return what is answered to one question, empty where the usual answer shall stand."""
    label = words.say(f"cli.new.ask.{name}")
    while True:
        text = _prompt(label, _told(usually))
        try:
            read({name: text} if text else {})
        except AnswersError as error:
            click.echo(f"  {_reason(error.troubles[0], words)}", err=True)
        else:
            return text


def _prompt(label: str, usual_answer: str) -> str:
    suffix = f" [{usual_answer}]: "
    text: str = click.prompt(label, default="", show_default=False, prompt_suffix=suffix, err=True)
    return text.strip()


def _told(value: object) -> str:
    """Return a usual answer as one would type it."""
    match value:
        case PatronDay():
            return f"{value.month:02}-{value.day:02} {value.name}".strip()
        case Decimal():
            return f"{value:.2f}"
        case _:
            return str(value)


def _reason(trouble: AnswerTrouble, words: Words) -> str:
    return words.say(f"template.trouble.{trouble.code}", **trouble.told)


def _wrong(trouble: AnswerTrouble, ctx: click.Context, words: Words) -> click.BadParameter:
    param = _param(ctx, _OPTIONS[trouble.field])
    return wrong_value("answer", param, ctx, reason=_reason(trouble, words))


def _param(ctx: click.Context, name: str) -> click.Parameter:
    return next(one for one in ctx.command.params if one.name == name)


def _save(asked_for: Asked, text: str, words: Words) -> None:
    """Write the file; one that has come since is left alone as well."""
    try:
        with asked_for.file.open("w" if asked_for.force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise Refusal(words.say("cli.new.force", file=asked_for.file)) from error


def _page(file: Path, places: tuple[Spot, ...], words: Words) -> Page:
    page = Page()
    page.line(words.say("cli.new.written", file=file))
    if places:
        page.gap()
        page.line(Cell(words.say("cli.new.look", count=len(places)), "strong"))
        width = max(len(f"{file}:{one.line}") for one in places)
        for one in places:
            page.line(Cell(f"{file}:{one.line}".ljust(width), "quiet"), f"  {one.what}", indent=2)
    page.gap()
    page.line(Cell(words.say("cli.new.next"), "strong"))
    page.line(f"patto check {file}", indent=2)
    page.line(f"patto contract {file} -o {file.with_suffix('.pdf')}", indent=2)
    return page
