"""The frame: help in the reader's language, nothing imported before it is needed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from cli.console import Console, patto
from patto.cli.frame import Command, language_asked, write_help
from patto.cli.patto import patto as group
from patto.language import Words
from patto.language.catalogue import languages

COMMANDS = ["check", "measure", "explain", "convert", "clock", "verdict", "schema"]


def every_command(
    command: click.Command, ctx: click.Context
) -> Iterator[tuple[click.Command, click.Context]]:
    yield command, ctx
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            assert inner is not None
            yield from every_command(inner, click.Context(inner, parent=ctx, info_name=name))


def test_the_help_lists_every_command(console: Console):
    ended = console("--help")
    assert ended.code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in ended.out


@pytest.mark.parametrize(
    "arguments",
    [("--lang", "it", "--help"), ("--help", "--lang=it"), ("check", "--help", "--lang", "it")],
)
def test_the_language_may_be_named_anywhere(console: Console, arguments: tuple[str, ...]):
    out = console(*arguments).out
    assert out.startswith("Uso: patto")
    assert "Opzioni:" in out


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "it_IT.UTF-8"}, "it"),
        ({"LC_ALL": "C", "LANG": "it_IT.UTF-8"}, "en"),
        ({"LC_MESSAGES": "it_IT", "LANG": "en_GB"}, "it"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_environment_names_the_language_as_it_does_for_others(environ, language):
    assert language_asked([], environ) == language
    assert language_asked(["--lang", "it"], environ) == "it"


@pytest.mark.parametrize("language", languages())
def test_every_command_and_option_has_words(language):
    words = Words(language)
    root = click.Context(group, info_name="patto", obj=words)
    seen = 0
    for command, ctx in every_command(group, root):
        assert isinstance(command, Command), ctx.command_path
        formatter = click.HelpFormatter(width=100)
        write_help(command, ctx, formatter)
        assert words.say("cli.usage.usage") in formatter.getvalue()
        seen += 1
    assert seen > len(COMMANDS)


def test_help_costs_no_heavy_import():
    code = (
        "import sys; from patto.cli.ending import run; run(['--help'])\n"
        "heavy = {'pydantic', 'numpy', 'rich', 'babel', 'yaml', 'jinja2', 'pyarrow', 'duckdb'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_version_is_told():
    assert patto("--version").stdout.startswith("patto ")


WRONG = [
    (("--lang", "xx"), "--lang: there are no words for “xx”. There are: en, it."),
    (("teleport",), "There is no command teleport. There are: new, check, measure"),
    (("check",), "AGREEMENT... is missing."),
    (("check", "--frmat"), "There is no option --frmat."),
    (("check", "x", "--format"), "--format needs a value"),
    (("check", "x", "--format", "xml"), "--format: “xml” is not one of text, json, sarif."),
    (("measure", "a", "b", "--at", "soon"), "--at: “soon” is not a time."),
    (("measure", "a", "b", "--at", "2026-02-30"), "--at: “2026-02-30” is not a time."),
    (("measure", "a", "b", "--period", "May"), "--period: “May” is not a period."),
    (("schema", "a"), "More was given than this takes: a."),
    (("measure", "a", "b", "--format", "html"), "--output: the format html is written to a file"),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG)
def test_wrong_use_says_what_is_wrong_and_ends_with_2(console: Console, arguments, told):
    ended = console(*arguments)
    assert ended.code == 2
    assert ended.err.startswith(told)
    assert "--help` shows what can be given." in ended.err
    assert ended.out == ""


@pytest.mark.parametrize(("arguments", "told"), WRONG)
def test_wrong_use_is_told_in_italian_too(console: Console, arguments, told):
    ended = console(*arguments, "--lang=it")
    assert ended.code == 2
    assert not ended.err.startswith(told)
    assert "mostra che cosa si può dare." in ended.err


def test_no_arguments_is_a_call_for_help(console: Console):
    for arguments in ((), ("clock",)):
        ended = console(*arguments)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("Usage: patto")
