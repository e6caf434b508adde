"""The HTML form of `patto measure`: the report of `patto.documents`, with how it came about."""

from __future__ import annotations

import shlex
from hashlib import file_digest
from pathlib import Path

from patto import __version__
from patto.cli.asked import Asked, Ready
from patto.cli.measured import Measured
from patto.cli.parameters import Months
from patto.documents.inputs import Provenance
from patto.documents.report import report_html, tickets_of_page
from patto.kernel import facts
from patto.kernel.agreement.canonical import digest
from patto.kernel.evaluation.measure import Evaluation
from patto.kernel.evaluation.outcome import ItemOutcome
from patto.kernel.instants import render
from patto.kernel.zones import TZDATA_RELEASE


def html(inputs: Ready, found: Measured, asked: Asked, period: Months | None, language: str) -> str:
    """Return the report of a measurement as one HTML file.

    Only the events of the tickets that it draws are asked for.
    """
    label = None if period is None else period.label
    tickets = facts.by_ticket(found.events(tickets_of_page(found.lists, label)))
    own = tickets.get("", [])
    look = Evaluation(inputs.history, own, inputs.looking.at, inputs.looking.known_at)

    def explained(ticket: str) -> list[ItemOutcome]:
        return look.ticket(ticket, tickets.get(ticket, []), explained=True)[0]

    return report_html(
        found.lists,
        inputs.history,
        explained,
        lambda ticket: tickets.get(ticket, []),
        found.report,
        lang=language,
        period=label,
        produced_by=_provenance(inputs, asked, period, language),
    )


def _provenance(inputs: Ready, asked: Asked, period: Months | None, language: str) -> Provenance:
    """Return how to make the report again, and the hashes of what it was made from."""
    when = inputs.looking
    command = [
        "patto",
        "--lang",
        language,
        "measure",
        str(asked.agreement),
        *map(str, asked.events),
    ]
    command += ["--at", render(when.at), "--known-at", render(when.known_at)]
    command += ["--importer", asked.importer] if asked.importer else []
    command += ["--period", period.label] if period else []
    return Provenance(
        program=f"patto {__version__}",
        tzdata=TZDATA_RELEASE,
        command=shlex.join([*command, "--format", "html", "-o", "report.html"]),
        agreements={one.agreement.version: digest(one) for one in inputs.history.versions},
        inputs=[(path.name, _sha256(path)) for path in asked.events],
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
