"""Evaluation: an agreement and the facts in, verdicts with their reasons out."""
