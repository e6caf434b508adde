"""A sign of life on long work: on a terminal, on standard error, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")

_STEP = 1000  # items between two movements of the bar


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that something is being done, for as long as it takes."""
    if not sys.stderr.isatty():
        yield
        return
    with _progress() as progress:
        progress.add_task(what, total=None)
        yield


def counted(items: Iterable[T], what: str) -> Iterator[T]:
    """Yield the items, showing how many have passed."""
    if not sys.stderr.isatty():
        yield from items
        return
    with _progress() as progress:
        task = progress.add_task(what, total=None)
        for number, one in enumerate(items, 1):
            yield one
            if number % _STEP == 0:
                progress.update(task, completed=number)


def _progress() -> Progress:
    from rich.console import Console  # noqa: PLC0415  # a pipe does not pay for it
    from rich.progress import (  # noqa: PLC0415  # the same
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TaskProgressColumn(show_speed=True),
        TimeElapsedColumn(),
        console=Console(file=sys.stderr, markup=False),
        transient=True,
    )
