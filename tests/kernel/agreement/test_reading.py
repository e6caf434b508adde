"""Reading: a value, or all that is wrong at once, whatever the text holds."""

from __future__ import annotations

from copy import deepcopy
from json import dumps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement_strategies import TRAPS, unhurried
from kernel.agreement.office import OFFICE, at, changed, office, paths, read_changed, values
from patto.kernel.agreement.nodes import Path as Steps
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.reading import Reading, read
from patto.kernel.agreement.yaml import decode
from patto.kernel.errors import Place, Problem

EXAMPLES = Path(__file__).parents[3] / "examples"

VALUES = values()
PATHS = [
    path
    for path in paths(VALUES)
    if path and not (path[0] == "metrics" and len(path) > 2 and path[1] and path[2] == "examples")
]


def test_an_agreement_is_read_without_a_problem() -> None:
    reading = read(OFFICE, None, "office.yaml")
    assert reading.problems == ()
    assert reading.agreement is not None
    assert reading.agreement is reading.draft
    assert reading.places.of(("agreement", "version")) == Place("office.yaml", 5, 12)


def test_the_test_agreement_has_every_kind_of_part() -> None:
    def kinds(value: Any) -> set[type]:
        inside = value if isinstance(value, tuple) else ()
        if isinstance(value, Part):
            inside = tuple(getattr(value, name) for name in type(value).model_fields)
        elif isinstance(value, dict):
            inside = tuple(value.values())
        return {type(value)}.union(*map(kinds, inside))

    def all_parts(part: type[Part]) -> set[type]:
        return {part}.union(*map(all_parts, part.__subclasses__()))

    parts = {part for part in all_parts(Part) if part.__module__.startswith("patto.kernel")}
    parts = {part for part in parts if not part.__subclasses__()}
    assert parts <= kinds(office())


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("**/agreement*.yaml")), ids=str)
def test_the_examples_that_come_with_patto_are_sound(file: Path) -> None:
    assert read(file.read_text("utf-8")).problems == ()


def test_all_problems_are_told_at_once_in_file_order() -> None:
    reading = read_changed(
        "version: 1\n", "version: one\n", "language: it", "language: fr", "hours: office",
        "hours: 5", "counts: [reopened]", "count: [reopened]\n    foo: 1",
    )  # fmt: skip
    metric = (
        "id, title, purpose, clause, population, exclusions, remedy, evidence, report, examples, "
        "kind, period, counts, limit, number"
    )
    assert [str(found) for found in reading.problems] == [
        "-:5:12: whole-number-expected path=agreement.version value=one",
        "-:11:13: value-unknown path=agreement.language value=fr expected=en, it",
        "-:51:12: choice-missing path=clocks.support.hours expected=all_of, any_of",
        "-:243:5: key-misspelled path=metrics.reopened key=count nearest=counts",
        f"-:244:5: key-unknown path=metrics.reopened key=foo known={metric}",
    ]


def test_problems_of_form_and_of_meaning_are_told_together_where_both_can_be_seen() -> None:
    reading = read_changed("  id: OFFICE-1", "  id: OFFICE-1\n  id: X", "hours: office", "hours: x")
    assert [found.code for found in reading.problems] == ["key-duplicate", "reference-unknown"]


@pytest.mark.parametrize(
    "changes",
    [
        ('hours: ["09:00-13:00"], name', 'hours: ["11:00-24:00", "09:00-11:00"], name'),
        ('hours: ["09:00-13:00"], name', "hours: [], name"),
        ('sat: ["22:00-02:00"]', 'sat: ["22:00-24:00"]\n      sun: ["00:00-24:00"]'),
        ('sat: ["22:00-02:00"]', 'sun: ["22:00-09:00"]'),
        ('sat: ["22:00-02:00"]', "sat: []"),
        ('mon-fri: ["09', 'fri-tue: ["09'),
        ("coming_year: {rule: as before, notice: by November}", "coming_year: none"),
        ("end: 2027-01-01}", "end: none}"),
        ("late_entry: 1 h on 24x7", "late_entry: unlimited"),
        ("late_entry: 1 h on 24x7", "late_entry: 1 business day on office"),
        ("known_as: [CUSTOMER]", "known_as: any"),
        ('stands_still: "yes"', "stands_still: yes"),
        ("version: 1\n", "version: 0x1\n"),
        ("office, day_of_call: counts, cut_off: none",
         "site, day_of_call: counts, cut_off: none"),
    ],
)  # fmt: skip
def test_what_is_legal_is_no_problem(changes: tuple[str, str]) -> None:
    assert read_changed(*changes).problems == ()


def test_an_agreement_that_contradicts_itself_is_still_a_draft() -> None:
    assert read_changed("version: 1\n", "version: one\n").draft is None
    contradiction = read_changed("hours: office", "hours: offce")
    assert contradiction.draft is not None
    assert contradiction.agreement is None


def replaced(path: Steps, value: Any) -> Reading:
    changed_values = deepcopy(VALUES)
    at(changed_values, path[:-1])[path[-1]] = value
    return read(dumps(changed_values))


anywhere = given(st.sampled_from(PATHS))


@unhurried
@anywhere
def test_whatever_is_empty_is_one_problem_there(path: Steps) -> None:
    found = replaced(path, None)
    assert [(one.code, one.place) for one in found.problems] == [
        ("value-empty", found.places.of(path))
    ]


@unhurried
@anywhere
def test_whatever_is_of_another_kind_is_one_problem_there(path: Steps) -> None:
    found = replaced(path, True)  # noqa: FBT003 - the value that nothing in an agreement may have
    assert [one.place for one in found.problems] == [found.places.of(path)]


# Keys that are names which people give, or parts of which one of several is given.
NAMED = {"calendars", "clocks", "weekly", "matrix", "many", "one", "targets", "attributes"}
ONE_OF = {"effect", "hours", "when", "levels", "events"}
REQUIRED = [
    path
    for path in PATHS
    if isinstance(at(VALUES, path[:-1]), dict)
    and not (path[-2:-1] and path[-2] in NAMED)
    and ONE_OF.isdisjoint(path[:-1])
]


@unhurried
@given(st.sampled_from(REQUIRED))
def test_whatever_key_is_left_out_is_missed(path: Steps) -> None:
    left_out = deepcopy(VALUES)
    del at(left_out, path[:-1])[path[-1]]
    found = read(dumps(left_out)).problems
    assert [(one.code, one.parameters["key"]) for one in found] == [("key-missing", path[-1])]


@unhurried
@given(st.text() | st.sampled_from(TRAPS))
def test_no_text_raises(text: str) -> None:
    assert read(text).agreement is None


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(OFFICE)), st.integers(0, 9), st.text(max_size=3) | st.sampled_from(TRAPS))
def test_no_slip_of_the_hand_raises(start: int, length: int, typed: str) -> None:
    reading = read(OFFICE[:start] + typed + OFFICE[start + length :])
    assert (reading.agreement is None) == any(p.severity == "error" for p in reading.problems)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("perché".encode(), "perché"),
        (b"\xef\xbb\xbfa: 1", "a: 1"),
        ("a: 1".encode("utf-16"), ("UTF-16", 1, 1)),
        ("a: 1".encode("utf-16-be"), "\x00a\x00:\x00 \x001"),
        (b"\xfe\xff\x00a", ("UTF-16", 1, 1)),
        ("a: 1".encode("utf-32"), ("UTF-32", 1, 1)),
        ("a: 1\r\nb: perché".encode("latin-1"), ("Latin-1, Windows-1252", 2, 9)),
    ],
)
def test_bytes_that_are_not_utf_8_are_told_with_the_first_wrong_one(
    data: bytes, expected: str | tuple[str, int, int]
) -> None:
    found = decode(data, "a.yaml")
    if isinstance(expected, str):
        assert found == expected
    else:
        encoding, *place = expected
        told = {"encoding": encoding}
        assert found == Problem("encoding-wrong", Place("a.yaml", *place), parameters=told)


def test_a_file_that_is_too_large_is_not_even_decoded() -> None:
    found = decode(b"\xff" * 20_000_001)
    assert isinstance(found, Problem)
    assert found.code == "file-too-large"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read("\ufeff" + OFFICE).problems == ()
    assert read("\ufeff" + changed("version: 1\n", "version: x\n")).problems[0].place == Place(
        "", 5, 12
    )


def test_an_alias_repeats_a_value_and_a_wrong_one_is_one_problem() -> None:
    assert office().metrics[0].examples == office().metrics[3].examples
    wrong = read_changed("value: 5 min", "value: 5")
    assert [str(p) for p in wrong.problems] == [
        "-:183:25: text-expected path=metrics.response.examples.1.expect.value value=5"
    ]


HOUSE = changed("version: 1\n", "version: 9\n")


def load(name: str) -> str:
    if name == "house.yaml":
        return HOUSE
    if name == "standard.yaml":
        return "base: house.yaml\nservices:\n  - {id: files, title: Files}\n"
    if name == "loop.yaml":
        return "base: other.yaml"
    if name == "other.yaml":
        return "base: loop.yaml"
    raise FileNotFoundError(name)


CUSTOMER = """\
base: standard.yaml
agreement: {id: CUSTOMER-1}
parties: {customer: {name: Somebody, known_as: any}}
services: [{id: mail, title: Post}]
metrics:
  - id: reopened
    number: 3
"""


def test_a_file_states_only_what_differs_from_its_base() -> None:
    found = read(CUSTOMER, load, "customer.yaml").agreement
    assert found is not None
    assert (found.agreement.id, found.agreement.version) == ("CUSTOMER-1", 9)
    assert [(s.id, s.title) for s in found.services] == [("mail", "Post"), ("files", "Files")]
    assert [metric.id for metric in found.metrics] == [m.id for m in office().metrics]
    assert found.metrics[:3] == office().metrics[:3]
    assert found.metrics[3] == office().metrics[3].model_copy(update={"number": 3})


def test_a_problem_is_placed_in_the_file_that_states_it() -> None:
    wrong = CUSTOMER.replace("number: 3", "number: x") + "itms: none"
    reading = read(wrong, lambda name: load(name).replace("Support of an office", "24"), "c.yaml")
    assert [str(found.place) for found in reading.problems] == [
        "c.yaml:7:13", "c.yaml:8:1", "house.yaml:6:10",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("base: nowhere.yaml", "x.yaml:1:7: base-missing name=nowhere.yaml"),
        ("base: loop.yaml", "other.yaml:1:7: base-circular name=loop.yaml"),
        ("base: 5", "x.yaml:1:7: base-not-text"),
        ("base: house.yaml\n'agreement'", "x.yaml:2:11: yaml-colon-missing"),
        ("base: house.yaml\nagreement: 5", "x.yaml:2:12: mapping-expected path=agreement"),
        ("[1]", "x.yaml:1:1: mapping-expected path="),
    ],
)
def test_a_base_that_is_not_there_or_goes_round_is_told(text: str, told: str) -> None:
    assert [str(found) for found in read(text, load, "x.yaml").problems] == [told]


def test_without_a_way_to_load_a_base_is_missing() -> None:
    assert [found.code for found in read(CUSTOMER).problems] == ["base-missing"]


def test_a_list_without_ids_stands_in_place_of_the_bases() -> None:
    text = "base: house.yaml\nparties: {customer: {known_as: [A, B]}}\nservices: []\n"
    reading = read(text, load)
    assert reading.draft is not None
    assert reading.draft.parties.customer.known_as == ("A", "B")
    assert reading.draft.services == ()
