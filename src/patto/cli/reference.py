"""The reference pages that are made from the code, so that they cannot say something else.

`python -m patto.cli.reference docs/reference` writes them; a test holds them against the code.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click

from patto.cli.exits import ExitCode
from patto.cli.frame import HELP, command_rows, parameter_rows, usage
from patto.cli.patto import patto
from patto.exchange.discovery import every_importer
from patto.exchange.problems import PROBLEMS, Fate
from patto.home import settings, starting
from patto.kernel import errors, examples
from patto.kernel.agreement.problems import KINDS
from patto.language.words import ProblemText, Words

_MADE: Final = "<!-- Made from the code by `make docs`; change the code or its words instead. -->"

_PART: Final = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
"""A part that is made from the code, in a page that is otherwise written by hand."""

_NAMES: Final[Mapping[str, Any]] = {"help_option_names": HELP}

_EXITS: Final[Mapping[ExitCode, str]] = {
    ExitCode.FINE: """
        The command did what it was asked. Of `measure` it says nothing about the verdicts: a missed
        promise is an answer, not a failure.""",
    ExitCode.NO: """
        The answer is no: `check` found errors, or `diff --exit-code` a difference.""",
    ExitCode.UNUSABLE: """
        Wrong use, or an input that cannot be used: an unknown option, a file that is not there, an
        agreement with errors, an export that cannot be read. The message says which, and what to
        do.""",
    ExitCode.FAULT: """
        A fault of Patto. With `PATTO_DEBUG=1` in the environment the whole trace is shown.""",
    ExitCode.INTERRUPTED: "Interrupted from the keyboard.",
    ExitCode.BROKEN_PIPE: """
        Whoever read the output went away first, as `head` does. Nothing is said.""",
}

_ABOUT_COMMANDS: Final = """\
Every command takes `--lang en|it` and `--help`. What each ends with is in [errors](errors.md)."""

_ABOUT_ERRORS: Final = """\
Three closed lists. An *exit code* is what a command ends with. An *error* is raised where nothing
sensible can go on. A *problem* is found in an input and told with its place, all of them at
once."""


def commands_page() -> str:
    """Return `commands.md`: every command with its arguments and options."""
    words = Words("en")
    lines = ["# Commands", "", _MADE, "", _ABOUT_COMMANDS, ""]
    with click.Context(patto, info_name="patto", obj=words, terminal_width=100, **_NAMES) as ctx:
        lines += _command(patto, ctx, words)
    return "\n".join(lines).rstrip() + "\n"


def errors_page() -> str:
    """Return `errors.md`: exit codes, errors and problems, each closed list with its words."""
    words = Words("en")
    lines = ["# Exit codes, errors and problems", "", _MADE, "", _ABOUT_ERRORS, ""]
    lines += ["## Exit codes", "", "| code | name | meaning |", "|---|---|---|"]
    lines += [f"| {code.value} | {code.name} | {_cell(_EXITS[code])} |" for code in ExitCode]
    lines += ["", "## Errors", "", *_rows(sorted(error_names()), words.error)]
    for title, severities in problem_tables():
        lines += ["", f"## {title}", ""]
        lines += _rows(sorted(severities), lambda code: _template(code, words), severities)
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """Return `settings.md`: every setting of the desk, with an example of each."""
    words = Words("en")
    lines = ["# Settings of the desk", "", _MADE, "", words.say("setting.about").strip(), ""]
    lines += ["| key in `patto.toml` | variable | usual | what it is |", "|---|---|---|---|"]
    for one in settings.SETTINGS:
        usual = f"`{one.usual}`" if one.usual else ""
        told = _cell(words.say(f"setting.{one.key}"))
        lines.append(f"| `{one.key}` | `{one.variable}` | {usual} | {told} |")
    lines += ["", words.say("setting.behind-proxy").strip()]
    return "\n".join(lines) + "\n"


def events_page(page: str) -> str:
    """Return the text of `events.md` with its tables of importers and of findings made anew."""
    parts = {"importers": importers_table(), "findings": findings_table()}
    return _PART.sub(lambda part: part[1] + "\n".join(parts[part[2]]) + "\n" + part[3], page)


def importers_table() -> list[str]:
    """Return the table of importers: each with the endings it reads and what its module says."""
    rows = ["| name | endings | reads |", "|---|---|---|"]
    for name, importer in sorted(every_importer().items()):
        about = inspect.getdoc(inspect.getmodule(importer.read)) or ""
        endings = ", ".join(f"`{suffix}`" for suffix in importer.suffixes)
        rows.append(f"| `{name}` | {endings} | {_cell(about.partition(chr(10) * 2)[0])} |")
    return rows


def findings_table() -> list[str]:
    """Return the table of what an export can have: the codes of each fate."""
    words = Words("en")
    rows = ["| fate | codes |", "|---|---|"]
    for fate in Fate:
        codes = ", ".join(f"`{code}`" for code, entry in PROBLEMS.items() if entry.fate == fate)
        rows.append(f"| {words.say(f'fate.{fate.value}')} | {codes} |")
    return rows


def error_names() -> list[str]:
    """Return the names of all classes of error that the kernel raises, their root left out."""
    found: list[str] = []
    waiting = [errors.PattoError]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            if kind.__module__.startswith("patto."):
                waiting.append(kind)
                found.append(kind.__name__)
    return found


def problem_tables() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the tables of problems, each with its title and the severity of each code."""
    yield "Problems of agreements", {code: kind.severity for code, kind in KINDS.items()}
    yield (
        "Problems of worked examples",
        {code: kind.severity for code, kind in examples.KINDS.items()},
    )
    yield (
        "Problems of exports and mappings",
        {code: f"{entry.severity}, {entry.fate}" for code, entry in PROBLEMS.items()},
    )
    yield "Problems of settings", dict.fromkeys(settings.PROBLEMS, "error")
    yield "Problems of starting", dict.fromkeys(starting.PROBLEMS, "error")


def _command(command: click.Command, ctx: click.Context, words: Words) -> list[str]:
    key = ".".join(["cli", *ctx.command_path.split()[1:]])
    level = "#" * (len(key.split(".")) + 1)
    lines = [f"{level} {ctx.command_path}", "", "```", usage(command, ctx), "```", ""]
    lines += [words.say(f"{key}.help").strip(), ""]
    arguments, options = parameter_rows(command, ctx)
    rows = [(f"`{name}`", text) for name, text in (*arguments, *options)]
    lines += ["| parameter | meaning |", "|---|---|"]
    lines += [f"| {_cell(name)} | {_cell(text)} |" for name, text in rows]
    lines.append("")
    for name, _ in command_rows(command, ctx):
        inner = command.get_command(ctx, name) if isinstance(command, click.Group) else None
        if inner is not None:
            with click.Context(inner, info_name=name, parent=ctx, **_NAMES) as own:
                lines += _command(inner, own, words)
    return lines


def _rows(
    names: list[str],
    text_of: Callable[[str], ProblemText],
    severities: Mapping[str, str] | None = None,
) -> Iterator[str]:
    yield "| name |" + (" severity |" if severities else "") + " what | why | how to mend |"
    yield "|---|" + ("---|" if severities else "") + "---|---|---|"
    for name in names:
        text = text_of(name)
        severity = f" {severities[name]} |" if severities else ""
        cells = " | ".join(map(_cell, (text.what, text.why, text.mend)))
        yield f"| `{name}` |{severity} {cells} |"


def _template(code: str, words: Words) -> ProblemText:
    """Return the words of a problem with the names of its parameters where their values go."""
    return ProblemText(
        *(words.template(f"problem.{code}.{part}") for part in ("what", "why", "mend"))
    )


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def write(folder: Path) -> None:
    """Write the pages to a folder."""
    (folder / "commands.md").write_text(commands_page(), encoding="utf-8")
    (folder / "errors.md").write_text(errors_page(), encoding="utf-8")
    (folder / "settings.md").write_text(settings_page(), encoding="utf-8")
    events = folder / "events.md"
    if events.exists():
        made = events_page(events.read_text(encoding="utf-8"))
        events.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
