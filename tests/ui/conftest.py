"""What every test of the window shares: the theme in light and dark, and Qt warnings that fail."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.patience import PatientBot
from ui.shell import apply_style
from ui.shell.style import palette_of, style_sheet
from ui.theme import Scheme, Theme, load_tokens

TOKENS = Path(__file__).parents[2] / "resources" / "styles" / "tokens.json"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a Qt warning fail the test that provoked it."""
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.hookimpl(tryfirst=True)  # after pytest-qt closed its widgets, before the fixtures close what those read from
def pytest_runtest_teardown() -> None:
    """Take apart what was closed: a widget that stays is dressed again with every theme, and its timers go on."""
    _take_apart_what_is_closed()


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """Do what a person does, with patience: this takes the place of pytest-qt's own."""
    return PatientBot(request)


@pytest.fixture(params=[Scheme.LIGHT, pytest.param(Scheme.DARK, marks=pytest.mark.slow)], ids=str)
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    """The application dressed once in light, once in dark."""
    return _dressed(qapp, request.param)


@pytest.fixture
def light(qapp: QApplication) -> Theme:
    """The application dressed in light."""
    return _dressed(qapp, Scheme.LIGHT)


@pytest.fixture
def large(qapp: QApplication) -> Theme:
    """The application in light at 150 % text scale."""
    return _dressed(qapp, Scheme.LIGHT, 1.5)


@pytest.fixture(autouse=True)
def collected_in_this_thread() -> Iterator[None]:
    """Collect garbage as the program does, never in a background job's thread: that may end the run.

    It stays so until a test of something else comes (tests/conftest.py), because a job may outlive its test.
    """
    gc.disable()
    before = QApplication.topLevelWidgets() if QApplication.instance() else []
    yield
    _take_apart_what_is_closed()
    if _left_open(before):
        gc.collect()  # a second long in a late test, so it is for windows alone that may only be forgotten
    left = _left_open(before)
    for window in QApplication.topLevelWidgets():
        if window not in before and window.parent() is None:  # hidden ones would be dressed with every theme too
            window.deleteLater()
    _take_apart_what_is_closed()  # lest the next test fails too
    assert not left, f"windows that were never closed: {[type(one).__name__ for one in left]}"


@pytest.fixture(autouse=True)
def undressed(request: pytest.FixtureRequest) -> None:
    """Take the last test's clothes off for one that asks for none."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.styleSheet() and not {"theme", "light", "large"} & {*request.fixturenames}:
        app.setStyleSheet("")


def _left_open(before: Sequence[QWidget]) -> list[QWidget]:
    """Return the windows that a test left on the screen."""
    return [
        one for one in QApplication.topLevelWidgets() if one not in before and one.isVisible() and not _is_hint(one)
    ]


def _is_hint(widget: QWidget) -> bool:
    """Return whether it is Qt's one tool tip, which goes when it likes."""
    return widget.objectName() == "qtooltip_label"


def _take_apart_what_is_closed() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _dressed(app: QApplication, scheme: Scheme, scale: float = 1.0) -> Theme:
    """Dress the application, unless the last test left it in just this: a sheet takes longer than most tests."""
    theme = Theme(load_tokens(TOKENS), scheme, scale)
    wears = (app.styleSheet(), app.palette(), app.font())
    if wears != (style_sheet(theme), palette_of(theme), theme.font(13)):
        apply_style(app, theme)
    return theme
