"""Importing customers and what is theirs from a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.customers import customer
from desk.people import AT, BY, another, desk
from patto.accounts.roles import Role
from patto.customers import actions, opening, queries
from patto.customers.drafts import ContactDraft, SupplierDraft
from patto.customers.importing import applying, columns, planning
from patto.customers.importing.columns import NOUNS, Noun
from patto.customers.importing.planning import Plan
from patto.customers.importing.table import read_table
from patto.customers.models import Contact, Customer
from patto.customers.problems import StaleError
from patto.kernel.errors import InputError
from patto.language.catalogue import catalogue
from patto.language.words import Words
from patto.ledger.models import Entry
from patto.ledger.queries import of_thing

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).parents[2] / "docs/guide"
USUAL = {"language": "it", "zone": "Europe/Rome"}
ACCOUNTING = """Ragione sociale;Indirizzo;CAP;Città;Prov.;Telefono;Cellulare;E-mail;Referente
Caffè Società S.r.l.;"Via Po 1; scala B";35100;Padova;PD;049 555 0190;347 555 0191;;Niccolò Perù
Ditta Rossi;;;;;;;;
Caffè Società S.r.l.;;;;;;;bar@caffe.example;Bruna
"""
SITES = """Cliente;Sede;Orari;Chiusure
Studio Ferri;Archivio;"lun-ven 8-12.30, 14-18; sab 9-12";"13/06 S; 10/08/2026-21/08/2026 Ferie"
"""
SYSTEMS = """Cliente;Sistema;Tipo;Criticità;Sede;Fornitore;Garanzia;Compreso dal
Studio Ferri;Server;NAS;Alta;archivio;enomac s.p.a.;30/04/2027;2026-01-01
"""
SCOPED = """Customer;Name;In scope since;In scope until
Studio Ferri;X;2026-02-01;2026-01-01
"""


def planned(noun: Noun, text: str | bytes, own: Mapping[str, str] | None = None) -> Plan:
    content = text.encode() if isinstance(text, str) else text
    table = read_table(content, "file.csv")
    found = columns.recognised(noun, table.headings, own or {})
    return planning.plan(noun, table, found, usual=USUAL)


def imported(noun: Noun, text: str) -> Plan:
    digest = planned(noun, text).digest
    return applying.apply(lambda: planned(noun, text), digest, name="file.csv", by=BY, at=AT)


def states(plan: Plan) -> list[str]:
    return [one.state for one in plan.rows]


def why(plan: Plan) -> list[str]:
    return [one.refusal.code if one.refusal else "" for one in plan.rows]


@pytest.mark.parametrize(
    "content",
    [
        ACCOUNTING.encode(),
        ACCOUNTING.encode("utf-8-sig"),
        ACCOUNTING.encode("cp1252"),
        ACCOUNTING.replace("\n", "\r\n").encode("cp1252"),
        ACCOUNTING.replace(";", "\t").encode("utf-16"),
        ("sep=;\n" + ACCOUNTING).encode("cp1252"),
        ACCOUNTING.replace("\n", "\r").encode("cp1252"),
    ],
)
def test_a_file_is_read_however_a_spreadsheet_saved_it(content):
    plan = planned("customer", content)
    assert states(plan) == ["new", "new", "new"]
    first = {part.noun: part.told for part in plan.rows[0].parts}
    assert first["customer"]["name"] == "Caffè Società S.r.l."
    assert first["site"]["address"].startswith("Via Po 1")
    assert first["site"]["address"].endswith("35100 Padova (PD)")
    assert first["contact"]["telephone"] == "049 555 0190 / 347 555 0191"


def test_a_customer_comes_with_its_site_and_its_contacts():
    imported("customer", ACCOUNTING)
    assert [one.name for one in queries.customers()] == ["Caffè Società S.r.l.", "Ditta Rossi"]
    caffe = queries.customers()[0]
    assert (caffe.language, caffe.zone) == ("it", "Europe/Rome")
    assert [one.name for one in queries.contacts(caffe.id)] == ["Bruna", "Niccolò Perù"]
    assert [one.name for one in queries.sites(caffe.id)] == ["Sede"]
    assert [one.act for one in of_thing("customer", caffe.id)] == ["customer.add"]
    (entry,) = Entry.objects.filter(noun="import")
    assert entry.told == {
        "file": "file.csv", "noun": "customer", "new": 3, "changed": 0, "same": 0, "refused": 0,
    }  # fmt: skip


def test_the_same_file_again_changes_nothing():
    imported("customer", ACCOUNTING)
    before = Entry.objects.count()
    again = imported("customer", ACCOUNTING)
    assert set(states(again)) == {"same"}
    assert Entry.objects.count() == before + 1


def test_what_is_there_is_changed_from_what_to_what_and_an_empty_cell_changes_nothing():
    ferri = customer()
    ada = ContactDraft(name="Ada Neri", telephone="1111", email="ada@ferri.example")
    key = actions.add(ada, customer=ferri, by=BY, at=AT)
    text = "Cliente;Nome;Cognome;Telefono;Email;Può decidere\nstudio FERRI;Ada;Neri;049 5;;sì\n"
    (row,) = planned("contact", text).rows
    (part,) = row.parts
    assert part.told == {"telephone": "049 5", "may_decide": True}
    assert part.before == {"telephone": "1111", "may_decide": False}
    imported("contact", text)
    (found,) = queries.contacts(ferri)
    assert (found.id, found.telephone, found.email, found.may_decide) == (
        key, "049 5", "ada@ferri.example", True,
    )  # fmt: skip
    assert of_thing("contact", key)[0].told["telephone"] == ["1111", "049 5"]


def test_sites_and_systems_are_imported_with_their_hours_days_and_suppliers():
    ferri = customer()
    actions.add_supplier(SupplierDraft(name="Enomac S.p.A."), by=BY, at=AT)
    imported("site", SITES)
    (site,) = queries.sites(ferri)
    assert site.hours == 'mon-fri: ["08:00-12:30", "14:00-18:00"]\nsat: ["09:00-12:00"]'
    assert site.closed == "2026-08-10..2026-08-21 Ferie\n06-13 S"
    imported("system", SYSTEMS)
    (system,) = queries.systems(ferri)
    assert system.site == site
    assert system.supplier is not None
    assert (system.kind, system.criticality, system.warranty_until, system.in_scope_since) == (
        "storage", "high", date(2027, 4, 30), date(2026, 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("noun", "text", "code"),
    [
        ("customer", "Nome;Email\n;a@b.example\n", "nameless"),
        ("customer", "Nome;Email\nX;no\n", "email"),
        ("customer", "Nome;Telefono\nX;3,93471E+11\n", "telephone-rounded"),
        ("customer", "Nome;Telefono\nX;chiedere\n", "telephone"),
        ("customer", "Nome;Lingua\nX;klingon\n", "language"),
        ("customer", "Nome;Fuso orario\nX;Roma\n", "zone"),
        ("customer", f"Nome;Note\n{'x' * 201};\n", "too-long"),
        ("customer", "Nome;Note\nX\n", "unread"),
        ("customer", 'Nome;Note\nX;"a\n', "unread"),
        ("contact", "Cliente;Nome\n;Ada\n", "whose"),
        ("contact", "Cliente;Nome\nStudio Feri;Ada\n", "no-customer"),
        ("contact", "Cliente;Nome;Sede\nStudio Ferri;Ada;Luna\n", "no-site"),
        ("contact", "Cliente;Nome;Decide\nStudio Ferri;Ada;forse\n", "yes-or-no"),
        ("contact", "Cliente;Nome\nStudio Ferri;Bruno\n", "left"),
        ("site", "Cliente;Nome;Orari\nStudio Ferri;X;quando capita\n", "hours"),
        ("site", "Cliente;Nome;Chiusure\nStudio Ferri;X;agosto\n", "closed"),
        ("system", "Cliente;Nome;Garanzia\nStudio Ferri;X;31/02/2027\n", "date"),
        ("system", "Cliente;Nome;Garanzia\nStudio Ferri;X;46142\n", "date-number"),
        ("system", "Cliente;Nome;Criticità\nStudio Ferri;X;9\n", "criticality"),
        ("system", "Cliente;Nome;Fornitore\nStudio Ferri;X;Nessuno\n", "no-supplier"),
        ("system", SCOPED, "scope"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_with_its_line_and_why(noun, text, code):
    ferri = customer()
    gone = actions.add(ContactDraft(name="Bruno"), customer=ferri, by=BY, at=AT)
    actions.retire(ContactDraft, gone, on=date(2026, 1, 1), by=BY, at=AT)
    (row,) = planned(noun, text).rows
    assert row.refusal is not None
    assert (row.line, row.refusal.code) == (2, code)
    if code == "no-customer":
        assert row.refusal.told["nearest"] == "Studio Ferri"


def test_a_refused_row_keeps_no_other_from_being_imported_and_nothing_is_said_twice():
    text = "Nome;Telefono\nA;1\nB;x\nA;1\nA;2\n"
    plan = imported("customer", text)
    assert states(plan) == ["new", "refused", "same", "refused"]
    assert why(plan) == ["", "telephone", "", "repeated"]
    assert [one.name for one in queries.customers()] == ["A"]


def test_a_telephone_that_a_spreadsheet_took_for_a_quantity_loses_its_decimals():
    (row,) = planned("customer", "Nome;Telefono\nA;3475550191,00\n").rows
    assert row.parts[1].told["telephone"] == "3475550191"


def test_two_of_one_name_are_not_guessed_between():
    customer("Rossi")
    customer("rossi")
    plan = planned("contact", "Cliente;Nome\nRossi;Ada\n")
    assert why(plan) == ["several"]


def test_nothing_is_written_if_something_changed_since_it_was_looked_at():
    ferri = customer()
    text = "Cliente;Nome;Telefono\nStudio Ferri;Ada;1\nStudio Ferri;Bruno;2\n"
    digest = planned("contact", text).digest
    actions.add(ContactDraft(name="Ada", telephone="9"), customer=ferri, by=BY, at=AT)
    with pytest.raises(StaleError):
        applying.apply(lambda: planned("contact", text), digest, name="f", by=BY, at=AT)
    assert [one.name for one in queries.contacts(ferri)] == ["Ada"]


def test_all_of_it_is_written_or_nothing(monkeypatch):
    text = "Nome;Telefono\nA;1\n"
    plan = planned("customer", text)

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(applying, "record", broken)
    with pytest.raises(RuntimeError, match="no"):
        applying.apply(lambda: plan, plan.digest, name="f", by=BY, at=AT)
    assert not Customer.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "export-empty"),
        (b"PK\x03\x04 xl/ [Content_Types].xml", "export-is-workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "import-is-picture"),
        (b"\xff\xd8\xff\xe0 no zero", "import-is-picture"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "import-is-picture"),
        (b"BM\x36\x00", "import-is-picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "import-is-no-text"),
        (b"PK\x03\x04 photos.jpg", "import-is-no-text"),
        (b"\x00\x01\x02\x00" * 50, "export-is-utf-16"),
        (";".join("abc" * 50).encode(), "import-too-wide"),
        (b"a;b\n" + b"1;2\n" * 20_001, "import-too-long"),
        (b"a;b\n" + b"\n" * 9_000_000, "import-too-long"),
        (b"x" * 1_000_000, "row-field-too-long"),
        (b"Nome\n\x81\n", "export-encoding"),
        (b'"Nome\n', "row-quote-unclosed"),
    ],
)
@pytest.mark.parametrize("language", ["en", "it"])
def test_what_is_no_table_is_refused_whole_with_the_way_out(content, code, language):
    with pytest.raises(InputError) as refused:
        read_table(content, "file.csv")
    (problem,) = refused.value.problems
    assert problem.code == code
    assert Words(language).say(f"importing.file.{code}", **problem.parameters)


def test_what_a_column_is_called_in_either_language_names_one_column_once():
    for noun, some in columns.COLUMNS.items():
        for names in some.values():
            assert all(columns.plain(one) == one for one in names)
        assert columns.lacking(noun, [])
    found = columns.recognised("contact", ["Azienda", "NOME", "Cognome", "E-Mail", "e-mail"], {})
    assert found == ("customer", "first", "last", "email", "")
    assert columns.recognised("contact", ["Cliente", "Nome"], {}) == ("customer", "name")
    assert columns.recognised("customer", ["Wer"], {"wer": "name"}) == ("name",)


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(desk(), settings.AUTHENTICATION_BACKENDS[0])
    return client


def text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.decode()))


def sent(browser: Client, content: bytes, noun: str = "customer") -> str:
    file = SimpleUploadedFile("customers.csv", content)
    page = browser.post("/customers/import/", {"noun": noun, "file": file}, follow=True)
    return page.content.decode()


def confirmed(page: str) -> dict[str, str]:
    form = page[page.index("/customers/import/do/") :]
    form = form[: form.index("</form>")]
    return dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form))


def test_a_file_is_looked_at_and_then_imported_by_one_button(browser):
    page = sent(browser, ACCOUNTING.encode("cp1252"))
    assert "Import 3 rows" in page
    assert queries.customers() == ()
    done = browser.post("/customers/import/do/", confirmed(page), follow=True)
    assert "Imported: 3 new, 0 changed, 0 as they were, 0 left out." in text(done.content)
    assert len(queries.customers()) == 2
    assert "There is nothing to import" in sent(browser, ACCOUNTING.encode())


def test_a_column_that_is_not_recognised_can_be_chosen(browser):
    page = sent(browser, b"Wer;Tel\n<b>X</b>;049 1\n")
    assert "Say which column is: Customer" in text(page.encode())
    chosen = browser.get("/customers/import/look/", {"noun": "customer", "c0": "name", "c1": "-"})
    page = chosen.content.decode()
    assert "<b>X</b>" not in page
    browser.post("/customers/import/do/", confirmed(page))
    assert [one.name for one in queries.customers()] == ["<b>X</b>"]
    assert Contact.objects.count() == 0


def test_refused_rows_come_back_as_a_file_with_why(browser):
    sent(browser, "Nome;Telefono\nÀ;x\nB;1\n".encode())
    answer = browser.get("/customers/import/refused.csv", {"noun": "customer"})
    found = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert found[0] == ["Why it is refused", "Nome", "Telefono"]
    assert found[1][0].startswith("Row 2: Telephone: “x”")
    assert found[1][1:] == ["À", "x"]


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_sample_of_every_kind_can_be_imported_as_it_is(browser, language):
    ivo = another(Role.OWNER)
    ivo.language = language
    ivo.save()
    browser.force_login(ivo, settings.AUTHENTICATION_BACKENDS[0])
    for noun in NOUNS:
        content = browser.get(f"/customers/import/sample/{noun}.csv").content
        page = sent(browser, content, noun)
        browser.post("/customers/import/do/", confirmed(page), follow=True)
    (ferri,) = queries.customers()
    assert len(queries.contacts(ferri.id)) == 2
    assert len(queries.systems(ferri.id)) == 1
    assert len(queries.suppliers()) == 1
    archive = "Archivio" if language == "it" else "Archive"
    assert archive in {one.name for one in queries.sites(ferri.id)}


def test_a_file_of_one_person_is_not_anothers_and_is_forgotten_when_it_is_said(browser):
    sent(browser, ACCOUNTING.encode())
    other = Client()
    other.force_login(another(Role.MANAGER), settings.AUTHENTICATION_BACKENDS[0])
    assert other.get("/customers/import/look/").status_code == 302
    browser.post("/customers/import/drop/")
    assert browser.get("/customers/import/look/").status_code == 302


def test_a_file_that_is_too_large_or_no_table_is_refused_with_the_way_out(browser):
    assert "larger than 10 MB" in text(sent(browser, b"x" * (10 * 1024 * 1024 + 1)).encode())
    workbook = b"PK\x03\x04 xl/ [Content_Types].xml"
    assert "This is an Excel workbook" in text(sent(browser, workbook).encode())
    assert browser.get("/customers/import/look/").status_code == 302


def test_a_forged_confirmation_writes_nothing(browser):
    page = sent(browser, ACCOUNTING.encode())
    answer = browser.post("/customers/import/do/", {**confirmed(page), "digest": "0"}, follow=True)
    assert "Something changed since you looked" in text(answer.content)
    assert queries.customers() == ()


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_guide_calls_things_as_the_pages_do_and_its_files_can_be_imported(language):
    page = (GUIDE / f"your-customers.{language}.md").read_text("utf-8")
    said = {entry for _, entry in catalogue(language).entries() if isinstance(entry, str)}
    named = re.findall(r"\*\*([^*]+)\*\*", re.sub(r"\s+", " ", page))
    assert len(named) > 10
    assert [one for one in named if one not in said] == []
    first, second = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    assert set(states(imported("customer", first))) == {"new"}
    assert set(states(imported("site", second))) == {"new"}
    (ferri,) = (one for one in queries.customers() if one.name == "Studio Ferri")
    assert len(queries.sites(ferri.id)) == 2
    prose = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    for typed in re.findall(r"`((?:mon|lun)[^`]+)`", prose):
        assert opening.read_hours(opening.in_notation(typed), "UTC")[0]
    for typed in re.findall(r"`(\d[^`]*)`", prose):
        assert opening.read_off(typed)[1] == ()
