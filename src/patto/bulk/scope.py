"""What takes items out of the count, in columns: scope, courtesy, withdrawal, merging, exclusions.

The kernel's `scope` and `agreed_exclusion`. Withdrawals and the like are found in columns; the few
claims that hang on the customer's word are read one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np

from patto.bulk.arrays import NONE, Int64s, Marks, Mask, filled
from patto.bulk.facts import Facts
from patto.bulk.items import Items
from patto.kernel import facts as kinds
from patto.kernel.agreement.metrics import TicketMetric
from patto.kernel.agreement.terms import Exclusion

OUT: Final = (kinds.COURTESY, kinds.WITHDRAWN, kinds.MERGED, kinds.OUT_OF_SCOPE)
"""The kinds that take an item out of the count, a statement of scope only by consent."""

REFUSED: Final = (
    "exclusion-not-agreed", "exclusion-without-evidence", "exclusion-without-consent",
)  # fmt: skip
"""Why an exclusion that was claimed does not hold, in the order of their codes."""


class Scope(NamedTuple):
    """What is said of each item's being in the count.

    `out` is the fact that took it out, `NONE` if none did; `disputed` are the statements of scope
    that the customer did not consent to, while the item was in the count.
    """

    out: Int64s
    disputed: Int64s


class Excluded(NamedTuple):
    """The agreed exclusion of each item, and the claims that do not hold, with the codes of why.

    `name` is the place of the exclusion among those of the agreement, `NONE` for none.
    """

    name: Int64s
    refused: Int64s
    why: Int64s


def scope(facts: Facts, items: Items, running: Mask, metric: TicketMetric) -> Scope:
    """Return what the facts of items say of their being in the count."""
    ways = {kinds.COURTESY, kinds.WITHDRAWN}
    if metric.related.merged == "parent-counts":
        ways.add(kinds.MERGED)
    stated = np.flatnonzero(facts.of([kinds.OUT_OF_SCOPE]) & running)
    agreed = consented(facts, stated, items.end[items.of(stated)])
    takes_out = facts.of(ways) & running
    takes_out[stated[agreed]] = True
    out = Marks.of(takes_out).first(items.begin, items.end)
    disputed = stated[~agreed]
    ended = out[items.of(disputed)]
    return Scope(out, disputed[(ended == NONE) | (disputed < ended)])


def excluded(
    facts: Facts, items: Items, exclusions: Mapping[str, Exclusion], names: Mapping[str, int]
) -> Excluded:
    """Return the agreed exclusion of each item: the first claim that holds (semantics 6.6)."""
    found = filled(len(items), NONE)
    claims = np.flatnonzero(facts.of([kinds.EXCLUDED]))
    item = items.of(claims)
    refused: list[int] = []
    why: list[int] = []
    agreed = consented(facts, claims, items.end[item])
    rows = facts.row[claims]
    given = facts.columns.texts["exclusion"].texts(rows)
    evidence = facts.columns.texts["evidence"].codes[rows] != 0
    for n, name in enumerate(given):
        if found[item[n]] != NONE:
            continue
        code = _refusal(exclusions.get(name), evidence=bool(evidence[n]), agreed=bool(agreed[n]))
        if code == NONE:
            found[item[n]] = names[name]
        else:
            refused.append(int(claims[n]))
            why.append(code)
    return Excluded(found, np.array(refused, np.int64), np.array(why, np.int64))


def _refusal(terms: Exclusion | None, *, evidence: bool, agreed: bool) -> int:
    """Return the code of why a claim does not hold, `NONE` if it does."""
    if terms is None:
        return 0
    if terms.evidence == "required" and not evidence:
        return 1
    return 2 if terms.consent == "required" and not agreed else NONE


def consented(facts: Facts, statements: Int64s, end: Int64s) -> Mask:
    """Return whether the customer's last word on each statement, before `end`, is consent."""
    found = np.zeros(statements.size, np.bool_)
    if not statements.size:
        return found
    words = _customers_words(facts)
    first = np.searchsorted(words, statements, side="right")
    last = np.searchsorted(words, end)
    ids = facts.columns.event_ids.some(facts.row[statements])
    for n, event_id in enumerate(ids):
        answers = _answers(facts, words[first[n] : last[n]], int(statements[n]), event_id)
        said = facts.of([kinds.CONSENTED])[list(answers)]
        found[n] = said.size > 0 and said[-1]
    return found


def _customers_words(facts: Facts) -> Int64s:
    """Return the consents and objections that are the customer's own."""
    by = facts.columns.texts["by"]
    own = by.among(lambda word: word.partition(":")[0].strip() in ("", kinds.CUSTOMER))
    said = facts.of([kinds.CONSENTED, kinds.OBJECTED])
    return np.flatnonzero(said & own[by.codes[facts.row]])


def _answers(facts: Facts, words: Int64s, statement: int, event_id: str) -> Iterator[int]:
    """Yield the words that answer a statement: later ones, on it or on nothing in particular."""
    refers_to = facts.columns.texts["refers_to"].texts(facts.row[words])
    for word, refers in zip(words.tolist(), refers_to, strict=True):
        if refers in ("", event_id) and facts.order(word) > facts.order(statement):
            yield word
