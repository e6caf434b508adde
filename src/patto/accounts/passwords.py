"""What a password may not be like, said in the reader's words."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from patto.language.catalogue import SOURCE, languages
from patto.language.words import Words


class NotAlikeValidator(UserAttributeSimilarityValidator):
    """Refuses a password that is like the name or the address of whoever has it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that is too much like what everybody knows of its owner.

        :raises ValidationError: if it is, in the language of the page
        """
        try:
            super().validate(password, user)
        except ValidationError as error:
            language = (get_language() or SOURCE).partition("-")[0]
            words = Words(language if language in languages() else SOURCE)
            raise ValidationError(words.say("people.password-alike"), code=error.code) from error
