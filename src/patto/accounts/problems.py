"""What an action about people refuses."""

from __future__ import annotations


class RefusedError(Exception):
    """An action is refused; `code` says why, and has words."""

    code = "refused"


class TakenError(RefusedError):
    """There is such a one already."""

    code = "taken"

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


class LastOwnerError(RefusedError):
    """Nobody would be an owner any more."""

    code = "last-owner"
