"""What the model says of its own parts and keys, for the reference and the JSON Schema."""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise

from patto.kernel.agreement.part import Part


def described(part: type[Part]) -> str:
    """Return what a part is, in one sentence."""
    return " ".join((part.__doc__ or "").split())


def descriptions(part: type[Part]) -> dict[str, str]:
    """Return what each key of a part says, in the order of the keys."""
    found: dict[str, str] = {}
    for owner in reversed(part.__mro__):
        if issubclass(owner, Part):
            found |= _in_module(owner.__module__).get(owner.__name__, {})
    return {name: found[name] for name in part.model_fields}


@cache
def _in_module(name: str) -> dict[str, dict[str, str]]:
    """Return the text below each field of each class of a module."""
    tree = ast.parse(inspect.getsource(sys.modules[name]))
    return {node.name: _below(node.body) for node in tree.body if isinstance(node, ast.ClassDef)}


def _below(body: list[ast.stmt]) -> dict[str, str]:
    told: dict[str, str] = {}
    for field, text in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            told[field.target.id] = " ".join(str(text.value.value).split())
    return told
