"""`patto diff`: what differs between two agreements, in plain sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from patto.cli.agreements import Opened, base_text, open_agreement
from patto.cli.encoding import as_text
from patto.cli.exits import ExitCode
from patto.cli.frame import ChoiceType, Command, Refusal, words
from patto.cli.page import Cell, Page, Tone, show, write
from patto.cli.parameters import FILE
from patto.kernel.agreement.differences.change import Effect
from patto.kernel.agreement.differences.standard import base_named, standard
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.quantities import WrittenQuantity
from patto.kernel.errors import InputError
from patto.language.words import Words

if TYPE_CHECKING:
    from patto.documents.differences.sentences import Sentence
    from patto.documents.differences.told import Told

_TONES: Final[dict[Effect, Tone]] = {"harder": "doubt", "easier": "good", "neither": "quiet"}
_KEY: Final = "cli.diff"


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two that are compared: where it stands, and what should be known of it.

    A base that leaves to others which agreement it is has no identity of its `own`.
    """

    file: str
    agreement: Agreement
    notes: tuple[str, ...] = ()
    own: bool = True


@click.command(cls=Command)
@click.argument("before", type=FILE)
@click.argument("after", type=FILE, required=False)
@click.option("--format", "form", type=ChoiceType(("text", "json")), default="text")
@click.option("--exit-code", is_flag=True)
def diff(before: Path, after: Path | None, form: str, exit_code: bool) -> int:  # noqa: FBT001  # click's
    """Say what differs between two agreements."""
    from patto.documents.differences.told import told  # noqa: PLC0415  # `--help` needs none of it

    spoken = words()
    if after is not None:
        old, new = _newest(before, spoken), _newest(after, spoken)
    else:
        old, new = _last_two(before, spoken) if before.is_dir() else _on_base(before, spoken)
    found = told(old.agreement, new.agreement, spoken.language)
    if form == "json":
        write(as_text(_document(old, new, found)), None)
    else:
        show(_page(old, new, found, spoken))
    return ExitCode.NO if exit_code and found.chapters else ExitCode.FINE


def _newest(path: Path, words: Words) -> _Side:
    """Return the agreement that a file states, or the version in a folder that starts last."""
    return _newest_of(open_agreement(path, words), words)


def _newest_of(opened: Opened, words: Words) -> _Side:
    if opened.newest is None:
        raise InputError(opened.problems)
    return _side(opened, opened.newest, words)


def _last_two(folder: Path, words: Words) -> tuple[_Side, _Side]:
    opened = open_agreement(folder, words)
    starts = {
        name: (one.draft.agreement.effective.start, one.draft.agreement.version)
        for name, one in opened.readings.items()
        if one.draft is not None
    }
    last = sorted(starts, key=starts.__getitem__)[-2:]
    if len(last) < 2:
        if not opened.sound:
            raise InputError(opened.problems)
        raise Refusal(words.say(f"{_KEY}.one-version", file=folder))
    before, after = last
    return _side(opened, before, words), _side(opened, after, words)


def _on_base(path: Path, words: Words) -> tuple[_Side, _Side]:
    """Return the base that a file names, and the file."""
    opened = open_agreement(path, words)
    new = _newest_of(opened, words)
    name = base_named(opened.texts[new.file])
    if name is None:
        raise Refusal(words.say(f"{_KEY}.no-base", file=path))
    base = standard(name, lambda one: base_text(path.parent / one), new.agreement, new.file)
    if base.agreement is None:
        raise InputError(base.problems)
    left = [f"`{part}`" for part in base.left]
    notes = [words.say(f"{_KEY}.left", file=base.name, parts=words.listing(left))] if left else []
    own = "agreement" not in base.left
    return _Side(base.name, base.agreement, tuple(notes), own), new


def _side(opened: Opened, file: str, words: Words) -> _Side:
    """Return a version as it was read; that it is not sound is said, and does not hinder."""
    reading = opened.readings[file]
    if reading.draft is None:
        raise InputError(opened.problems)
    examples = (one for one in opened.problems if one.place.file == file)
    problems = {id(one): one for one in (*reading.problems, *examples)}.values()
    errors = sum(found.severity == "error" for found in problems)
    notes = (words.say(f"{_KEY}.unsound", file=file, count=errors),) if errors else ()
    return _Side(file, reading.draft, notes)


def _page(old: _Side, new: _Side, found: Told, words: Words) -> Page:
    page = Page()
    sides = {"before": _cited(old, words), "after": _cited(new, words)}
    page.line(words.say(f"{_KEY}.sides", **sides))
    for note in (*old.notes, *new.notes, *found.notes):
        page.line(Cell(note, "doubt"))
    page.line(Cell(found.headline, "strong"))
    if found.counts["harder"] or found.counts["easier"]:
        page.line(Cell(words.say("differences.note.meaning"), "quiet"))
    for chapter in found.chapters:
        page.gap()
        page.line(Cell(chapter.title, "strong"))
        for line in chapter.lines:
            head = line.text.removesuffix(":") if line.long else line.text
            effect = Cell(f"  ({line.effect})" if line.effect else "", _TONES[line.judged])
            page.line(head, effect, line.text.removeprefix(head), indent=2)
            for key in ("before", "after") if line.long else ():
                label = Cell(words.say(f"differences.{key}"), "quiet")
                page.line(label, " ", getattr(line, key), indent=4)
    return page


def _cited(side: _Side, words: Words) -> str:
    own = side.agreement.agreement
    if not side.own:
        return words.say(f"{_KEY}.base", file=side.file)
    return words.say(f"{_KEY}.side", file=side.file, id=own.id, version=own.version)


def _document(old: _Side, new: _Side, found: Told) -> dict[str, Any]:
    return {
        "before": _identified(old),
        "after": _identified(new),
        "headline": found.headline,
        "notes": [*old.notes, *new.notes, *found.notes],
        "terms": dict(found.counts),
        "changes": [
            _entry(sentence, chapter.part)
            for chapter in found.chapters
            for sentence in chapter.sentences
        ],
    }


def _identified(side: _Side) -> dict[str, Any]:
    terms = side.agreement
    return {
        "file": side.file,
        "id": terms.agreement.id,
        "version": terms.agreement.version,
        "provider": terms.parties.provider.name,
        "customer": terms.parties.customer.name,
    }


def _entry(sentence: Sentence, chapter: str) -> dict[str, Any]:
    change, judged = sentence.change, sentence.change.judgement
    return {
        "path": change.path,
        "chapter": chapter,
        "kind": change.kind,
        "effect": judged.effect,
        "aspect": judged.aspect if judged.effect != "neither" else None,
        "hours_more_us": judged.hours.more if judged.hours is not None else None,
        "hours_per": judged.hours.per if judged.hours is not None else None,
        "before": _plain(change.before),
        "after": _plain(change.after),
        "sentence": sentence.text,
        "effect_text": sentence.effect or None,
    }


def _plain(value: object) -> Any:
    """Return a value as a file states it."""
    if isinstance(value, Part):
        return {key: _plain(inner) for key, inner in value if inner is not None}
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, WrittenQuantity):
        return value.text
    return value.isoformat() if isinstance(value, date) else value
