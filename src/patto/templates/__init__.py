"""Agreements to begin with: whole files in each language, and the writing of answers into them."""

from patto.templates.answers import Answers, AnswersError, AnswerTrouble, PatronDay
from patto.templates.answers import read as read_answers
from patto.templates.leftovers import Leftover, is_example, leftovers
from patto.templates.marks import Spot, spots
from patto.templates.shelf import PROFILES, profiles
from patto.templates.writing import asked, usual, write

__all__ = [
    "PROFILES",
    "AnswerTrouble",
    "Answers",
    "AnswersError",
    "Leftover",
    "PatronDay",
    "Spot",
    "asked",
    "is_example",
    "leftovers",
    "profiles",
    "read_answers",
    "spots",
    "usual",
    "write",
]
