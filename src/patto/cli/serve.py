"""`patto serve`: the desk in the browser, the engine beside it, in one process."""

from __future__ import annotations

import click

from patto.cli.desk import opened
from patto.cli.exits import ExitCode
from patto.cli.frame import Command, words


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1")
@click.option("--port", type=click.IntRange(1, 65535), default=8000)
def serve(host: str, port: int) -> int:
    """Open the desk in the browser."""
    spoken = words()
    with opened(spoken) as place:
        address = _address(host, port)
        click.echo(spoken.say("cli.serve.open", address=address))
        if not _is_set_up():
            link = f"{address}/start/{place.secret('set-up')}/"
            click.echo(spoken.say("cli.serve.set-up", link=link))
        _run(host, port)
    return ExitCode.FINE


def _address(host: str, port: int) -> str:
    from django.conf import settings  # noqa: PLC0415

    shown = f"[{host}]" if ":" in host else host
    return str(settings.ADDRESS) or f"http://{shown}:{port}"


def _is_set_up() -> bool:
    from patto.accounts.queries import is_set_up  # noqa: PLC0415

    return is_set_up()


def _run(host: str, port: int) -> None:
    import uvicorn  # noqa: PLC0415

    config = uvicorn.Config(
        "patto.config.server:application",
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        # An open page listens for as long as it is open: stopping does not wait for it.
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run()
