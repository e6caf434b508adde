"""E02: the matrix gives more trouble a lower priority."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


class _Cell(NamedTuple):
    impact: str
    urgency: str


def find(subject: Subject) -> Iterator[Hit]:
    """Yield a cell for each direction of the matrix in which priorities rise and fall.

    Impacts and urgencies may be listed from the greatest or from the least; each is taken in the
    order that fits best.
    """
    terms = subject.agreement.priorities
    ranks = {priority.id: index for index, priority in enumerate(terms.order)}
    matrix = terms.matrix or {}

    def rank(cell: _Cell) -> int:
        return ranks[matrix[cell.impact][cell.urgency]]

    impacts = [impact.id for impact in terms.impacts or ()]
    urgencies = [urgency.id for urgency in terms.urgencies or ()]
    columns = [[_Cell(i, u) for i in impacts] for u in urgencies]
    rows = [[_Cell(i, u) for u in urgencies] for i in impacts]
    for lines in (columns, rows):
        wrong = _against_the_rest(lines, rank)
        if wrong is not None:
            before, cell = wrong
            told = {
                "impact": cell.impact,
                "urgency": cell.urgency,
                "priority": matrix[cell.impact][cell.urgency],
                "other": matrix[before.impact][before.urgency],
            }
            path = ("priorities", "matrix", cell.impact, cell.urgency)
            yield Hit(path, MappingProxyType(told))


def applies(subject: Subject) -> bool:
    """Return whether there is a matrix."""
    return subject.agreement.priorities.matrix is not None


def _against_the_rest(
    lines: Sequence[Sequence[_Cell]], rank: Callable[[_Cell], int]
) -> tuple[_Cell, _Cell] | None:
    """Return the first step that goes against the direction of most steps; none if none does."""
    steps = [(one, other) for line in lines for one, other in pairwise(line)]
    falling = [(one, other) for one, other in steps if rank(one) > rank(other)]
    rising = [(one, other) for one, other in steps if rank(one) < rank(other)]
    fewer = min(falling, rising, key=len)
    return fewer[0] if fewer else None


RULE = ModelRule(
    id="E02",
    name="matrix-incomplete",
    severity="error",
    stake="verdict",
    source="published priority matrices (D2L, Cornell)",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="A matrix that turns back",
            what="Impact “{impact}” with urgency “{urgency}” gives {priority}, and the degree "
            "beside it {other}: the order turns back.",
            why="A greater trouble that waits longer than a smaller one cannot be explained to "
            "anybody.",
            bad="The firm stands still: P2. One person stands still: P1.",
            good="Along each row and column the priority only rises or only falls.",
        ),
        "it": Told(
            title="Una matrice che torna indietro",
            what="L'impatto «{impact}» con l'urgenza «{urgency}» dà {priority}, e il grado accanto "
            "{other}: l'ordine torna indietro.",
            why="Un guasto più grande che aspetta più di uno più piccolo non si può spiegare a "
            "nessuno.",
            bad="L'azienda è ferma: P2. Una persona è ferma: P1.",
            good="Lungo ogni riga e colonna la priorità soltanto sale o soltanto scende.",
        ),
    },
)
