"""What a file comes to once it is laid over its base, written out as a file of its own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from patto.cli.agreements import open_agreement
from patto.cli.exits import ExitCode
from patto.cli.page import write
from patto.cli.problems import print_problems
from patto.kernel.agreement import writing
from patto.language.words import Words


def write_merged(paths: Iterable[Path], words: Words) -> ExitCode:
    """Write each agreement whole, of a folder the newest version; what is wrong goes to the side.

    :raises OSError: if a file cannot be read
    :raises Refusal: if a folder holds no agreement
    """
    ended = ExitCode.FINE
    for path in paths:
        opened = open_agreement(path, words)
        print_problems(opened.problems, words, err=True)
        draft = opened.readings[opened.newest].draft if opened.newest is not None else None
        if draft is not None:
            told = words.say("cli.check.merged", file=opened.newest)
            write(f"# {told}\n\n{writing.write(draft)}", None)
        if not opened.sound:
            ended = ExitCode.NO
    return ended
