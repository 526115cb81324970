"""The window's doors: what they open is loaded when they are first opened, not with the window."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = """
import sys
import ui.shell.window
late = ("ui.accounts.wizard", "ui.accounts.removal", "ui.accounts.plan", "ui.settings.dialog", "desktop.channels.http", "httpx")
print([name for name in late if name in sys.modules])
"""


@pytest.mark.slow  # a process of its own
def test_a_window_is_loaded_without_the_wizard_and_the_settings() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
