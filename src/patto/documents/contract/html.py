"""The contract as one HTML file that asks the network for nothing and runs nothing."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from patto.documents.contract.picture import Look
from patto.documents.contract.tree import Block, Contract
from patto.documents.tape import patterns


def html(contract: Contract, look: Look | None = None) -> str:
    """Return the contract as HTML, the same text for the same inputs."""
    look = look or Look()
    values: dict[str, Any] = {
        "it": contract,
        "kind_of": _kind,
        "svg": _drawn,
        "style": _style(),
        "patterns": patterns(),
        "accent": look.accent,
        "logo": look.logo.address if look.logo is not None else "",
    }
    return _environment().get_template("contract.html").render(values)


def _kind(block: Block) -> str:
    return type(block).__name__


def _drawn(svg: str) -> Markup:
    """Return a tape, which `patto.documents.tape` has made of escaped parts."""
    return Markup(svg)  # noqa: S704  # made by us, every text in it escaped


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("patto.documents.contract"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _style() -> Markup:
    """Return the styles, which are our own and hold nothing from outside."""
    own = files("patto.documents.contract") / "templates" / "contract.css"
    tape = files("patto.documents") / "templates" / "tape.css"
    told = "\n".join(sheet.read_text("utf-8") for sheet in (own, tape))
    return Markup(told)  # noqa: S704  # our own files
