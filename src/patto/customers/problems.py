"""What an action about customers refuses."""

from __future__ import annotations


class NotTheirsError(Exception):
    """A thing that was named belongs to another customer."""


class RefusedError(Exception):
    """An action is refused; `code` says why, and has words that take `told`."""

    code = "refused"

    def __init__(self, **told: object) -> None:
        self.told = told
        super().__init__(self.code)


class StaleError(RefusedError):
    """It was changed since whoever changes it now looked."""

    code = "stale"


class InUseError(RefusedError):
    """Something that is still there hangs on it: `things` are called so."""

    code = "in-use"


class NotYetError(RefusedError):
    """The day on which it left is still to come."""

    code = "not-yet"
