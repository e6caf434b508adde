"""What differs between two agreements, whichever they are: two versions, or a file and its base."""

from __future__ import annotations

from patto.kernel.agreement.differences.change import Change
from patto.kernel.agreement.differences.comparing import Comparison
from patto.kernel.agreement.differences.judging import judged
from patto.kernel.agreement.differences.references import renamed
from patto.kernel.agreement.differences.scales import Scales
from patto.kernel.agreement.model import Agreement


def differences(before: Agreement, after: Agreement) -> tuple[Change, ...]:
    """Return everything that differs, in the order of the model; nothing if they say the same.

    Neither has to be sound: what cannot be counted is told without a judgement.
    """
    names = renamed(before, after)
    scales = Scales(before, after, names)
    return tuple(judged(one, scales) for one in Comparison(before, after, names).changes())
