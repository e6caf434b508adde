"""The life of a ticket: from the call to its being closed, with what comes in between."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from patto.demo.diary import NOT_AGREED, Circumstances, Diary, opened
from patto.demo.tickets import PlannedTicket
from patto.kernel import facts
from patto.kernel.instants import HOUR, MINUTE, Duration, Instant

_CHANCE_OF_A_MISS = {False: 0.03, True: 0.3}
"""In a usual month, and in the bad one."""


def life(chance: Random, around: Circumstances, called: Instant, *, bad: bool) -> PlannedTicket:
    """Return a ticket with its whole life, which may reach beyond the present."""
    ends = chance.random()
    begun = opened(chance, around, called, outside=ends < 0.05)
    diary = Diary(chance, around, begun)
    answered = answer(diary, _share(chance, bad=bad))
    if ends < 0.05:
        _outside(diary, answered)
    elif ends < 0.07:
        at = diary.after(answered, diary.target("resolution") // 5)
        diary.add(facts.WITHDRAWN, at, side="customer", text=diary.says("withdrawn"))
    else:
        done = _mend(diary, answered, _share(chance, bad=bad))
        _end(diary, done)
    return replace(begun, done=tuple(diary.done))


def answer(diary: Diary, share: float) -> Instant:
    """Add the first answer, at a share of the time in which it is due; return when it was given."""
    chance, ticket = diary.chance, diary.ticket
    diary.add(facts.ASSIGNED, ticket.logged + MINUTE, attributes={"assignee": str(diary.by)})
    if ticket.channel in NOT_AGREED and chance.random() < 0.7:
        diary.add(facts.VALIDLY_LOGGED, ticket.logged + 2 * MINUTE)
    at = max(
        diary.after(ticket.reported, int(diary.target("response") * share)),
        ticket.reported + 2 * MINUTE,
    )
    # A tenth are given by telephone and typed when there is time.
    late = chance.randint(8, 70) * MINUTE if chance.random() < 0.1 else 0
    diary.add(facts.RESPONDED, at, late, text=diary.story["answer"], public=True)
    return at


def pause(diary: Diary, at: Instant, reason: str) -> None:
    """Add a pause for a reason, with its evidence."""
    evidence, text = {
        "waiting-customer": ("asked_evidence", "asked"),
        "waiting-supplier": ("supplier_evidence", ""),
        "appointment": ("appointment_evidence", "appointment"),
    }[reason]
    diary.add(
        facts.PAUSED, at, reason=reason, evidence=diary.evidence(evidence, at),
        text=diary.says(text) if text else "", public=reason == "waiting-customer",
    )  # fmt: skip


def _share(chance: Random, *, bad: bool) -> float:
    """Return what share of the promised time something takes; above one it is missed."""
    if chance.random() < _CHANCE_OF_A_MISS[bad]:
        return 1.05 + 1.5 * chance.random()
    return 0.03 + 0.9 * chance.betavariate(1.3, 3.2)


def _mend(diary: Diary, answered: Instant, share: float) -> Instant:
    """Add all that is done until the work can go on; return when it could."""
    chance, story = diary.chance, diary.story
    whole = int(diary.target("resolution") * share)
    at, step = answered, whole // 6
    if chance.random() < 0.25:
        at = diary.after(at, step // 2)
        diary.add(facts.NOTED, at, text=diary.one_of("note"))
    if chance.random() < 0.06:
        _reclassify(diary, diary.after(at, step // 2))
    at = _wait(diary, diary.after(at, step))
    if story.get("visit") or chance.random() < 0.05:
        diary.add(facts.NEEDS_VISIT, at, text=diary.says("visit"), public=True)
        at = diary.after(at, step)
        diary.add(facts.ON_SITE, at, text=diary.says("arrived"))
    if story.get("part"):
        diary.add(facts.PART_NEEDED, at, text=diary.says("part"), public=True)
        at = diary.after(at, step)
        diary.add(facts.PART_AVAILABLE, at)
        diary.add(facts.PART_FITTED, diary.after(at, step // 2))
    if chance.random() < 0.2:
        diary.add(facts.UPDATED, at, text=diary.one_of("update"), public=True)
    if chance.random() < 0.005 and diary.hours.excludes("power-cut"):
        diary.add(
            facts.EXCLUDED, at, text=diary.says("power"), attributes={"exclusion": "power-cut"},
            evidence=diary.evidence("power_evidence", at),
        )  # fmt: skip
    if chance.random() < 0.15:
        diary.add(facts.DIAGNOSED, diary.after(at, step // 3), text=diary.says("diagnosed"))
    at = diary.after(at, 3 * step)
    diary.resolve(at)
    return at


def _wait(diary: Diary, at: Instant) -> Instant:
    """Add a pause now and then; return when the work goes on."""
    drawn = diary.chance.random()
    if diary.story.get("wait") and drawn < 0.75:
        return _waited(diary, at, "waiting-supplier", 10 * HOUR)
    if drawn < 0.17:
        return _waited(diary, at, "waiting-customer", 14 * HOUR)
    if drawn < 0.2:
        return _waited(diary, at, "appointment", 24 * HOUR)
    return at


def _waited(diary: Diary, at: Instant, reason: str, longest: Duration) -> Instant:
    pause(diary, at, reason)
    back = diary.after(at, int(longest * diary.chance.betavariate(1.2, 3)) + 10 * MINUTE)
    replied = reason == "waiting-customer"
    diary.add(
        facts.RESUMED, back, reason=reason, side="customer" if replied else "provider",
        text=diary.says("reply") if replied else "", public=replied,
    )  # fmt: skip
    return back


def _reclassify(diary: Diary, at: Instant) -> None:
    now = diary.priority
    to = diary.chance.choice([one for one in diary.hours.priorities if one != now])
    text = diary.says("raised" if to < now else "lowered")
    diary.add(facts.CLASSIFIED, at, attributes={"priority": to}, text=text)
    diary.priority = to


def _outside(diary: Diary, answered: Instant) -> None:
    """Add what happens to a call about something that is not covered."""
    diary.add(facts.OUT_OF_SCOPE, answered + MINUTE, reason=diary.story["reason"])
    drawn, at = diary.chance.random(), diary.after(answered, 2 * HOUR)
    if drawn < 0.2:
        diary.add(facts.COURTESY, at, text=diary.says("courtesy"))
    elif drawn < 0.75:
        diary.add(facts.CONSENTED, at, side="customer", text=diary.says("consented"), public=True)
    else:
        diary.add(facts.OBJECTED, at, side="customer", text=diary.says("objected"), public=True)
    done = diary.after(at, 3 * HOUR)
    diary.resolve(done)
    diary.add(facts.CLOSED, diary.after(done, 8 * HOUR))


def _end(diary: Diary, done: Instant) -> None:
    """Add what comes after the work: confirmed, closed, or back again."""
    chance = diary.chance
    if chance.random() < 0.04:
        back = diary.after(done, chance.randint(1, 16) * HOUR)
        diary.add(facts.REOPENED, back, side="customer", text=diary.says("reopened"), public=True)
        at = diary.after(back, 20 * MINUTE)
        diary.add(facts.RESPONDED, at, text=diary.says("again"), public=True)
        done = diary.after(at, diary.target("resolution") // 6)
        diary.resolve(done)
    if chance.random() < 0.5:
        at = diary.after(done, chance.randint(20, 500) * MINUTE)
        diary.add(facts.CONFIRMED, at, side="customer", text=diary.says("confirmed"), public=True)
    diary.add(facts.CLOSED, diary.after(done, chance.randint(10, 30) * HOUR))
