"""Every template that lies in the folders, by language and profile."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Mapping
from patto.kernel.agreement.reading import Reading, read
from patto.kernel.agreement.yaml import compose
from patto.templates import profiles, write
from patto.templates.answers import Answers
from patto.templates.shelf import text_of

TODAY = date(2026, 11, 30)
LANGUAGES = ("en", "it")
EVERY = [(profile, lang) for lang in LANGUAGES for profile in profiles(lang)]

every_template = pytest.mark.parametrize(
    ("profile", "lang"), EVERY, ids=[f"{lang}/{profile}" for profile, lang in EVERY]
)


def begun(profile: str, lang: str, **answers: Any) -> str:
    """Return the file of an agreement that is begun with some answers."""
    return write(profile, lang, Answers(**answers), today=TODAY)


def reading_of(text: str) -> Reading:
    return read(text, file="agreement.yaml")


def agreement_of(text: str) -> Agreement:
    found = reading_of(text)
    assert found.problems == ()
    assert found.agreement is not None
    return found.agreement


@cache
def root_of(profile: str, lang: str) -> Mapping:
    return root_in(text_of(profile, lang))


def root_in(text: str) -> Mapping:
    root = compose(text).root
    assert isinstance(root, Mapping)
    return root
