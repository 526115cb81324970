"""Garbage of the window: taken apart in the window's thread only, however busy the others are."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.system.garbage import SELDOM
from ui.bridge.garbage import collect_here_alone, collect_what_is_due


@pytest.fixture
def collected() -> Iterator[list[tuple[int, str]]]:
    """The generations that were collected, and in which thread."""
    seen: list[tuple[int, str]] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            seen.append((info["generation"], threading.current_thread().name))

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


def much() -> list[list[int]]:
    """Allocate what makes the youngest generation due."""
    return [[number] for number in range(2 * SELDOM[0])]


def test_what_a_thread_allocates_is_collected_by_the_window(qtbot: QtBot, collected: list[tuple[int, str]]) -> None:
    window = QObject()
    timer = collect_here_alone(window)
    kept: list[list[list[int]]] = []
    busy = threading.Thread(target=lambda: kept.append(much()))
    busy.start()
    busy.join()
    assert collected == [], "nobody but the window may collect"
    qtbot.waitUntil(lambda: bool(collected))
    assert {thread for _, thread in collected} == {threading.main_thread().name}
    timer.stop()


def test_nothing_is_collected_before_it_is_due() -> None:
    gc.collect()
    assert collect_what_is_due() is None


def test_older_generations_follow_when_the_younger_were_collected_often(collected: list[tuple[int, str]]) -> None:
    gc.collect()
    collected.clear()
    for _ in range(SELDOM[1] + 2):
        kept = much()
        collect_what_is_due()
        del kept
    assert 1 in {generation for generation, _ in collected}
