"""The form of a draft's own data: who the parties are, where they are reached; no file to edit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django import forms

from patto.kernel.agreement.nodes import NOWHERE, Node, Path, Places, child
from patto.kernel.agreement.nodes import Mapping as Parts
from patto.kernel.agreement.writing import Plain
from patto.kernel.agreement.yaml import compose
from patto.kernel.errors import Problem
from patto.language.words import Words
from patto.templates import leftovers
from patto.templates.filling import leaves

_NOTHING: Final = "none"
_SAYS_NOTHING: Final = frozenset({"none", "nessuno", "nessuna", "no", "-"})
_LONGEST: Final = 1000
_LONG: Final = 45
"""From so many characters on an example does not fit into its field, and is told below it."""

_ASKED: Final[Mapping[str, str]] = MappingProxyType({
    r"parties\.\w+\.details\.tax_id": "tax-id",
    r"parties\.\w+\.details\.registered": "registered",
    r"parties\.\w+\.details\.seat": "seat",
    r"parties\.\w+\.details\.notices\.email": "email",
    r"parties\.\w+\.details\.notices\.certified_email": "certified-email",
    r"parties\.\w+\.details\.notices\.postal": "postal",
    r"parties\.\w+\.details\.notices\.attention": "attention",
    r"parties\.\w+\.details\.signatories\.[^.]+\.name": "signs",
    r"parties\.\w+\.details\.signatories\.[^.]+\.capacity": "capacity",
    r"parties\.\w+\.details\.signatories\.[^.]+\.power": "power",
    r"channels\.[^.]+\.reached_at": "reached-at",
    r"items\.[^.]+\.warranty\.given_by": "warranty-by",
    r"sites\.[^.]+\.address": "address",
    r"not_covered\.[^.]+\.supported_by\.name": "supporter",
    r"not_covered\.[^.]+\.supported_by\.reached_by": "supporter-reached",
    r"charges\.travel\.start": "travel-start",
    r"data_protection\.sub_processing\.listed\.[^.]+\.name": "sub-processor",
    r"data_protection\.contacts": "privacy-contacts",
    r"insurance\.[^.]+\.insurer": "insurer",
    r"legal\.forum": "forum",
    r"legal\.signing\.place": "signing-place",
})  # fmt: skip
"""What is asked, by where it stands; each has words under `own.ask`."""
_MAY_LACK: Final = frozenset(
    {"registered", "email", "certified-email", "postal", "attention", "power"}
)
"""What an agreement may say that there is none of."""
PARTS: Final = (
    "provider", "customer", "channels", "items", "sites", "not_covered", "charges",
    "data_protection", "insurance", "legal", "other",
)  # fmt: skip
"""The parts of an agreement that data is asked of, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked: its name, the part and label it stands under, what stands there now.

    What stands in several `paths` is asked once. `is_example` says that it is a template's.
    """

    name: str
    part: str
    label: str
    value: str
    is_example: bool
    may_lack: bool
    paths: tuple[Path, ...]


def questions(text: str, words: Words) -> tuple[Question, ...]:
    """Return what is asked of a draft's own data: its examples, and what was filled in before."""
    places = Places(compose(text).root or NOWHERE)
    invented = {one.path: one for one in leftovers(places)}
    once: dict[tuple[str, str], Question] = {}
    for path, node in leaves(places.root):
        told, value = places.told(path), node.value
        key = _key(told)
        if not isinstance(value, str) or not (key or path in invented):
            continue
        part = _part(path)
        is_example = path in invented
        # What a template says twice is asked once; what somebody wrote may differ later on.
        same = (value, part if part in PARTS[:2] else "") if is_example else (told, "its own")
        label = _label(places.root, path, key, told, words)
        may_lack = key in _MAY_LACK
        first = once.get(same)
        if first is None:
            shown = "" if value == _NOTHING and may_lack else value
            once[same] = Question(told, part, label, shown, is_example, may_lack, (path,))
        else:
            once[same] = _also(first, label, path, may_lack=may_lack)
    return tuple(sorted(once.values(), key=lambda one: PARTS.index(one.part)))


def _also(first: Question, label: str, path: Path, *, may_lack: bool) -> Question:
    """Return a question that is about one place more."""
    told = first.label if label in first.label else f"{first.label} · {label}"
    return Question(
        first.name, first.part, told, first.value, first.is_example,
        first.may_lack and may_lack, (*first.paths, path),
    )  # fmt: skip


def _key(told: str) -> str:
    return next((key for where, key in _ASKED.items() if re.fullmatch(where, told)), "")


def _part(path: Path) -> str:
    found = str(path[1] if path[0] == "parties" else path[0])
    return found if found in PARTS else "other"


def _label(root: Node, path: Path, key: str, told: str, words: Words) -> str:
    """Return what is asked, with the title of what it is asked of, where that has one."""
    asked = words.say(f"own.ask.{key}") if key else told
    title, node = "", root
    for step in path[:-1]:
        node = child(node, step) or NOWHERE
        if isinstance(node, Parts):
            title = next((str(node.value[one]) for one in ("title", "risk", "does")
                          if isinstance(node.value.get(one), str)), title)  # fmt: skip
    return words.say("own.of", title=title[:1].upper() + title[1:], what=asked) if title else asked


class OwnDataForm(forms.Form):
    """A field for each thing that is asked; what is left empty stays as it is."""

    def __init__(self, data: Any, *, asked: Iterable[Question], words: Words) -> None:
        super().__init__(data)
        self.words, self.asked = words, {one.name: one for one in asked}
        for one in self.asked.values():
            shown = {"class": "form-control", "autocomplete": "off"}
            if one.is_example:
                shown["placeholder"] = words.say("own.example", value=one.value)
            self.fields[one.name] = forms.CharField(
                required=False, max_length=_LONGEST, label=one.label,
                initial="" if one.is_example else one.value, widget=forms.TextInput(attrs=shown),
            )  # fmt: skip

    @property
    def left(self) -> int:
        """How many things are still a template's examples."""
        return sum(one.is_example for one in self.asked.values())

    def parts(self) -> list[tuple[str, int, list[tuple[Any, str]]]]:
        """Return the parts with their fields, each with its hint, and how many are examples."""
        found = []
        for part in PARTS:
            some = [one for one in self.asked.values() if one.part == part]
            if some:
                fields = [(self[one.name], self._hint(one)) for one in some]
                found.append((part, sum(one.is_example for one in some), fields))
        return found

    def _hint(self, one: Question) -> str:
        hints = []
        if one.is_example and len(one.value) > _LONG:
            hints.append(self.words.say("own.example", value=one.value))
        if one.is_example and one.may_lack:
            hints.append(self.words.say("own.may-lack"))
        return " · ".join(hints)

    def clean(self) -> dict[str, Any]:
        """Refuse an empty field where something of somebody's own stood that cannot be none."""
        told: dict[str, Any] = super().clean() or {}
        for one in self.asked.values():
            if not one.is_example and not one.may_lack and one.name in told and not told[one.name]:
                self.add_error(one.name, self.words.say("own.needed"))
        return told

    def values(self) -> dict[Path, Plain]:
        """Return what is to be written, by its paths: what is not what stands there already."""
        found: dict[Path, Plain] = {}
        for one in self.asked.values():
            given = str(self.cleaned_data.get(one.name, ""))
            if one.may_lack and given.casefold() in _SAYS_NOTHING:
                given = ""
                changed = one.is_example or bool(one.value)
            else:
                changed = given != one.value and bool(given or not one.is_example)
            if changed:
                found |= dict.fromkeys(one.paths, given or _NOTHING)
        return found

    def refuse(self, problems: Iterable[Problem], changed: str) -> None:
        """Tell what a text that was changed has wrong, each beside its field."""
        places = Places(compose(changed).root or NOWHERE)
        where = {
            (place.line, place.column): one.name
            for one in self.asked.values() for path in one.paths
            for place in (places.of(path),)
        }  # fmt: skip
        for problem in problems:
            text = self.words.problem(problem)
            name = where.get((problem.place.line, problem.place.column))
            self.add_error(name, f"{text.what} {text.mend}".strip())
