"""How the loops are compiled: only where wanted, never stale, and without a place to keep them."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from patto.kernel.timeline import jit
from patto.kernel.timeline.jit import compiled, uses_loops

pytestmark = pytest.mark.compiled

SUM = """
def total(values):
    result = STEP
    for value in values:
        result += value
    return result
"""


def loop_of(source: str, **numbers: int) -> Any:
    """A loop that stands in no file, so that numba has nowhere to keep what it compiles."""
    scope: dict[str, Any] = dict(numbers)
    exec(source, scope)  # noqa: S102  # the source stands above
    return scope["total"]


def test_a_loop_that_cannot_be_kept_is_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Also where coverage is taken, for which everything else runs uncompiled.
    monkeypatch.setattr(import_module("numba").config, "DISABLE_JIT", 0)
    assert compiled(loop_of(SUM, STEP=1))(np.array([2, 3])) == 6


def test_a_loop_is_compiled_once() -> None:
    loop = loop_of(SUM, STEP=1)
    assert compiled(loop) is compiled(loop)


def test_what_a_loop_says_and_calls_tells_it_from_others() -> None:
    calling = SUM.replace("STEP", "start()")

    def starting(number: int) -> FunctionType:
        loop: FunctionType = loop_of(calling)
        loop.__globals__["start"] = loop_of(SUM.replace("total(values)", "total()"), STEP=number)
        return loop

    loops = [loop_of(SUM, STEP=1), loop_of(SUM, STEP=2), starting(1), starting(2)]
    assert len({jit._digest(loop) for loop in loops}) == 4
    assert jit._digest(loop_of(SUM, STEP=1)) == jit._digest(loops[0])


def test_numba_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(ModuleNotFoundError) as caught:
        compiled(loop_of(SUM, STEP=1))
    assert "pip install 'patto[bulk]'" in caught.value.__notes__[0]


@pytest.mark.parametrize(("engine", "loops"), [("numpy", False), ("numba", True)])
def test_the_engine_that_is_named_is_taken(engine: Any, loops: bool) -> None:  # noqa: FBT001
    assert uses_loops(engine, 1) is loops


def test_few_rows_do_not_load_numba_and_many_do() -> None:
    program = """
import sys
from patto.kernel.timeline import Timeline
from patto.kernel.timeline.jit import MANY, uses_loops
from patto.kernel.hours import Calendar
from patto.kernel.spans import Span

line = Timeline.compile([Calendar.always()], Span(0, 1000))
assert line.elapsed(1, 3).tolist() == [2]
assert "numba" not in sys.modules
assert not uses_loops("auto", MANY - 1) and uses_loops("auto", MANY)
import numba
assert uses_loops("auto", 1)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
