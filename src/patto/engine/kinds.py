"""The kinds of moments, found by themselves: each app says in its `timed.py` what it works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from patto.kernel.instants import Instant
from patto.timers.actions import Due


@cache
def kinds() -> Mapping[str, Callable[[Due, Instant], None]]:
    """Return what works on each kind of moment."""
    found: dict[str, Callable[[Due, Instant], None]] = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.timed"
        if app.name.startswith("patto.") and find_spec(name):
            found.update(import_module(name).KINDS)
    return found
