"""Metrics that are not about the clock of a ticket: each kind of figure a file of its own."""
