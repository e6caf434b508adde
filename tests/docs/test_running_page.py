"""The page on running the desk: its commands are run as they stand, on a desk that is running."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from desk.test_serve import free_port, served
from patto.home.folder import Home

ROOT = Path(__file__).parents[2]
PAGES = {one: ROOT / f"docs/running-the-desk.{one}.md" for one in ("en", "it")}
ADD = """
import django; django.setup()
from patto.customers.actions import add_customer
from patto.customers.drafts import CustomerDraft
from patto.ledger.actions import Actor
draft = CustomerDraft(name="Studio Ferri", language="it", zone="Europe/Rome")
add_customer(draft, by=Actor("person:1", "Marta"), at=1_770_000_000_000_000)
"""
LIST = """
import django; django.setup()
from patto.customers.queries import customers
print(*(one.name for one in customers()))
"""


@pytest.mark.parametrize("language", PAGES)
def test_a_copy_made_while_the_desk_runs_is_whole_and_can_be_put_back(language, tmp_path):
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    stopped, running, back = blocks(language, "sh")
    home, port = tmp_path / "var", free_port()
    with served(str(home), port, lines=3):
        run_python(ADD, home)
        (home / "files/scan").write_bytes(b"%PDF-1.7")
        assert (home / "patto.sqlite3-wal").stat().st_size > 0
        run(running, tmp_path)
    run(stopped, tmp_path)
    copied = tmp_path / re.findall(r"mkdir -m 700 (\S+)", running)[0]
    assert copied.stat().st_mode & 0o077 == 0
    (home / "patto.sqlite3").write_bytes(b"broken")
    run(back, tmp_path)
    assert run_python(LIST, home) == "Studio Ferri\n"
    assert (home / "files/scan").read_bytes() == b"%PDF-1.7"
    assert Home(home).secret() == Home(copied).secret()
    with served(str(home), port, lines=2) as said:
        assert f":{port}" in said
    assert run_python(LIST, tmp_path / re.findall(r"cp -a var (\S+)", stopped)[0]) == (
        "Studio Ferri\n"
    )


@pytest.mark.parametrize("language", PAGES)
def test_with_the_address_that_is_stated_the_desk_answers_to_it_and_to_no_other(language, tmp_path):
    (settings,) = blocks(language, "toml")
    address = re.findall(r'"http://([^"]+)"', settings)[0]
    (command,) = blocks(language, "console")
    assert f"--host {address.partition(':')[0]}" in command
    home, port = tmp_path / "var", free_port()
    home.mkdir()
    (home / "patto.toml").write_text(settings, encoding="utf-8")
    with served(str(home), port, lines=1):
        assert asked(port, address) == 200
        assert asked(port, "somewhere.example") == 400


def test_both_languages_say_the_same_in_the_same_order():
    heads = [re.findall(r"^(?:#+|```\w*|   ```\w*|\d\.|- )", page(one), re.MULTILINE)
             for one in PAGES]  # fmt: skip
    assert heads[0] == heads[1]


def asked(port: int, host: str) -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/sign-in/", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def run(block: str, folder: Path) -> None:
    subprocess.run(["sh", "-e", "-c", block], cwd=folder, check=True)


def run_python(text: str, home: Path) -> str:
    environ = {
        **os.environ, "PATTO_HOME": str(home), "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "patto.config.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", text], env=environ, capture_output=True, text=True, check=True
    )
    return done.stdout


def blocks(language: str, kind: str) -> list[str]:
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```", page(language), re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def page(language: str) -> str:
    return PAGES[language].read_text("utf-8")
