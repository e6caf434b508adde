"""Importing customers and what is theirs: send a file, look at what would happen, do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from patto.accounts import queries as accounts
from patto.customers.importing import applying, keeping, planning
from patto.customers.importing.columns import COLUMNS, NOUNS, Noun, lacking, plain, recognised
from patto.customers.importing.planning import STATES, Plan
from patto.customers.importing.table import LARGEST, Table, as_csv, read_table
from patto.customers.problems import StaleError
from patto.helpdesk.asking import asks, page_of, person
from patto.helpdesk.forms import Spoken
from patto.helpdesk.planned import column_names, planned_rows, reason
from patto.home.files import named
from patto.home.now import now
from patto.kernel.errors import InputError, Problem
from patto.language.words import Words
from patto.look.asked import Asked

_BETWEEN: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_ROWS: Final = 100
"""The rows of a page."""


class UploadForm(Spoken):
    """A file, and what is in it."""

    section = "importing.form"
    noun = forms.ChoiceField()
    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}))

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.choose("noun", "importing.noun", NOUNS)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A file that waits, what is in it, and what its columns mean."""

    name: str
    noun: Noun
    table: Table
    columns: tuple[str, ...]

    @property
    def query(self) -> str:
        """What was chosen, as an address says it."""
        told = {f"c{n}": one for n, one in enumerate(self.columns)}
        return urlencode({"noun": self.noun, **told})


@asks("customers")
def upload(request: Asked) -> HttpResponse:
    """Ask for a file, and keep it; what cannot be read is told at once."""
    form = UploadForm(request.POST or None, request.FILES or None, words=request.words)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        name = named(file.name)
        try:
            content = _content(file)
            read_table(content, name)
        except InputError as error:
            form.add_error("file", _wrong(error, request.words))
        else:
            keeping.keep(content, name, by=person(request).actor, at=now())
            return redirect(f"{reverse('import_look')}?noun={form.cleaned_data['noun']}")
    waiting = keeping.kept(person(request).actor)
    shown = {"form": form, "nouns": NOUNS, "waiting": waiting, "most": LARGEST // 1024 // 1024}
    return render(request, "helpdesk/import.html", shown, status=422 if form.errors else 200)


@asks("customers")
def look(request: Asked) -> HttpResponse:
    """Show what would happen, row by row; nothing is written."""
    chosen = _chosen(request, request.GET)
    return redirect("import") if chosen is None else _page(request, chosen)


@asks("customers")
@require_POST
def do(request: Asked) -> HttpResponse:
    """Import what was looked at, all of it or nothing."""
    chosen = _chosen(request, request.POST)
    if chosen is None:
        return redirect("import")
    words = request.words
    try:
        plan = applying.apply(
            lambda: _plan(chosen), request.POST.get("digest", ""),
            name=chosen.name, by=person(request).actor, at=now(),
        )  # fmt: skip
    except StaleError:
        messages.error(request, words.say("importing.stale"))
        return redirect(f"{reverse('import_look')}?{chosen.query}")
    told = {f"{state}": str(count) for state, count in plan.counts.items()}
    messages.success(request, words.say("importing.done", **told))
    return redirect("customers")


@asks("customers")
@require_POST
def drop(request: Asked) -> HttpResponse:
    """Forget the file."""
    keeping.drop(person(request).actor)
    return redirect("import")


@asks("customers")
def refused(request: Asked) -> HttpResponse:
    """Hand back the rows that are refused, as they came, each with why."""
    chosen = _chosen(request, request.GET)
    if chosen is None:
        return redirect("import")
    lines = dict(chosen.table.rows)
    names = column_names(chosen.noun, request.words)
    rows = [
        [
            request.words.say(
                "importing.refused-row",
                line=str(one.line),
                why=reason(one.refusal, names, request.words),
            ),
            *lines.get(one.line, ()),
        ]
        for one in _plan(chosen).rows
        if one.refusal is not None
    ]
    why = request.words.say("importing.why")
    return _file(as_csv([why, *chosen.table.headings], rows), "refused.csv")


@asks("customers")
def sample(request: Asked, noun: str) -> HttpResponse:
    """Hand out a file as it may look, in the reader's language."""
    known: dict[str, Noun] = {one: one for one in NOUNS}
    if noun not in known:
        raise Http404
    names, words = column_names(known[noun], request.words), request.words
    columns = [one for one in COLUMNS[known[noun]] if one not in {"first", "last", "mobile"}]
    shown = [one for one in columns if words.knows(f"importing.sample.{noun}.{one}")]
    row = [words.say(f"importing.sample.{noun}.{one}") for one in shown]
    return _file(as_csv([names[one] for one in shown], [row]), f"{noun}.csv")


def _page(request: Asked, chosen: _Chosen) -> HttpResponse:
    plan, words = _plan(chosen), request.words
    show = request.GET.get("show", "")
    rows = [one for one in plan.rows if show not in STATES or one.state == show]
    page = page_of(request)
    part = rows[(page - 1) * _ROWS : page * _ROWS]
    names = column_names(chosen.noun, words)
    missing = lacking(chosen.noun, chosen.columns)
    counts = plan.counts
    shown = {
        "chosen": chosen,
        "rows": planned_rows(part, chosen.noun, words),
        "counts": [(state, counts[state]) for state in STATES],
        "writes": counts["new"] + counts["changed"],
        "left_out": counts["refused"],
        "total": len(plan.rows),
        "digest": plan.digest,
        "columns": _columns(chosen, names),
        "delimiter": _BETWEEN[chosen.table.delimiter],
        "unknown": not all(chosen.columns),
        "names": names.items(),
        "nouns": NOUNS,
        "missing": words.listing([names[one] for one in missing]),
        "show": show if show in STATES else "",
        "page": page,
        "more": len(rows) > page * _ROWS,
    }
    return render(request, "helpdesk/import_look.html", shown)


def _columns(chosen: _Chosen, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return the columns of the file: what each is called, means, and holds in its first row."""
    first: Sequence[str] = chosen.table.rows[0][1] if chosen.table.rows else ()
    headings = zip(chosen.table.headings, chosen.columns, strict=True)
    return [
        {"name": f"c{n}", "heading": heading, "means": means, "known": means in names,
         "example": first[n] if n < len(first) else ""}
        for n, (heading, means) in enumerate(headings)
    ]  # fmt: skip


def _chosen(request: Asked, told: Any) -> _Chosen | None:
    """Return the file that waits and what was chosen of it, what is not by its headings."""
    kept = keeping.kept(person(request).actor)
    if kept is None:
        return None
    known: dict[str, Noun] = {one: one for one in NOUNS}
    noun = known.get(told.get("noun", ""), "customer")
    try:
        table = read_table(kept.content, kept.name)
    except InputError:  # it was read before, when it was kept
        return None
    own = {plain(name): column for column, name in column_names(noun, request.words).items()}
    guessed = recognised(noun, table.headings, own)
    taken = told.get("was", noun) == noun
    columns = [told.get(f"c{n}", guess) if taken else guess for n, guess in enumerate(guessed)]
    valid = [
        one if one in COLUMNS[noun] and one not in columns[:n] else ""
        for n, one in enumerate(columns)
    ]
    return _Chosen(kept.name, noun, table, tuple(valid))


def _plan(chosen: _Chosen) -> Plan:
    provider = accounts.provider()
    usual = {"language": "en", "zone": "UTC"}
    if provider is not None:
        usual = {"language": provider.language, "zone": provider.zone}
    return planning.plan(chosen.noun, chosen.table, chosen.columns, usual=usual)


def _content(file: Any) -> bytes:
    if file.size > LARGEST:
        most = str(LARGEST // 1024 // 1024)
        raise InputError([Problem("import-too-large", parameters={"most": most})])
    return bytes(file.read())


def _wrong(error: InputError, words: Words) -> str:
    first = error.problems[0]
    if words.knows(f"importing.file.{first.code}"):
        return words.say(f"importing.file.{first.code}", **first.parameters)
    told = words.problem(first)
    return f"{told.what} {told.mend}"


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text.encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
