"""An agreement in which everything is settled, for the tests: it leaves things out, at prices."""

from __future__ import annotations

import re
from pathlib import Path

_WHOLE = (Path(__file__).parents[1] / "kernel/agreement/whole.yaml").read_text("utf-8")

BELRIVA = re.sub(r"stated_until: 20\d\d-12-31", "stated_until: 2099-12-31", _WHOLE)
"""The agreement with the winery, whose days are known for as long as tests run."""

ASKING = re.sub(
    r"attributes: \{channel: (phone|portal|mail-desk)",
    r'attributes: {channel: \1, information: "contact;error-message"',
    BELRIVA.replace("  information: none", "  information: [contact, error-message]", 1).replace(
        "{event: reported}", "{event: validly-logged}"
    ),
)
"""The same, where a call is validly logged only with a contact and the wording of the message."""
