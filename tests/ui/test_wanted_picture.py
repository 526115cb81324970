"""A picture that can't be written is told before anything opens, and the trial leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.commands.arguments import WindowOptions
from ui.app import can_be_written, run


def test_a_place_is_tried_without_a_trace(tmp_path: Path) -> None:
    target, kept = tmp_path / "new.png", tmp_path / "old.png"
    kept.write_bytes(b"a picture")
    assert can_be_written(target)
    assert can_be_written(kept)
    assert not can_be_written(tmp_path)
    assert not can_be_written(tmp_path / "absent" / "new.png")
    assert (list(tmp_path.iterdir()), kept.read_bytes()) == ([kept], b"a picture")


def test_without_a_place_for_its_picture_no_profile_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = tmp_path / "desk"
    assert run(WindowOptions(profile=desk, screenshot=tmp_path / "absent" / "new.png")) == 2
    assert capsys.readouterr().err.endswith("new.png can't be written; no window was opened.\n")
    assert not desk.exists()
