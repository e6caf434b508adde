"""How well the rules find what the corpus holds: counts, precision and recall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from corpus.changes import changes
from corpus.clauses import Clause, Section, clauses
from patto.kernel.checks.reference import GROUPS, reference
from patto.kernel.checks.registry import registry

PAGE_HEAD = """\
# The checks

What `patto check` finds in an agreement that can be read: what is vague, contradictory or unfair.
This page is written from the rules and from the labelled corpus in `tests/corpus`; a test compares
it with both.

A rule is an error, a warning, or for information. Findings come with what to settle before signing
first: errors, then warnings; within each what keeps a verdict from being reached, what exposes one
side, what is only unclear. A rule can be waived with a reason, which the review prints.

## How well they find

The corpus holds clauses in English and Italian, sound ones and others, written for the purpose.
Precision is how many of the findings are right, recall how many of the faults are found.

- *tuned*: the clauses on which the dictionaries were tuned; nothing is proved by them.
- *held out*: usual wordings, written before the dictionaries and never used to tune one. The same
  hand wrote both, so an agreement by somebody else will fare less well.
- *later*: usual wordings for the rules that have none held out, written after their dictionaries by
  a hand that had not read them, and never used to tune one. This is nearest to what an agreement by
  somebody else meets.
- *unusual*: wordings chosen to evade, written after the dictionaries and never used to tune one. A
  dictionary knows the wordings that people use, and cannot know these: what counts here is that
  sound clauses stay untouched.
"""


SECTIONS: tuple[Section, ...] = ("tuning", "held-out", "later", "unusual")
CALLED: dict[Section, str] = {
    "tuning": "tuned", "held-out": "held out", "later": "later", "unusual": "unusual",
}  # fmt: skip


@dataclass(frozen=True)
class Score:
    """Counts of findings and faults."""

    right: int = 0
    wrong: int = 0
    unfound: int = 0

    def __add__(self, other: Score) -> Score:
        """Return the counts of both."""
        return Score(
            self.right + other.right, self.wrong + other.wrong, self.unfound + other.unfound
        )

    @property
    def precision(self) -> float:
        """How many of the findings are right."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """How many of the faults are found."""
        return self.right / (self.right + self.unfound)


@cache
def score(section: Section) -> dict[str, Score]:
    """Return the counts of each rule on a section of the corpus."""
    return scored((clause.rules, clause.found) for clause in clauses(section))


@cache
def score_of_changes() -> dict[str, Score]:
    """Return the counts of each rule on the changed agreements."""
    found = ((one.rules, frozenset(f.rule for f in one.found)) for one in changes())
    return scored(found)


def scored(answers: Iterable[tuple[frozenset[str], frozenset[str]]]) -> dict[str, Score]:
    """Return the counts of each rule, given what should be found and what was."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    unfound: Counter[str] = Counter()
    for expected, found in answers:
        right.update(expected & found)
        wrong.update(found - expected)
        unfound.update(expected - found)
    rules = sorted(right.keys() | wrong.keys() | unfound.keys())
    return {rule: Score(right[rule], wrong[rule], unfound[rule]) for rule in rules}


def by_group(scores: dict[str, Score]) -> dict[str, Score]:
    """Return the counts of each group of rules."""
    found: dict[str, Score] = {}
    for rule, counts in scores.items():
        found[rule[0]] = found.get(rule[0], Score()) + counts
    return found


def total(scores: dict[str, Score]) -> Score:
    """Return the counts of all rules together."""
    return sum(scores.values(), Score())


def page() -> str:
    """Return the whole of docs/reference/checks.md."""
    return "\n".join([PAGE_HEAD, *_groups(), *_rules(), "", reference()])


def _groups() -> Iterator[str]:
    scores = [score(section) for section in SECTIONS]
    yield "| clauses | all | English | Italian | sound |"
    yield "|---|---|---|---|---|"
    for section in SECTIONS:
        yield f"| {CALLED[section]} | {_counted(clauses(section))} |"
    yield "\n| precision | tuned | held out | later | unusual |"
    yield "|---|---|---|---|---|"
    yield from _by_section(scores, _precision)
    yield "\n| recall | tuned | held out | later | unusual |"
    yield "|---|---|---|---|---|"
    yield from _by_section(scores, _recall)
    model = total(score_of_changes())
    sound = sum(not one.rules for one in changes())
    yield (
        f"\nThe rules on the parts are tried on {len(changes())} changes of two agreements that "
        f"nothing is found in, {sound} of them sound: {model.right} of "
        f"{model.right + model.unfound} faults are found, and {model.wrong} that are none."
    )


def _by_section(scores: list[dict[str, Score]], told: Callable[[Score], str]) -> Iterator[str]:
    groups = [by_group(one) for one in scores]
    for group in groups[0]:
        cells = " | ".join(told(one.get(group, Score())) for one in groups)
        yield f"| {group}. {GROUPS[group]} | {cells} |"
    yield "| all | " + " | ".join(told(total(one)) for one in scores) + " |"


def _counted(of: Iterable[Clause]) -> str:
    listed = list(of)
    english = sum(one.part.language == "en" for one in listed)
    sound = sum(not one.rules for one in listed)
    return f"{len(listed)} | {english} | {len(listed) - english} | {sound}"


def _precision(one: Score) -> str:
    found = one.right + one.wrong
    return f"{one.precision:.1%} ({one.right} of {found})" if found else "nothing found"


def _recall(one: Score) -> str:
    faults = one.right + one.unfound
    return f"{one.recall:.1%} ({one.right} of {faults})" if faults else "nothing to find"


def _rules() -> Iterator[str]:
    scores = [*(score(section) for section in SECTIONS), score_of_changes()]
    yield "\nBy rule: found rightly / found wrongly / not found.\n"
    yield "| rule | tuned | held out | later | unusual | changed agreements |"
    yield "|---|---|---|---|---|---|"
    for rule in registry().values():
        cells = " | ".join(_counts(one.get(rule.id)) for one in scores)
        yield f"| {rule.id} {rule.name} | {cells} |"


def _counts(one: Score | None) -> str:
    return "" if one is None else f"{one.right} / {one.wrong} / {one.unfound}"
