"""The words and formats of each language: one catalogue a language, and nothing in code."""

from patto.language.words import ProblemText, Words

__all__ = ["ProblemText", "Words"]
