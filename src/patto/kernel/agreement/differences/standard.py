"""The base of a file, such as a house's standard, as an agreement that the file can be held to.

A base need not be whole: what only the single agreement can say, such as its parties, it leaves to
the file. That is taken from the file, and so is no difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Final

from pydantic import ValidationError

from patto.kernel.agreement.base import BASE, Load, on_its_base
from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Mapping, Places
from patto.kernel.agreement.shape import problems_of
from patto.kernel.agreement.yaml import compose
from patto.kernel.errors import Problem

_REQUIRED: Final = tuple(n for n, f in Agreement.model_fields.items() if f.is_required())


@dataclass(frozen=True, slots=True)
class Standard:
    """The base of a file: `agreement` is there if it has its form once it is filled up.

    `left` are the parts that it does not state and that were taken from the file.
    """

    name: str
    agreement: Agreement | None
    problems: tuple[Problem, ...] = ()
    left: tuple[str, ...] = ()


def base_named(text: str) -> str | None:
    """Return the name of the base that a file names, `None` if it names none."""
    root = compose(text, "").root
    named = root.items.get(BASE) if isinstance(root, Mapping) else None
    return named.value if named is not None and isinstance(named.value, str) else None


def standard(name: str, load: Load, whole: Agreement, file: str) -> Standard:
    """Return the base of a file by its name, filled up from the whole that the file comes to.

    `name` and `load` are as the file has them, `file` is the name that its own places carry.

    :raises OSError: if there is no base of that name
    """
    beside = normpath(join(dirname(file), name))
    document = on_its_base(
        compose(load(name), beside), lambda other: load(normpath(join(dirname(name), other)))
    )
    if document.root is None or not isinstance(document.root.value, dict):
        return Standard(beside, None, document.problems)
    stated, own = document.root.value, plain(whole)
    left = tuple(part for part in _REQUIRED if part not in stated)
    try:
        filled = Agreement.model_validate({**stated, **{part: own[part] for part in left}})
    except ValidationError as error:
        found = problems_of(error, Places(document.root), Agreement)
        return Standard(beside, None, (*document.problems, *found), left)
    return Standard(beside, filled, document.problems, left)
