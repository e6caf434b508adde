"""`patto contract`: the form by the file's name, the language by the agreement, clear refusals."""

from __future__ import annotations

import pytest

from documents.contracts import FILES
from patto.cli.ending import run

MONTH = str(FILES["month"])


@pytest.mark.parametrize(
    ("name", "begins"), [("c.pdf", b"%PDF-"), ("c.html", b"<!doctype html>"), ("C.DOCX", b"PK")]
)
def test_the_ending_of_the_name_says_the_form(tmp_path, name, begins):
    assert run(["contract", MONTH, "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_the_contract_speaks_the_language_of_the_agreement_unless_another_is_asked_for(tmp_path):
    path = tmp_path / "c.html"
    run(["contract", MONTH, "-o", str(path)])
    assert '<html lang="en">' in path.read_text("utf-8")
    run(["contract", MONTH, "-o", str(path), "--lang", "it"])
    assert '<html lang="it">' in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "-o contract.pdf"),
        (["-o", "c.txt"], "c.txt"),
        (["-o", "c.pdf", "--since", MONTH], "-o contract.docx"),
        (["-o", "c.pdf", "--logo", MONTH], "PNG, JPEG or SVG"),
        (["-o", "c.pdf", "--accent", "teal"], "#0b6e69"),
        (["-o", "c.pdf", "--logo", "no-such-file.png"], "no-such-file.png"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_way_out(
    capsys, tmp_path, monkeypatch, more, said
):
    monkeypatch.chdir(tmp_path)
    assert run(["contract", MONTH, *more]) != 0
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_form_that_is_asked_for_is_written(tmp_path):
    pages = []
    for form in ("brief", "full"):
        run(["contract", MONTH, "-o", str(tmp_path / "c.html"), "--form", form])
        pages.append((tmp_path / "c.html").read_text("utf-8"))
    assert ["chapter-plain" in page for page in pages] == [False, True]


def test_an_agreement_whose_examples_fail_gets_no_contract(capsys, tmp_path):
    wrong = FILES["month"].read_text("utf-8").replace("value: 210 min", "value: 209 min")
    (tmp_path / "a.yaml").write_text(wrong, "utf-8")
    output = tmp_path / "c.pdf"
    assert run(["contract", str(tmp_path / "a.yaml"), "-o", str(output)]) != 0
    assert not output.exists()
    assert "209 min" in capsys.readouterr().err


def test_the_lawyers_copy_is_made_against_an_earlier_version(tmp_path):
    later = FILES["month"].read_text("utf-8").replace("stays repaired", "is repaired for good")
    (tmp_path / "a.yaml").write_text(later, "utf-8")
    plain, marked = tmp_path / "p.docx", tmp_path / "m.docx"
    run(["contract", str(tmp_path / "a.yaml"), "-o", str(plain)])
    run(["contract", str(tmp_path / "a.yaml"), "-o", str(marked), "--since", MONTH])
    assert plain.read_bytes() != marked.read_bytes()
