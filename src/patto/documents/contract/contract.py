"""The contract of an agreement: its chapters in their order, from the model and the words alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from patto.documents.contract.brief import brief as shortened
from patto.documents.contract.brief import is_small
from patto.documents.contract.chapters import (
    calls,
    charges,
    circumstances,
    data,
    ending,
    examples,
    hours,
    obligations,
    opening,
    plain,
    promises,
    remedies,
    reporting,
    scope,
)
from patto.documents.contract.drafting import Drafting
from patto.documents.contract.tree import Chapter, Contract, numbered
from patto.kernel.agreement.canonical import canonical
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.model import Agreement

_AROUND = ("page", "hash", "draft", "contents", "between", "and", "clauses", "inserted", "deleted",
           "changes")  # fmt: skip
"""The words that stand around the document, which renderers need."""


def contract(
    agreement: Agreement, *, lang: str, draft: bool = False, brief: bool | None = None
) -> Contract:
    """Return the contract of an agreement in a language; `draft` marks every page as one.

    It has the brief form or the full one as `brief` says; without it a small agreement is brief.

    :raises MissingWordsError: if there are no words for `lang`
    """
    d = Drafting(agreement, lang)
    own = agreement.agreement
    start = own.effective.start
    short = is_small(agreement) if brief is None else brief
    chapters: Iterable[Chapter] = _with_free_clauses(list(_chapters(d)), d)
    facts = tuple(_facts(d, short=short))
    signed = canonical(agreement)
    if short:
        chapters = shortened(chapters, d)
    return Contract(
        title=own.title,
        kicker=d.say("around.kicker" if agreement.metrics else "around.kicker-no-levels"),
        between=(agreement.parties.provider.name, agreement.parties.customer.name),
        facts=facts,
        chapters=ending.with_numbers(numbered(tuple(chapters)), d),
        digest=sha256(signed).hexdigest(),
        canonical=signed.decode(),
        language=lang,
        date=(start.year, start.month, start.day),
        words={name: d.words.template(f"contract.around.{name}") for name in _AROUND},
        draft=d.say("around.draft") if draft else "",
        brief=short,
    )


def _facts(d: Drafting, *, short: bool) -> Iterator[tuple[str, str]]:
    own = d.agreement.agreement
    yield from d.field("id", own.id)
    yield from d.field("version", d.number(own.version))
    yield from d.field("from", d.date(own.effective.start))
    if (end := own.effective.end) is not None:
        yield from d.field("until", d.date(end))
    elif not short:
        yield from d.field("valid", d.say("identity.no-end"))
    if (term := d.agreement.term) is not None and not short:
        start, length = d.date(term.start), term.length
        told = (
            d.say("identity.lasts", length=d.lapse(length), start=start)
            if length is not None
            else d.say("identity.no-length", start=start)
        )
        yield from d.field("lasts", told)


def _chapters(d: Drafting) -> Iterator[Chapter]:
    yield plain.plain(d)
    yield from _sides(d)
    yield from _help(d)
    yield from _promised(d)
    yield from _after(d)
    yield from _ending(d)
    if any(metric.examples for metric in d.agreement.metrics):
        yield examples.examples(d)
    yield ending.signatures(d)


def _sides(d: Drafting) -> Iterator[Chapter]:
    terms = d.agreement
    if terms.aims is not None:
        yield opening.aims(terms.aims, d)
    yield opening.parties(d)
    if governs := settled(terms.governs):
        yield opening.governs(governs, d)
    yield opening.definitions(settled(terms.definitions) or (), d)


def _help(d: Drafting) -> Iterator[Chapter]:
    terms = d.agreement
    yield scope.services(d)
    if not_covered := settled(terms.not_covered):
        yield scope.not_covered(not_covered, d)
    yield hours.hours(d)
    if terms.out_of_hours == "not-offered":
        yield hours.out_of_hours(None, d)
    elif terms.out_of_hours is not None:
        yield hours.out_of_hours(terms.out_of_hours, d)
    yield calls.channels(d)
    yield calls.priorities(d)


def _promised(d: Drafting) -> Iterator[Chapter]:
    terms = d.agreement
    yield promises.promises(d)
    if (found := circumstances.circumstances(d)) is not None:
        yield found
    if customer := settled(terms.customer_obligations):
        yield obligations.of_customer(customer, d)
    if provider := settled(terms.provider_obligations):
        yield obligations.of_provider(provider, d)
    if workload := settled(terms.workload):
        yield scope.workload(workload, d)
    yield circumstances.maintenance(terms.maintenance, d)


def _after(d: Drafting) -> Iterator[Chapter]:
    terms = d.agreement
    if terms.remedies is not None:
        yield remedies.remedies(settled(terms.remedies), d)
    if terms.reporting is not None:
        yield reporting.reporting(settled(terms.reporting), d)
    if terms.start_conditions is not None:
        yield reporting.start_conditions(settled(terms.start_conditions), d)
    if terms.data_protection is not None:
        yield data.data_protection(settled(terms.data_protection), d)
    if regulated := settled(terms.regulated):
        yield data.regulated(regulated, d)
    if insurance := settled(terms.insurance):
        yield data.insurance(insurance, d)


def _ending(d: Drafting) -> Iterator[Chapter]:
    terms = d.agreement
    if terms.charges is not None:
        yield charges.charges(settled(terms.charges), d)
    if terms.term is not None:
        yield ending.term(terms.term, d)
    if terms.exit is not None:
        yield ending.leaving(terms.exit, d)
    if terms.legal is not None:
        yield ending.legal(terms.legal, d)


def _with_free_clauses(found: list[Chapter], d: Drafting) -> list[Chapter]:
    """Return the chapters with the free clauses where they belong.

    A clause whose place is a part that is not there stands after the one before it in the order.
    """
    for one in settled(d.agreement.free_clauses) or ():
        parts = [chapter.part for chapter in found]
        place = parts.index(one.after) if one.after in parts else parts.index("metrics")
        chapter = found[place]
        found[place] = replace(chapter, clauses=(*chapter.clauses, ending.free(one, d)))
    return found
