"""What a mapping means, once its form is right: kinds, zones, encodings that there are."""

from __future__ import annotations

from collections.abc import Iterator

from patto.exchange.mapping.dates import DatePattern, PatternError
from patto.exchange.mapping.model import AnyMapping, EventsMapping, TicketsMapping
from patto.exchange.nearest import nearest
from patto.exchange.problems import problem as own_problem
from patto.kernel.agreement.nearest import nearest_zone
from patto.kernel.agreement.nodes import Path, Places
from patto.kernel.agreement.problems import problem
from patto.kernel.errors import Problem, UnknownZoneError
from patto.kernel.facts import COLUMNS, REPORTED, TICKET_KINDS
from patto.kernel.zones import zone, zone_names


def contradictions(terms: AnyMapping, places: Places) -> list[Problem]:
    """Return a problem for each thing that a mapping names and that does not exist."""
    return [
        *_unknown_kinds(terms, places),
        *_unknown_form(terms, places),
        *_bad_patterns(terms, places),
        *_reserved_attributes(terms, places),
        *_without_report(terms, places),
        *_silent_proxies(terms, places),
    ]


def _unknown_kinds(terms: AnyMapping, places: Places) -> Iterator[Problem]:
    for path, kind in _kinds(terms):
        if kind not in TICKET_KINDS:
            near = nearest(kind, TICKET_KINDS)
            told = {"path": places.told(path), "value": kind, "nearest": near}
            yield own_problem("mapping-kind-unknown", places.of(path, key=True), **told)


def _kinds(terms: AnyMapping) -> Iterator[tuple[Path, str]]:
    """Yield the kinds of events that a mapping names, each with its path."""
    for kind, proxy in terms.proxies.items():
        yield ("proxies", kind), kind
        yield ("proxies", kind, "event"), proxy.event
    if isinstance(terms, TicketsMapping):
        yield from ((("instants", kind), kind) for kind in terms.instants)
    elif isinstance(terms, EventsMapping):
        for word, meaning in terms.event.words.items():
            yield ("event", "words", word), meaning.kind


def _unknown_form(terms: AnyMapping, places: Places) -> Iterator[Problem]:
    if not _is_text(terms.file.encoding):
        path: Path = ("file", "encoding")
        told = {"path": places.told(path), "value": terms.file.encoding}
        yield own_problem("mapping-encoding-unknown", places.of(path), **told)
    try:
        zone(terms.zone or "+00:00")
    except UnknownZoneError:
        name = terms.zone or ""
        told = {"path": "zone", "value": name, "nearest": nearest_zone(name, zone_names()) or ""}
        yield own_problem("mapping-zone-unknown", places.of(("zone",)), **told)


def _is_text(encoding: str) -> bool:
    """Return whether there is an encoding of texts of that name; `base64` is one of bytes."""
    try:
        return "\n".encode(encoding).decode(encoding) == "\n"
    except (LookupError, ValueError):
        return False


def _bad_patterns(terms: AnyMapping, places: Places) -> Iterator[Problem]:
    for number, text in enumerate(terms.dates):
        try:
            DatePattern.parse(text)
        except PatternError as error:
            path: Path = ("dates", number)
            told = {"path": places.told(path), "value": text, "part": str(error)}
            yield own_problem("mapping-date-pattern", places.of(path), **told)


def _reserved_attributes(terms: AnyMapping, places: Places) -> Iterator[Problem]:
    for name in terms.attributes:
        if name in COLUMNS or not name:
            path: Path = ("attributes", name)
            told = {"path": places.told(path), "value": name}
            yield own_problem("mapping-attribute-reserved", places.of(path, key=True), **told)


def _without_report(terms: AnyMapping, places: Places) -> Iterator[Problem]:
    if isinstance(terms, TicketsMapping) and REPORTED not in terms.instants:
        path: Path = ("instants",)
        yield problem("key-missing", places.of(path), path=places.told(path), key=REPORTED)


def _silent_proxies(terms: AnyMapping, places: Places) -> Iterator[Problem]:
    """Yield a problem for each proxy that the mapping never gives."""
    given = _given(terms)
    for event, proxy in terms.proxies.items():
        if proxy.event not in given:
            place = places.of(("proxies", event))
            yield own_problem("mapping-proxy-silent", place, event=event, proxy=proxy.event)


def _given(terms: AnyMapping) -> frozenset[str]:
    """Return the kinds of events that a mapping can give; all, if words may name any."""
    if isinstance(terms, EventsMapping):
        words = terms.event.words
        return frozenset(meaning.kind for meaning in words.values()) if words else TICKET_KINDS
    if isinstance(terms, TicketsMapping):
        return frozenset(terms.instants) | {"paused", "resolved", "closed", "reopened"}
    silent = set() if terms.assigned is not None else {"assigned"}
    kinds = {"reported", "classified", "assigned", "paused", "resumed", "resolved", "reopened"}
    return frozenset((kinds | {"closed", "withdrawn"}) - silent)
