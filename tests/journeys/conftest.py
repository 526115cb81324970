"""What every journey shares: garbage is collected as the program with a window does it, in the window's thread alone."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui.bridge.garbage import collect_what_is_due


@pytest.fixture(autouse=True)
def collected_in_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let no background job's thread take a widget apart: that ends the run."""
    if QApplication.instance() is None:
        yield
        return
    gc.disable()
    yield
    collect_what_is_due()
