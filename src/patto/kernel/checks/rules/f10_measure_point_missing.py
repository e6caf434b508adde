"""F10: nothing says where uptime is measured, or what counts as a good answer."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.figures.availability import Probed
from patto.kernel.agreement.metrics import AvailabilityMetric, AverageMetric
from patto.kernel.agreement.nodes import Path
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject

_NO_TOWN: Final = frozenset({"internet", "cloud", "web", "tbd", "it"})


def find(subject: Subject) -> Iterator[Hit]:
    """Yield each probe whose place is none, and each whose test only says that it is up.

    That a probe has a place and a test at all, reading sees to.
    """
    for path, title in _probes(subject):
        place, test = (*path, "place"), (*path, "test")
        for field, says_nothing in (
            (
                place,
                _says_nothing(subject, place, "F10.nowhere", "F10.somewhere")
                and not _names_one(subject, place),
            ),
            (test, _says_nothing(subject, test, "F10.circular", "F10.answer")),
        ):
            if says_nothing:
                wording = subject.texts.at(field)
                text = "" if wording is None else wording.part.text
                yield Hit(field, MappingProxyType({"metric": title, "text": text}))
                break


def applies(subject: Subject) -> bool:
    """Return whether anything is probed."""
    return any(True for _ in _probes(subject))


def _probes(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield the path of each probe with the title of its metric."""
    for number, metric in enumerate(subject.agreement.metrics):
        if isinstance(metric, AverageMetric):
            yield ("metrics", number, "probe"), metric.title
        elif isinstance(metric, AvailabilityMetric) and isinstance(metric.measured, Probed):
            yield ("metrics", number, "measured", "probe"), metric.title


def _says_nothing(subject: Subject, path: Path, empty: str, telling: str) -> bool:
    """Return whether a text holds words that tell nothing, and none that do."""
    if subject.unsettled(path):
        return True
    return subject.mentions(path, empty) and not subject.mentions(path, telling)


def _names_one(subject: Subject, path: Path) -> bool:
    """Return whether a text has a name in it, such as that of a town."""
    wording = subject.texts.at(path)
    tokens = () if wording is None else wording.tokens
    return any(token.text[0].isupper() and token.word not in _NO_TOWN for token in tokens[1:])


RULE = ModelRule(
    id="F10",
    name="measure-point-missing",
    severity="error",
    stake="verdict",
    source="cervefest: availability without a point of measurement",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Measured nowhere",
            what="For “{metric}”, “{text}” names no place to measure from, or no answer that "
            "counts as good.",
            why="Seen from the provider's rack the server was up all month, and seen from the "
            "customer's desk it was not.",
            bad="place: from outside, test: the server is available",
            good="place: from the customer's router, test: the sign-in page is there within 5 s",
        ),
        "it": Told(
            title="Misurato in nessun luogo",
            what="Per «{metric}», «{text}» non nomina un luogo da cui si misura, o non dice quale "
            "risposta vale come buona.",
            why="Visto dall'armadio del fornitore il server è stato su tutto il mese, visto dalla "
            "scrivania del cliente no.",
            bad="place: dall'esterno, test: il server è disponibile",
            good="place: dal router del cliente, test: la pagina di accesso compare entro 5 s",
        ),
    },
)
