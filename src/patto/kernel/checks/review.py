"""The review of an agreement: what was found, what is lived with, how ready it is to be signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Places
from patto.kernel.agreement.reading import Reading
from patto.kernel.checks.checking import applicable, findings
from patto.kernel.checks.context import NO_CONTEXT, Context
from patto.kernel.checks.covered import COVERED
from patto.kernel.checks.finding import Finding, RefusedWaiver, Waived, Waiver
from patto.kernel.checks.planned import PLANNED
from patto.kernel.checks.registry import registry
from patto.kernel.checks.subject import Subject
from patto.kernel.errors import Problem


class Thing(NamedTuple):
    """One thing to settle: a rule, and everything it found."""

    rule: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many of the error rules that apply are passed, and which.

    A waived rule is not passed. `not_applicable` have nothing in this agreement to be about,
    `unchecked` wait for parts or facts that are not there yet, or for the file to be mended.
    """

    passed: tuple[str, ...]
    failed: tuple[str, ...]
    waived: tuple[str, ...]
    not_applicable: tuple[str, ...]
    unchecked: tuple[str, ...]

    @property
    def applicable(self) -> int:
        """How many error rules apply."""
        return len(self.passed) + len(self.failed) + len(self.waived)

    @property
    def index(self) -> Fraction:
        """The share of the error rules that apply which are passed; show it with its lists."""
        return Fraction(len(self.passed), max(1, self.applicable))


@dataclass(frozen=True, slots=True)
class Review:
    """What the checks say of an agreement; `findings` has what to settle first first."""

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    refused: tuple[RefusedWaiver, ...]
    readiness: Readiness

    @property
    def things(self) -> tuple[Thing, ...]:
        """What to settle before signing, rule by rule; what is only worth knowing is not in it."""
        pressing = [one for one in self.findings if one.severity != "info"]
        return tuple(
            Thing(rule, tuple(found)) for rule, found in groupby(pressing, lambda one: one.rule)
        )


def review(
    agreement: Agreement,
    places: Places | None = None,
    context: Context = NO_CONTEXT,
    *,
    waivers: Iterable[Waiver] = (),
    problems: Sequence[Problem] = (),
    sound: bool = True,
) -> Review:
    """Return the review of an agreement.

    `problems` are what reading and the examples found, for the rules that they stand for. Of an
    agreement that is not `sound`, one that reading found errors in, only the words are checked.
    """
    subject = Subject(agreement, places or Places(), context)
    found = findings(subject, sound=sound)
    accepted, refused = _sifted(waivers)
    return Review(
        tuple(one for one in found if one.rule not in accepted),
        tuple(Waived(one, accepted[one.rule]) for one in found if one.rule in accepted),
        refused,
        _readiness(subject, found, accepted, problems, sound=sound),
    )


def review_reading(
    reading: Reading,
    context: Context = NO_CONTEXT,
    *,
    waivers: Iterable[Waiver] = (),
    problems: Sequence[Problem] = (),
) -> Review | None:
    """Return the review of what was read, `None` if its parts do not have their form.

    `problems` are those of the examples; those of the reading are known.
    """
    draft = reading.agreement or reading.draft
    if draft is None:
        return None
    return review(
        draft,
        reading.places,
        context,
        waivers=waivers,
        problems=(*reading.problems, *problems),
        sound=reading.agreement is not None,
    )


def _sifted(waivers: Iterable[Waiver]) -> tuple[Mapping[str, str], tuple[RefusedWaiver, ...]]:
    """Return the reasons by rule of the waivers that hold, and the waivers that do not."""
    known = registry().keys() | COVERED.keys() | PLANNED.keys()
    accepted: dict[str, str] = {}
    refused: list[RefusedWaiver] = []
    for waiver in waivers:
        if waiver.rule not in known:
            refused.append(RefusedWaiver(waiver, "unknown-rule"))
        elif not waiver.reason.strip():
            refused.append(RefusedWaiver(waiver, "no-reason"))
        else:
            accepted.setdefault(waiver.rule, waiver.reason.strip())
    return accepted, tuple(refused)


def _readiness(
    subject: Subject,
    found: Iterable[Finding],
    waived: Mapping[str, str],
    problems: Iterable[Problem],
    *,
    sound: bool,
) -> Readiness:
    codes = {problem.code for problem in problems}
    broken = {one.rule for one in found}
    broken |= {name for name, one in COVERED.items() if not codes.isdisjoint(one.codes)}
    rules = (*registry().values(), *COVERED.values(), *PLANNED.values())
    errors = sorted(rule.id for rule in rules if rule.severity == "error")
    applying = {rule.id for rule in applicable(subject, sound=sound)} | COVERED.keys()
    judged = [name for name in errors if name in applying]
    rest = [name for name in errors if name not in applying]
    return Readiness(
        passed=tuple(name for name in judged if name not in broken),
        failed=tuple(name for name in judged if name in broken and name not in waived),
        waived=tuple(name for name in judged if name in broken and name in waived),
        not_applicable=tuple(name for name in rest if sound and name not in PLANNED),
        unchecked=tuple(name for name in rest if not sound or name in PLANNED),
    )
