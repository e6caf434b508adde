"""Running the rules: what they hit becomes findings with a place, one for each cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType
from typing import Final

from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Places
from patto.kernel.agreement.writing import flow
from patto.kernel.checks.context import NO_CONTEXT, Context
from patto.kernel.checks.finding import Finding, Rewrite, Stake
from patto.kernel.checks.registry import registry
from patto.kernel.checks.rule import Hit, ModelRule, Phrase, PhraseRule, Rule, TextsRule
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.wording.all_texts import Texts
from patto.kernel.checks.wording.wording import Wording
from patto.kernel.errors import Place, Severity

_SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
_STAKES: Final[tuple[Stake, ...]] = ("verdict", "fairness", "clarity")


def check(
    agreement: Agreement,
    places: Places | None = None,
    context: Context = NO_CONTEXT,
    *,
    sound: bool = True,
) -> list[Finding]:
    """Return what the rules find in an agreement, what to settle before signing first.

    Of an agreement that is not `sound`, one that reading found errors in, only the words are
    checked.
    """
    return findings(Subject(agreement, places or Places(), context), sound=sound)


def findings(subject: Subject, *, sound: bool = True) -> list[Finding]:
    """Return what the rules find in a subject, what to settle before signing first."""
    found = check_texts(subject.texts)
    for rule in registry().values():
        if sound and not isinstance(rule, TextsRule) and _applies(rule, subject, sound=sound):
            found += _in_parts(rule, subject, found)
    return in_order(found)


def _in_parts(
    rule: ModelRule | PhraseRule, subject: Subject, found: Sequence[Finding]
) -> list[Finding]:
    """Return what a rule finds in the parts, but for a part whose words it has found already."""
    told = {one.path[:-1] for one in found if one.rule == rule.id}
    hits = [hit for hit in rule.find(subject) if hit.path[:-1] not in told]
    return [_finding(rule, hit, subject.places) for hit in hits]


def check_texts(texts: Texts) -> list[Finding]:
    """Return what the rules find in texts alone, what to settle before signing first."""
    rules = [rule for rule in registry().values() if not isinstance(rule, ModelRule)]
    applying = [rule for rule in rules if rule.applies(texts.context)]
    found = list(_phrases(texts, [one for one in applying if isinstance(one, PhraseRule)]))
    for rule in applying:
        if isinstance(rule, TextsRule):
            found += [_finding(rule, hit, texts.places) for hit in rule.find(texts)]
    return in_order(found)


def applicable(subject: Subject, *, sound: bool = True) -> list[Rule]:
    """Return the rules that an agreement has something for."""
    return [rule for rule in registry().values() if _applies(rule, subject, sound=sound)]


def _applies(rule: Rule, subject: Subject, *, sound: bool) -> bool:
    if isinstance(rule, ModelRule):
        return sound and rule.applies(subject)
    return rule.applies(subject.context)


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Return findings with what to settle before signing first.

    Errors come before warnings; then what keeps a verdict from being reached, what exposes one
    side, what is only unclear; then rule by rule, by their places.
    """
    rules = registry()

    def rank(one: Finding) -> tuple[int, int, str, Place, str]:
        stake = _STAKES.index(rules[one.rule].stake)
        return _SEVERITIES.index(one.severity), stake, one.rule, one.place, one.told

    return sorted(found, key=rank)


def _phrases(texts: Texts, rules: Sequence[PhraseRule]) -> Iterator[Finding]:
    """Yield one finding for each text and rule, whatever the number of phrases found in it."""
    for wording in texts.wordings:
        by_rule: defaultdict[str, list[Phrase]] = defaultdict(list)
        for rule, phrase in _without_overlaps(wording, rules):
            by_rule[rule.id].append(phrase)
        for rule in rules:
            if rule.id in by_rule:
                phrases = sorted(by_rule[rule.id], key=lambda phrase: phrase.match.first)
                yield _text_finding(rule, wording, phrases, texts.places)


def _without_overlaps(
    wording: Wording, rules: Iterable[PhraseRule]
) -> Iterator[tuple[PhraseRule, Phrase]]:
    """Yield what the rules find in a text; of phrases that overlap only the longest."""
    found = [(rule, phrase) for rule in rules for phrase in rule.judge(wording)]
    found.sort(key=lambda one: (-one[1].match.length, one[1].match.first, one[0].id))
    taken: set[int] = set()
    for rule, phrase in found:
        words = range(phrase.match.first, phrase.match.last)
        if taken.isdisjoint(words):
            taken.update(words)
            yield rule, phrase


def _text_finding(
    rule: PhraseRule, wording: Wording, phrases: Sequence[Phrase], places: Places
) -> Finding:
    part = wording.part
    quotes = [wording.quote(phrase.match) for phrase in phrases]
    settles = all(phrase.instead for phrase in phrases)
    return Finding(
        rule.id,
        rule.severity,
        part.place,
        part.path,
        places.told(part.path),
        MappingProxyType({"phrases": ", ".join(dict.fromkeys(quotes))}),
        settled=_rewritten(wording, phrases) if settles else "",
        fix=tuple(_rewrite(wording, phrase) for phrase in phrases) if settles else (),
    )


def _rewrite(wording: Wording, phrase: Phrase) -> Rewrite:
    start, end = wording.span(phrase.match)
    return Rewrite(wording.part.path, wording.part.text[start:end], _instead(wording, phrase))


def _instead(wording: Wording, phrase: Phrase) -> str:
    """Return what could stand in the place of a phrase, with a capital where it has one."""
    first = wording.tokens[phrase.match.first].text[0]
    return phrase.instead[0].upper() + phrase.instead[1:] if first.isupper() else phrase.instead


def _rewritten(wording: Wording, phrases: Sequence[Phrase]) -> str:
    """Return a text with each phrase replaced."""
    text = wording.part.text
    for phrase in reversed(phrases):
        start, end = wording.span(phrase.match)
        text = text[:start] + _instead(wording, phrase) + text[end:]
    return text


def _finding(rule: Rule, hit: Hit, places: Places) -> Finding:
    return Finding(
        rule.id,
        rule.severity,
        places.of(hit.path),
        hit.path,
        places.told(hit.path),
        hit.parameters,
        tuple(places.of(path) for path in hit.also),
        "" if hit.fix is None else f"{hit.fix.path[-1]}: {flow(hit.fix.new)}",
        () if hit.fix is None else (hit.fix,),
    )
