"""A request as pages get it: with the words and the zone of its reader."""

from __future__ import annotations

from django.http import HttpRequest

from patto.language.words import Words


class Asked(HttpRequest):
    """A request that `speaking.Speaking` has passed; never made, only told to be one."""

    words: Words
    zone: str
