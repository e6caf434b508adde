"""All the texts under review, read for their words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from patto.kernel.agreement.nodes import Path, Places
from patto.kernel.checks.context import NO_CONTEXT, Context
from patto.kernel.checks.texts import TextPart
from patto.kernel.checks.wording.wording import Names, Wording, by_first_word


class Texts:
    """Texts with what is known beside them; titles among them are names in all of them."""

    def __init__(
        self,
        parts: tuple[TextPart, ...],
        context: Context = NO_CONTEXT,
        places: Places | None = None,
    ) -> None:
        self.parts = (*parts, *context.clauses)
        self.context = context
        self.places = places or Places()

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        """The texts, each read for its words."""
        return tuple(Wording(part, self._names, self.context) for part in self.parts)

    def at(self, path: Path) -> Wording | None:
        """Return the text under a path, read for its words, if there is one."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> Mapping[Path, Wording]:
        return {wording.part.path: wording for wording in self.wordings}

    @cached_property
    def _names(self) -> Names:
        titles = (part.text for part in self.parts if part.kind == "name")
        terms = (definition.term for definition in self.context.definitions or ())
        return by_first_word((*titles, *terms))
