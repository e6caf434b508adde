"""How the loops become fast: numba, where the `bulk` extra has installed it.

The compiled code is kept beside `loops`, or where else numba may write; where it may write
nowhere, each process compiles anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import blake2b
from importlib import import_module
from importlib.util import find_spec
from types import FunctionType
from typing import Any, Final, Literal, ParamSpec, TypeAlias, TypeVar, cast

_P = ParamSpec("_P")
_T = TypeVar("_T")

Engine: TypeAlias = Literal["auto", "numpy", "numba"]

MANY: Final = 1 << 24
"""The rows of one call from which `auto` finds it worth its while to load numba."""


def uses_loops(engine: Engine, rows: int) -> bool:
    """Return whether a call over so many rows goes through the loops rather than NumPy.

    `auto` takes numba where it is loaded already, or where it is installed and the rows are many.
    Both give the same bits.
    """
    if engine != "auto":
        return engine == "numba"
    return "numba" in sys.modules or (rows >= MANY and find_spec("numba") is not None)


def compiled(loop: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return a loop compiled, at its first call; no two of its arrays may overlap.

    :raises ModuleNotFoundError: if numba is not installed
    """
    return cast("Callable[_P, _T]", _jitted(cast("FunctionType", loop)))


@cache
def _jitted(loop: FunctionType) -> Any:
    numba = _numba()
    options: dict[str, Any] = {"nogil": True, "pipeline_class": _distinct()}
    calling = _calling_compiled(loop)
    try:
        return numba.njit(calling, cache=True, **options)
    except RuntimeError:  # there is no place where numba may keep it
        return numba.njit(calling, **options)


def _calling_compiled(loop: FunctionType) -> FunctionType:
    """Return a loop with the loops that it calls compiled: numba calls nothing else.

    It is named after what it says, so that numba takes no code from its cache that was compiled
    when this or another loop said something else.
    """
    called = {name: _jitted(each) for name, each in _used(loop) if isinstance(each, FunctionType)}
    copy = FunctionType(loop.__code__, {**loop.__globals__, **called}, loop.__name__)
    copy.__qualname__, copy.__module__ = f"{loop.__qualname__}_{_digest(loop)}", loop.__module__
    return copy


def _digest(loop: FunctionType) -> str:
    """Return what tells a loop from all others: its code, its constants and what it calls."""
    says = [loop.__code__.co_code.hex(), repr(loop.__code__.co_consts)]
    for name, each in _used(loop):
        says.append(f"{name}={_digest(each) if isinstance(each, FunctionType) else each!r}")
    return blake2b("\n".join(says).encode(), digest_size=8).hexdigest()


def _used(loop: FunctionType) -> Iterator[tuple[str, object]]:
    """Yield the functions and numbers of its module that a loop uses."""
    for name in loop.__code__.co_names:
        each = loop.__globals__.get(name)
        if isinstance(each, FunctionType | int):
            yield name, each


def _numba() -> Any:
    try:
        return import_module("numba")
    except ModuleNotFoundError as error:
        error.add_note("the engine 'numba' comes with: pip install 'patto[bulk]'")
        raise


@cache
def _distinct() -> type:
    """Return a compiler that is promised that arrays do not overlap.

    Without the promise a loop that reads a table cannot use the vector unit, since what it writes
    might be the table.
    """
    base = import_module("numba.core.compiler").Compiler

    def define_pipelines(compiler: Any) -> Any:
        compiler.state.flags.noalias = True
        return base.define_pipelines(compiler)

    return type("Distinct", (base,), {"define_pipelines": define_pipelines})
