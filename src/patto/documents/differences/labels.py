"""What the keys of an agreement are called, and the sentences around them."""

from __future__ import annotations

from patto.language import Words


class Labels:
    """The words of the difference in one language."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def say(self, key: str, /, **parameters: object) -> str:
        """Return the words of a key of the difference."""
        return self.words.say(f"differences.{key}", **parameters)

    def key(self, owner: str, key: str) -> str:
        """Return what a key of a part is called, the key itself where nobody has named it."""
        for place in (f"differences.of.{owner}.{key}", f"differences.key.{key}"):
            if self.words.knows(place):
                return self.words.say(place)
        return key

    def word(self, word: str, key: str = "") -> str:
        """Return a word that the model chooses from, in words that suit the key it stands under."""
        place = f"differences.word.{key}.{word}"
        return self.words.say(place) if self.words.knows(place) else self._word(word)

    def _word(self, word: str) -> str:
        return self.words.term("differences.word", word)

    def absent(self, owner: str, key: str) -> str:
        """Return what it means that nothing stands under a key, empty where it is plain."""
        for place in (f"differences.absent.{owner}.{key}", f"differences.absent.any.{key}"):
            if self.words.knows(place):
                return self.words.say(place)
        return ""

    def one(self, key: str, title: str) -> str:
        """Return one of the parts of a list, as it is cited."""
        place = f"differences.one.{key}"
        return self.words.say(place, title=title) if self.words.knows(place) else title
