"""The demo that is opened from the first-run page: one at a time, in a process of its own, and said where it fails."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from ui.shell import demo_door
from ui.shell.demo_door import DemoDoor


def a_door(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *command: str) -> tuple[QWidget, DemoDoor, list[bool]]:
    monkeypatch.setattr(demo_door, "own_window", lambda *_: list(command))
    window = QWidget()
    qtbot.addWidget(window)
    door, told = DemoDoor(window), list[bool]()
    door.open_changed.connect(told.append)
    return window, door, told


def test_the_demo_is_this_program_with_its_sample_data(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    _, door, told = a_door(qtbot, monkeypatch)

    def command(*arguments: str) -> list[str]:
        asked.append(arguments)
        return [sys.executable, "-c", ""]

    monkeypatch.setattr(demo_door, "own_window", command)
    door.open()
    door.open()
    assert (asked, told) == ([("--demo",)], [True])
    qtbot.waitUntil(lambda: told == [True, False], timeout=30_000)
    door.open()
    assert len(asked) == 2
    qtbot.waitUntil(lambda: told == [True, False] * 2, timeout=30_000)


def test_a_demo_that_ends_with_a_fault_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window, door, told = a_door(qtbot, monkeypatch, sys.executable, "-c", "raise SystemExit(2)")
    door.open()
    qtbot.waitUntil(lambda: told == [True, False], timeout=30_000)
    (box,) = window.findChildren(QMessageBox, "demo_failed")
    assert "Nothing was changed" in box.text()
    box.close()


@pytest.mark.expects_warnings
def test_a_demo_that_can_not_be_started_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window, door, told = a_door(qtbot, monkeypatch, "/nowhere/sportello")
    door.open()
    assert told == []
    (box,) = window.findChildren(QMessageBox, "demo_failed")
    box.close()
    door.open()
    assert len(window.findChildren(QMessageBox, "demo_failed")) == 2
    for one in window.findChildren(QMessageBox):
        one.close()
