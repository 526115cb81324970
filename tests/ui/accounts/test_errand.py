"""An errand of a dialog: its result, its reports and its failure arrive once, in the window's thread, or not at all."""

from __future__ import annotations

import asyncio
import threading

from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from ui.bridge.background import Errand


def test_the_result_and_what_was_said_on_the_way_arrive_in_the_windows_thread(qtbot: QtBot) -> None:
    heard: list[object] = []
    threads: list[QThread] = []

    async def work() -> str:
        errand.report("half-way")
        return threading.current_thread().name

    errand = Errand(work)
    errand.reported.connect(heard.append)
    errand.finished.connect(lambda _: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(errand.finished) as finished:
        errand.start()
    assert finished.args == ["errand"]
    assert heard == ["half-way"]
    assert threads == [errand.thread()]


def test_a_failure_is_told_as_its_exception(qtbot: QtBot) -> None:
    async def work() -> None:
        raise ValueError("broken")

    errand = Errand(work)
    with qtbot.waitSignal(errand.failed) as failed:
        errand.start()
    assert isinstance(failed.args[0], ValueError)


def test_cancelling_stops_the_work_where_it_waits_and_nothing_is_told(qtbot: QtBot) -> None:
    begun, ended = threading.Event(), threading.Event()
    told: list[object] = []

    async def work() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    errand = Errand(work)
    for signal in (errand.finished, errand.failed, errand.reported):
        signal.connect(told.append)
    errand.start()
    assert begun.wait(30)
    errand.cancel()
    assert ended.wait(30)
    qtbot.wait(20)
    assert told == []


def test_an_errand_that_is_cancelled_before_it_begins_does_nothing(qtbot: QtBot) -> None:
    done: list[str] = []

    async def work() -> None:
        done.append("work")

    errand = Errand(work)
    errand.cancel()
    errand.start()
    qtbot.wait(50)
    assert done == []
