"""Feasibility: whether what is about to be promised can be kept, going by what has happened."""
