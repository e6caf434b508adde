"""The folder of an installation: all that it keeps, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOME: Final = "PATTO_HOME"
"""The variable of the environment that names the folder; `var` where it is not set."""

_OWNER_ONLY: Final = 0o700
_OWNERS_FILE: Final = 0o600
_OTHERS: Final = 0o077


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
        """Return this home once its folders are there, and what it keeps is its owner's alone.

        :raises OSError: if they cannot be made
        """
        for folder in (self.path, self.files):
            folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        # What an older version or somebody's `cp` left open; the folder itself may be another's.
        for name in ("", "-wal", "-shm"):
            file = self.database.with_name(self.database.name + name)
            if file.is_file() and file.stat().st_mode & _OTHERS:
                file.chmod(_OWNERS_FILE)
        return self

    def secret(self, name: str = "secret") -> str:
        """Return a secret of this installation, drawn when it is first asked for.

        :raises OSError: if it can be neither read nor written
        """
        path = self.path / name
        with suppress(FileNotFoundError):
            known = path.read_text(encoding="ascii").strip()
            if known:
                return known
        # Written elsewhere and put in its place whole: nobody ever reads half of it, and of two
        # who draw at the same time both have the same in the end.
        handle, waiting = tempfile.mkstemp(dir=self.path, prefix=f".{name}-")
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileNotFoundError):
                if not path.stat().st_size:
                    path.unlink()
            _put(Path(waiting), path)
        finally:
            Path(waiting).unlink(missing_ok=True)
        return path.read_text(encoding="ascii").strip()


def _put(waiting: Path, place: Path) -> None:
    """Put a file where none is yet; who was faster is left what is theirs."""
    try:
        place.hardlink_to(waiting)
    except FileExistsError:
        return
    except OSError:  # a file system that knows no links; there nobody else works on the home
        waiting.replace(place)


def home(environ: Mapping[str, str]) -> Home:
    """Return the home that the environment names."""
    return Home(Path(environ.get(HOME) or "var").absolute())
