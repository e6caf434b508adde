"""Reading: a value, or all that is wrong at once, whatever the text holds."""

from __future__ import annotations

from copy import deepcopy
from json import dumps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from agreement_strategies import TRAPS, unhurried
from kernel.agreement.office import (
    OFFICE,
    WHOLE,
    at,
    changed,
    office,
    paths,
    read_changed,
    values,
    whole,
)
from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.choices import settled
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.nodes import Path as Steps
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.reading import Reading, read
from patto.kernel.agreement.writing import write
from patto.kernel.agreement.yaml import decode
from patto.kernel.errors import Place, Problem
from patto.kernel.examples import run_examples

EXAMPLES = Path(__file__).parents[3] / "examples"

CLAIMED = "given: {within: 30 calendar days, how: by mail to the desk}"

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
    claimed = read(changed("given: automatic", CLAIMED, of=WHOLE)).agreement
    assert parts <= kinds(office()) | kinds(whole()) | kinds(claimed)


def test_the_whole_agreement_settles_every_part_and_its_examples_come_out() -> None:
    reading = read(WHOLE)
    assert reading.problems == ()
    assert reading.agreement is not None
    assert run_examples(reading.agreement, reading.places) == []
    assert all(getattr(reading.agreement, name) is not None for name in Agreement.model_fields)
    assert len(reading.agreement.measured) == 3
    assert {metric.kind for metric in reading.agreement.not_measured} == {
        "availability", "recovery-point", "recovery-time", "share", "phone-answer",
        "satisfaction", "average",
    }  # fmt: skip


def test_an_agreement_may_promise_no_level_and_says_so() -> None:
    text = OFFICE[: OFFICE.index("metrics:\n")]
    informal = read(text + "metrics: none\n")
    assert informal.problems == ()
    assert informal.agreement is not None
    assert informal.agreement.metrics == ()
    assert "metrics: none" in write(informal.agreement)
    assert read(write(informal.agreement)).agreement == informal.agreement
    assert [p.code for p in read(text + "metrics: []\n").problems] == ["part-empty"]
    assert [p.code for p in read(text).problems] == ["key-missing"]


LATER = [name for name, field in Agreement.model_fields.items() if not field.is_required()]


@pytest.mark.parametrize("name", LATER)
def test_a_part_that_is_not_settled_is_left_out_and_none_is_something_else(name: str) -> None:
    assert getattr(office(), name) is None
    word = "not-offered" if name == "out_of_hours" else "none"
    said = read_changed("items:\n  - {id: server", f"{name}: {word}\nitems:\n  - {{id: server")
    if said.agreement is None:
        assert name in {"aims", "scope_changes", "term", "exit", "legal"}
    else:
        assert getattr(said.agreement, name) == word
        assert settled(said.agreement.definitions) is None
        assert read(write(said.agreement)).agreement == said.agreement


def test_nothing_can_be_left_out_of_a_part_that_is_settled() -> None:
    stated = plain(whole())
    for path in paths(stated):
        if len(path) > 1 and path[0] in LATER and isinstance(at(stated, path[:-1]), dict):
            around = at(stated, path[:-1])
            kept = dict(around)
            del around[path[-1]]
            with pytest.raises(ValidationError):
                Agreement.model_validate(stated)
            around.clear()
            around.update(kept)


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


SETTLED = plain(whole())
anywhere_settled = given(
    st.sampled_from(
        [
            path
            for path in paths(SETTLED)
            if path and path[0] in {*LATER, "metrics", "parties", "items"}
        ]
    )
)


@settings(max_examples=60, deadline=None)
@anywhere_settled
def test_whatever_is_empty_or_of_another_kind_in_what_is_settled_is_one_problem_there(
    path: Steps,
) -> None:
    for wrong in (None, True):
        changed_values = deepcopy(SETTLED)
        at(changed_values, path[:-1])[path[-1]] = wrong
        found = read(dumps(changed_values))
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
        ("a: 1".encode("utf-16"), ("UTF-8", 1, 1)),
        ("a: 1".encode("utf-16-be"), "\x00a\x00:\x00 \x001"),
        (b"\xfe\xff\x00a", ("UTF-8", 1, 1)),
        ("a: 1".encode("utf-32"), ("UTF-8", 1, 1)),
        ("a: 1\r\nb: perché".encode("latin-1"), ("UTF-8", 2, 9)),
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


def test_a_base_is_looked_for_beside_the_file_that_names_it() -> None:
    files = {
        "../house/firm.yaml": "base: general/all.yaml\n",
        "../house/general/all.yaml": "base: ../firm.yaml\n",
    }
    found = read("base: ../house/firm.yaml", files.__getitem__, "customers/one.yaml").problems
    assert [str(one) for one in found] == [
        "house/general/all.yaml:1:7: base-circular name=../house/firm.yaml"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("base: nowhere.yaml", "x.yaml:1:7: base-missing name=nowhere.yaml"),
        ("base: loop.yaml", "other.yaml:1:7: base-circular name=loop.yaml"),
        ("base: 5", "x.yaml:1:7: base-not-text"),
        ("base: house.yaml\n'agreement'", "x.yaml:2:1: yaml-colon-missing"),
        ("base: house.yaml\nagreement: 5", "x.yaml:2:12: mapping-expected path=agreement"),
        ("[1]", "x.yaml:1:1: file-not-agreement"),
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


WITHOUT = """\
base: standard.yaml
without: [metrics.reopened, clocks.either, services.files, items]
items: none
metrics:
  - id: response
    population: {items: all}
    targets:
      P1:
        when: always
        clock: support
        levels: [{share: 90 %, within: 30 min}, {share: 100 %, within: 1 h}]
"""


def test_what_is_taken_out_of_the_base_is_gone_and_the_base_stays_as_it_was() -> None:
    found = read(WITHOUT, load, "customer.yaml").agreement
    assert found is not None
    assert [metric.id for metric in found.metrics] == ["response", "resolution", "informed"]
    assert set(found.clocks or ()) == {"support", "visits"}
    assert [service.id for service in found.services] == ["mail"]
    assert found.items is None


def test_a_part_is_taken_out_before_the_file_is_laid_over_and_so_can_be_stated_anew() -> None:
    anew = '{site: {weekly: {fri: ["10:00-11:00"]}}}'
    text = f"base: house.yaml\nwithout: [calendars.site.weekly]\ncalendars: {anew}"
    found = read(text, load).agreement
    assert found is not None
    assert found.calendars["site"].weekly == {"fri": ("10:00-11:00",)}


def test_a_name_with_dots_is_taken_out_by_the_whole_of_it() -> None:
    def base(_name: str) -> str:
        return HOUSE.replace("id: server", "id: server.old")

    text = "base: b\nwithout: [items.server.old.service]\nitems: [{id: server.old, service: mail}]"
    assert read(text, base).draft is not None


@pytest.mark.parametrize(
    "name", ["metrics.reopend", "metrics.4", "x", "agreement.id.x", "services.mail.x"]
)
def test_what_is_not_in_the_base_cannot_be_taken_out(name: str) -> None:
    text = f"base: house.yaml\nwithout: [{name}]"
    found = [str(one) for one in read(text, load, "c.yaml").problems]
    assert found == [f"c.yaml:2:11: without-unknown name={name}"]


@pytest.mark.parametrize("paths_", ["metrics.reopened", "[5]", "{a: b}"])
def test_what_is_taken_out_is_a_list_of_paths(paths_: str) -> None:
    text = f"base: house.yaml\nwithout: {paths_}"
    assert [str(one) for one in read(text, load, "c.yaml").problems] == [
        "c.yaml:2:10: without-not-paths"
    ]


def test_a_file_whose_keys_are_all_misspelled_is_an_agreement_still() -> None:
    codes = {found.code for found in read("agreemnt: {id: A}\nmetrcs: []\n").problems}
    assert {"key-misspelled", "key-missing"} <= codes
    assert "file-not-agreement" not in codes
