"""Reading a mapping: a file becomes a value that knows where its parts stand."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from patto.exchange.mapping.meaning import contradictions
from patto.exchange.mapping.model import SHAPES, AnyMapping, columns_of
from patto.exchange.problems import problem as own_problem
from patto.kernel.agreement.base import Load, on_its_base
from patto.kernel.agreement.nearest import nearest
from patto.kernel.agreement.nodes import Node, Places
from patto.kernel.agreement.problems import problem
from patto.kernel.agreement.shape import problems_of
from patto.kernel.agreement.yaml import compose
from patto.kernel.errors import InputError, Place

_BUILT_IN = files("patto.exchange") / "mappings"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping as it was read, and where its parts stand."""

    terms: AnyMapping
    places: Places

    def own(self, *path: str | int) -> Place | None:
        """Return where the reader's own file states a part; nothing where Patto's own does."""
        place = self.places.of(path)
        return None if place.file in built_in_names() else place

    def place(self, column: str) -> Place:
        """Return where the mapping names a column."""
        paths = [path for path, name in columns_of(self.terms) if name == column]
        return self.places.of(paths[0]) if paths else self.places.of(())


def built_in_names() -> tuple[str, ...]:
    """Return the names of the mappings that come with Patto."""
    names = (entry.name for entry in _BUILT_IN.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def built_in_text(name: str) -> str:
    """Return the text of a mapping that comes with Patto."""
    return (_BUILT_IN / f"{name}.yaml").read_text("utf-8")


def built_in(name: str) -> Mapping:
    """Return a mapping that comes with Patto."""
    return read_text(built_in_text(name), name)


def read_file(path: Path) -> Mapping:
    """Return the mapping that a file states, on its base if it names one.

    A base is a mapping that comes with Patto, or a file beside this one.

    :raises InputError: if it cannot be read or states none; carries every problem found
    """
    try:
        text = _text(path)
    except OSError as error:
        reason = error.strerror or str(error)
        found = own_problem("export-unreadable", Place(str(path)), reason=reason)
        raise InputError([found]) from error

    def load(name: str) -> str:
        return built_in_text(name) if name in built_in_names() else _text(path.parent / name)

    return read_text(text, str(path), load)


def _text(path: Path) -> str:
    """Return the text of a file.

    :raises InputError: if it is not UTF-8
    """
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(str(path), raw.count(b"\n", 0, error.start) + 1)
        raise InputError([problem("encoding-wrong", place, encoding="UTF-8")]) from error


def read_text(text: str, file: str, load: Load | None = None) -> Mapping:
    """Return the mapping that a text states; `load` returns the text of the base it names.

    :raises InputError: if it states none; carries every problem found
    """
    document = on_its_base(compose(text, file), load)
    if document.root is None or document.problems:
        raise InputError(document.problems)
    places = Places(document.root)
    model = _model(document.root, places)
    try:
        terms: AnyMapping = model.model_validate(document.root.value)
    except ValidationError as error:
        raise InputError(problems_of(error, places, model)) from error
    found = contradictions(terms, places)
    if found:
        raise InputError(found)
    return Mapping(terms, places)


def _model(root: Node, places: Places) -> type[AnyMapping]:
    """Return the kind of mapping that a file says it is.

    :raises InputError: if it does not say
    """
    if not isinstance(root.value, dict):
        raise InputError([problem("mapping-expected", root.place, path="")])
    shape = root.value.get("shape")
    if shape is None:
        raise InputError([problem("key-missing", root.place, path="", key="shape")])
    if shape not in SHAPES:
        told = {"path": "shape", "value": str(shape), "expected": ", ".join(SHAPES)}
        near = nearest(str(shape), SHAPES)
        if near is not None:
            told["nearest"] = near
        code = "value-unknown" if near is None else "value-misspelled"
        raise InputError([problem(code, places.of(("shape",)), **told)])
    return SHAPES[shape]
