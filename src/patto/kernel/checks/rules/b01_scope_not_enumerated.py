"""B01: what is covered is not listed."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject


def find(subject: Subject) -> Iterator[Hit]:
    """Yield a list of services that is empty, and each service that is all and lists no items."""
    services = subject.agreement.services
    if not services:
        yield Hit(("services",), MappingProxyType({"service": ""}))
    listed = {item.service for item in subject.agreement.items or ()}
    for index, service in enumerate(services):
        wording = subject.texts.at(("services", index, "title"))
        catch_all = wording is not None and bool(wording.all("B01.all"))
        if catch_all and service.id not in listed:
            yield Hit(("services", index), MappingProxyType({"service": service.title}))


RULE = ModelRule(
    id="B01",
    name="scope-not-enumerated",
    severity="error",
    stake="verdict",
    source="founding case: the scope of the agreement",
    find=find,
    words={
        "en": Told(
            title="What is covered is not listed",
            what="Nothing lists what “{service}” covers.",
            why="Whether a broken thing is covered is asked on the worst day, and the answer "
            "should not depend on who asks.",
            bad="services: [{id: it, title: All IT}], items: none",
            good="Each service by name, and under items each server, line and device it rests on.",
        ),
        "it": Told(
            title="Che cosa è coperto non è elencato",
            what="Nulla elenca che cosa copre «{service}».",
            why="Se una cosa rotta sia coperta lo si chiede nel giorno peggiore, e la risposta non "
            "deve dipendere da chi lo chiede.",
            bad="services: [{id: it, title: Tutta l'informatica}], items: none",
            good="Ogni servizio per nome, e fra le voci ogni server, linea e apparecchio su cui "
            "poggia.",
        ),
    },
)
