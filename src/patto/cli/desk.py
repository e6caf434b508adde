"""What the commands of the desk begin with: a home that nobody else works on, ready to be used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from patto.cli.frame import Refusal
from patto.language.words import Words

if TYPE_CHECKING:
    from patto.home.folder import Home

_SETTINGS = "patto.config.settings"


@contextmanager
def opened(spoken: Words) -> Iterator[Home]:
    """Hold the home that the environment names, its database made and up to date.

    :raises Refusal: if the desk is not installed, or another process works on the home
    """
    if find_spec("django") is None or find_spec("uvicorn") is None:
        raise Refusal(spoken.say("cli.serve.extra-missing", extra="web"))
    os.environ["DJANGO_SETTINGS_MODULE"] = _SETTINGS
    import django  # noqa: PLC0415  # only the desk needs it

    from patto.home import lock  # noqa: PLC0415
    from patto.home.folder import home  # noqa: PLC0415

    place = home(os.environ).made()
    with ExitStack() as until_the_end:
        try:
            until_the_end.enter_context(lock.held(place))
        except BlockingIOError:
            raise Refusal(spoken.say("cli.serve.home-taken", home=place.path)) from None
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", interactive=False, verbosity=0)
        yield place
