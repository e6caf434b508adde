"""The contract as PDF/A-3, by Typst: data go in as JSON, and never into the source."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import typst

from patto.documents.contract.picture import Look, NotAPictureError, Picture
from patto.documents.contract.tree import Block, Chapter, Clause, Contract

STANDARD: Final = "a-3a"
"""PDF/A-3 at its accessible level: tagged, fonts inside, attachments allowed."""


def pdf(contract: Contract, look: Look | None = None) -> bytes:
    """Return the contract as PDF, the same bytes for the same inputs.

    It holds the canonical JSON of the agreement as an attachment.

    :raises NotAPictureError: if the logo's own bytes are broken
    """
    inputs = {
        "contract": json.dumps(_stated(contract, look or Look()), ensure_ascii=False),
        "title": contract.title,
        "between": " · ".join(contract.between),
        "hash": contract.words["hash"],
        "digest": contract.digest,
        "page": contract.words["page"],
    }
    try:
        made = _compiler().compile(
            input=_source("brief" if contract.brief else "contract"), format="pdf",
            pdf_standards=[STANDARD], sys_inputs=inputs,
        )  # fmt: skip
    except typst.TypstError as error:
        if look is not None and look.logo is not None and "image" in str(error):
            raise NotAPictureError(str(error)) from error
        raise
    return made if isinstance(made, bytes) else b""


@cache
def _source(form: str) -> bytes:
    return (files("patto.documents.contract") / "templates" / f"{form}.typ").read_bytes()


@cache
def _compiler() -> typst.Compiler:
    """Return the one compiler of the process, with Typst's own fonts and no others."""
    return typst.Compiler(ignore_system_fonts=True)


def _stated(contract: Contract, look: Look) -> dict[str, Any]:
    told = {
        field.name: getattr(contract, field.name)
        for field in fields(contract)
        if field.name != "chapters"
    }
    told["chapters"] = [_chapter(one) for one in contract.chapters]
    told["accent"] = look.accent
    told["logo"] = None if look.logo is None else _logo(look.logo)
    return told


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "number": chapter.number,
        "title": chapter.title,
        "anchor": chapter.anchor,
        "numbered": chapter.numbered,
        "blocks": [_block(one) for one in chapter.blocks],
        "clauses": [_clause(one) for one in chapter.clauses],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "number": clause.number,
        "title": clause.title,
        "anchor": clause.anchor,
        "tags": clause.tags,
        "blocks": [_block(one) for one in clause.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__, **_plain(block)}


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it; the drawings made for other renderers are left out."""
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if field.name != "svg"
        }
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _logo(logo: Picture) -> dict[str, Any]:
    if logo.format == "svg":
        return {"format": "svg", "text": logo.data.decode("utf-8-sig")}
    return {"format": logo.format, "data": list(logo.data)}
