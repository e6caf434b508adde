"""Rules on what both sides settle beside the clocks: what they tell, and what they write in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.changes import agreement, changed, whole, without
from patto.kernel.agreement.dates import day_start
from patto.kernel.agreement.lapses import Lapse
from patto.kernel.agreement.nodes import Places
from patto.kernel.agreement.quantities import ClockedBudget
from patto.kernel.agreement.reading import read
from patto.kernel.checks.checking import check
from patto.kernel.checks.finding import Finding
from patto.kernel.checks.fixing import fixed
from patto.kernel.checks.lapsing import passed
from patto.kernel.checks.subject import Subject
from patto.kernel.checks.texts import TextPart
from patto.kernel.checks.things import Thing, things
from patto.kernel.checks.wording.small_words import Language
from patto.kernel.checks.wording.wording import Wording
from patto.kernel.errors import Place

WORDS = st.frozensets(st.sampled_from(["file", "mail", "server", "old", "1"]), min_size=1)
LEGAL = {
    "law": "IT",
    "forum": "Verona",
    "before_court": "none",
    "liability": {"cap": "none", "excluded": "none", "not_limited": "none"},
    "precedence": [{"document": "this agreement", "language": "none"}],
    "specific_approval": "none",
    "attachments": "none",
    "signing": {"form": "by hand", "place": "Verona"},
}


def found(text: str, **changes: object) -> list[Finding]:
    for path, value in changes.items():
        text = changed(text, path, value)
    reading = read(text, file="a.yaml")
    assert reading.agreement is not None, [str(problem) for problem in reading.problems]
    return check(reading.agreement, reading.places)


@pytest.fixture(scope="module")
def subject() -> Subject:
    reading = read(whole())
    assert reading.agreement is not None
    return Subject(reading.agreement, Places())


def named(title: str, language: Language = "en") -> list[Thing]:
    return list(things(Wording(TextPart((), Place(), title, language, "name"), {})))


def test_nothing_is_found_in_the_agreement_that_settles_everything():
    assert found(whole()) == []


def test_what_is_not_settled_matters_once_an_agreement_is_to_be_signed():
    assert {one.rule for one in found(agreement())} == set()
    assert [(one.rule, one.told) for one in found(agreement(), legal=LEGAL)] == [
        ("C07", "out_of_hours"),
        ("K03", "data_protection"),
        ("K06", "parties.provider.details"),
        ("K06", "parties.customer.details"),
        ("J05", "reporting"),
    ]


@pytest.mark.parametrize(
    ("title", "language", "heads"),
    [
        ("The file server of the office", "en", ["server"]),
        ("Computers and printers of the workplaces", "en", ["computer", "printer"]),
        ("Network switches", "en", ["switch"]),
        ("E-mail", "en", ["mail"]),
        ("Virtual host A", "en", ["host"]),
        ("Till 1", "en", ["till"]),
        ("365", "en", ["365"]),
        ("of the", "en", []),
        ("Of mail", "en", ["mail"]),
        ("Address", "en", ["address"]),
        ("Il server dei file", "it", ["server"]),
        ("Computer e stampanti degli uffici", "it", ["computer", "stampant"]),
        ("La banca dati", "it", ["banc"]),
        ("Le banche dati", "it", ["banc"]),
    ],
)
def test_a_title_names_its_things_by_the_word_that_says_what_they_are(
    title: str, language: Language, heads: list[str]
):
    assert [one.head for one in named(title, language)] == heads


def test_a_thing_takes_in_its_own_kinds_and_nothing_wider():
    (servers,), (mail,) = named("Servers"), named("The mail server")
    assert servers.takes_in(mail)
    assert not mail.takes_in(servers)
    (archive,) = named("The archive of the server")
    assert not servers.takes_in(archive)


@given(WORDS, WORDS, WORDS, st.sampled_from(["server", "mail"]))
def test_taking_in_is_an_order(
    one: frozenset[str], two: frozenset[str], three: frozenset[str], head: str
):
    a, b, c = Thing(one, head), Thing(two, head), Thing(three, head)
    assert a.takes_in(a)
    assert not (a.takes_in(b) and b.takes_in(a)) or a == b
    assert not (a.takes_in(b) and b.takes_in(c)) or a.takes_in(c)


@given(st.dates(date(2000, 1, 1), date(2900, 12, 31)), st.integers(1, 400))
def test_calendar_days_pass_one_by_one(subject: Subject, day: date, number: int):
    start = day_start("Europe/Rome", day)
    expected = day_start("Europe/Rome", day + timedelta(days=number))
    assert passed(subject, start, Lapse.parse(f"{number} calendar days")) == expected


@given(st.dates(date(2000, 1, 1), date(2900, 12, 31)), st.integers(1, 40))
def test_months_pass_to_the_same_day_or_the_last_of_a_shorter_month(
    subject: Subject, day: date, number: int
):
    end = day.replace(day=1)
    for _ in range(number):
        end = (end + timedelta(days=31)).replace(day=1)
    last = (end + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    expected = last if day.day > last.day else end.replace(day=day.day)
    start = day_start("Europe/Rome", day)
    months = passed(subject, start, Lapse.parse(f"{number} months"))
    assert months == day_start("Europe/Rome", expected)
    years = passed(subject, start, Lapse.parse(f"{number} years"))
    assert years == passed(subject, start, Lapse.parse(f"{12 * number} months"))


@pytest.mark.parametrize("lapse", ["9999 years", "9999 months", "9999 calendar days"])
def test_a_time_beyond_all_dates_ends_with_them(subject: Subject, lapse: str):
    last = day_start("Europe/Rome", date(2999, 12, 31))
    assert passed(subject, last, Lapse.parse(lapse)) == last


def test_a_notice_on_a_clock_passes_when_its_time_is_used_up(subject: Subject):
    friday = day_start("Europe/Rome", date(2026, 3, 6))
    due = passed(subject, friday, ClockedBudget.parse("2 business days on office"))
    assert due == day_start("Europe/Rome", date(2026, 3, 9)) + 18 * 3600 * 1_000_000
    assert passed(subject, friday, ClockedBudget.parse("999999 h on office")) is None


def test_records_are_kept_until_the_dispute_over_their_period_has_ended():
    (one,) = found(whole(), **{"data_protection.retention.keep-tickets.kept": "60 calendar days"})
    assert dict(one.parameters) == {
        "records": "tickets and their conversation",
        "made": "2026-02-01",
        "gone": "2026-04-02",
        "needed": "2026-05-08",
    }
    assert one.settled == "kept: 5 months"


def test_where_no_time_is_enough_none_is_proposed():
    (one,) = found(
        whole(),
        **{
            "reporting.dispute_window": "50 years",
            "data_protection.retention.keep-checks.records": "backups",
        },
    )
    assert (one.rule, one.fix) == ("J04", ())


def test_each_missing_term_of_article_28_is_written_in_by_itself():
    gone = ("instructions", "confidentiality", "requests_of_people", "assistance", "audit")
    text = whole()
    for name in gone:
        text = changed(text, f"data_protection.{name}", "none")
    for language in ("en", "it"):
        spoken = changed(text, "agreement.language", language)
        spoken = changed(spoken, "legal.precedence.1.language", language)
        spoken = changed(spoken, "legal.precedence.2.language", {"en": "it", "it": "en"}[language])
        missing = found(spoken)
        assert {one.rule for one in missing} == {"K03"}
        assert [one.parameters["points"] for one in missing] == ["(a)", "(b)", "(e)", "(f)", "(h)"]
        assert found(fixed(spoken, missing, "a.yaml").text) == []


def test_what_keeps_data_safe_only_the_provider_can_say():
    (one,) = found(whole(), **{"data_protection.security": "none"})
    assert (one.rule, one.parameters["points"], one.fix) == ("K03", "(c)", ())


def test_what_is_not_in_order_names_itself_and_where_it_stands():
    text = changed(whole(), "free_clauses.trees.text", "The network is unstable.")
    (one,) = found(text, start_conditions="none")
    assert one.parameters["signs"] == "The file server, network is unstable"
    assert len(one.also) == 2
    assert "start: 2026-02-01, end: 2026-05-01" in one.settled


def test_a_late_start_leaves_three_months_all_the_same():
    text = changed(agreement(), "metrics.response.purpose", "The network is unstable.")
    (one,) = found(text.replace("effective: {start: 2026-01-01", "effective: {start: 2026-11-15"))
    assert "start: 2026-11-15, end: 2027-02-01" in one.settled


def test_the_order_of_documents_is_mended_without_moving_the_others():
    offer = {"document": "the signed offer", "language": "none"}
    ours = [{"document": "this agreement", "language": one} for one in ("en", "it", "en")]
    text = changed(whole(), "legal.precedence", [offer, *ours])
    (one,) = found(text)
    assert one.parameters["documents"] == "this agreement (en), this agreement"
    mended = read(fixed(text, [one], "a.yaml").text).agreement
    assert mended is not None
    assert mended.legal is not None
    assert [(one.document, one.language) for one in mended.legal.precedence] == [
        ("the signed offer", None), ("this agreement", "it"), ("this agreement", "en"),
    ]  # fmt: skip


def test_an_agreement_may_call_itself_by_its_title_or_id():
    for name in ("BELRIVA-2026", "IT support and operation for Cantine Belriva, in Italian"):
        text = changed(whole(), "legal.precedence", [{"document": name, "language": "none"}])
        assert found(text) == []


def test_the_list_for_the_second_signature_grows_by_what_it_lacks():
    text = changed(whole(), "legal.forum", "Padova")
    (one,) = found(text)
    assert one.parameters["clauses"] == "legal.forum"
    mended = read(fixed(text, [one], "a.yaml").text).agreement
    assert mended is not None
    assert mended.legal is not None
    assert [one.clause for one in mended.legal.specific_approval or ()] == [
        "limit of liability", "automatic renewal", "Foro competente",
    ]  # fmt: skip


def test_help_around_the_clock_has_no_other_hours():
    text = without(whole(), "out_of_hours")
    assert [one.rule for one in found(text)] == ["C07"]
    around = found(agreement(), **{"legal": LEGAL, "clocks.support.hours": "24x7"})
    assert "C07" not in {one.rule for one in around}
