"""The frame of every command: its language, its help, and its being loaded only when asked for.

A command's texts stand in the catalogue, found by its path: `cli.measure.summary` is its line in
the list, `cli.measure.help` its description, `cli.measure.options.period` and
`cli.measure.arguments.events` its parameters; what is the same everywhere stands under
`cli.options` and `cli.arguments`. A declaration in code holds names and types, no words.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final, TypeVar

import click

from patto.language.catalogue import SOURCE, languages, matching
from patto.language.words import Words

F = TypeVar("F", bound=Callable[..., Any])

HELP: Final = ["-h", "--help"]
_LANG: Final = "--lang"


class LanguageType(click.ParamType[str]):
    """The code of a language that has a catalogue."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the language's code, or fail with the list of those there are."""
        found = matching(str(value))
        if found is None:
            raise wrong_value("language", param, ctx, value=value, known=", ".join(languages()))
        return found

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002  # click's
        """Return the codes to choose from."""
        return f"[{'|'.join(languages())}]"


class ChoiceType(click.ParamType[str]):
    """One of a few words."""

    name = "choice"

    def __init__(self, choices: Sequence[str]) -> None:
        self.choices = tuple(choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word, or fail with those to choose from."""
        if value not in self.choices:
            raise wrong_value("choice", param, ctx, value=value, known=", ".join(self.choices))
        return str(value)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002  # click's
        """Return the words to choose from."""
        return f"[{'|'.join(self.choices)}]"


class WrongValueError(click.BadParameter):
    """A value on the command line that cannot be used; the catalogue has the words."""

    def __init__(
        self, key: str, param: click.Parameter | None, ctx: click.Context | None, **told: object
    ) -> None:
        self.key, self.told = key, told
        super().__init__(key, ctx, param)


class Refusal(click.UsageError):
    """A command line that cannot be run, said in the reader's words already."""


def wrong_value(
    key: str, param: click.Parameter | None, ctx: click.Context | None, **told: object
) -> WrongValueError:
    """Return the error that says, with the words of `cli.wrong.<key>`, why a value is refused."""
    return WrongValueError(key, param, ctx, **told)


def language_asked(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """Return the language to speak: of `--lang`, else of the environment, else English.

    What stands after `--lang` is taken here without complaint; the option itself complains.
    """
    given = [word for word in arguments if word.startswith(f"{_LANG}=")]
    tags = [word.partition("=")[2] for word in given]
    if _LANG in arguments[:-1]:
        tags.append(arguments[arguments.index(_LANG) + 1])
    tags += [environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = next((tag for tag in tags if tag), "")
    return matching(spoken) or SOURCE


def language_given(ctx: click.Context) -> bool:
    """Return whether the language was asked for on the command line."""
    return bool(ctx.find_root().meta.get("patto.language-given"))


def words(ctx: click.Context | None = None) -> Words:
    """Return the words of the language that this command speaks."""
    context = ctx or click.get_current_context(silent=True)
    root = context.find_root() if context else None
    if root is not None and isinstance(root.obj, Words):
        return root.obj
    return Words(SOURCE)


def key_of(ctx: click.Context) -> str:
    """Return where a command's texts stand in the catalogue: `cli`, `cli.clock.elapsed`."""
    names: list[str] = []
    context: click.Context | None = ctx
    while context is not None and context.parent is not None:
        names.append(str(context.info_name))
        context = context.parent
    return ".".join(["cli", *reversed(names)])


def _speak(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        root = ctx.find_root()
        root.obj = Words(value)
        root.meta["patto.language-given"] = True


def _language_option() -> click.Option:
    return click.Option(
        [_LANG], type=LanguageType(), expose_value=False, is_eager=True, callback=_speak
    )


class Command(click.Command):
    """A command whose texts come from the catalogue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context_settings = {"help_option_names": HELP, **self.context_settings}
        self.params.append(_language_option())

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page of the command in the reader's language."""
        write_help(self, ctx, formatter)

    def get_help_option_names(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's
        """Return the names of the option of help: the same wherever the command is called from."""
        return list(HELP)

    def get_usage(self, ctx: click.Context) -> str:
        """Return the usage line in the reader's language."""
        return usage(self, ctx)


class Group(Command, click.Group):
    """A group whose commands are imported when one is called, not when they are listed.

    `lazy` tells for each name where the command is: `patto.cli.check:check`.
    """

    command_class = Command

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, those loaded late among them."""
        return [*self._lazy, *(n for n in super().list_commands(ctx) if n not in self._lazy)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module now if need be."""
        where = self._lazy.get(cmd_name)
        if where is None:
            return super().get_command(ctx, cmd_name)
        module, _, name = where.partition(":")
        return framed(getattr(import_module(module), name))


def framed(command: click.Command) -> click.Command:
    """Return a command with its help in the reader's language; one of click's own is rebuilt."""
    if isinstance(command, Command):
        return command
    made = Group if isinstance(command, click.Group) else Command
    own = made(command.name, callback=command.callback, params=list(command.params))
    if isinstance(command, click.Group) and isinstance(own, click.Group):
        for name, inner in command.commands.items():
            own.add_command(framed(inner), name)
    return own


def write_help(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write a help page: usage, what the command does, its arguments, options and commands."""
    say, key = words(ctx).say, key_of(ctx)
    _write_usage(command, ctx, formatter)
    formatter.write_paragraph()
    formatter.write_text(say(f"{key}.help"))
    arguments, options = parameter_rows(command, ctx)
    commands = command_rows(command, ctx)
    for heading, rows in (("arguments", arguments), ("options", options), ("commands", commands)):
        if rows:
            with formatter.section(say(f"cli.headings.{heading}")):
                formatter.write_dl(rows)
    if words(ctx).knows(f"{key}.after"):
        formatter.write_paragraph()
        formatter.write_text(say(f"{key}.after"))


def parameter_rows(
    command: click.Command, ctx: click.Context
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the arguments of a command and its options, each with what it is for."""
    arguments, options = [], []
    for param in command.get_params(ctx):
        if isinstance(param, click.Argument):
            arguments.append((metavar(param, ctx), _parameter_text(param, ctx)))
        elif isinstance(param, click.Option) and not param.hidden:
            options.append((_option_spec(param, ctx), _parameter_text(param, ctx)))
    return arguments, options


def command_rows(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    """Return the commands of a group, each with its line; none for a plain command."""
    if not isinstance(command, click.Group):
        return []
    names = command.list_commands(ctx)
    return [(name, words(ctx).say(f"{key_of(ctx)}.{name}.summary")) for name in names]


def metavar(param: click.Parameter, ctx: click.Context) -> str:
    """Return what stands for a parameter's value: `AGREEMENT`, `EVENTS...`, `[text|json]`."""
    if isinstance(param.type, ChoiceType | LanguageType | click.Choice):
        return str(param.type.get_metavar(param, ctx))
    spoken = words(ctx)
    names = (
        [str(param.name)]
        if isinstance(param, click.Argument)
        else [str(param.name), param.type.name]
    )
    keys = (key for name in names if spoken.knows(key := f"cli.metavar.{name}"))
    key = next(keys, "")
    text = spoken.say(key) if key else names[-1].upper()
    if isinstance(param, click.Argument) and not param.required:
        text = f"[{text}]"
    return text if param.nargs == 1 else f"{text}..."


def _parameter_text(param: click.Parameter, ctx: click.Context) -> str:
    """Return what a parameter is for: the words of its command, of a group around it, of all."""
    kind = "arguments" if isinstance(param, click.Argument) else "options"
    spoken, name = words(ctx), "help" if HELP[-1] in param.opts else str(param.name)
    steps = key_of(ctx).split(".")
    keys = [".".join([*steps[:n], kind, name]) for n in range(len(steps), 0, -1)]
    text = spoken.say(next((key for key in keys if spoken.knows(key)), keys[-1]))
    if isinstance(param, click.Option) and isinstance(param.default, str):
        text += " " + spoken.say("cli.default", value=param.default)
    return text


def _option_spec(param: click.Option, ctx: click.Context) -> str:
    names = ", ".join(param.opts)
    return names if param.is_flag or param.count else f"{names} {metavar(param, ctx)}"


def usage(command: click.Command, ctx: click.Context) -> str:
    """Return how a command is used: `Usage: patto check [OPTIONS] AGREEMENT...`."""
    formatter = ctx.make_formatter()
    _write_usage(command, ctx, formatter)
    return formatter.getvalue().rstrip("\n")


def _write_usage(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    say = words(ctx).say
    pieces = [say("cli.usage.options")]
    pieces += [
        metavar(param, ctx)
        for param in command.get_params(ctx)
        if isinstance(param, click.Argument)
    ]
    if isinstance(command, click.Group):
        pieces.append(say("cli.usage.command"))
    prefix = say("cli.usage.usage") + " "
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix)


def environment_language(arguments: Sequence[str]) -> Words:
    """Return the words to start with, before any option has been read."""
    return Words(language_asked(arguments, os.environ))
