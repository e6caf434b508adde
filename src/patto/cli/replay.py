"""`patto replay`: past tickets under a draft, as a what-if."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from patto.cli.agreements import usable_history
from patto.cli.asked import Asked, ready
from patto.cli.encoding import as_text
from patto.cli.exits import ExitCode
from patto.cli.frame import ChoiceType, Command, words, wrong_value
from patto.cli.page import show, write
from patto.cli.parameters import FILE, IMPORTER, MOMENT, PERIOD, Months
from patto.cli.progress import working
from patto.cli.replaying import encoding
from patto.cli.replaying.drafts import draft_history
from patto.cli.replaying.page import replay_page
from patto.cli.replaying.source import Current, source
from patto.cli.replaying.told import Told
from patto.kernel.feasibility.census import Census
from patto.kernel.feasibility.laying import lay
from patto.language.words import Words

_MOST_NAMED: Final = 20
"""How many customers are named where one that was asked for is not among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedToReplay(Asked):
    """The command line of `patto replay`; `agreement` is the draft."""

    variants: tuple[Path, ...]
    against: Path | None
    customers: tuple[str, ...]
    period: Months | None


@click.command(cls=Command)
@click.argument("draft", type=FILE)
@click.argument("events", type=FILE, nargs=-1, required=True)
@click.option("--variant", "variants", type=FILE, multiple=True)
@click.option("--against", type=FILE)
@click.option("--customer", "customers", multiple=True)
@click.option("--at", type=MOMENT)
@click.option("--known-at", type=MOMENT)
@click.option("--importer", type=IMPORTER)
@click.option("--period", type=PERIOD)
@click.option("--format", "form", type=ChoiceType(("text", "json")), default="text")
@click.option("-o", "--output", type=FILE)
@click.pass_context
def replay(ctx: click.Context, /, draft: Path, **given: Any) -> int:
    """Replay past tickets under a draft."""
    asked, spoken = AskedToReplay(agreement=draft, **given), words(ctx)
    told = _told(asked, spoken)
    if asked.form == "text":
        show(replay_page(told, spoken), output=asked.output)
    else:
        write(as_text(encoding.document(told, spoken)), asked.output)
    return ExitCode.FINE


def _told(asked: AskedToReplay, words: Words) -> Told:
    """Return all that is said of the drafts, of one span of periods only if it was asked for."""
    inputs = ready(asked, words, draft_history)
    histories = [inputs.history, *(draft_history(path, words) for path in asked.variants)]
    in_force = None if asked.against is None else usable_history(asked.against, words)
    when, events = inputs.looking, source(inputs, words)
    with working(words.say("cli.replay.replaying")):
        found = events.census(when.at, when.known_at)
        _check_customers(asked.customers, found, words)
        versions = () if in_force is None else in_force.versions
        laid = [lay(h.versions[-1], found, versions, asked.customers) for h in histories]
        replayed = events.replayed(laid, when.at, when.known_at)
        current: Current | None = None
        if in_force is not None:
            current = events.measured(in_force, when.at, when.known_at)
    if asked.period is not None:
        replayed = [one.within(asked.period.touches) for one in replayed]
        current = current and current.within(asked.period.touches)
    files = tuple(str(path) for path in (asked.agreement, *asked.variants))
    return Told(files, tuple(replayed), current, found, when, events.report)


def _check_customers(customers: tuple[str, ...], found: Census, words: Words) -> None:
    """Refuse a name of a customer that no ticket bears."""
    unknown = [name for name in customers if name not in found.customers]
    if unknown:
        ctx = click.get_current_context()
        option = next(one for one in ctx.command.params if one.name == "customers")
        known = words.listing(sorted(name for name in found.customers if name)[:_MOST_NAMED])
        raise wrong_value("customer", option, ctx, value=unknown[0], known=known)
