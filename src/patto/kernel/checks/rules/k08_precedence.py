"""K08: which document or language prevails is not settled of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final, NamedTuple

from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.clauses.legal import Legal, RankedDocument
from patto.kernel.agreement.nodes import Path
from patto.kernel.agreement.writing import Plain
from patto.kernel.checks.finding import Put
from patto.kernel.checks.rule import Hit, ModelRule, Told
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.texts import PROSE
from patto.kernel.checks.things import Thing, things
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.checks.wording.tokens import folded
from patto.kernel.checks.wording.wording import Wording

_PATH: Final[Path] = ("legal", "precedence")
_THIS: Final[dict[Language, str]] = {"en": "this agreement", "it": "questo accordo"}


class _Open(NamedTuple):
    """A document whose rank is open, where it is spoken of, and whether the order lacks it."""

    document: str
    path: Path
    lacking: bool = False


def find(subject: Subject) -> Iterator[Hit]:
    """Yield that the order leaves the rank of documents or languages open, or contradicts itself.

    Ranked are this agreement, its attachments that hold terms, and the framework that its texts
    refer to; of its languages first the one that the agreement says prevails.
    """
    legal = subject.agreement.legal
    found = [] if legal is None else _left_open(subject, legal)
    if legal is not None and found:
        told = ", ".join(dict.fromkeys(one.document for one in found))
        also = tuple(one.path for one in found if one.path != _PATH)
        fix = _put(subject, legal, [one.document for one in found if one.lacking])
        yield Hit(_PATH, MappingProxyType({"documents": told}), fix, also)


def _left_open(subject: Subject, legal: Legal) -> list[_Open]:
    return [
        *_of_this(subject, legal), *_twice(legal), *_attached(subject, legal), *_above(subject),
    ]  # fmt: skip


def applies(subject: Subject) -> bool:
    """Return whether an order of precedence is stated."""
    return subject.agreement.legal is not None


def _of_this(subject: Subject, legal: Legal) -> Iterator[_Open]:
    """Yield this agreement if the order lacks it, or ranks another language before its own."""
    own = _own(subject, legal)
    languages = [one.language for one in own if one.language is not None]
    if not own:
        yield _Open(subject.agreement.agreement.title, _PATH)
    elif languages and languages[0] != subject.agreement.agreement.language:
        yield _Open(f"{own[0].document} ({languages[0]})", _PATH)


def _own(subject: Subject, legal: Legal) -> list[RankedDocument]:
    """Return the entries of the order that are this agreement itself."""
    identity = subject.agreement.agreement
    names = (identity.title, identity.id)
    return [
        one
        for index, one in enumerate(legal.precedence)
        if subject.says((*_PATH, index, "document"), "K08.this")
        or any(name in one.document for name in names)
    ]


def _twice(legal: Legal) -> Iterator[_Open]:
    seen: set[tuple[str, str | None]] = set()
    for one in legal.precedence:
        if _key(one) in seen:
            yield _Open(one.document, _PATH)
        seen.add(_key(one))


def _key(one: RankedDocument) -> tuple[str, str | None]:
    return folded(one.document), one.language


def _attached(subject: Subject, legal: Legal) -> Iterator[_Open]:
    """Yield each attachment that holds terms and has no rank; a list of devices needs none."""
    for index, one in enumerate(legal.attachments or ()):
        path: Path = ("legal", "attachments", index, "title")
        if subject.says(path, "K08.terms") and not _is_ranked(subject, legal, path):
            yield _Open(one.title, path, lacking=True)


def _is_ranked(subject: Subject, legal: Legal, path: Path) -> bool:
    named = list(_things(subject, path))
    for index in range(len(legal.precedence)):
        document = (*_PATH, index, "document")
        others = list(_things(subject, document))
        if subject.says(document, "K08.attachments") or any(
            one.takes_in(other) or other.takes_in(one) for one in named for other in others
        ):
            return True
    return False


def _things(subject: Subject, path: Path) -> Iterator[Thing]:
    wording = subject.texts.at(path)
    yield from () if wording is None else things(wording)


def _above(subject: Subject) -> Iterator[_Open]:
    """Yield the framework that texts refer to, if neither the order nor another part has it."""
    legal = subject.agreement.legal
    documents = range(len(legal.precedence)) if legal else ()
    ranked = any(subject.says((*_PATH, index, "document"), "K08.framework") for index in documents)
    if ranked or settled(subject.agreement.governs) is not None:
        return
    for wording in subject.texts.wordings:
        quotes = list(_frameworks(wording))
        if quotes:
            yield _Open(quotes[0], wording.part.path, lacking=True)


def _frameworks(wording: Wording) -> Iterator[str]:
    if wording.part.kind in PROSE and wording.part.path[0] != "legal":
        for match in wording.used("K08.framework"):
            if not wording.negated(match):
                yield wording.quote(match)


def _put(subject: Subject, legal: Legal, lacking: list[str]) -> Put:
    """Return the order with this agreement in it, in its language first, and nothing twice."""
    language = subject.agreement.agreement.language
    own = _own(subject, legal)
    in_order = iter(sorted(own, key=lambda one: one.language not in {None, language}))
    mended = [next(in_order) if one in own else one for one in legal.precedence]
    entries = {_key(one): _plain(one.document, one.language) for one in mended}
    first = [] if own else [_plain(_THIS[language], None)]
    added = [_plain(document, None) for document in dict.fromkeys(lacking)]
    old: list[Plain] = [_plain(one.document, one.language) for one in legal.precedence]
    return Put(_PATH, old, [*first, *entries.values(), *added])


def _plain(document: str, language: Language | None) -> Plain:
    return {"document": document, "language": language or "none"}


RULE = ModelRule(
    id="K08",
    name="precedence",
    severity="warning",
    stake="verdict",
    source="published agreements of several documents (AWS)",
    find=find,
    applies=applies,
    words={
        "en": Told(
            title="Which document prevails",
            what="The order of precedence leaves it open where this stands: {documents}.",
            why="Where two documents or two languages say different things, each side signs the "
            "one that it likes better.",
            bad="The general conditions apply as well.",
            good="precedence: this agreement in Italian, this agreement in English, the general "
            "conditions of 2026",
        ),
        "it": Told(
            title="Quale documento prevale",
            what="L'ordine di prevalenza non dice dove sta: {documents}.",
            why="Dove due documenti o due lingue dicono cose diverse, ogni parte ha firmato quello "
            "che preferisce.",
            bad="Valgono anche le condizioni generali.",
            good="precedence: questo accordo in italiano, questo accordo in inglese, le condizioni "
            "generali del 2026",
        ),
    },
)
