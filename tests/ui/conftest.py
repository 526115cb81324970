"""What every test of the window shares: the theme in light and dark, and Qt warnings that fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ui.shell import apply_style
from ui.theme import Scheme, Theme, load_tokens

TOKENS = Path(__file__).parents[2] / "resources" / "styles" / "tokens.json"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a Qt warning fail the test that provoked it."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(params=[Scheme.LIGHT, Scheme.DARK], ids=str)
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    """The application dressed once in light, once in dark."""
    yield from _dressed(qapp, request.param)


@pytest.fixture
def light(qapp: QApplication) -> Iterator[Theme]:
    """The application dressed in light."""
    yield from _dressed(qapp, Scheme.LIGHT)


@pytest.fixture
def large(qapp: QApplication) -> Iterator[Theme]:
    """The application in light at 150 % text scale."""
    yield from _dressed(qapp, Scheme.LIGHT, 1.5)


def _dressed(app: QApplication, scheme: Scheme, scale: float = 1.0) -> Iterator[Theme]:
    theme = Theme(load_tokens(TOKENS), scheme, scale)
    apply_style(app, theme)
    yield theme
    app.setStyleSheet("")
