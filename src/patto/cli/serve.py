"""`patto serve`: the desk in the browser, the engine beside it, in one process."""

from __future__ import annotations

import os
from contextlib import ExitStack
from importlib.util import find_spec

import click

from patto.cli.exits import ExitCode
from patto.cli.frame import Command, Refusal, words

_SETTINGS = "patto.config.settings"


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1")
@click.option("--port", type=click.IntRange(1, 65535), default=8000)
def serve(host: str, port: int) -> int:
    """Open the desk in the browser."""
    spoken = words()
    if find_spec("django") is None or find_spec("uvicorn") is None:
        raise Refusal(spoken.say("cli.serve.extra-missing", extra="web"))
    os.environ["DJANGO_SETTINGS_MODULE"] = _SETTINGS
    import django  # noqa: PLC0415  # only this command needs it

    from patto.home import lock  # noqa: PLC0415
    from patto.home.folder import home  # noqa: PLC0415

    place = home(os.environ).made()
    with ExitStack() as until_the_end:
        try:
            until_the_end.enter_context(lock.held(place))
        except BlockingIOError:
            raise Refusal(spoken.say("cli.serve.home-taken", home=place.path)) from None
        django.setup()
        _prepared()
        address = _address(host, port)
        click.echo(spoken.say("cli.serve.open", address=address))
        if not _is_set_up():
            link = f"{address}/start/{place.secret('set-up')}/"
            click.echo(spoken.say("cli.serve.set-up", link=link))
        _run(host, port)
    return ExitCode.FINE


def _prepared() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)


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
    )
    uvicorn.Server(config).run()
