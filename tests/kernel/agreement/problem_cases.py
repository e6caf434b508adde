"""Every problem that reading can find, and how each comes about.

`‹` marks where the problem is expected, and is no part of the text.
"""

from __future__ import annotations

from typing import NamedTuple

from patto.kernel.zones import TZDATA_RELEASE


class Case(NamedTuple):
    """A problem, what it tells, and the changes that bring it about."""

    code: str
    told: dict[str, str]
    changes: tuple[str, ...]


def case(code: str, *changes: str, **told: str) -> Case:
    return Case(code, told, changes)


P1_TARGET = "levels: [{share: 90 %, within: 4 h}]"
P1_ROW = f"      P1: {{when: always, clock: support, {P1_TARGET}}}\n"
LAST_ROW = (
    "clock: either\n          levels: [{share: 90 %, within: 1 h}, {share: 100 %, within: 2 h}]"
)
ONE_TARGET = "metrics.resolution.targets.P1.levels.1"
OFFICE_PATH = "calendars.office"
CHRISTMAS = "      - {date: 2026-12-25, name: Christmas Day}\n"
STATED = "stated_until: 2026-12-31"
COMING = "coming_year: {rule: as before, notice: by November}"


def target(level: str) -> tuple[str, str]:
    return P1_TARGET, f"levels: [{level}]"


SHAPE = [
    case("mapping-expected", "provider: {name: Provider}", "provider: ‹Provider",
         path="parties.provider"),
    case("list-expected", "known_as: [CUSTOMER]", "known_as: ‹CUSTOMER",
         path="parties.customer.known_as"),
    case("text-expected", "title: Support of an office", "title: ‹24",
         path="agreement.title", value="24"),
    case("text-expected", 'clause: "6.2"', "clause: ‹6.2",
         path="pause_reasons.waiting.clause", value="6.2"),
    case("text-expected", *target("{share: ‹[], within: 4 h}"),
         path=f"{ONE_TARGET}.share", value=""),
    case("text-expected", *target("{share: 90 %, within: ‹true}"), path=f"{ONE_TARGET}.within",
         value="true"),
    case("whole-number-expected", "version: 1\n", "version: ‹one\n",
         path="agreement.version", value="one"),
    case("whole-number-expected", "below: 20, line: 90 %, misses",
         "below: ‹2.5, line: 90 %, misses",
         path="metrics.response.small_sample.below", value="2.5"),
    case("key-missing", "  language: it\n", "", "  id: OFFICE-1", "  ‹id: OFFICE-1",
         path="agreement", key="language"),
    case("key-missing", "kind: count\n    title", "title", "- id: reopened", "- ‹id: reopened",
         path="metrics.reopened", key="kind"),
    case("key-missing", "{rule: allow-misses, ", "‹{",
         path="metrics.response.small_sample", key="rule"),
    case("key-misspelled", "services: [mail]", "‹service: [mail]",
         path="metrics.response.population", key="service", nearest="services"),
    case("key-misspelled", "updates: [responded", "‹updtes: [responded",
         path="metrics.informed", key="updtes", nearest="updates"),
    case("key-misspelled", "kind: count", "‹knd: count",
         path="metrics.reopened", key="knd", nearest="kind"),
    case("key-misspelled", "effect: {more_time", "effect: {‹moretime",
         path="constraints.change.effect", key="moretime", nearest="more_time"),
    case("key-unknown", "{id: mail, title: Mail}", "{id: mail, title: Mail, ‹x: 1}",
         path="services.mail", key="x", known="id, title"),
    case("key-unknown", "{rule: allow-misses", "{‹colour: red, rule: allow-misses",
         path="metrics.response.small_sample", key="colour", known="rule, below, line, misses"),
    case("key-unknown", "when: {situation: audit}", "when: {‹situation: audit, calendar: office}",
         path="metrics.response.targets.P1.1.when", key="situation", known="calendar"),
    case("key-unknown", *target("{share: 90 %, within: 4 h, ‹if: so}"),
         path=ONE_TARGET, key="if", known="share, within, by"),
    case("value-empty", "stated_until: always", "stated_until:‹",
         path="calendars.site.stated_until"),
    case("value-empty", "information: [site]", "information: ‹~",
         path="validly_logged.information"),
    case("value-empty", "at: 2026-03-10 10:05, by: provider", "at: 2026-03-10 10:05, by: ‹null",
         path="metrics.response.examples.1.events.2.by"),
    case("value-empty", "kind: count", "kind:‹", path="metrics.reopened.kind"),
    case("value-unknown", "language: it", "language: ‹fr",
         path="agreement.language", value="fr", expected="en, it"),
    case("value-unknown", "kind: count", "kind: ‹counts", path="metrics.reopened.kind",
         value="counts", expected="response, resolution, keep-informed, count"),
    case("value-unknown", "when: always\n        clock", "when: ‹sometimes\n        clock",
         path="metrics.response.targets.P2.when", value="sometimes", expected="always"),
    case("value-unknown", "declared_by: [provider]", "declared_by: [‹nobody]",
         path="pause_reasons.waiting.declared_by.1", value="nobody",
         expected="provider, customer, supplier"),
    case("model-unknown", "model: patto/1", "model: ‹patto/2", value="patto/2", known="patto/1"),
    case("choice-missing", "effect: {more_time: 4 h}", "effect: ‹{}",
         path="constraints.change.effect", expected="within, stands_still, more_time"),
    case("choice-missing", "when: {situation: audit}", "when: ‹[audit]",
         path="metrics.response.targets.P1.1.when", expected="always, calendar, situation"),
    case("choice-missing", "hours: {any_of: [office, site]}", "hours: ‹{some: [office, site]}",
         path="clocks.either.hours", expected="all_of, any_of"),
    case("text-empty", "purpose: Somebody answers.", 'purpose: ‹" "',
         path="metrics.response.purpose"),
    case("part-empty", "declared_by: [provider]", "declared_by: ‹[]",
         path="pause_reasons.waiting.declared_by"),
    case("identifier-malformed", "{id: server, title", "{id: ‹the server, title",
         path="items.the server.id", value="the server"),
    case("identifier-malformed", "  either:\n", "  ‹either or:\n",
         path="clocks.either or", value="either or"),
    case("number-out-of-range", "version: 1\n", "version: ‹0\n",
         path="agreement.version", value="0", limit="1"),
    case("number-out-of-range", "number: 2", "number: ‹9999999999",
         path="metrics.reopened.number", value="9999999999", limit="999999999"),
    case("date-malformed", "date: 2026-01-06", "date: ‹6.1.2026",
         path=f"{OFFICE_PATH}.closed_days.1.date", value="6.1.2026"),
    case("date-malformed", "date: 2026-01-06", "date: ‹2026-02-30",
         path=f"{OFFICE_PATH}.closed_days.1.date", value="2026-02-30"),
    case("date-malformed", "date: 2026-01-06", "date: ‹20260106",
         path=f"{OFFICE_PATH}.closed_days.1.date", value="20260106"),
    case("date-out-of-range", "date: 2026-01-06", "date: ‹0026-01-06",
         path=f"{OFFICE_PATH}.closed_days.1.date", value="0026-01-06"),
    case("date-out-of-range", "end: 2026-03-03T12:00:00+01:00", "end: ‹9999-12-31T23:59:59-12:00",
         path=f"{OFFICE_PATH}.closures.1.end", value="9999-12-31T23:59:59-12:00"),
    case("date-out-of-range", "end: 2026-03-03T12:00:00+01:00", "end: ‹3001-01-01T00:00:00Z",
         path=f"{OFFICE_PATH}.closures.1.end", value="3001-01-01T00:00:00Z"),
    case("instant-malformed", "start: 2026-03-03T10:00:00+01:00", "start: ‹2026-03-03T10:00:00",
         path=f"{OFFICE_PATH}.closures.1.start", value="2026-03-03T10:00:00"),
    case("interval-malformed", '["22:00-02:00"]', '[‹"22:00-2:00"]',
         path=f"{OFFICE_PATH}.weekly.sat.1", value="22:00-2:00"),
    case("weekday-malformed", "mon-thu:", "‹monday:",
         path="calendars.site.weekly.monday", value="monday"),
    case("time-of-day-malformed", 'cut_off: "16:00"', "cut_off: ‹4 pm",
         path="metrics.response.targets.P2.levels.1.by.cut_off", value="4 pm"),
    case("time-of-day-malformed", 'time: "17:00"', "time: ‹17",
         path="metrics.response.targets.P2.levels.1.by.time", value="17"),
    case("unit-missing", *target("{share: 90 %, within: ‹4}"),
         path=f"{ONE_TARGET}.within", value="4"),
    case("unit-missing", *target("{share: ‹90, within: 4 h}"),
         path=f"{ONE_TARGET}.share", value="90"),
    case("unit-unknown", *target("{share: 90 %, within: ‹2 days}"),
         path=f"{ONE_TARGET}.within", value="2 days", unit="days"),
    case("budget-malformed", *target("{share: 90 %, within: ‹soon}"),
         path=f"{ONE_TARGET}.within", value="soon"),
    case("budget-zero", *target("{share: 90 %, within: ‹0 h}"),
         path=f"{ONE_TARGET}.within", value="0 h"),
    case("business-day-malformed", "business_day: none\n  either",
         "business_day: ‹8 hours\n  either",
         path="clocks.visits.business_day", value="8 hours"),
    case("clocked-budget-malformed", "late_entry: 1 h on 24x7", "late_entry: ‹soon",
         path="recording.late_entry", value="soon"),
    case("clock-missing", "late_entry: 1 h on 24x7", "late_entry: ‹1 h",
         path="recording.late_entry", value="1 h"),
    case("share-malformed", *target("{share: ‹most, within: 4 h}"),
         path=f"{ONE_TARGET}.share", value="most"),
    case("share-out-of-range", *target("{share: ‹101 %, within: 4 h}"),
         path=f"{ONE_TARGET}.share", value="101 %"),
    case("within-or-by", *target("‹{share: 90 %}"), path=ONE_TARGET),
]  # fmt: skip

MEANING = [
    case("reference-misspelled", "hours: office", "hours: ‹offce", path="clocks.support.hours",
         kind="calendar", name="offce", nearest="office"),
    case("reference-unknown", "The server, service: mail", "The server, service: ‹backup",
         path="items.server.service", kind="service", name="backup", known="mail"),
    case("reference-unknown", P1_ROW, f"{P1_ROW}      ‹VIP: none\n",
         path="metrics.resolution.targets.VIP", kind="priority", name="VIP", known="P1, P2"),
    case("id-duplicate", "  - {id: mail, title: Mail}\n",
         "  - {id: mail, title: Mail}\n  - {id: ‹mail, title: Post}\n",
         path="services.mail.id", kind="service", name="mail", line="69"),
    case("name-reserved", "  either:\n", "  ‹24x7:\n", "clock: either", "clock: support",
         path="clocks.24x7", name="24x7"),
    case("clock-named-as-calendar", "  either:\n", "  ‹site:\n", "clock: either", "clock: support",
         name="site"),
    case("event-unknown", "counts: [reopened]", "counts: [‹reopend]",
         path="metrics.reopened.counts.1", name="reopend"),
    case("event-unknown", "updates: [responded, updated]", "updates: [responded, ‹rang]",
         path="metrics.informed.updates.2", name="rang"),
    case("zone-unknown", "zone: +01:00", "zone: ‹Atlantis",
         path="calendars.site.zone", zone="Atlantis"),
    case("zone-misspelled", "zone: Europe/Rome\n  language", "zone: ‹Europe/Roma\n  language",
         path="agreement.zone", zone="Europe/Roma", nearest="Europe/Rome"),
    case("tzdata-differs", f"tzdata: {TZDATA_RELEASE}", "tzdata: ‹2020a",
         stated="2020a", installed=TZDATA_RELEASE),
    case("effective-reversed", "{start: 2026-01-01, end", "‹{start: 2027-01-01, end",
         start="2027-01-01", end="2027-01-01"),
    case("hours-empty", '["22:00-02:00"]', '[‹"22:00-22:00"]',
         path=f"{OFFICE_PATH}.weekly.sat.1", interval="22:00-22:00"),
    case("hours-empty", 'hours: ["09:00-13:00"], name', 'hours: [‹"09:00-09:00"], name',
         path=f"{OFFICE_PATH}.day_hours.1.hours.1", interval="09:00-09:00"),
    case("hours-overlap", '      sat: ["22:00-02:00"]\n',
         '      sat: ["22:00-02:00"]\n      fri-sun: [‹"01:00-02:00"]\n',
         path=f"{OFFICE_PATH}.weekly.fri-sun.1", day="sun"),
    case("hours-overlap", '["09:00-13:00", "14:00-18:00"]', '[‹"09:00-13:00", "14:00-18:00"]',
         'sat: ["22:00-02:00"]', 'sun: ["22:00-09:30"]',
         path=f"{OFFICE_PATH}.weekly.mon-fri.1", day="mon"),
    case("hours-overlap", 'hours: ["09:00-13:00"], name',
         'hours: ["09:00-13:00", ‹"12:00-14:00"], name',
         path=f"{OFFICE_PATH}.day_hours.1.hours.2", day="2026-12-24"),
    case("own-hours-past-midnight", 'hours: ["09:00-13:00"], name',
         'hours: [‹"22:00-06:00"], name', path=f"{OFFICE_PATH}.day_hours.1.hours.1",
         date="2026-12-24", interval="22:00-06:00"),
    case("closure-reversed", "- {start: 2026-03-03T10:00:00+01:00, end: 2026-03-03T12:00:00+01:00",
         "- ‹{start: 2026-03-03T10:00:00+01:00, end: 2026-03-03T09:00:00Z",
         path=f"{OFFICE_PATH}.closures.1", start="2026-03-03T10:00:00+01:00",
         end="2026-03-03T09:00:00Z"),
    case("date-duplicate", CHRISTMAS, f"{CHRISTMAS}{CHRISTMAS.replace('2026', '‹2026')}",
         path=f"{OFFICE_PATH}.closed_days.3.date", date="2026-12-25", line="27"),
    case("date-closed-and-own-hours", "date: 2026-12-24", "date: ‹2026-12-25",
         path=f"{OFFICE_PATH}.day_hours.1.date", date="2026-12-25"),
    case("date-beyond-stated", STATED, "stated_until: 2026-12-24", "date: 2026-12-25",
         "date: ‹2026-12-25", path=f"{OFFICE_PATH}.closed_days.2.date", date="2026-12-25",
         stated_until="2026-12-24"),
    case("dates-stated-always", STATED, "stated_until: ‹always",
         path=f"{OFFICE_PATH}.stated_until"),
    case("stated-until-before-end", STATED, "stated_until: ‹2026-12-30",
         COMING, "coming_year: none",
         path=f"{OFFICE_PATH}.stated_until", stated_until="2026-12-30", end="2027-01-01"),
    case("coming-year-unsettled", "end: 2027-01-01}", "end: none}", STATED,
         "stated_until: ‹2026-12-31", COMING, "coming_year: none",
         path=f"{OFFICE_PATH}.stated_until", stated_until="2026-12-31"),
    case("calendar-never-opens", "  site:\n", "  ‹site:\n", '{mon-thu: ["10:00-12:00"]}', "{}",
         path="calendars.site", calendar="site"),
    case("clock-never-opens", "  visits:\n", "  ‹visits:\n", '{mon-thu: ["10:00-12:00"]}',
         '{mon-thu: ["19:00-20:00"]}', path="clocks.visits", clock="visits"),
    case("business-day-missing", "late_entry: 1 h on 24x7", "late_entry: ‹1 business day on 24x7",
         path="recording.late_entry", value="1 business day", clock="24x7"),
    case("business-day-missing", LAST_ROW, LAST_ROW.replace("2 h", "‹2 business days"),
         path="metrics.response.targets.P1.3.levels.2.within", value="2 business days",
         clock="either"),
    case("business-day-missing", "clock: either", "clock: support", "clock: 24x7", "clock: visits",
         "effect: {more_time: 4 h}", "effect: {more_time: ‹1 business day}",
         path="constraints.change.effect.more_time", value="1 business day", clock="visits"),
    case("matrix-missing", "  matrix:\n    many: {high: P1, low: P2}\n    one: {high: P2, low: P2}",
         "  matrix: ‹none"),
    case("matrix-without-levels", "  impacts:\n    - {id: many, title: Many, criterion: more than "
         "five people}\n    - {id: one, title: One, criterion: one to five people}\n",
         "  impacts: none\n", "    many: {high", "    ‹many: {high"),
    case("matrix-without-levels", "  urgencies:\n    - {id: high, title: High, criterion: work "
         "stands still}\n    - {id: low, title: Low, criterion: work goes on}\n",
         "  urgencies: none\n", "    many: {high", "    ‹many: {high"),
    case("matrix-incomplete", "one: {high: P2, low: P2}", "one: ‹{high: P2}",
         impact="one", urgency="low"),
    case("target-missing", f"{P1_ROW}      P2: none\n    pauses",
         f"{P1_ROW.replace('P1', '‹P1')}    pauses", metric="resolution", priority="P2"),
    case("metric-without-target", P1_ROW, "      ‹P1: none\n", metric="resolution"),
    case("rows-without-always", "- when: {situation", "‹- when: {situation",
         "when: always\n          clock: either", "when: {calendar: site}\n          clock: either",
         metric="response", priority="P1"),
    case("row-never-applies", "when: {calendar: office}", "when: always",
         "- when: always\n          clock: either", "- ‹when: always\n          clock: either",
         metric="response", priority="P1"),
    case("levels-not-rising", LAST_ROW, LAST_ROW.replace("{share: 100 %, within: 2 h",
         "‹{share: 100 %, within: 60 min"), metric="response", priority="P1"),
    case("levels-not-rising", "share: 100 %\n", "‹share: 100 %\n", "time: end-of-hours",
         'time: "16:59"', metric="response", priority="P2"),
    case("lines-differ", LAST_ROW, LAST_ROW.replace("[", "‹[").replace("100 %", "99.5 %"),
         metric="response", priority="P1", shares="90 %, 99.5 %", expected="90 %, 100 %"),
    case("small-sample-line-unknown", "line: 90 %, misses", "line: ‹95 %, misses",
         metric="response", line="95 %", lines="90 %, 100 %"),
    case("target-never-reached", *target("{share: 90 %, within: ‹99999 h}"),
         metric="resolution", priority="P1", within="99999 h", clock="support"),
    case("examples-too-few", "interval: not-shown}\n    examples: *examples\n  - id: reopened",
         "interval: not-shown}\n    examples: ‹[]\n  - id: reopened",
         metric="informed", count="0"),
]  # fmt: skip


def written(code: str, text: str, **told: str) -> Case:
    """Return a problem of a text that is the whole file."""
    return Case(code, told, (text,))


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdef", "bcdefg", strict=True)
)

FORM = [
    written("file-empty", ""),
    written("file-empty", "# nothing but a comment\n"),
    written("file-empty", "---\n"),
    written("file-too-large", "a: " + "b" * 5_000_000, limit="5000000"),
    written("character-forbidden", "a: b\r\nc: ‹\x00", character="U+0000"),
    written("character-forbidden", "a: à‹\u2028b", character="U+2028"),
    written("character-forbidden", "a: ‹\ud800", character="U+D800"),
    written("character-forbidden", 'a: ‹"\\0"', character="U+0000"),
    written("yaml-tab", "a:\n‹\tb: 1"),
    written("yaml-tab", "a: b\n‹\tc: d"),
    written("yaml-colon-in-text", "a: b‹: c"),
    written("yaml-colon-missing", "a: b\n‹c\n"),
    written("yaml-escape-unknown", 'a: "C:‹\\data"'),
    written("yaml-quote-open", "a: ‹'x\nb: 1", line="1"),
    written("yaml-bracket-open", "a: {b: 1\nc‹: 2", line="1"),
    written("yaml-bracket-open", "\na: ‹[b", line="2"),
    written("yaml-reserved-character", "a: ‹@b", character="@"),
    written("yaml-reserved-character", "a: ‹* b", character="*"),
    written("yaml-reserved-character", "a: ‹> 5 min", character=">"),
    written("yaml-reserved-character", "a: ‹!<b", character="!"),
    written("yaml-indentation", "a:\n - b\n ‹c: d"),
    written("yaml-indentation", "a: 1\n‹- b"),
    written("yaml-indentation", "a: ‹- b"),
    written("yaml-syntax", "[a]\n‹b: c", expected="did not find expected <document start>"),
    written("yaml-alias-unknown", "a: ‹*b", name="b"),
    written("yaml-alias-in-itself", "a: &b [‹*b]", name="b"),
    written("yaml-too-many-values", BOMB.replace("[*e, *e, *e, ", "[*e, *e, *e, ‹"),
            limit="200000"),
    written("yaml-too-deep", "[" * 50 + "‹[" + "[" * 100_000, limit="50"),
    written("yaml-tag", "a: ‹!!python/object/apply:os.system [ls]",
            tag="tag:yaml.org,2002:python/object/apply:os.system"),
    written("yaml-tag", "a: ‹!!str 5", tag="tag:yaml.org,2002:str"),
    written("yaml-directive", "‹%YAML 1.1\n---\na: 1"),
    written("yaml-several-documents", "a: 1\n‹---\nb: 1"),
    written("yaml-merge-key", "a: &a {b: 1}\nc: {‹<<: *a}"),
    written("key-duplicate", "a: 1\nb: 1\n‹a: 2", key="a", line="1"),
    written("key-not-text", "‹1: a", key="1"),
    written("key-not-text", "‹~: a", key="null"),
    written("key-not-text", "? ‹[a]\n: b", key=""),
    written("base-not-text", "base: ‹[a]"),
    written("base-missing", "base: ‹nowhere.yaml", name="nowhere.yaml"),
]  # fmt: skip

FIRST = ("version: 1\n", "version: 1\n")
SECOND = ("version: 1\n", "version: 2\n", "supersedes: none", "supersedes: 1",
          "{start: 2026-01-01, end: 2027-01-01}", "{start: 2027-01-01, end: 2028-01-01}",
          STATED, "stated_until: 2027-12-31")  # fmt: skip

VERSIONS = [
    case("version-duplicate", *SECOND, "version: 2\n", "version: ‹1\n",
         version="1", other="1.yaml"),
    case("agreement-differs", *SECOND, "id: OFFICE-1", "id: ‹OTHER",
         id="OTHER", expected="OFFICE-1"),
    case("supersedes-differs", *SECOND, "supersedes: 1", "supersedes: ‹none",
         version="2", supersedes="none", previous="1"),
    case("supersedes-differs", *SECOND, "supersedes: 1", "supersedes: ‹7",
         version="2", supersedes="7", previous="1"),
    case("versions-gap", *SECOND, "{start: 2027-01-01", "‹{start: 2027-02-01",
         version="2", start="2027-02-01", other="1", end="2027-01-01"),
    case("versions-overlap", *SECOND, "{start: 2027-01-01", "‹{start: 2026-01-01",
         version="2", start="2026-01-01", other="1", end="2027-01-01"),
]  # fmt: skip
"""What a second version brings about beside the first."""
