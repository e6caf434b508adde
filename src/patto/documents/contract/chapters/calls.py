"""How calls reach the provider, when they are validly logged, and how pressing they are."""

from __future__ import annotations

from patto.documents.contract.drafting import Drafting
from patto.documents.contract.tree import Block, Chapter, Clause, Para, Points, Table, table
from patto.kernel.agreement.desk import Channel, Level, Priorities


def channels(d: Drafting) -> Chapter:
    """Return the channels, what makes a call validly logged, how late things are recorded."""
    terms = d.agreement
    head = tuple(d.say(f"column.{name}") for name in ("channel", "reached-at", "watched"))
    rows = tuple((_channel(one, d), one.reached_at or "—", d.clock(one.watched))
                 for one in terms.channels)  # fmt: skip
    emergency = [one.title for one in terms.channels if one.emergency == "yes"]
    shown = (Para(d.say("calls.channels")), table(head, rows, (4, 5, 4)))
    urgent = (
        (Para(d.say("calls.emergency", channels=d.listing(emergency))),) if emergency else ()
    )  # fmt: skip
    late = terms.recording.late_entry
    told = (
        d.say("calls.late-unlimited")
        if late == "unlimited"
        else d.say("calls.late-entry", time=d.clocked(late))
    )
    return Chapter(
        "channels",
        d.say("chapter.channels"),
        (
            d.clause("channels", "channels", *shown, *urgent),
            _logged(d),
            d.text("recording", "recording", told),
        ),
    )


def priorities(d: Drafting) -> Chapter:
    """Return the priorities, the criteria that decide them, and how they are disputed."""
    part = d.agreement.priorities
    clauses = [_order(part, d)]
    if part.impacts is not None and part.urgencies is not None:
        clauses.append(_criteria(part.impacts, part.urgencies, d))
    if part.matrix is not None:
        clauses.append(_matrix(part, part.matrix, d))
    default = d.say("priorities.default", priority=d.titles.priority(part.default))
    clauses += [
        d.text("priority-default", "priority-default", default),
        d.text("priority-set", "priority-set", d.say(f"priorities.set-by.{part.set_by}")),
        d.text("priority-disputes", "priority-disputes",
               part.disputes or d.say("priorities.no-disputes")),
    ]  # fmt: skip
    return Chapter("priorities", d.say("chapter.priorities"), tuple(clauses))


def _channel(one: Channel, d: Drafting) -> str:
    kind = d.say("calls.is-emergency") if one.emergency == "yes" else ""
    usual = d.say("calls.no-emergency") if one.emergency == "no" else ""
    return d.say("calls.channel", title=one.title, name=one.id, kind=kind or usual)


def _logged(d: Drafting) -> Clause:
    part = d.agreement.validly_logged
    acts = [Para(d.say("calls.act", channels=d.channel_of(act.channels))) for act in part.acts]
    blocks: list[Block] = [
        Para(d.say("calls.logged-one" if len(acts) == 1 else "calls.logged-all")),
        Points(tuple(acts), lettered=len(acts) > 1),
    ]
    if part.information is not None:
        named = d.listing(d.word("information", name) for name in part.information)
        blocks.append(Para(d.say("calls.information", names=named)))
    else:
        blocks.append(Para(d.say("calls.no-information")))
    blocks.append(Para(d.say("calls.acknowledgement")))
    return d.clause("validly-logged", "validly-logged", *blocks)


def _order(part: Priorities, d: Drafting) -> Clause:
    head = (d.say("column.priority"), d.say("column.examples"))
    rows = tuple(
        (d.titles.priority(one.id), "; ".join(one.examples or ()) or "—") for one in part.order
    )
    return d.clause(
        "priority-order", "priority-order", Para(d.say("priorities.order")),
        table(head, rows, (2, 5)),
    )  # fmt: skip


def _criteria(impacts: tuple[Level, ...], urgencies: tuple[Level, ...], d: Drafting) -> Clause:
    head = (d.say("column.degree"), d.say("column.criterion"))

    def degrees(key: str, levels: tuple[Level, ...]) -> Table:
        rows = tuple((one.title, one.criterion) for one in levels)
        return Table(d.say(f"priorities.{key}"), head, rows, (2, 5))

    return d.clause(
        "priority-criteria", "priority-criteria", Para(d.say("priorities.criteria")),
        degrees("impact", impacts), degrees("urgency", urgencies),
    )  # fmt: skip


def _matrix(part: Priorities, matrix: dict[str, dict[str, str]], d: Drafting) -> Clause:
    impacts = {one.id: one.title for one in part.impacts or ()}
    urgencies = {one.id: one.title for one in part.urgencies or ()}
    head = (d.say("priorities.corner"), *urgencies.values())
    rows = tuple(
        (impacts.get(impact, impact),
         *(d.titles.priority(row[name]) if name in row else "—" for name in urgencies))
        for impact, row in matrix.items()
    )  # fmt: skip
    widths = (3, *(2 for _ in urgencies))
    return d.clause(
        "priority-matrix", "priority-matrix", Para(d.say("priorities.matrix")),
        Table("", head, rows, widths),
    )  # fmt: skip
