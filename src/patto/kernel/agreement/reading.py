"""Reading an agreement: a text becomes a value, or a list of all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import ValidationError

from patto.kernel.agreement.base import Load, on_its_base
from patto.kernel.agreement.consistency import inconsistencies
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nearest import nearest
from patto.kernel.agreement.nodes import Mapping, Node, Places
from patto.kernel.agreement.problems import problem
from patto.kernel.agreement.shape import problems_of
from patto.kernel.agreement.yaml import compose
from patto.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading an agreement.

    `agreement` is there if no problem is an error; `draft` as soon as every part has its form, for
    whoever wants to look at an agreement that cannot be measured yet. `places` knows where each
    part stands.
    """

    agreement: Agreement | None
    problems: tuple[Problem, ...]
    draft: Agreement | None = None
    places: Places = field(default_factory=Places, repr=False)


def read(text: str, load: Load | None = None, file: str = "") -> Reading:
    """Return the agreement that a text states, and every problem found in it, in file order.

    `file` is the name that places carry, `load` returns the text of the base file that this one
    names. Nothing is raised for a text, whatever it holds.
    """
    document = on_its_base(compose(text, file), load)
    if document.root is None:
        return Reading(None, document.problems)
    places = Places(document.root)
    problems = list(document.problems)
    if (other := _something_else(document.root)) is not None:
        return Reading(None, in_order([*problems, other]), None, places)
    draft: Agreement | None = None
    try:
        draft = Agreement.model_validate(document.root.value)
    except ValidationError as error:
        problems += problems_of(error, places, Agreement)
    else:
        problems += inconsistencies(draft, places)
    sound = draft is not None and not any(found.severity == "error" for found in problems)
    return Reading(draft if sound else None, in_order(problems), draft, places)


def _something_else(root: Node) -> Problem | None:
    """Return the problem of a file that has nothing of an agreement, `None` if it has anything.

    What is missing of an agreement would only hide that the wrong file was given.
    """
    if isinstance(root, Mapping):
        known, own = Agreement.model_fields, root.items.keys()
        if own & known.keys():
            return None
        if "mapping" in own:
            return problem("file-holds-mapping", root.place)
        if any(nearest(key, known) for key in own):
            return None
    return problem("file-not-agreement", root.place)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by their place, each once however often an alias repeats its place."""
    kept: dict[object, Problem] = {}
    for found in problems:
        told = tuple(item for item in found.parameters.items() if item[0] != "path")
        kept.setdefault((found.place, found.code, told), found)
    return tuple(sorted(kept.values(), key=lambda found: found.place))
