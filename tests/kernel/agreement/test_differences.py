"""What differs between two agreements: found by meaning, judged alike from either side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings

from agreement_strategies import agreements, settled
from patto.kernel.agreement.canonical import plain
from patto.kernel.agreement.differences.change import Change
from patto.kernel.agreement.differences.differences import differences
from patto.kernel.agreement.differences.judging import RULES
from patto.kernel.agreement.differences.pairing import edits, pairs
from patto.kernel.agreement.differences.standard import base_named, standard
from patto.kernel.agreement.differences.weighing import Ranked
from patto.kernel.agreement.model import Agreement
from patto.kernel.agreement.part import Part
from patto.kernel.agreement.reading import read
from patto.kernel.agreement.writing import write

WHOLE = (Path(__file__).parent / "whole.yaml").read_text("utf-8")
LAW = settings(deadline=None, max_examples=40)  # an agreement is large: a few try much
FLIPPED = {"harder": "easier", "easier": "harder", "neither": "neither"}


@cache
def whole() -> Agreement:
    return drafted(WHOLE)


def drafted(text: str) -> Agreement:
    found = read(text)
    assert found.draft is not None, found.problems
    return found.draft


def changed(*passages: tuple[str, str]) -> Agreement:
    """Return the whole agreement with passages of its file replaced, each wherever it stands."""
    text = WHOLE
    for old, new in passages:
        assert old in text, old
        text = text.replace(old, new)
    return drafted(text)


def effects(changes: tuple[Change, ...]) -> Counter[tuple[str, str]]:
    return Counter((one.judgement.effect, one.judgement.aspect) for one in changes)


@LAW
@given(agreements)
def test_nothing_differs_from_itself_however_it_is_written(agreement):
    assert differences(agreement, agreement) == ()
    assert differences(agreement, drafted(write(agreement))) == ()


@LAW
@given(agreements, agreements)
def test_what_is_harder_one_way_is_easier_the_other(one, other):
    there, back = differences(one, other), differences(other, one)
    assert bool(there) == (plain(one) != plain(other))
    flipped = Counter({(FLIPPED[e], a): n for (e, a), n in effects(there).items()})
    assert flipped == effects(back)


DATES = "    dates_from: {holidays"
AWAY = "{start: 2026-08-10T00:00:00+02:00, end: 2026-08-12T00:00:00+02:00, name: away}"
OF_P3 = "[{share: 95 %, within: 4 h}, {share: 100 %, within: 2 business days}]"
PROMISED = "{when: always, clock: support, levels: [{share: 95 %, within: 2 h}]}"


@LAW
@given(settled(drafted(WHOLE)), settled(drafted(WHOLE)))
def test_so_it_is_whatever_is_settled_or_not(one, other):
    there, back = differences(one, other), differences(other, one)
    assert bool(there) == (plain(one) != plain(other))
    assert Counter({(FLIPPED[e], a): n for (e, a), n in effects(there).items()}) == effects(back)


JUDGED = [
    # When it counts.
    ('mon-fri: ["08:30-12:30", "14:00-18:00"]', 'mon-fri: ["08:30-12:30", "13:00-18:00"]',
     "calendars.office.weekly", "harder"),
    ('weekly: {sun: ["05:00-09:00"]}', 'weekly: {sun: ["05:00-10:00"]}',
     "calendars.sundays.weekly", "easier"),
    ('tue-sun: ["09:30-19:30"]', 'tue-sat: ["09:30-19:30"]', "calendars.shop.weekly", "easier"),
    ('mon-fri: ["18:00-22:00"]', 'mon-fri: ["18:00-23:00"]', "calendars.evening.weekly", "neither"),
    (f"closures: none\n{DATES}", f"closures: [{AWAY}]\n{DATES}",
     "calendars.office.closures", "easier"),
    ('{date: 2026-12-24, hours: ["08:30-12:30"]', '{date: 2026-12-24, hours: ["08:30-11:30"]',
     "calendars.office.day_hours", "easier"),
    ("maintenance: does-not-count\n    business_day: 8 h",
     "maintenance: counts\n    business_day: 8 h", "clocks.support.maintenance", "harder"),
    ("maintenance: does-not-count\n    business_day: 8 h",
     "maintenance: does-not-count\n    business_day: 7 h", "clocks.support.business_day", "harder"),
    ("hours: {any_of: [office, shop]}", "hours: office", "clocks.trading.hours", "easier"),
    ("hours: office\n    site_access: none", "hours: office\n    site_access: [hall]",
     "clocks.support.site_access", "easier"),
    ("watched: 24x7", "watched: office", "channels.phone.watched", "easier"),
    # What is promised.
    ("within: 30 min}, {share: 100 %, within: 2 h}]\n      P2",
     "within: 15 min}, {share: 100 %, within: 2 h}]\n      P2",
     "metrics.response.targets.P1.always.levels.95 %.within", "harder"),
    ("within: 30 min}, {share: 100 %, within: 2 h}]\n      P2",
     "within: 30 min}, {share: 98 %, within: 2 h}]\n      P2",
     "metrics.response.targets.P1.always.levels.98 %.share", "easier"),
    ("        clock: support\n        levels: [{share: 95 %, within: 4 h}",
     "        clock: 24x7\n        levels: [{share: 95 %, within: 4 h}",
     "metrics.response.targets.P3.always.clock", "harder"),
    (f"        clock: support\n        levels: {OF_P3}",
     "        clock: 24x7\n        levels: [{share: 95 %, within: 6 h}]",
     "metrics.response.targets.P3.always.clock", "neither"),
    ("      P1: none\n", f"      P1: {PROMISED}\n", "metrics.access.targets.P1", "harder"),
    ("{item: srv-files, share: 99.5 %}", "{item: srv-files, share: 99.9 %}",
     "metrics.servers-up.systems.srv-files.share", "harder"),
    ("rule: k-of-n, least: 2", "rule: k-of-n, least: 3", "metrics.hosts-up.combined.least",
     "harder"),
    ("combined: {rule: all, share: 98.5 %}", "combined: none", "metrics.servers-up.combined",
     "easier"),
    ("value: 20 ms", "value: 25 ms", "metrics.latency.value", "easier"),
    ("    limit: at-most\n    share: 5 %", "    limit: at-most\n    share: 4 %",
     "metrics.lost-calls.share", "harder"),
    ("    limit: at-least\n    share: 97 %", "    limit: at-least\n    share: 96 %",
     "metrics.backups.share", "easier"),
    ("    within: 8 h on 24x7", "    within: none", "metrics.backups.within", "easier"),
    ("service_time: trading", "service_time: 24x7", "metrics.servers-up.service_time", "harder"),
    ("shortest: 10 s", "shortest: none", "metrics.phone-answer.shortest", "harder"),
    ("tested_every: 3 months", "tested_every: none", "metrics.data-loss.tested_every", "easier"),
    ("tested_every: 3 months", "tested_every: 100 calendar days", "metrics.data-loss.tested_every",
     "easier"),
    ("tested_every: 3 months", "tested_every: 91 calendar days", "metrics.data-loss.tested_every",
     "neither"),
    ("levels: [{share: 100 %, within: 2 business days}]", "levels: [{share: 100 %, within: 12 h}]",
     "metrics.recovery.levels.100 %.within", "harder"),
    # How it is counted, and what stops it.
    ("within: 5 business days on office, resolved_time: does-not-count",
     "within: 10 business days on office, resolved_time: does-not-count",
     "metrics.resolution.reopen.within", "harder"),
    ("below: 20, line: 90 %, misses: 1", "below: 20, line: 90 %, misses: 2",
     "metrics.resolution.small_sample.misses", "easier"),
    ("late_entry: 1 h on 24x7", "late_entry: unlimited", "recording.late_entry", "easier"),
    ("pauses: [waiting-customer, waiting-supplier]", "pauses: [waiting-customer]",
     "metrics.resolution.pauses", "harder"),
    ("maximum: 40 h on office", "maximum: 16 h on 24x7", "pause_reasons.waiting-customer.maximum",
     "harder"),
    ("maximum: 40 h on office", "maximum: 90 h on 24x7", "pause_reasons.waiting-customer.maximum",
     "neither"),
    ("effect: {more_time: 4 h}", "effect: {more_time: 6 h}",
     "constraints.own-change.effect.more_time", "easier"),
    ("effect: {more_time: 4 h}", "effect: {within: [hall]}", "constraints.own-change.effect",
     "neither"),
    ("windows: sundays", "windows: night", "maintenance.windows", "easier"),
    ("notice: 1 h on 24x7, counts", "notice: none, counts", "maintenance.emergency.notice",
     "easier"),
    ("notice: 40 h on office, evidence: none", "notice: none, evidence: none",
     "situations.harvest.notice", "harder"),
    # What else is owed, and what a miss costs.
    ("due: {within: 14 calendar days,", "due: {within: 7 calendar days,",
     "provider_obligations.patching.due.within", "harder"),
    ("due: {within: 3 business days on office,", "due: {within: 2 business days on office,",
     "customer_obligations.answer.due.within", "easier"),
    ("number: 60, every: month", "number: 40, every: month", "workload.tickets.number", "easier"),
    ("below: 95 %, credit: 5 % of monthly-fee", "below: 95 %, credit: 6 % of monthly-fee",
     "remedies.listed.response-credit.pays.bands.90-95 %.credit", "harder"),
    ("credit: 2 days of monthly-fee", "credit: 1 days of monthly-fee",
     "remedies.listed.uptime-credit.pays.bands.98-99.5 %.credit", "easier"),
    ("credit: 2 days of monthly-fee", "credit: 20.00 EUR",
     "remedies.listed.uptime-credit.pays.bands.98-99.5 %.credit", "neither"),
    ("cap: 10 % of monthly-fee", "cap: none", "remedies.listed.uptime-credit.cap", "harder"),
    ("caps: {month: 15 % of monthly-fee, year: 100 % of monthly-fee}", "caps: none",
     "remedies.caps", "harder"),
    ("given: automatic", "given: {within: 30 calendar days, how: in writing}", "remedies.given",
     "easier"),
    ("chronic: {metrics: [response, resolution]", "chronic: {metrics: all",
     "remedies.chronic.metrics", "harder"),
    ("deadline: 5 business days on office", "deadline: 3 business days on office",
     "reporting.deadline", "harder"),
    ("deadline: 5 business days on office", "deadline: 5 calendar days", "reporting.deadline",
     "neither"),
    ("end: 2026-05-01", "end: 2026-06-01", "start_conditions.stabilisation.end", "easier"),
    ("authorisation: general", "authorisation: specific",
     "data_protection.sub_processing.authorisation", "harder"),
    ("liability: {cap: 1200 % of monthly-fee", "liability: {cap: none", "legal.liability.cap",
     "harder"),
    ("included: 8 h", "included: none", "exit.included", "easier"),
    ("amount: 1850.00 EUR", "amount: 1950.00 EUR", "charges.fees.monthly-fee.amount", "neither"),
    ("tested_every: 3 months", "tested_every: 6 months", "metrics.data-loss.tested_every",
     "easier"),
    ("maintenance: does-not-count\n    business_day: 8 h",
     "maintenance: does-not-count\n    business_day: none", "clocks.support.business_day",
     "neither"),
    ("    clock: 24x7\n    levels", "    clock: support\n    levels", "metrics.data-loss.clock",
     "easier"),
    ("document: this agreement, language: en", "document: the translation, language: en",
     "legal.precedence.the translation en.document", "neither"),
    ("clause: limit of liability", "clause: the limit of liability",
     "legal.specific_approval.the limit of liability", "neither"),
    ("- {channels: [portal, mail-desk, phone]}", "- {channels: [portal, phone]}",
     "validly_logged.acts.phone+portal.channels", "neither"),
    ("law: IT", "law: FR", "legal.law", "neither"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "effect"), JUDGED)
def test_a_change_is_judged_by_its_meaning_alike_from_either_side(old, new, path, effect):
    after = changed((old, new))
    there = {one.path: one.judgement for one in differences(whole(), after)}
    assert there[path].effect == effect
    back = effects(differences(after, whole()))
    assert back == Counter({(FLIPPED[e], a): n for (e, a), n in effects(
        differences(whole(), after)).items()})  # fmt: skip


def test_points_below_a_higher_line_are_harder():
    lines = {
        share: ("by: point, step", f"by: point, line: {share}, step") for share in ("80 %", "95 %")
    }
    (change,) = differences(changed(lines["80 %"]), changed(lines["95 %"]))
    assert (change.path, change.judgement.effect, change.judgement.aspect) == (
        "remedies.listed.point-credit.pays.line", "harder", "cost",
    )  # fmt: skip


MORNING, ALL_DAY = 'mon-fri: ["08:30-12:30", "14:00-18:00"]', 'mon-fri: ["08:30-18:00"]'


def test_hours_are_counted_by_the_calendars():
    longer = changed((MORNING, ALL_DAY))
    (change,) = (c for c in differences(whole(), longer) if c.path == "calendars.office.weekly")
    assert change.judgement.hours is not None
    assert (change.judgement.hours.more, change.judgement.hours.per) == (
        5 * 90 * 60 * 10**6,
        "week",
    )
    day = "{date: 2026-05-01, name: Labour Day}\n"
    shut = "closed_days: &holidays\n"
    holiday = (shut, f"{shut}      - {{date: 2026-01-13, name: y}}\n")
    (change,) = differences(changed(holiday), changed(holiday, (MORNING, ALL_DAY)))
    assert change.judgement.hours is not None
    assert change.judgement.hours.more == 5 * 90 * 60 * 10**6
    closed = changed((day, f"{day}      - {{date: 2026-05-04, name: x}}\n"))
    (change,) = (c for c in differences(whole(), closed) if c.path.startswith("calendars.office"))
    assert change.judgement.hours is not None
    assert change.judgement.hours.more == -8 * 3600 * 10**6


def test_holidays_of_a_year_that_only_one_has_stated_are_no_fewer_hours():
    next_year = changed(("date: 2026-05-01, name: Labour", "date: 2027-05-03, name: Labour"),
                        ("stated_until: 2026-12-31", "stated_until: 2027-12-31"))  # fmt: skip
    (change,) = (
        c for c in differences(whole(), next_year) if c.path == "calendars.office.closed_days"
    )
    assert change.judgement.effect == "harder"  # Labour Day alone, which both could have stated
    assert change.judgement.hours is not None
    assert change.judgement.hours.more == 8 * 3600 * 10**6


SPELT = [
    ("within: 30 min}, {share: 100 %, within: 2 h}",
     "within: 0.5 h}, {share: 100.0 %, within: 120 min}"),
    ('mon-fri: ["06:00-14:00"]',
     'mon-thu: ["06:00-14:00"]\n      fri: ["06:00-10:00", "10:00-14:00"]'),
    ("tested_every: 12 months", "tested_every: 1 year"),
    ("amount: 1850.00 EUR", "amount: 1850 EUR"),
    ("business_day: 8 h", "business_day: 8.0 h"),
    ("included: 8 h", "included: 480 min"),
    ("credit: 5 % of monthly-fee}, {least: 80", "credit: 5.0 % of monthly-fee}, {least: 80"),
    ("value: 20 ms", "value: 20.0 ms"),
    ("late_entry: 1 h on 24x7", "late_entry: 60 min on 24x7"),
    ('hours: ["08:30-12:30"]', 'hours: ["08:30-10:30", "10:30-12:30"]'),
    ("forum: Verona", 'forum: "Verona"  # a comment'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), SPELT)
def test_the_same_quantity_spelt_otherwise_is_no_change(old, new):
    assert differences(whole(), changed((old, new))) == ()


ORDERED = {"order", "impacts", "urgencies", "windows", "precedence", "levels", "bands"}


def turned_round(value: Any, key: str = "") -> Any:
    """Return what is stated with every list turned round in which the order says nothing."""
    if isinstance(value, dict):
        return {k: turned_round(v, k) for k, v in reversed(value.items())}
    if isinstance(value, list):
        inner = [turned_round(one) for one in value]
        rows = (
            bool(value)
            and isinstance(value[0], dict)
            and "when" in value[0]
            and "levels" in value[0]
        )
        return inner if key in ORDERED or rows else inner[::-1]
    return value


def test_another_order_is_no_change_where_the_order_says_nothing():
    stated = plain(whole())
    events = {m["id"]: m["examples"] for m in stated["metrics"]}
    turned = turned_round(stated)
    for metric in turned["metrics"]:  # the events of an example stand in the order they occurred
        metric["examples"] = events[metric["id"]][::-1]
    assert differences(whole(), Agreement.model_validate(turned)) == ()


def test_another_order_is_told_where_it_says_which_comes_first():
    stated = plain(whole())
    stated["priorities"]["order"].reverse()
    stated["metrics"][0]["targets"]["P2"][:2] = stated["metrics"][0]["targets"]["P2"][1::-1]
    found = differences(whole(), Agreement.model_validate(stated))
    assert {(one.kind, one.path) for one in found} == {
        ("reordered", "priorities.order"),
        ("reordered", "metrics.response.targets.P2"),
    }


def test_a_part_with_another_id_is_the_same_to_all_that_refer_to_it():
    after = changed(
        ("id: power-cut, title", "id: blackout, title"), ("[power-cut", "[blackout"),
        ("id: monthly-fee,", "id: fee,"), ("of monthly-fee", "of fee"),
        ("  office:\n", "  desk:\n"), (" on office", " on desk"),
        ("watched: office", "watched: desk"),
        ("hours: office", "hours: desk"), ("access: office", "access: desk"),
        ("any_of: [office", "any_of: [desk"), ("service_time: office", "service_time: desk"),
        ("id: vip\n", "id: management\n"), ("{group: vip}", "{group: management}"),
        ("id: P3, title", "id: P9, title"), ("P3:", "P9:"), ("hindered: P3", "hindered: P9"),
        ("default: P3", "default: P9"), ("id: person, title", "id: single, title"),
        ("    person: {", "    single: {"), ("id: phone, title", "id: telephone, title"),
        ("phone]}", "telephone]}"), ("    channel: phone", "    channel: telephone"),
        ("item: srv-files", "item: files-server"), ("srv-files]", "files-server]"),
        ("id: srv-files, title", "id: files-server, title"), ("priority: P3", "priority: P9"),
    )  # fmt: skip
    found = [one for one in differences(whole(), after) if not one.path.endswith("examples")]
    assert {one.kind for one in found} == {"renamed"}
    assert len(found) == 8
    assert {one.judgement.effect for one in found} == {"neither"}


def test_a_clock_beside_deadlines_by_date_is_weighed_by_its_hours():
    by = ("by: {working_day: 1, time: end-of-hours, calendar: office, day_of_call: counts, "
          "cut_off: none, pauses: move-it}")  # fmt: skip
    dated = ("{share: 95 %, within: 8 h}", f"{{share: 95 %, {by}}}")
    row = "when: {group: access-requests}, clock: "
    (change,) = differences(
        changed(dated), changed(dated, (f"{row}support", f"{row}24x7"))
    )  # fmt: skip
    assert change.judgement.effect == "harder"


def test_a_level_that_is_settled_otherwise_is_one_change():
    by = ("by: {working_day: 1, time: end-of-hours, calendar: office, day_of_call: counts, "
          "cut_off: none, pauses: move-it}")  # fmt: skip
    dated = changed(("{share: 95 %, within: 8 h}", f"{{share: 95 %, {by}}}"))
    (change,) = differences(whole(), dated)
    assert change.path == "metrics.access.targets.P3.group access-requests.levels.95 %"
    later = changed(
        ("{share: 95 %, within: 8 h}", f"{{share: 95 %, {by}}}".replace("day: 1", "day: 2"))
    )
    (change,) = differences(dated, later)
    assert (change.path.rsplit(".")[-1], change.judgement.effect) == ("working_day", "easier")
    noon = changed(("{share: 95 %, within: 8 h}",
                    f"{{share: 95 %, {by}}}".replace("end-of-hours", '"12:00"')))  # fmt: skip
    (change,) = differences(dated, noon)
    assert change.judgement.effect == "harder"


def test_a_metric_of_another_kind_is_one_change_unless_both_are_of_tickets():
    stated = plain(whole())
    access = next(m for m in stated["metrics"] if m["id"] == "access")
    access["kind"] = "response"
    del access["reopen"]
    found = differences(whole(), Agreement.model_validate(stated))
    assert {one.path for one in found} == {"metrics.access.kind"}
    count = {k: v for k, v in access.items() if k in {
        "id", "title", "purpose", "clause", "population", "exclusions", "remedy", "evidence",
        "report", "examples"}} | {
        "kind": "count", "period": {"every": "month", "partial": "as-it-stands"},
        "counts": ["reopened"], "limit": "at-most", "number": 2}  # fmt: skip
    stated["metrics"] = [count if m is access else m for m in stated["metrics"]]
    (change,) = differences(whole(), Agreement.model_validate(stated))
    assert (change.kind, change.path) == ("changed", "metrics.access")


def test_what_cannot_be_counted_is_told_without_a_judgement():
    unsound = changed(("zone: Europe/Rome\n    weekly", "zone: Europe/Roma\n    weekly"),
                      ("watched: 24x7", "watched: nowhere"),
                      ("maximum: 40 h on office", "maximum: 5 business days on night"))  # fmt: skip
    found = {one.path: one.judgement.effect for one in differences(whole(), unsound)}
    assert found["channels.phone.watched"] == "neither"
    assert found["pause_reasons.waiting-customer.maximum"] == "neither"
    longer = changed(('mon-fri: ["08:30-12:30", "14:00-18:00"]', 'mon-fri: ["08:30-18:00"]'),
                     ("zone: Europe/Rome\n    weekly", "zone: Europe/Roma\n    weekly"),
                     ("2026-05-01, name: Labour", "2026-05-04, name: Labour"))  # fmt: skip
    found = {one.path: one.judgement.effect for one in differences(unsound, longer)}
    assert found["calendars.office.weekly"] == "neither"
    assert found["calendars.office.closed_days"] == "neither"
    shut_out = changed(("site_access: none\n    maintenance: does-not-count\n    business_day: 8 h",
                        ("site_access: [nowhere]\n    maintenance: does-not-count\n"
                        "    business_day: 8 h")))  # fmt: skip
    (change,) = differences(whole(), shut_out)
    assert (change.path, change.judgement.effect) == ("clocks.support.site_access", "neither")


def every_part(kind: type[Part] = Part) -> Iterator[type[Part]]:
    for inner in kind.__subclasses__():
        yield inner
        yield from every_part(inner)


def test_every_rule_is_about_a_key_of_the_model():
    owners = {part.__name__: set(part.model_fields) for part in every_part()}
    keys = set().union(*owners.values())
    for owner, key in RULES:
        assert key in (keys if owner == "*" else owners[owner]), (owner, key)


def test_a_rule_that_ranks_words_ranks_all_that_the_model_has():
    for (owner, key), rule in RULES.items():
        if isinstance(rule.weigh, Ranked):
            kinds = [k for k in every_part() if owner in {k.__name__, "*"}]
            told = [k.model_fields[key].annotation for k in kinds if key in k.model_fields]
            assert told
            for annotation in told:
                assert set(get_args(annotation)) <= set(rule.weigh.words), (owner, key)


def test_pairs_are_by_name_then_by_what_people_call_it_then_by_place():
    class Called:
        def __init__(self, title: str) -> None:
            self.title = title

    a, b, c, d = map(Called, ("A", "B", "B", "D"))
    assert pairs([("x", a)], [("x", b)]) == [(("x", a), ("x", b))]
    assert pairs([("x", b)], [("y", c)]) == [(("x", b), ("y", c))]
    assert pairs([("x", a)], [("y", d)]) == [(None, ("y", d)), (("x", a), None)]
    assert pairs([("x", a)], [("y", d)], by_place=True) == [(("x", a), ("y", d))]
    assert pairs([("x", b), ("z", c)], [("y", d)]) == [
        (None, ("y", d)), (("x", b), None), (("z", c), None),
    ]  # fmt: skip
    assert pairs([("x", a), ("x", b)], [("x", b)]) == [(("x", a), ("x", b)), (("x", b), None)]


def test_edits_say_what_gave_way_to_what():
    assert [tuple(one) for one in edits("abc", "abd")] == [
        ("same", "ab", "ab"),
        ("other", "c", "d"),
    ]


HOUSE = WHOLE[WHOLE.index("\naims:") :]
HEAD = WHOLE[WHOLE.index("agreement:\n") : WHOLE.index("\naims:")]


def loaded(**files: str) -> Any:
    def load(name: str) -> str:
        if name not in files:
            raise FileNotFoundError(name)
        return files[name]

    return load


def test_a_file_is_held_to_its_base_filled_up_from_it():
    text = "base: ../house/standard.yaml\n" + HEAD + "recording: {late_entry: 2 h on 24x7}\n"
    standard_text = "base: older.yaml\nrecording: {late_entry: 90 min on 24x7}\n"
    files = {"../house/standard.yaml": standard_text, "../house/older.yaml": HOUSE}
    load = loaded(**files)
    whole_file = read(text, load, "customers/one").draft
    assert whole_file is not None
    assert base_named(text) == "../house/standard.yaml"
    base = standard("../house/standard.yaml", load, whole_file, "customers/one")
    assert (base.name, base.left) == ("house/standard.yaml", ("agreement", "parties"))
    assert base.agreement is not None
    (change,) = differences(base.agreement, whole_file)
    assert (change.path, change.judgement.effect) == ("recording.late_entry", "easier")


def test_a_base_that_cannot_be_filled_up_says_why():
    bad = standard("b", loaded(b="services: 3\n"), whole(), "f")
    assert bad.agreement is None
    assert {one.code for one in bad.problems} >= {"list-expected"}
    assert standard("b", loaded(b="base: b2\n", b2="base: b\n"), whole(), "f").agreement is None
    assert standard("b", loaded(b="- a list\n"), whole(), "f").agreement is None
    with pytest.raises(FileNotFoundError):
        standard("c", loaded(b=""), whole(), "f")


@pytest.mark.parametrize("text", ["", "a: 1", "- x", "base: [x]"])
def test_a_file_without_a_base_names_none(text):
    assert base_named(text) is None
