"""Walking the desk: every address there is, and every form on every page.

A new address is walked by itself. If a number or word in it is of a new kind, `World` has to be
told what stands there; until then every walk fails and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern


@dataclass(frozen=True)
class Part:
    """A part of an address that is not always the same, and the word before it."""

    after: str
    name: str
    is_number: bool


@dataclass(frozen=True)
class Route:
    """An address with its parts."""

    name: str
    pieces: tuple[str | Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(one for one in self.pieces if isinstance(one, Part))

    @property
    def numbers(self) -> tuple[Part, ...]:
        return tuple(one for one in self.parts if one.is_number)

    def at(self, said: Callable[[Part], object]) -> str:
        told = (str(said(one)) if isinstance(one, Part) else one for one in self.pieces)
        return "/" + "".join(told)


@cache
def routes() -> tuple[Route, ...]:
    """Return every address of the desk."""
    return tuple(_routes(get_resolver().url_patterns, ()))


def _routes(
    patterns: list[URLPattern | URLResolver], before: tuple[str | Part, ...]
) -> Iterator[Route]:
    for one in patterns:
        pieces = (*before, *_pieces(one.pattern, before))
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, pieces)
        else:
            yield Route(one.name or "", pieces)


def _pieces(pattern: Any, before: tuple[str | Part, ...]) -> Iterator[str | Part]:
    assert isinstance(pattern, RoutePattern), f"{pattern} cannot be walked: write it with path()"
    last = next((one.after for one in reversed(before) if isinstance(one, Part)), "")
    rest = str(pattern)
    while rest:
        fixed, _, rest = rest.partition("<")
        if fixed:
            last = fixed.strip("/").rpartition("/")[2] or last
            yield fixed
        if rest:
            inner, _, rest = rest.partition(">")
            name = inner.rpartition(":")[2]
            number = pattern.converters[name].__class__.__name__ == "IntConverter"
            yield Part(last, name, number)


@dataclass
class Form:
    """A form of a page: where it is sent, and its fields with what stands in them."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)


@dataclass
class Field:
    """A field of a form."""

    name: str
    kind: str
    value: str
    choices: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """What a page holds: its forms, its scripts, whatever would run."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.runs: list[str] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._area: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.runs += [f"{tag} {n}={v}" for n, v in told.items() if self._would_run(n, v)]
        if tag in {"script", "iframe", "object", "embed"} and not told.get("src", "").startswith(
            "/"
        ):
            self.runs.append(f"{tag} {told}")
        if tag == "form":
            self._form = Form(told.get("action", ""), told.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, told)

    @staticmethod
    def _would_run(name: str, value: str) -> bool:
        leads = name in {"href", "src", "action", "formaction"}
        wrong = leads and value.strip().lower().startswith(("javascript:", "data:", "//"))
        return name.startswith("on") or name in {"style", "srcdoc"} or wrong

    def _field(self, tag: str, told: Mapping[str, str]) -> None:
        one = Field(told.get("name", ""), told.get("type", tag), told.get("value", ""))
        assert self._form is not None
        if tag == "option":
            if self._select is not None:
                self._select.choices.append(told.get("value", ""))
                if "selected" in told or len(self._select.choices) == 1:
                    self._select.value = told.get("value", "")
            return
        if tag in {"input", "select", "textarea", "button"} and one.name:
            one.kind = "submit" if tag == "button" else one.kind
            one.kind = tag if tag in {"select", "textarea"} else one.kind
            one.kind = "text" if one.kind == "input" else one.kind
            if one.kind in {"radio", "checkbox"} and "checked" not in told:
                one.kind = f"{one.kind} off"
            self._form.fields.append(one)
            self._select = one if tag == "select" else self._select
            self._area = one if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None
