"""Opening agreements: files and folders of versions, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from patto.cli.frame import Refusal
from patto.cli.problems import print_problems
from patto.kernel.agreement import nodes
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.problems import problem
from patto.kernel.agreement.reading import Reading, in_order
from patto.kernel.agreement.versions import History, HistoryReading, read_history
from patto.kernel.agreement.yaml import CHARACTERS_LIMIT, compose
from patto.kernel.errors import InputError, Place, Problem
from patto.kernel.examples import run_examples
from patto.language.words import Words
from patto.templates import Leftover, leftovers

ENDINGS: Final = (".yaml", ".yml")

_BYTES_LIMIT: Final = 4 * CHARACTERS_LIMIT  # no character takes more than four bytes in UTF-8


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of opening an agreement: its history if it can be measured, and its problems.

    The worked examples have been run where the agreement has its form. `texts` are the files as
    they were read, `readings` what came of each that is a version.
    """

    history: History | None
    problems: tuple[Problem, ...]
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    readings: Mapping[str, Reading] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def sound(self) -> bool:
        """Whether nothing found is an error."""
        return not any(found.severity == "error" for found in self.problems)

    @property
    def own(self) -> tuple[str, ...]:
        """The files of the versions, in which what a base says is restated."""
        return tuple(self.readings)

    @property
    def newest(self) -> str | None:
        """The file of the version that starts last, `None` if no version has its form."""
        drafts = {name: one.draft for name, one in self.readings.items() if one.draft is not None}
        starts = {
            name: (one.agreement.effective.start, one.agreement.version)
            for name, one in drafts.items()
        }
        return max(starts, key=starts.__getitem__, default=None)

    @property
    def example_data(self) -> tuple[Leftover, ...]:
        """What the newest version still has of a template's invented data."""
        return () if self.newest is None else leftovers(self.readings[self.newest].places)


def open_agreement(path: Path, words: Words) -> Opened:
    """Return the agreement that a file states, or a folder with one version a file.

    :raises OSError: if a file cannot be read
    :raises Refusal: if a folder holds no agreement
    """
    try:
        texts = {str(file): text_of(file) for file in _files(path, words)}
    except InputError as error:
        return Opened(None, error.problems)
    reading = _read(texts, path if path.is_dir() else path.parent)
    problems = [*reading.problems, *_examples(reading)]
    return Opened(reading.history, in_order(problems), texts, reading.readings)


def usable_history(path: Path, words: Words) -> History:
    """Return an agreement that can be measured; what is less than an error is told.

    :raises InputError: if it has errors
    :raises OSError: if a file cannot be read
    :raises Refusal: if a folder holds no agreement
    """
    return usable(path, words)[0]


def usable(path: Path, words: Words) -> tuple[History, Opened]:
    """Return an agreement that can be measured, and what came of opening it.

    What is less than an error is told.

    :raises InputError: if it has errors
    :raises OSError: if a file cannot be read
    :raises Refusal: if a folder holds no agreement
    """
    opened = open_agreement(path, words)
    if opened.history is None or not opened.sound:
        raise InputError(opened.problems)
    if opened.problems:
        zone = opened.history.versions[-1].agreement.zone
        print_problems(opened.problems, words, err=True, zone=zone)
    return opened.history, opened


def not_computed(versions: Iterable[Agreement], words: Words) -> str:
    """Return a line that names what is agreed and nothing works out yet, empty if there is none."""
    titles = tuple(dict.fromkeys(title for one in versions for title in one.not_computed))
    return words.say("report.not-measured", metrics=words.listing(titles)) + "\n" if titles else ""


def text_of(path: Path) -> str:
    """Return the text of an agreement's file.

    :raises InputError: if it is too large, or not UTF-8
    :raises OSError: if it cannot be read
    """
    with path.open("rb") as file:
        data = file.read(_BYTES_LIMIT + 1)
    if len(data) > _BYTES_LIMIT:
        told = problem("file-too-large", Place(str(path)), limit=str(CHARACTERS_LIMIT))
        raise InputError([told])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if (
            path.suffix.lower() not in ENDINGS
        ):  # an export, a document: saving it anew mends nothing
            raise InputError([problem("file-not-agreement", Place(str(path)))]) from error
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            [problem("encoding-wrong", Place(str(path), line), encoding="UTF-8")]
        ) from error


def base_text(path: Path) -> str:
    """Return the text of the file on which an agreement builds.

    :raises OSError: if it cannot be read, is too large, or not UTF-8
    """
    try:
        return text_of(path)
    except InputError as error:
        raise OSError(str(error)) from error


def _files(path: Path, words: Words) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS)
    if not found:
        raise Refusal(words.say("cli.file.no-agreements", file=path))
    return found


def _read(texts: dict[str, str], folder: Path) -> HistoryReading:
    """Return the history; of the files in a folder, a mere base of others is not a version."""
    bases: set[str] = set()

    def load(name: str) -> str:
        path = folder / name
        bases.add(str(path))
        return base_text(path)

    reading = read_history(texts, load)
    parts = {file for file in bases & texts.keys() if not _states_identity(texts[file])}
    if not parts:
        return reading
    return read_history({file: text for file, text in texts.items() if file not in parts}, load)


def _states_identity(text: str) -> bool:
    root = compose(text, "").root
    return isinstance(root, nodes.Mapping) and "agreement" in root.items


def _examples(reading: HistoryReading) -> Iterable[Problem]:
    for one in reading.readings.values():
        if one.agreement is not None:
            yield from run_examples(one.agreement, one.places)
