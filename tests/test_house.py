"""The rules of the house: who may import whom, what no file may hold, what every folder has."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "patto"
MODULES = sorted(SOURCES.rglob("*.py"))
IGNORED = {
    *(".git", ".venv", "var", "build", "dist", "htmlcov", "mutants", "__pycache__"),
    *(".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"),
}
LONGEST = 400

# Written in halves, so that this file does not hold what it looks for.
REGISTRIES = [
    re.compile(
        "pypi" + r"\.org|python" + "hosted|(simple|registry)/?" + r"\.npm|npm" + r"js\.(org|com)"
    ),
    re.compile(r"https?://[^\s\"')]*(artifac" + "tory|nex" + "us|/sim" + "ple/)"),
    re.compile("--(extra-)?index" + "-url|--find" + "-links"),
]
HOMES = re.compile(r"(?<![\w.$}])/(home|root|Users|work|tmp|opt|workspace)/\w")


def files() -> Iterator[Path]:
    """Yield every file that is, or would be, committed."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not IGNORED & set(parts) and not parts[0].startswith(".coverage"):
            yield path


def texts() -> Iterator[tuple[str, str]]:
    for path in files():
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_everybody_imports_only_what_is_below():
    ended = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout


def test_no_file_holds_a_registrys_address():
    allowed = {"Makefile"}  # names the options by which pins are compiled without an address
    held = [name for name, text in texts() if any(p.search(text) for p in REGISTRIES)]
    assert set(held) - allowed == set()
    assert not any(p.search((ROOT / "Makefile").read_text()) for p in REGISTRIES[:2])


def test_no_file_holds_a_path_of_somebodys_machine():
    held = [
        f"{name}: {match[0]}"
        for name, text in texts()
        if name != "LICENSE"
        for match in HOMES.finditer(text)
    ]
    assert held == []


def test_dependencies_are_pinned_with_hashes_and_no_lock_file_is_there():
    for name in ("base", "bulk", "web", "dev"):
        lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pinned = re.split(r"^(?=[a-z0-9])", lines, flags=re.MULTILINE)[1:]
        assert pinned
        for one in pinned:
            assert re.match(r"[a-z0-9._-]+==[\w.]+ \\\n", one), one
            assert "--hash=sha256:" in one
    assert not list(ROOT.glob("uv.lock"))


def test_every_app_has_a_page_on_its_purpose_words_doors_and_promises():
    for folder in sorted(path for path in SOURCES.iterdir() if (path / "__init__.py").exists()):
        page = (folder / "README.md").read_text(encoding="utf-8")
        for part in ("**Purpose.**", "**Words.**", "**Doors.**", "**Promises.**"):
            assert part in page, f"{folder.name}: {part}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCES)))
def test_no_module_is_too_long_to_be_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def public_functions(tree: ast.Module) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
            if isinstance(node, kinds) and not node.name.startswith("_"):
                yield node
                if isinstance(node, ast.ClassDef):
                    waiting.append(node)


@pytest.mark.parametrize(
    "path", sorted((SOURCES / "kernel").rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCES))
)
def test_everything_public_in_the_kernel_is_described(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module itself"
    for node in public_functions(tree):
        assert ast.get_docstring(node), getattr(node, "name", "")  # type: ignore[arg-type]  # a part is one of ours


CLOCKS = {
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
}


def test_the_wall_clock_is_looked_at_in_one_place():
    looked = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Attribute(value=ast.Name(id=owner), attr=name) if (owner, name) in CLOCKS:
                    looked.add(str(path.relative_to(SOURCES)))
    assert looked == {"home/now.py"}


LINK = re.compile(r"\]\(([^)\s]+)\)")


def test_links_between_pages_lead_somewhere():
    broken = []
    for path in files():
        if path.suffix != ".md":
            continue
        for target in LINK.findall(
            re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)
        ):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = target.partition("#")
            other = (path.parent / file).resolve() if file else path
            if not other.exists() or (anchor and anchor not in anchors(other)):
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []


def anchors(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    plain = (re.sub(r"[^\w\s-]", "", title.lower()) for title in titles)
    return {re.sub(r"\s", "-", title.strip()) for title in plain}


def test_the_commands_of_the_readme_are_in_the_makefile():
    made = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    )
    for page in ("README.md", "CONTRIBUTING.md"):
        wanted = set(
            re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / page).read_text("utf-8"), re.MULTILINE)
        )
        assert wanted <= made, page
    assert "sudo apt install git make python3-venv" in (ROOT / "README.md").read_text("utf-8")


def test_the_build_machine_runs_what_everybody_runs():
    script = ROOT / ".ci" / "run"
    assert "\nmake test\n" in script.read_text(encoding="utf-8")
    assert script.stat().st_mode & 0o111
