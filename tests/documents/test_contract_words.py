"""Every word that an agreement may choose has its words in a contract, in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from documents.contracts import agreement, told
from documents.test_contract_values import leaves, pattern, pools, replaced, without_examples
from patto.documents.contract.contract import contract
from patto.kernel import facts
from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.clauses.charges import Fee
from patto.kernel.agreement.clauses.parties import Right
from patto.kernel.agreement.figures.recovery import Occasion
from patto.kernel.agreement.figures.worked import FigureVerdict
from patto.kernel.agreement.money import RateUnit
from patto.kernel.agreement.part import Every, Role
from patto.kernel.agreement.targets import StartEvent, StopEvent
from patto.kernel.evaluation.outcome import Verdict
from patto.language.catalogue import catalogue, languages

PERIODS = get_args(Every)
WORDED = {
    "event": {*facts.TICKET_KINDS, *facts.CUSTOMER_KINDS, *get_args(StartEvent),
              *get_args(StopEvent)},
    "right": set(get_args(Right)),
    "per": {*get_args(RateUnit), "user", "device", "server", "site", "mailbox"},
    "each": set(PERIODS),
    "due": set(get_args(Fee.model_fields["every"].annotation)),
    "period": set(PERIODS),
    "side": set(get_args(Role)),
    "side-of": set(get_args(Role)),
    "occasion": set(get_args(Occasion)),
    "verdict": {*(verdict.value for verdict in Verdict), *get_args(FigureVerdict)},
    "language": {"en", "it"},
}  # fmt: skip


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("section", WORDED)
def test_words_of_the_model_have_words(section, language):
    known = catalogue(language)
    assert [word for word in WORDED[section] if f"contract.{section}.{word}" not in known] == []


def test_a_contract_can_be_written_whichever_word_is_chosen():
    stated = plain(agreement("whole"))
    seen, tried = set(), 0
    for path, value in leaves(stated):
        kind = pattern(path)
        words = {word for pool in pools() if value in pool for word in pool} - {value}
        if kind in seen or "examples" in path or not words:
            continue
        seen.add(kind)
        for word in sorted(words):
            terms = replaced(stated, path, word)
            if terms is not None:
                assert told(contract(without_examples(terms), lang="it"))
                tried += 1
    assert tried > 60
