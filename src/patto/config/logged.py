"""What goes into the log: no link that lets somebody in, no line that somebody else began.

A page that was refused is one line: where in the code it was refused helps nobody.
"""

from __future__ import annotations

import logging
import re
from typing import Final

_LINK: Final = re.compile(r"(/start/|/board/|screen=)[^/\s&]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


class WithoutSecrets(logging.Filter):
    """Masks what lets somebody in, in the address of a request; a message is a line of its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return yes, once the message is as it may be written."""
        try:
            told = _CONTROL.sub(" ", record.getMessage())
        except Exception:  # noqa: BLE001  # whoever writes it tells of a message that cannot be made
            return True
        record.msg, record.args = _LINK.sub(r"\1…", told), ()
        if record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True
