"""Signals that end the window: the first asks like a person who closes it, the next ones ask nothing."""

from __future__ import annotations

import os
import signal
from functools import partial

from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from ui.app import _close_unasked
from ui.bridge import ClosingSignals


class Stubborn(QDialog):
    """A dialog that asks before it closes."""

    def reject(self) -> None:
        """Stay open."""


def _are(told: list[str], number: int) -> bool:
    return len(told) == number


def test_a_second_signal_closes_what_asked_at_the_first(qtbot: QtBot) -> None:
    told: list[str] = []
    closing = ClosingSignals(lambda: told.append("asks"), insist=lambda: told.append("insists"))
    try:
        for number in (1, 2, 3):
            os.kill(os.getpid(), signal.SIGINT)
            qtbot.waitUntil(partial(_are, told, number))
    finally:
        closing.stop()
    assert told == ["asks", "insists", "insists"]
    assert closing.exit_code == 130


def test_whoever_insists_gets_past_a_dialog_that_would_ask(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dialog = Stubborn()
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    dialog.close()
    assert dialog.isVisible()
    _close_unasked(application)
    assert not dialog.isVisible()
