"""Roles, and what each may do: the one table that decides."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from django.db import models


class Role(models.TextChoices):
    """What a person of the provider's is there for."""

    OWNER = "owner"
    MANAGER = "manager"
    TECHNICIAN = "technician"
    AUDITOR = "auditor"


Act: TypeAlias = Literal[
    "see",
    "work",
    "blacken",
    "answers",
    "screens",
    "customers",
    "agreements",
    "people",
    "provider",
    "ledger",
]
"""What may be done: look at everything of the desk; log calls and work on them; black out what
should not have been written; change the ready answers; let screens on the wall show the board;
change customers and what is theirs; put agreements in force; change people; change the provider;
read the ledger.
"""

ACTS: Final[tuple[Act, ...]] = get_args(Act)

_MAY: Final[Mapping[Role, frozenset[Act]]] = MappingProxyType({
    Role.OWNER: frozenset(ACTS),
    Role.MANAGER: frozenset(ACTS) - {"people", "provider"},
    Role.TECHNICIAN: frozenset({"see", "work"}),
    Role.AUDITOR: frozenset({"see", "ledger"}),
})  # fmt: skip


def may(role: str, act: Act) -> bool:
    """Return whether people of a role may do something; of a role that is not there, nothing."""
    return act in _MAY.get(Role(role), frozenset()) if role in Role.values else False
