"""The folder of an installation: all that it keeps, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOME: Final = "PATTO_HOME"
"""The variable of the environment that names the folder; `var` where it is not set."""

_OWNER_ONLY: Final = 0o700


@dataclass(frozen=True, slots=True)
class Home:
    """The folder, and what lies where in it."""

    path: Path

    @property
    def settings(self) -> Path:
        """The file of settings, which need not be there."""
        return self.path / "patto.toml"

    @property
    def database(self) -> Path:
        """The database, where none is named in the settings."""
        return self.path / "patto.sqlite3"

    @property
    def lock(self) -> Path:
        """The file that a running server holds."""
        return self.path / "lock"

    @property
    def files(self) -> Path:
        """The folder of what people send: attachments and signed copies."""
        return self.path / "files"

    def made(self) -> Home:
        """Return this home once its folders are there.

        :raises OSError: if they cannot be made
        """
        for folder in (self.path, self.files):
            folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        return self

    def secret(self, name: str = "secret") -> str:
        """Return a secret of this installation, drawn when it is first asked for.

        :raises OSError: if it can be neither read nor written
        """
        path = self.path / name
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        drawn = secrets.token_urlsafe(48)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(drawn + "\n")
        return drawn


def home(environ: Mapping[str, str]) -> Home:
    """Return the home that the environment names."""
    return Home(Path(environ.get(HOME) or "var").absolute())
