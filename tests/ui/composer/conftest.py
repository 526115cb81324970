"""A composer in a shown window, at the width of a conversation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.composer import Composer
from ui.theme import Theme


@dataclass
class Desk:
    """A window with a composer at its foot."""

    window: QWidget
    composer: Composer


OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(qtbot: QtBot) -> OpenDesk:
    """Return a function that shows a composer in a theme."""

    def opened(theme: Theme, width: int = 584, height: int = 600) -> Desk:
        window = QWidget()
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        composer = Composer(theme)
        layout.addWidget(composer)
        window.resize(width, height)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        return Desk(window, composer)

    return opened


@pytest.fixture
def desk(open_desk: OpenDesk, light: Theme) -> Desk:
    """A composer in light."""
    return open_desk(light)
