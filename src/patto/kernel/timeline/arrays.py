"""What the layouts share: the null, and the types of their arrays."""

from __future__ import annotations

from typing import Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Int64s: TypeAlias = NDArray[np.int64]
Int32s: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]

_Scalar = TypeVar("_Scalar", bound=np.generic)

NULL: Final = -(2**63)
"""Stands in every array for what is missing, unknown or never: the int64 that NaT is, too."""


def sealed(array: NDArray[_Scalar]) -> NDArray[_Scalar]:
    """Return a contiguous array that cannot be written to, uncopied where it can be.

    Loops are given nothing else to read: numba compiles them anew for each kind of array.
    """
    view = np.require(array, requirements=["C", "A"]).view()
    view.flags.writeable = False
    return view
