"""Importing customers and what is theirs from a table: looked at first, then written whole."""
