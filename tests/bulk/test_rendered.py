"""Values for programs are those that are written one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from patto.bulk.arrays import NULL
from patto.bulk.rendered import instants, numbers
from patto.kernel.instants import EARLIEST, LATEST, SECOND, render

SOME = st.integers(EARLIEST, LATEST)
WHOLE = st.integers(EARLIEST // SECOND, LATEST // SECOND).map(lambda second: second * SECOND)


@given(st.lists(SOME | WHOLE | st.sampled_from([EARLIEST, LATEST, 0, -1])))
def test_an_instant_is_written_as_it_is_one_by_one(values):
    found = instants(np.array([*values, NULL], np.int64))
    assert found == [*map(render, values), None]


def test_a_number_that_is_not_there_is_nothing():
    values = np.array([1, NULL, -3])
    assert numbers(values) == [1, None, -3]
    assert numbers(values, np.array([True, False, False])) == [None, NULL, -3]
