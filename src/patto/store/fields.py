"""The field of instants: whole microseconds since 1970 in UTC, as the kernel counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import models

if TYPE_CHECKING:
    _Number: TypeAlias = models.BigIntegerField[Any, Any]
else:
    _Number = models.BigIntegerField


class InstantField(_Number):
    """An instant.

    A database's own kind of time has a zone to convert, fewer digits in one of the two that are
    supported, and an order that depends on both; a number has none of these.
    """

    description = "An instant, in microseconds since 1970, UTC"
