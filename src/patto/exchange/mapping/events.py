"""One row an event: what happened is a word, and the mapping says which kind it means."""

from __future__ import annotations

from collections.abc import Iterator

from patto.exchange.importer import Found, Reading
from patto.exchange.mapping.making import Maker
from patto.exchange.mapping.model import EventMeaning, EventsMapping
from patto.exchange.mapping.reading import Mapping
from patto.exchange.mapping.sheet import Row, Sheet, opened
from patto.exchange.mapping.tickets import recorded_at, tell_recorded
from patto.kernel.facts import Event


def read(mapping: Mapping, terms: EventsMapping, reading: Reading) -> Iterator[Found]:
    """Yield the event of each row; words that are ignored on purpose are counted as unchanged.

    :raises InputError: if the export cannot be read, or lacks a column of the mapping
    """
    with opened(mapping, reading) as (sheet, rows):
        maker = Maker(sheet)
        tell_recorded(terms.recorded, sheet)
        for row in rows:
            word = sheet.value(row, terms.event.column)
            if word in terms.event.ignored:
                sheet.report.unchanged += 1
                continue
            event = _event(terms, sheet, maker, row, word)
            if event is not None:
                yield event, row.line


def _event(terms: EventsMapping, sheet: Sheet, maker: Maker, row: Row, word: str) -> Event | None:
    ticket = sheet.value(row, terms.ticket.column)
    for column, value in ((terms.ticket.column, ticket), (terms.event.column, word)):
        if not value:
            sheet.drop("row-value-missing", row, column=column)
            return None
    occurred = sheet.instant(row, terms.at.column)
    if occurred is None:
        return None
    meaning = terms.event.words.get(word) or EventMeaning.model_construct(kind=word)
    own_id = sheet.value(row, terms.id.column) if terms.id else ""
    return maker.make(
        row,
        own_id or f"{ticket}/{row.line}/{meaning.kind}",
        ticket,
        meaning.kind,
        occurred=occurred,
        recorded=recorded_at(terms.recorded, sheet, row, occurred),
        by=meaning.by or sheet.doer(row, terms.by),
        reason=meaning.reason or sheet.cell(row, terms.reason),
        evidence=sheet.cell(row, terms.evidence),
        attributes=sheet.attributes(row),
    )
