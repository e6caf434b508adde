"""The page of a version of an agreement: all that it shows, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from patto.agreements import items, queries, scans
from patto.agreements.holding import Held
from patto.agreements.queries import VersionRow
from patto.agreements.signatures import SIDES, Signatory, differing, named_in
from patto.customers import queries as customers
from patto.documents.contract.chapters.briefly import promised
from patto.helpdesk.agreeing import AgreeForm, NextForm
from patto.helpdesk.asking import person
from patto.helpdesk.changes import changes
from patto.helpdesk.findings import findings
from patto.helpdesk.turns import told_in_turn
from patto.helpdesk.years import calendars
from patto.home.now import now
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.reading import read
from patto.kernel.instants import to_datetime
from patto.kernel.zones import zone as zone_of
from patto.language.words import Words
from patto.look.asked import Asked


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list of all: from when until when, and how that stands today."""

    version: VersionRow
    since: str
    until: str
    standing: str


def customer_of(key: int) -> customers.CustomerRow:
    """Return a customer.

    :raises Http404: if there is none of this number
    """
    found = customers.customer(key)
    if found is None:
        raise Http404
    return found


def version_of(customer: int, key: int) -> VersionRow:
    """Return a version of a customer's.

    :raises Http404: if that customer has none of this number
    """
    found = queries.version(key, customer=customer)
    if found is None:
        raise Http404
    return found


def today_of(customer: customers.CustomerRow) -> date:
    """Return the date on the wall at a customer's."""
    return to_datetime(now()).astimezone(zone_of(customer.zone)).date()


def page(request: Asked, customer: int, key: int, form: AgreeForm | None = None) -> dict[str, Any]:
    """Return what the page of a version shows; `form` is one that was filled in and has errors.

    :raises Http404: if that customer has no version of this number
    """
    row, version = customer_of(customer), version_of(customer, key)
    words, today = request.words, today_of(row)
    reading = read(version.text)
    agreement = reading.agreement or reading.draft
    if agreement is None:  # it was sound when it was stored
        raise Http404
    found = findings(reading, version.text, words)
    named = named_in(agreement)
    if form is None and version.state == "draft":
        examples = [one.what for one in found.examples]
        known = _likely(named, customer, examples, person(request).name)
        form = AgreeForm(words=words, today=today, known=known, initial={"on": today.isoformat()})
    before = queries.replaced(key, customer=customer)
    return {
        "customer": row,
        "version": version,
        "findings": found,
        "form": form,
        "promises": promised(agreement, words.language),
        "named": [(side, [one for one in named if one.side == side]) for side in SIDES],
        "differing": differing(version.signatories, named) if version.agreed_on else (),
        "scans": scans.kept(key),
        "changes": None if before is None else changes(before, version, words.language),
        "items": items.listed(agreement, customer=customer),
        "today": today,
        **_in_time(version, agreement, today, words),
    }


def _in_time(
    version: VersionRow, agreement: Agreement, today: date, words: Words
) -> dict[str, Any]:
    """Return what a page shows of the time in which a version and the others hold."""
    held, own = queries.held(version.customer), agreement.agreement.effective
    time = held.get(version.id) or Held(version.number, own.start, own.end)
    in_force = version.state == "in-force"
    return {
        "time": _line(version, time, today, words),
        "late": version.state == "agreed" and own.start < today,
        "problems": () if in_force else told_in_turn(version, words),
        "clash": "" if in_force else _clash(version, time, held, words),
        "calendars": calendars(agreement, words.language, today.year, time.end),
        "versions": version_lines(version.customer, held, today, words),
        "next": _next(version, held, words),
    }


def _clash(version: VersionRow, time: Held, held: Mapping[int, Held], words: Words) -> str:
    """Return which other agreement holds on a day on which this version would, in words."""
    for one in queries.versions(version.customer):
        other = held.get(one.id)
        if other is not None and one.identity != version.identity and other.meets(time):
            return two_at_once(one.identity, other, words)
    return ""


def two_at_once(identity: str, held: Held, words: Words) -> str:
    """Return that another agreement with the customer holds at the same time, and what to do."""
    told = {"agreement": identity, "number": held.number, "until": until(held, words)}
    return words.say("agreements.signing.two-at-once", **told)


def until(held: Held, words: Words) -> str:
    """Return until when a version holds, in words."""
    if held.last is None:
        return words.say("agreements.no-end")
    return words.say("agreements.until", day=words.date(held.last))


def version_lines(customer: int, held: Mapping[int, Held], today: date,
                  words: Words) -> tuple[VersionLine, ...]:  # fmt: skip
    """Return the versions of a customer's agreements, each with when it holds if it is in force."""
    rows = []
    for one in queries.versions(customer):
        time = held.get(one.id)
        rows.append(
            VersionLine(one, "", "", "") if time is None else _line(one, time, today, words)
        )
    return tuple(rows)


def _line(version: VersionRow, time: Held, today: date, words: Words) -> VersionLine:
    standing = "to-come" if today < time.start else "now"
    if time.end is not None and time.end <= today:
        standing = "over"
    return VersionLine(version, words.date(time.start), until(time, words), standing)


def _next(version: VersionRow, held: dict[int, Held], words: Words) -> NextForm | None:
    """Return the form with which the next version is begun, of the last one in force."""
    time = held.get(version.id)
    if time is None or any(one.start > time.start for one in held.values()):
        return None
    initial = {} if time.end is None else {"from": time.end.isoformat()}
    return NextForm(words=words, initial=initial, after=time.start)


def _likely(named: Iterable[Signatory], customer: int, examples: Iterable[str],
            mine: str) -> tuple[Signatory, ...]:  # fmt: skip
    """Return who is likely to sign: those whom the contract names, else the reader and a contact.

    Names that are still a template's examples are nobody's.
    """
    invented = set(examples)
    found = [one for one in named if one.name not in invented]
    decides = [one.name for one in customers.contacts(customer) if one.may_decide]
    others = [Signatory("provider", mine), *(Signatory("customer", one) for one in decides[:1])]
    return (
        *found,
        *(other for other in others if all(one.side != other.side for one in found)),
    )
