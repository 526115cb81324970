"""The light start: Qt without its import, no garbage collection until the start is over, and signals that still work."""

from __future__ import annotations

import subprocess
import sys

STARTS = """
import builtins, gc, linecache
from ui.starting import settle, start_lightly
start_lightly()
assert builtins.__import__.__name__ != "__feature_import__"
assert not gc.isenabled()
from PySide6.QtCore import QCoreApplication, QTimer
import ui.inbox
assert not [name for name in linecache.cache if "inbox" in name], "a module's source was read"
application = QCoreApplication([])
QTimer.singleShot(0, application.quit)
assert application.exec() == 0
settle()
assert gc.isenabled()
assert gc.get_freeze_count() > 0
print("started")
"""


def test_a_light_start_leaves_import_and_collector_as_python_has_them() -> None:
    done = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == "started", done.stderr
