"""`patto serve`: the desk in the browser, the engine beside it, in one process."""

from __future__ import annotations

import errno
import os
import socket
from ipaddress import ip_address

import click

from patto.cli.desk import opened
from patto.cli.ending import system_reason
from patto.cli.exits import ExitCode
from patto.cli.frame import Command, words
from patto.language.words import Words

_QUEUE = 128


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1")
@click.option("--port", type=click.IntRange(1, 65535), default=8000)
def serve(host: str, port: int) -> int:
    """Open the desk in the browser."""
    spoken = words()
    with opened(spoken, _here(host, port)) as place, _listening(host, port, spoken) as door:
        address = _address(host, port)
        click.echo(spoken.say("cli.serve.open", address=address))
        if not _is_set_up():
            link = f"{address}/start/{place.secret('set-up')}/"
            click.echo(spoken.say("cli.serve.set-up", link=link))
        _run(door)
    return ExitCode.FINE


def _here(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _address(host: str, port: int) -> str:
    from django.conf import settings  # noqa: PLC0415  # only the desk needs it

    return str(settings.ADDRESS) or _here(host, port)


def _listening(host: str, port: int, spoken: Words) -> socket.socket:
    """Return the door at which the desk is reached, once nothing is in the way of it.

    :raises InputError: if another program has the port, or it cannot be had
    """
    from django.conf import settings  # noqa: PLC0415  # only the desk needs it

    from patto.home.starting import in_the_way  # noqa: PLC0415  # only the desk needs it

    if not settings.ADDRESS and not _is_this_machine(host):
        raise in_the_way("address-needed", host=host, port=port)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return socket.create_server(found[0][4][:2], family=found[0][0], backlog=_QUEUE)
    except OSError as error:
        told = {"host": host, "port": port}
        if error.errno == errno.EADDRINUSE:
            raise in_the_way("port-taken", **told) from None
        # What asks for names has numbers of its own, below zero.
        own = error.errno is None or error.errno < 0
        plain = error if own else OSError(error.errno, os.strerror(error.errno or 0))
        detail = system_reason(plain, spoken)
        raise in_the_way("port-closed", **told, detail=detail) from None


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_set_up() -> bool:
    from patto.accounts.queries import is_set_up  # noqa: PLC0415  # only the desk needs it

    return is_set_up()


def _run(door: socket.socket) -> None:
    import uvicorn  # noqa: PLC0415  # only the desk needs it

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # An open page listens for as long as it is open: it is told to go, not waited for.
            self.config.loaded_app.stop()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        "patto.config.server:application",
        factory=True,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        timeout_graceful_shutdown=3,
    )
    Server(config).run(sockets=[door])
