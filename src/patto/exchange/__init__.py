"""Foreign formats to facts, and facts to files: one file a format, found by itself."""

from patto.exchange.discovery import importers
from patto.exchange.reading import Imported, convert, read, read_events, stream, write
from patto.exchange.report import Finding, Proxy, Report

__all__ = [
    "Finding",
    "Imported",
    "Proxy",
    "Report",
    "convert",
    "importers",
    "read",
    "read_events",
    "stream",
    "write",
]
