"""The README tells the truth: its two commands stand first, its table is the manifests', its picture is there."""

from __future__ import annotations

import re
from pathlib import Path

from desktop.channels.overview import channel_table

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_stand_first() -> None:
    assert README.split("```")[1].split("\n")[1:3] == [
        "pip install uv && uv run sportello --demo",
        "pip install uv && uv run pytest",
    ]


def test_the_table_of_networks_is_made_from_the_manifests() -> None:
    assert channel_table() in README


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures
    assert [name for name in pictures if not (ROOT / name).is_file()] == []
