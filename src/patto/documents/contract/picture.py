"""The provider's logo: a picture that is one, and not too large."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Final, Literal
from xml.etree import ElementTree as ET

MOST_BYTES: Final = 512 * 1024
"""The largest logo that is taken."""

ACCENT: Final = "#0b6e69"
"""The accent colour where a provider names none."""

PictureFormat = Literal["png", "jpg", "svg"]

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_SVG: Final = "{http://www.w3.org/2000/svg}svg"
_TYPES: Final = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}
_FOREIGN: Final = ("<!doctype", "<!entity", "<script", "<foreignobject", "javascript:")


class NotAPictureError(ValueError):
    """A file given as a logo is no PNG, JPEG or SVG picture, or is too large."""


class NotAColourError(ValueError):
    """A colour is not written as `#0b6e69`."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its format."""

    format: PictureFormat
    data: bytes

    @property
    def address(self) -> str:
        """The picture as a `data:` address, which asks the network for nothing."""
        return f"data:{_TYPES[self.format]};base64,{base64.b64encode(self.data).decode('ascii')}"


@dataclass(frozen=True, slots=True)
class Look:
    """How the provider's documents look: its colour, and its logo if it has one."""

    accent: str = ACCENT
    logo: Picture | None = None

    def __post_init__(self) -> None:
        if not _COLOUR.fullmatch(self.accent):
            raise NotAColourError(self.accent)


def picture(data: bytes) -> Picture:
    """Return the picture that the bytes of a file hold, known by what they are and not by a name.

    :raises NotAPictureError: if they hold none, more than a picture, or too much
    """
    if len(data) > MOST_BYTES:
        raise NotAPictureError(f"{len(data)} bytes")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Picture("png", data)
    if data.startswith(b"\xff\xd8\xff"):
        return Picture("jpg", data)
    if _is_svg(data):
        return Picture("svg", data)
    raise NotAPictureError("neither PNG nor JPEG nor SVG")


def _is_svg(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
        lowered = text.lower()
        if any(foreign in lowered for foreign in _FOREIGN):
            return False
        return ET.fromstring(text).tag == _SVG  # noqa: S314  # without DOCTYPE nothing expands
    except (UnicodeDecodeError, ET.ParseError, ValueError):
        return False
