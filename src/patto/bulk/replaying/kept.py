"""What a replay keeps of each variant: periods and verdicts, what was missed, what was needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from patto.bulk.arrays import Int64s, Mask

Kind: TypeAlias = Literal["said", "missed", "timed"]


class Part(NamedTuple):
    """Rows as columns of one length; one that belongs to lines has a row of the array a line."""

    columns: Mapping[str, Any]

    @property
    def ticket(self) -> Int64s:
        """The place of each row's ticket among all."""
        tickets: Int64s = self.columns["ticket"]
        return tickets

    def some(self, chosen: Mask | Int64s) -> Part:
        """Return some of the rows."""
        return Part({name: values[..., chosen] for name, values in self.columns.items()})

    @staticmethod
    def joined(parts: Sequence[Part]) -> Part:
        """Return the rows of several parts, of which there is at least one."""
        names = parts[0].columns
        return Part(
            {name: np.concatenate([p.columns[name] for p in parts], axis=-1) for name in names}
        )


@dataclass
class Kept:
    """The parts that were kept of each metric, by its place among those of its agreement.

    Of every item what was `said`: period, whether it stands outside the count, verdicts; more of
    those that were `missed`; and what was needed, of those that were `timed`.
    """

    parts: dict[tuple[Kind, int], list[Part]] = field(default_factory=dict)

    def take(self, kind: Kind, nth: int, part: Part) -> None:
        """Keep the rows of a metric."""
        self.parts.setdefault((kind, nth), []).append(part)

    def whole(self, kind: Kind, nth: int) -> Part | None:
        """Return all rows of a metric, `None` if nothing was kept of it."""
        parts = self.parts.get((kind, nth))
        return Part.joined(parts) if parts else None

    def stay(self, stays: Callable[[Int64s], Mask]) -> None:
        """Keep only the rows of tickets that stay."""
        for parts in self.parts.values():
            masks = [stays(part.ticket) for part in parts]
            parts[:] = [
                part if mask.all() else part.some(mask)
                for part, mask in zip(parts, masks, strict=True)
            ]

    def add(self, other: Kept) -> None:
        """Keep what another has kept, too."""
        for key, parts in other.parts.items():
            self.parts.setdefault(key, []).extend(parts)

    def tickets(self) -> list[Int64s]:
        """Return the tickets of which anything was said."""
        return [
            p.ticket for (kind, _), parts in self.parts.items() if kind == "said" for p in parts
        ]
