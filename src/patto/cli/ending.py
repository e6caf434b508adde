"""Running a command to its end: every failure in words, every end with its exit code."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Final

import click

from patto.cli.exits import ExitCode
from patto.cli.frame import Refusal, WrongValueError, environment_language, metavar
from patto.cli.patto import patto
from patto.kernel.errors import InputError, PattoError
from patto.language.catalogue import SOURCE
from patto.language.words import Words

DEBUG: Final = "PATTO_DEBUG"
"""Set to anything, it shows where in the program a fault happened."""

# How click, which has no classes for them, begins two of its messages.
_EXTRA: Final = "Got unexpected extra argument"
_NO_COMMAND: Final = "Missing command."

_QUOTED: Final = re.compile(r"'[^']*'")

_COMPLETE: Final = "_PATTO_COMPLETE"


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; nothing is raised but what a shell asks for."""
    if _COMPLETE in os.environ:
        patto.main(prog_name="patto")
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a letter shows a question mark; it is no reason to fail.
            stream.reconfigure(errors="replace")
    words = environment_language(given)
    try:
        code = _invoke(given, words)
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()
        return ExitCode.BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        return _told(words.say("cli.ended.interrupted"), ExitCode.INTERRUPTED)
    except click.ClickException as error:
        return _told(_misuse(error, words), ExitCode.UNUSABLE)
    except Exception as error:  # noqa: BLE001  # the last door: whatever it is, it is told
        return _failure(error, words)
    return code


def _invoke(arguments: list[str], words: Words) -> int:
    try:
        width = _width()
        with patto.make_context("patto", arguments, obj=words, terminal_width=width) as ctx:
            result = patto.invoke(ctx)
    except click.exceptions.Exit as end:
        return end.exit_code
    return result if isinstance(result, int) else ExitCode.FINE


def _width() -> int:
    """Return the width of help pages: the terminal's, within reason."""
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (OSError, ValueError):
        columns = 80
    return min(max(columns, 50), 100) - 2


def _failure(error: Exception, words: Words) -> int:
    if isinstance(error, InputError):
        from patto.cli.problems import print_problems  # noqa: PLC0415  # only a failure needs it

        print_problems(error.problems, words, err=True)
        return ExitCode.UNUSABLE
    if isinstance(error, PattoError):
        return _told(_told_error(error, words), ExitCode.UNUSABLE)
    if isinstance(error, OSError):
        return _told(_file_trouble(error, words), ExitCode.UNUSABLE)
    return _fault(error, words)


def _told(text: str, code: ExitCode) -> ExitCode:
    try:
        click.echo(text, err=True)
    except BrokenPipeError:
        _close_quietly()
    return code


def _told_error(error: PattoError, words: Words) -> str:
    text = words.error(error)
    told = detail_of(str(error), words)
    lines = [words.say("cli.ended.detail", detail=told)] if told else []
    return "\n".join([text.what, *lines, text.mend])


def detail_of(text: str, words: Words) -> str:
    """Return the detail of an error; in another language than its own, only what has none.

    That is the place it begins with, such as `calendar.zone` or `cases.json:1:1`, and the value it
    quotes.
    """
    if words.language == SOURCE:
        return text
    place, colon, rest = text.partition(": ")
    place, rest = (place, rest) if colon and " " not in place else ("", text)
    quoted = _QUOTED.match(rest)
    return " ".join(part for part in (place, quoted[0] if quoted else "") if part)


def _file_trouble(error: OSError, words: Words) -> str:
    """Return the words for a file that cannot be opened, read or written."""
    from pathlib import Path  # noqa: PLC0415  # a start without a failure does not pay for it

    kind, file = type(error).__name__, str(error.filename or "-")
    path = Path(file)
    if isinstance(error, FileNotFoundError) and not path.parent.is_dir():
        return words.say("cli.file.no-folder", folder=path.parent, file=path.name)
    key = f"cli.file.{kind}" if words.knows(f"cli.file.{kind}") else "cli.file.OSError"
    return words.say(key, file=file, detail=system_reason(error, words))


def system_reason(error: OSError, words: Words) -> str:
    """Return why the system refused, empty where there are no words in the reader's language."""
    key = f"os-error.{errno.errorcode.get(error.errno or 0, '')}"
    if words.knows(key):
        return words.say(key)
    return str(error.strerror or error) if words.language == SOURCE else ""


def _fault(error: Exception, words: Words) -> ExitCode:
    from pathlib import PurePath  # noqa: PLC0415  # a start without a fault does not pay for it
    from traceback import extract_tb, print_exception  # noqa: PLC0415  # the same

    if DEBUG in os.environ:
        print_exception(error)
    frames = extract_tb(error.__traceback__)
    where = f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "-"
    kind = type(error).__name__
    text = words.say("cli.ended.fault", kind=kind, message=error, where=where, variable=DEBUG)
    return _told(text, ExitCode.FAULT)


def _misuse(error: click.ClickException, words: Words) -> str:
    """Return what is wrong with a command line, and how to see what would be right."""
    ctx = getattr(error, "ctx", None)
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and ctx is not None:
        return str(ctx.get_help())
    text = _misuse_text(error, words)
    if isinstance(error, Refusal):
        return text
    command = "patto" if ctx is None else ctx.command_path
    return text + "\n" + words.say("cli.wrong.try-help", command=command)


def _misuse_text(error: click.ClickException, words: Words) -> str:
    """Return what is wrong with a command line; what click says itself is in no language."""
    match error:
        case Refusal():
            return error.message
        case WrongValueError():
            reason = words.say(f"cli.wrong.{error.key}", **error.told)
            return words.say("cli.wrong.value", name=_name(error), reason=reason)
        case click.MissingParameter():
            return words.say("cli.wrong.missing", name=_missing(error))
        case click.BadParameter() if isinstance(error.__context__, OSError):
            return _file_trouble(error.__context__, words)
        case click.BadParameter():
            return words.say("cli.wrong.value", name=_name(error), reason=error.message)
        case _:
            return _misuse_of_names(error, words)


def _misuse_of_names(error: click.ClickException, words: Words) -> str:
    match error:
        case click.exceptions.NoSuchOption():
            return words.say("cli.wrong.no-option", name=error.option_name)
        case click.exceptions.NoSuchCommand():
            told = {"name": error.command_name, "known": _commands(error)}
            return words.say("cli.wrong.no-command", **told)
        case click.BadOptionUsage():
            return words.say("cli.wrong.option-usage", name=error.option_name)
        case click.UsageError() if error.message.startswith(_EXTRA):
            return words.say("cli.wrong.extra", what=_within_brackets(error.message))
        case click.UsageError() if error.message == _NO_COMMAND:
            return words.say("cli.wrong.no-command-given", known=_commands(error))
        case _:
            return words.say("cli.wrong.use", detail=error.format_message())


def _within_brackets(text: str) -> str:
    return text.partition("(")[2].rpartition(")")[0]


def _commands(error: click.UsageError) -> str:
    ctx = error.ctx
    if ctx is None or not isinstance(ctx.command, click.Group):
        return "-"
    return ", ".join(ctx.command.list_commands(ctx))


def _name(error: click.BadParameter) -> str:
    """Return what the reader typed, or should have: `--at`, `AGREEMENT`."""
    param, ctx = error.param, error.ctx
    if param is None or ctx is None:
        return "-"
    if isinstance(param, click.Argument):
        return metavar(param, ctx)
    return str(param.opts[-1])


def _missing(error: click.MissingParameter) -> str:
    """Return the argument that is missing.

    What follows one that takes many is given its value first, so that of `AGREEMENT EVENTS...
    TICKET` the many are found wanting where the last was left out.
    """
    param, ctx = error.param, error.ctx
    if ctx is not None and isinstance(param, click.Argument) and param.nargs == -1:
        after = [one for one in ctx.command.params if isinstance(one, click.Argument)]
        return metavar(after[-1], ctx)
    return _name(error)


def _close_quietly() -> None:
    """Let go of standard output, so that the interpreter does not complain when it ends."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, sys.stdout.fileno())
