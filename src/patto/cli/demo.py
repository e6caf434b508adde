"""`patto demo`: an invented provider with a year behind it, to look around in."""

from __future__ import annotations

import sys

import click

from patto.cli.desk import opened
from patto.cli.exits import ExitCode
from patto.cli.frame import Command, Refusal, words

_MOST = 100_000
_WHOLE = 100


@click.command(cls=Command)
@click.option("--seed", type=click.IntRange(0), default=1)
@click.option("--tickets", type=click.IntRange(1, _MOST), default=3000)
def demo(seed: int, tickets: int) -> int:
    """Load the demonstration."""
    spoken = words()
    with opened(spoken) as place:
        from patto.accounts.queries import is_set_up  # noqa: PLC0415  # only this command needs it
        from patto.demo.loading import load_demonstration  # noqa: PLC0415  # only the desk needs it
        from patto.home.now import now  # noqa: PLC0415  # only the desk needs it

        if is_set_up():
            raise Refusal(spoken.say("cli.demo.set-up", home=place.path))
        click.echo(spoken.say("cli.demo.loading"), err=True)
        with click.progressbar(length=_WHOLE, file=sys.stderr) as bar:
            loaded = load_demonstration(
                at=now(), language=spoken.language, seed=seed, tickets=tickets,
                tell=lambda share: bar.update(int(share * _WHOLE) - bar.pos),
            )  # fmt: skip
            bar.update(_WHOLE - bar.pos)
    click.echo(spoken.say("cli.demo.loaded", count=loaded.tickets))
    for one in loaded.people:
        role = spoken.say(f"desk.role.{one.role}")
        click.echo(f"  {one.email:<28}{role}")
    click.echo(spoken.say("cli.demo.password", password=loaded.password))
    return ExitCode.FINE
