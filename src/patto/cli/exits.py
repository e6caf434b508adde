"""The exit codes of every command: a closed list."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command ends with; `docs/reference/errors.md` explains each."""

    FINE = 0
    NO = 1
    UNUSABLE = 2
    FAULT = 3
    INTERRUPTED = 130
    BROKEN_PIPE = 141
