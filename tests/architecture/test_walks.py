"""The table of walks in CONTRIBUTING.md tells the truth: every test that it names is there, and every walk is in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JOURNEYS = ROOT / "tests" / "journeys"
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))


def walks_in(path: Path) -> set[str]:
    """Return the names of a file's tests."""
    body = ast.parse(path.read_text(encoding="utf-8")).body if path.is_file() else []
    functions = (one for one in body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))
    return {one.name for one in functions if one.name.startswith("test_")}


def place_of(name: str) -> Path:
    """Return the file of a name: one without a folder is a journey's."""
    return ROOT / name if "/" in name else JOURNEYS / name


def test_every_walk_that_is_named_is_there() -> None:
    assert len(NAMED) > 30
    assert [f"{file}::{test}" for file, test in NAMED if test not in walks_in(place_of(file))] == []


def test_every_walk_is_named_once() -> None:
    assert len(NAMED) == len(set(NAMED))
    walks = {(path.name, test) for path in JOURNEYS.glob("test_*_walk.py") for test in walks_in(path)}
    assert walks - set(NAMED) == set()
