"""Which importers there are, and which one reads a file.

Every module of `formats` that holds an `IMPORTER` is one; nothing else has to be told of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType

from patto.exchange import formats
from patto.exchange.foreign import refuse_foreign
from patto.exchange.importer import Importer, Reading, Source, Writer
from patto.exchange.nearest import nearest
from patto.exchange.problems import problem
from patto.exchange.report import Report
from patto.exchange.text import table
from patto.kernel.errors import InputError, Place


@cache
def every_importer() -> Mapping[str, Importer]:
    """Return all importers by name."""
    names = [module.name for module in iter_modules(formats.__path__)]
    modules = [import_module(f"{formats.__name__}.{name}") for name in names]
    found: list[Importer] = [module.IMPORTER for module in modules]
    return MappingProxyType({importer.name: importer for importer in found})


def importers() -> tuple[str, ...]:
    """Return the names of all importers, in order."""
    return tuple(sorted(every_importer()))


def importer_named(name: str | Path) -> Importer:
    """Return the importer of a name, or the one that a file such as a mapping makes ready.

    :raises InputError: if there is none, or the file cannot be used
    """
    suffix = Path(name).suffix.lower()
    for one in every_importer().values():
        if one.configure and suffix in one.configured_by:
            return one.configure(Path(name))
    importer = every_importer().get(str(name))
    if importer is None:
        told = {
            "importer": str(name),
            "nearest": nearest(str(name), importers()),
            "known": ", ".join(importers()),
        }
        raise InputError([problem("importer-unknown", Place(), **told)])
    if importer.configure:
        raise InputError([problem("importer-needs-mapping", Place(), importer=str(name))])
    return importer


def importer_for(source: Source) -> Importer:
    """Return the importer that reads a file: by its suffix and, among several, by its header.

    :raises InputError: if none does, or the file cannot be read
    """
    suffix = Path(source.name).suffix.lower()
    fit = [importer for importer in every_importer().values() if suffix in importer.suffixes]
    if len(fit) == 1:
        return fit[0]
    refuse_foreign(source)
    if not fit:
        endings = {suffix for one in every_importer().values() for suffix in one.suffixes}
        about = {"suffix": suffix, "known": ", ".join(sorted(endings))}
        raise InputError([problem("format-not-read", source.place(), **about)])
    with source.open() as stream:
        columns, _ = table(stream, Reading(source, Report()))
    for importer in fit:
        if importer.recognises is not None and importer.recognises(columns):
            return importer
    told = {"header": ", ".join(columns), "known": ", ".join(importers())}
    raise InputError([problem("importer-not-recognised", source.place(1), **told)])


def writer_for(path: Path) -> Writer:
    """Return what writes the format that a file's suffix names.

    :raises InputError: if there is none
    """
    writers = {
        suffix: importer.write
        for importer in every_importer().values()
        for suffix in importer.suffixes
        if importer.write is not None
    }
    suffix = path.suffix.lower()
    if suffix not in writers:
        told = {"suffix": suffix, "known": ", ".join(sorted(writers))}
        raise InputError([problem("format-not-written", Place(str(path)), **told)])
    return writers[suffix]
