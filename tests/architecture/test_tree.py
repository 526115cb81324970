"""The tree keeps its promises: docstrings, layers, no Qt in the headless half, no package that hides another."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for folder in ("desktop", "ui") for path in (ROOT / folder).rglob("*.py"))
HEADLESS = [path for path in SOURCES if path.is_relative_to(ROOT / "desktop")]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TOP_LEVEL = {
    ".ci", ".git", ".gitignore", "desktop", "ui", "resources", "packaging", "tests", "pyproject.toml",
    "README.md", "ARCHITECTURE.md", "DECISIONS.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
}  # fmt: skip
LONGEST_MODULE = 500
BANNED_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "base"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def importing(paths: Iterable[Path], *libraries: str) -> list[str]:
    """Return the modules that import one of these libraries, anywhere in their code. Only who seems to is parsed."""
    seems = re.compile(rf"\b(?:from|import)\b.*\b(?:{'|'.join(libraries)})\b")
    naming = [path for path in paths if seems.search(text_of(path))]
    return [name_of(path) for path in naming if any(name.split(".")[0] in libraries for name in imports_of(path))]


def test_every_module_says_in_its_first_line_what_it_decides() -> None:
    silent = []
    for path in SOURCES + TESTS:
        first = path.read_text(encoding="utf-8").partition("\n")[0].rstrip()
        if not first.startswith('"""') or not first.rstrip('"').endswith((".", "?", ":", "!")):
            silent.append(name_of(path))
    assert silent == []


def test_the_headless_half_never_imports_qt() -> None:
    assert importing(HEADLESS, "PySide6", "shiboken6", "qtawesome", "ui") == []


def test_sql_stays_in_the_store() -> None:
    others = [path for path in SOURCES if not path.is_relative_to(ROOT / "desktop" / "store")]
    assert importing(others, "sqlcipher3", "sqlite3", "sqlite_utils") == []


def test_no_module_outgrows_what_one_person_holds_in_mind() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}
    assert [name_of(path) for path in SOURCES if path.stem in BANNED_NAMES] == []


def test_packaging_never_hides_the_package_of_that_name() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def tracked_files() -> list[str]:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode != 0:
        pytest.skip("not a git checkout")
    return [name for name in tracked.stdout.split("\0") if name]


def test_the_top_level_is_exactly_what_belongs_there() -> None:
    assert {name.split("/")[0] for name in tracked_files()} == TOP_LEVEL - {".git"}


def test_no_committed_file_names_a_package_registry() -> None:
    # In pieces, because this file is committed too.
    hosts = ("pypi.or" + "g", "pythonhoste" + "d", "npmjs.or" + "g", "npmjs.co" + "m", "registry.np" + "m")
    naming = []
    for name in tracked_files():
        path = ROOT / name
        if path.is_file() and any(host.encode() in path.read_bytes().lower() for host in hosts):
            naming.append(name)
    assert naming == []


def test_resources_hold_no_python() -> None:
    assert list((ROOT / "resources").rglob("*.py")) == []


@pytest.mark.slow  # a process of its own
def test_the_headless_half_starts_without_loading_qt_or_a_network_library() -> None:
    program = (
        "import sys, desktop.__main__, desktop.store, desktop.model, desktop.inbox, desktop.cases, desktop.customers;"
        "print(sorted(m for m in ('PySide6', 'httpx', 'imap_tools', 'numpy', 'holidays', 'sqlite_utils') "
        "if m in sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
