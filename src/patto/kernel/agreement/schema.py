"""The JSON Schema of agreement files, for editors that complete and check."""

from __future__ import annotations

from typing import Any, Final

from patto.kernel.agreement.base import BASE, WITHOUT
from patto.kernel.agreement.descriptions import descriptions
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.part import Part

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_REFERENCE: Final = "#/$defs/"
_PARTLY: Final = "-partly"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an agreement file.

    A file that names a base states only what differs: then nothing is required of it.
    """
    whole = Agreement.model_json_schema()
    parts = whole.pop("$defs") | {"Agreement": whole}
    for part in _all_parts(Part):
        if part.__name__ in parts:
            _describe(parts[part.__name__], part)
    full = {name: _tidied(schema) for name, schema in parts.items()}
    partly = {name + _PARTLY: _relaxed(schema) for name, schema in full.items()}
    partly["Agreement" + _PARTLY]["properties"][BASE] = {
        "type": "string",
        "description": "The file that this one is a variant of; it states only what differs.",
    }
    partly["Agreement" + _PARTLY]["properties"][WITHOUT] = {
        "type": "array",
        "items": {"type": "string"},
        "description": "The parts of the base that are to be gone, by their paths.",
    }
    return {
        "$schema": DIALECT,
        "title": "Agreement",
        "type": "object",
        "if": {"required": [BASE]},
        "then": {"$ref": f"{_REFERENCE}Agreement{_PARTLY}"},
        "else": {"$ref": f"{_REFERENCE}Agreement"},
        "$defs": full | partly,
    }


def _all_parts(part: type[Part]) -> list[type[Part]]:
    below = part.__subclasses__()
    return below + [one for sub in below for one in _all_parts(sub)]


def _describe(schema: dict[str, Any], part: type[Part]) -> None:
    for name, text in descriptions(part).items():
        schema["properties"][name]["description"] = text


def _tidied(schema: Any) -> Any:
    """Return a schema without the titles that only repeat keys, and with no key but known ones."""
    if isinstance(schema, list):
        return [_tidied(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: {name: _tidied(part) for name, part in value.items()}
        if key == "properties"
        else _tidied(value)
        for key, value in schema.items()
        if key not in {"title", "discriminator"}
    }
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return kept


def _relaxed(schema: Any) -> Any:
    """Return a schema that asks for nothing, and accepts what the whole one accepts."""
    if isinstance(schema, list):
        return [_relaxed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    relaxed = {}
    for key, value in schema.items():
        if key == "properties":
            relaxed[key] = {name: _relaxed(part) for name, part in value.items()}
        elif key == "$ref":
            relaxed[key] = value + _PARTLY
        elif key != "required":
            relaxed["anyOf" if key == "oneOf" else key] = _relaxed(value)
    return relaxed
