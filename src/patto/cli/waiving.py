"""Waivers of rules: on the command line, or in a file that says of each rule why."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from patto.cli.agreements import text_of
from patto.cli.frame import words, wrong_value
from patto.kernel.agreement.nodes import Mapping, Scalar
from patto.kernel.agreement.problems import problem
from patto.kernel.agreement.yaml import compose
from patto.kernel.checks.explaining import explain, rule_ids
from patto.kernel.checks.finding import Waiver
from patto.kernel.errors import InputError


class RuleType(click.ParamType[str]):
    """A rule of the checks, by its id or its name."""

    name = "rule"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the rule's id, or fail with where the rules are listed."""
        return _known(str(value), param, ctx)


class ExplainedType(RuleType):
    """A rule, or the code of a problem that reading an agreement tells."""

    name = "rule"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the rule's id or the problem's code, or fail with where they are listed."""
        code = str(value).lower()
        is_problem = ctx is not None and words(ctx).knows(f"problem.{code}.what")
        return code if is_problem else super().convert(value, param, ctx)


class WaiverType(click.ParamType[Waiver]):
    """A rule and the reason for which it is not held against an agreement."""

    name = "waiver"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Waiver:
        """Return the waiver, or fail with how one is written."""
        rule, _, reason = str(value).partition(":")
        if not reason.strip():
            raise wrong_value("waiver", param, ctx, value=value)
        return Waiver(_known(rule.strip(), param, ctx), reason.strip())


RULE: Final = RuleType()
EXPLAINED: Final = ExplainedType()
WAIVER: Final = WaiverType()


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """Return the waivers that a file states, one a line: a rule and the reason.

    Whether there is such a rule, and a reason, is told in the review.

    :raises InputError: if it is not a file of rules and reasons
    :raises OSError: if it cannot be read
    """
    document = compose(text_of(path), str(path))
    problems = [one for one in document.problems if one.severity == "error"]
    root = document.root
    if problems or root is None:
        raise InputError(problems)
    if not isinstance(root, Mapping):
        raise InputError([problem("mapping-expected", root.place, path="")])
    return tuple(_waiver(rule, node) for rule, node in root.items.items())


def _waiver(rule: str, node: object) -> Waiver:
    known = explain(rule, "en")
    reason = node.value if isinstance(node, Scalar) else None
    return Waiver(known.id if known else rule, "" if reason is None else str(reason))


def _known(value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
    """Return the id of a rule given by its id or name, or fail with an example of each."""
    found = explain(value, "en")
    if found is None:
        ids = rule_ids()
        raise wrong_value("rule", param, ctx, value=value, first=ids[0], last=ids[-1])
    return found.id
