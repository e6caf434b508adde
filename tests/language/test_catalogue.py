"""The catalogues are complete, alike in every language, and read section by section."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from patto.exchange.problems import PROBLEMS, Fate
from patto.home import settings, starting
from patto.kernel import errors, examples, facts
from patto.kernel.agreement.problems import KINDS, REFERENCE_KINDS
from patto.kernel.evaluation.outcome import PeriodVerdict, Verdict
from patto.language import formats
from patto.language.catalogue import (
    OWN_FILES,
    PLURALS,
    MissingWordsError,
    catalogue,
    languages,
    matching,
)

LANGUAGES = languages()
SOURCES = Path(formats.__file__).parents[1]
FIELD = re.compile(r"\{([a-z_]+)(?::[a-z-]+)?\}")
TABLES = {
    **{code: kind.parameters for code, kind in KINDS.items()},
    **{code: kind.parameters for code, kind in examples.KINDS.items()},
    **{code: entry.parameters for code, entry in PROBLEMS.items()},
    **settings.PROBLEMS,
    **starting.PROBLEMS,
}


def texts(entry: Any) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def fields(entry: Any) -> set[str]:
    return {name for text in texts(entry) for name in FIELD.findall(text)}


def entries(language: str) -> dict[str, Any]:
    return dict(catalogue(language).entries())


def missing(language: str, section: str, names: Iterator[str] | list[str]) -> list[str]:
    return [name for name in names if f"{section}.{name}" not in catalogue(language)]


def test_there_is_english_and_italian():
    assert {"en", "it"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_and_parameters(language):
    own, english = entries(language), entries("en")
    assert own.keys() == english.keys()
    assert {key: fields(entry) for key, entry in own.items()} == {
        key: fields(entry) for key, entry in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_the_forms_of_its_language_and_no_others(language):
    wanted = {str(tag) for tag in formats.locale(language).plural_form.tags} | {"other"}
    for key, entry in entries(language).items():
        if not isinstance(entry, str):
            assert entry.keys() <= wanted, key
            assert entry.keys() <= PLURALS
            assert "one" in entry, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_read_alone_are_the_file_read_whole(language):
    files = (language, *(f"{section}.{language}" for section in OWN_FILES))
    whole: dict[str, Any] = {}
    for name in files:
        text = (SOURCES / "language" / f"{name}.toml").read_text(encoding="utf-8")
        whole |= tomllib.loads(text)
    for key, entry in catalogue(language).entries():
        found: Any = whole
        for name in key.split("."):
            found = found[name]
        assert found == entry
        assert all(one.strip() for one in texts(entry)), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(TABLES))
def test_every_problem_says_what_why_and_how_to_mend(language, code):
    for part in ("what", "why", "mend"):
        entry = catalogue(language).entry(f"problem.{code}.{part}")
        assert fields(entry) <= set(TABLES[code])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_problem_name_what_is_wrong(language):
    """A value that was refused, or a name that is not known, is in the first sentence."""
    for code, parameters in TABLES.items():
        named = {"value", "name", "key", "file", "column", "event", "zone", "kind"} & set(
            parameters
        )
        if named:
            assert fields(catalogue(language).entry(f"problem.{code}.what")) & set(parameters), code


def test_no_code_is_in_two_tables():
    tables = (set(KINDS), set(examples.KINDS), set(PROBLEMS))
    assert sum(map(len, tables)) == len(set.union(*tables))


def test_no_problem_has_words_that_no_table_knows():
    known = {key.split(".")[1] for key in entries("en") if key.startswith("problem.")}
    assert known == set(TABLES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_verdicts_events_roles_errors_and_fates_have_words(language):
    kinds = facts.TICKET_KINDS | facts.CUSTOMER_KINDS
    roles = [facts.PROVIDER, facts.CUSTOMER, facts.SUPPLIER, facts.AUTOMATIC]
    assert not missing(language, "verdict", [verdict.value for verdict in Verdict])
    assert not missing(language, "period-verdict", [verdict.value for verdict in PeriodVerdict])
    assert not missing(language, "event", sorted(kinds))
    assert not missing(language, "role", roles)
    assert not missing(language, "reference", list(REFERENCE_KINDS))
    assert not missing(language, "fate", [fate.value for fate in Fate])
    names = [kind.__name__ for kind in errors.PattoError.__subclasses__()]
    assert not missing(language, "error", [f"{name}.{part}" for name in names
                                           for part in ("what", "why", "mend")])  # fmt: skip


WORDED = (
    "reason",
    "note",
    "why",
    "unmatched",
    "small-sample",
    "limit",
    "event",
    "metric-kind",
    "ticket.signal",
)


def codes_of_evaluation() -> Iterator[tuple[str, str]]:
    """Yield the module and text of each constant in the evaluation that looks like a code."""
    for path in sorted((SOURCES / "kernel" / "evaluation").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", text):
                yield path.name, text
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Note", "_note"}:
                named = (
                    ast.literal_eval(node.args[0]) if isinstance(node.args[0], ast.Constant) else ""
                )
                yield from [(path.name, named)] if named else []


# What never leaves the evaluation: why a promise says nothing of a ticket at all.
INTERNAL = {"not-begun", "nothing-promised", "not-in-population"}

AGREEMENT_WORDS = INTERNAL | set(re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', "".join(
    path.read_text(encoding="utf-8") for path in (SOURCES / "kernel" / "agreement").glob("*.py")
)))  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_evaluation_gives_has_words(language):
    """A code is worded, or is a word of the agreement itself."""
    known = catalogue(language)
    unworded = {
        (module, code)
        for module, code in codes_of_evaluation()
        if code not in AGREEMENT_WORDS and not any(f"{s}.{code}" in known for s in WORDED)
    }
    assert not unworded


def test_a_key_without_words_is_refused():
    with pytest.raises(MissingWordsError, match=r"cli\.nonsense"):
        catalogue("en").entry("cli.nonsense")
    with pytest.raises(MissingWordsError, match="cli"):
        catalogue("en").entry("cli")
    with pytest.raises(MissingWordsError, match="xx"):
        catalogue("xx")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("it_IT.UTF-8", "it"),
        ("it-CH", "it"),
        ("IT", "it"),
        ("en_GB", "en"),
        ("C", None),
        ("", None),
    ],
)
def test_a_locale_names_its_language(tag, language):
    assert matching(tag) == language
