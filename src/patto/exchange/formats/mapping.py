"""Any desk's export, read as a mapping file says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from patto.exchange.importer import Found, Importer, Reading
from patto.exchange.mapping import apply
from patto.exchange.mapping.reading import read_file
from patto.exchange.problems import problem
from patto.kernel.errors import InputError


def read(reading: Reading) -> Iterator[Found]:
    """Refuse to read without a mapping.

    :raises InputError: always
    """
    place = reading.source.place()
    raise InputError([problem("importer-needs-mapping", place, importer=IMPORTER.name)])


def configure(path: Path) -> Importer:
    """Return the importer that reads as a mapping file says.

    :raises InputError: if the file states no mapping
    """
    mapping = read_file(path)
    return Importer(path.name, (), lambda reading: apply.read(mapping, reading))


IMPORTER = Importer("mapping", (), read, configure=configure, configured_by=(".yaml", ".yml"))
