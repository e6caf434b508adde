"""Patto: service level agreements that are measured exactly as they are signed."""

__version__ = "0.1.0"
