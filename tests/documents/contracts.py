"""Contracts for tests: the agreements they are made of, and all that stands in one as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from patto.documents.contract.contract import contract
from patto.documents.contract.tree import Contract
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read

ROOT = Path(__file__).parents[2]
FILES = {
    "month": ROOT / "examples" / "month" / "agreement.yaml",
    "whole": ROOT / "tests" / "kernel" / "agreement" / "whole.yaml",
}
UNSEEN = {"digest", "canonical", "svg", "words"}
"""What of a contract is a hash, a drawing of what stands beside it, or no part of its text."""


@cache
def agreement(name: str) -> Agreement:
    """Return one of the agreements."""
    found = read(FILES[name].read_text("utf-8")).agreement
    assert found is not None
    return found


@cache
def made(name: str, lang: str = "en") -> Contract:
    """Return the contract of one of the agreements."""
    return contract(agreement(name), lang=lang)


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a part of a contract, anchors as well, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float):
        yield str(value)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in UNSEEN:
                yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)


def told(value: Any) -> str:
    """Return all texts of a part of a contract."""
    return "\n".join(texts(value))
