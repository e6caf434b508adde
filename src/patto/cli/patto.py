"""`patto` itself: the list of its commands, and where each is."""

from __future__ import annotations

import click

from patto import __version__
from patto.cli.frame import Group


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001  # click's
    if value:
        click.echo(f"patto {__version__}")
        ctx.exit()


patto = Group(
    "patto",
    lazy={
        "new": "patto.cli.new:new",
        "check": "patto.cli.check:check",
        "measure": "patto.cli.measure:measure",
        "replay": "patto.cli.replay:replay",
        "explain": "patto.cli.explain:explain",
        "convert": "patto.cli.convert:convert",
        "clock": "patto.cli.clock:clock",
        "verdict": "patto.cli.verdict:verdict",
        "contract": "patto.cli.contract:contract",
        "diff": "patto.cli.diff:diff",
        "schema": "patto.cli.schema:schema",
        "serve": "patto.cli.serve:serve",
        "demo": "patto.cli.demo:demo",
    },
    params=[
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_show_version
        )
    ],
)
