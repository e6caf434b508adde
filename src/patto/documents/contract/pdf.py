"""The contract as PDF/A-3, by Typst: data go in as JSON, and never into the source.

They go in as files in memory and not as `sys_inputs`, with which Typst would remember nothing of
the document before: so a contract like one that was just made takes a third of the time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any, Final

import typst

from patto.documents.contract.months import drawn
from patto.documents.contract.picture import Look, NotAPictureError, Picture
from patto.documents.contract.tree import Block, Chapter, Clause, Contract, Timeline, Year

STANDARD: Final = "a-3a"
"""PDF/A-3 at its accessible level: tagged, fonts inside, attachments allowed."""


def pdf(contract: Contract, look: Look | None = None) -> bytes:
    """Return the contract as PDF, the same bytes for the same inputs.

    It holds the canonical JSON of the agreement as an attachment.

    :raises NotAPictureError: if the logo's own bytes are broken
    """
    around = {
        "title": contract.title,
        "between": " · ".join(contract.between),
        "hash": contract.words["hash"],
        "digest": contract.digest,
        "page": contract.words["page"],
    }
    given: Any = {  # Typst's stub does not know files in memory
        "main.typ": _source("brief" if contract.brief else "contract"),
        "contract.json": _json(_stated(contract, look or Look())),
        "around.json": _json(around),
    }
    try:
        made = _compiler().compile(input=given, format="pdf", pdf_standards=[STANDARD])
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


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


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
        "blocks": list(_blocks(clause.blocks)),
    }


def _blocks(blocks: tuple[Block, ...]) -> Iterator[dict[str, Any]]:
    """Yield blocks; several examples without a drawing are one, which are set side by side."""
    for drawn_alone, some in groupby(blocks, key=lambda one: not _is_plain_example(one)):
        told = [_block(one) for one in some]
        if drawn_alone or len(told) == 1:
            yield from told
        else:
            yield {"kind": "Figures", "examples": told}


def _is_plain_example(block: Block) -> bool:
    return isinstance(block, Timeline) and not block.bars


def _block(block: Block) -> dict[str, Any]:
    told = drawn(block) if isinstance(block, Year) else _plain(block)
    return {"kind": type(block).__name__, **told}


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it; the drawings made for other renderers are left out."""
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if field.name != "tape"
        }
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _logo(logo: Picture) -> dict[str, Any]:
    if logo.format == "svg":
        return {"format": "svg", "text": logo.data.decode("utf-8-sig")}
    return {"format": logo.format, "data": list(logo.data)}
