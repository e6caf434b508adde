"""What the parts of an agreement are called on a page, where a number keeps to its unit."""

from __future__ import annotations

from patto.documents.pagewords import NO_BREAK, PageWords
from patto.kernel.agreement.model import Agreement
from patto.kernel.instants import Instant
from patto.language.titles import Titles as PlainTitles


class Titles(PlainTitles):
    """The titles of one version's parts, with the words around them in the reader's language."""

    words: PageWords

    def __init__(self, agreement: Agreement, words: PageWords) -> None:
        super().__init__(agreement, words)

    def budget(self, text: str) -> str:
        """Return a time as the agreement writes it, `2 business days`, in the reader's words."""
        told = super().budget(text)
        return told if "business" in text else told.replace(" ", NO_BREAK)

    def moment(self, instant: Instant, form: str = "short", *, seconds: bool = False) -> str:
        """Return an instant as the wall clock of the agreement's zone shows it."""
        return self.words.instant(instant, self.zone, form=form, seconds=seconds)
