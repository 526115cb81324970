"""The papers tell the truth: every folder is named where a newcomer looks, and whatever they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("", "desktop", "ui", "tests", "resources", "ui/shell")
OF_A_PROFILE = {"playbooks.json", "priority.json", "privacy_rules.json"}
ENDINGS = (".py", ".toml", ".txt", ".md", ".json")


def rooms() -> list[str]:
    return sorted(
        folder.parent.relative_to(ROOT).as_posix()
        for half in ("desktop", "ui")
        for folder in (ROOT / half).glob("*/__init__.py")
    )


def named_in(paper: str) -> list[str]:
    """Return the files and folders that a paper names, placeholders and files of a profile left out."""
    words = re.findall(r"`([^`\s]+)`", (ROOT / paper).read_text(encoding="utf-8"))
    return [
        word
        for word in words
        if (word.endswith(ENDINGS) or re.fullmatch(r"(desktop|ui|tests|resources|packaging)/[\w/]+", word))
        and not re.search(r"[…*{<]", word)
        and word not in OF_A_PROFILE
    ]


def is_there(name: str) -> bool:
    if any((ROOT / place / name).exists() for place in PLACES):
        return True
    return "/" not in name and any(next((ROOT / half).rglob(name), None) for half in ("desktop", "ui", "tests"))


@pytest.mark.parametrize("room", rooms())
def test_every_room_is_described(room: str) -> None:
    assert re.search(rf"\b{Path(room).name}/", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("paper", ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "DECISIONS.md"])
def test_whatever_a_paper_names_is_there(paper: str) -> None:
    assert [name for name in named_in(paper) if not is_there(name)] == []
