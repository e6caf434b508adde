"""The format of test cases: what it takes, and that nothing in it can break the run."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patto.cli.clock_cases import load_cases, run_cases
from patto.kernel import errors
from patto.kernel.errors import MalformedCaseError

Json = dict[str, Any]

OFFICE: Json = {"zone": "Europe/Rome", "weekly": {"mon": [["09:00", "17:00"]]}}
ELAPSED: Json = {
    "id": "c1",
    "calendar": OFFICE,
    "op": "elapsed",
    "start": "2026-03-09T08:00:00Z",
    "end": "2026-03-09T08:10:00Z",
}
DUE: Json = {
    "id": "c2",
    "calendar": OFFICE,
    "op": "due",
    "start": "2026-03-09T08:00:00Z",
    "budget_s": 3600.5,
    "pauses": [],
}


def answer(case: object) -> Json:
    [result] = run_cases({"cases": [case]})["results"]
    return result


def error(case: object) -> tuple[str, str]:
    result = answer(case)
    return result["error"], result["message"]


def test_the_examples_of_the_format_come_out_as_it_says() -> None:
    shut = {**DUE, "id": "c3", "calendar": {"zone": "Europe/Rome", "weekly": {}}}
    assert run_cases({"cases": [ELAPSED, DUE, shut]}) == {
        "results": [
            {"id": "c1", "elapsed_s": 600.0},
            {"id": "c2", "due": "2026-03-09T09:00:00.500000Z"},
            {
                "id": "c3",
                "error": "NeverReachedError",
                "message": "not used up within ten years of 2026-03-09T08:00:00Z",
            },
        ]
    }


def test_a_wrong_case_spoils_no_other() -> None:
    results = run_cases({"cases": [None, ELAPSED, {}, ELAPSED]})["results"]
    assert [result.get("elapsed_s") for result in results] == [None, 600.0, None, 600.0]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id": None}, "id: a text is needed"),
        ({"id": True}, "id: a text is needed"),
        ({"op": "remaining"}, "op: 'remaining' is neither 'elapsed' nor 'due'"),
        ({"op": ["elapsed"]}, "op: ['elapsed'] is neither"),
        ({"calendar": []}, "calendar: [] is not an object"),
        ({"calendar": {}}, "calendar.zone: is missing"),
        ({"calendar": {**OFFICE, "zone": None}}, "calendar.zone: None is not a text"),
        (
            {"calendar": {**OFFICE, "holidays": []}},
            "calendar.holidays: a calendar has zone, weekly",
        ),
        ({"calendar": {**OFFICE, "weekly": []}}, "calendar.weekly: [] is not an object"),
        ({"calendar": {**OFFICE, "weekly": {"Mon": []}}}, "calendar.weekly.Mon: a week has mon"),
        ({"calendar": {**OFFICE, "weekly": {"mon": {}}}}, "calendar.weekly.mon: {} is not a list"),
        (
            {"calendar": {**OFFICE, "weekly": {"mon": [["09:00"]]}}},
            "calendar.weekly.mon[0]: ['09:00'] is not a pair",
        ),
        (
            {"calendar": {**OFFICE, "weekly": {"mon": [["09:00", 17]]}}},
            "calendar.weekly.mon[0][1]: 17 is not a text",
        ),
        ({"calendar": {**OFFICE, "closed_days": None}}, "calendar.closed_days: None is not a list"),
        ({"pauses": None}, "pauses: None is not a list"),
        ({"pauses": [["2026-03-09T08:00:00Z", None]]}, "pauses[0][1]: None is not a text"),
        ({"end": "x" * 1000}, "end: 'xxx"),
    ],
)
def test_what_is_malformed_is_told_with_its_place(changed: Json, told: str) -> None:
    name, message = error({**ELAPSED, **changed})
    assert name == ("MalformedTimeError" if "xxx" in told else "MalformedCaseError")
    assert message.startswith(told)


@pytest.mark.parametrize("field", ["id", "calendar", "op", "start", "end"])
def test_a_missing_field_is_told(field: str) -> None:
    name, message = error({key: value for key, value in ELAPSED.items() if key != field})
    assert name == "MalformedCaseError"
    assert message.startswith(f"{field}: ")


@pytest.mark.parametrize(
    ("calendar", "name", "told"),
    [
        ({"zone": "Mars"}, "UnknownZoneError", "'Mars' is neither a zone"),
        (
            {"closed_days": ["6.1.2026"]},
            "MalformedTimeError",
            "calendar.closed_days[0]: '6.1.2026'",
        ),
        (
            {"weekly": {"mon": [["24:00", "09:00"]]}},
            "InvalidHoursError",
            "calendar.weekly.mon[0][0]: 24:00 is an end only",
        ),
        (
            {"weekly": {"mon": [["9:00", "10:00"]]}},
            "MalformedTimeError",
            "calendar.weekly.mon[0][0]: '9:00' is not a time of day",
        ),
        ({"day_hours": {"today": []}}, "MalformedTimeError", "calendar.day_hours.today: 'today'"),
        (
            {"day_hours": {"2026-12-24": [["22:00", "06:00"]]}},
            "InvalidHoursError",
            "2026-12-24 22:00-06:00 runs past midnight",
        ),
        (
            {"closed": [["2026-03-09T09:00:00Z", "2026-03-09T08:00:00Z"]]},
            "EndBeforeStartError",
            "calendar.closed[0]: 2026-03-09T08:00:00Z comes before",
        ),
    ],
)
def test_what_no_calendar_can_mean_is_told(calendar: Json, name: str, told: str) -> None:
    found = error({**ELAPSED, "calendar": {**OFFICE, **calendar}})
    assert found[0] == name
    assert found[1].startswith(told)


def test_intervals_of_a_day_may_overlap_and_count_once() -> None:
    twice = [["09:00", "12:00"], ["11:00", "13:00"]]
    day = {"start": "2026-03-09T00:00:00Z", "end": "2026-03-10T00:00:00Z"}
    for calendar in (
        {"zone": "+00:00", "weekly": {"mon": twice}},
        {"zone": "+00:00", "day_hours": {"2026-03-09": twice}},
    ):
        assert answer({**ELAPSED, **day, "calendar": calendar})["elapsed_s"] == 14400.0


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("0", "2026-03-09T08:00:00Z"),
        ("0.000001", "2026-03-09T08:00:00.000001Z"),
        ("1.50000000", "2026-03-09T08:00:01.500000Z"),
        ("3.6e3", "2026-03-09T09:00:00Z"),
        ("0e-999999999", "2026-03-09T08:00:00Z"),
        ("0.0000001", "MalformedCaseError"),
        ("1.0000000000000000000000000000000001", "MalformedCaseError"),
        ("1e-999999999", "MalformedCaseError"),
        ("1e999999999", "NeverReachedError"),
        ("1e99999999999999999999", "MalformedCaseError"),
        ("-1e999999999", "NegativeBudgetError"),
        ("-0.000001", "NegativeBudgetError"),
        ("1" * 5000, "NeverReachedError"),
        ("NaN", "MalformedCaseError"),
        ("true", "MalformedCaseError"),
        ("null", "MalformedCaseError"),
        ('"3600"', "MalformedCaseError"),
    ],
)
def test_a_budget_is_exact_to_the_microsecond_or_refused(number: str, found: str) -> None:
    text = json.dumps({"cases": [{**DUE, "budget_s": 0.5}]}).replace("0.5", number)
    [result] = run_cases(load_cases(text))["results"]
    assert found in (result.get("due"), result.get("error"))


def test_numbers_that_come_as_floats_are_read_as_they_are_written() -> None:
    assert answer({**DUE, "budget_s": 0.1 + 0.2})["error"] == "MalformedCaseError"
    assert answer({**DUE, "budget_s": 0.3})["due"] == "2026-03-09T08:00:00.300000Z"
    assert answer({**DUE, "budget_s": float("nan")})["error"] == "MalformedCaseError"


@given(st.integers(0, 8 * 3600 * 1_000_000))
def test_what_elapsed_is_a_number_that_holds_every_microsecond(micros: int) -> None:
    budget = {**DUE, "budget_s": micros / 1_000_000}
    span = {**ELAPSED, "end": answer(budget)["due"]}
    assert json.loads(json.dumps(answer(span)["elapsed_s"])) == micros / 1_000_000


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text("a0:é-", max_size=5)
    | st.sampled_from(["2026-03-09T08:00:00Z", "due", "elapsed", "09:00", "UTC", "2026-03-09"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["zone", "weekly", "mon", "2026-03-09"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
CLOSED_LIST = {name for name in dir(errors) if name.endswith("Error")}


@given(st.dictionaries(st.sampled_from([*DUE, "end"]), json_values))
def test_no_case_can_break_the_run_or_give_an_error_out_of_the_list(changed: Json) -> None:
    for case in ({**ELAPSED, **changed}, {**DUE, **changed}, changed):
        result = answer(case)
        assert "error" not in result or result["error"] in CLOSED_LIST
        json.dumps(result, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1:1: Expecting value"),
        ('{"cases": [\n}', "2:1: Expecting value"),
        ("[" * 100_000, "1:1: nested too deeply"),
        ("[]", "1:1: not an object with a list"),
        ('{"cases": {}}', "1:1: not an object with a list"),
    ],
)
def test_a_document_that_is_no_document_is_refused_with_its_place(text: str, told: str) -> None:
    with pytest.raises(MalformedCaseError, match=told):
        load_cases(text)


def test_a_document_without_cases_is_refused() -> None:
    with pytest.raises(MalformedCaseError, match="no list"):
        run_cases({})
