"""The canonical form of an agreement: what is signed, hashed and compared.

RFC 8785 JSON: keys in the order of their UTF-16 code units, no white space, UTF-8. It depends on
what the agreement says and not on how its file is laid out.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from patto.kernel.agreement.model import Agreement


def plain(agreement: Agreement) -> dict[str, Any]:
    """Return an agreement as texts, whole numbers, lists and mappings, as a file would state it.

    What may be left out and was left out is not there; `none` is.
    """
    stated: dict[str, Any] = _without_absent(agreement.model_dump(mode="json"))
    return stated


def canonical(agreement: Agreement) -> bytes:
    """Return the canonical form."""
    return canonical_json(plain(agreement))


def canonical_json(value: Any) -> bytes:
    """Return texts, whole numbers below 2**53, truths, lists and mappings as RFC 8785 JSON."""
    return json.dumps(_in_order(value), ensure_ascii=False, separators=(",", ":")).encode()


def digest(agreement: Agreement) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(agreement)).hexdigest()


def _without_absent(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_absent(part) for key, part in value.items() if part is not None}
    return [_without_absent(part) for part in value] if isinstance(value, list) else value


def _in_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in sorted(value, key=_code_units)}
    return [_in_order(part) for part in value] if isinstance(value, list) else value


def _code_units(key: str) -> bytes:
    return key.encode("utf-16-be")
