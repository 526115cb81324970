"""The light start: Qt without its import, no garbage collected until the start is over, and signals that still work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.system.clock import utc_now
from tests.factories import NOON, FakeClock
from tests.ui.sessions import a_session, case_ids

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
settle(application)
assert not gc.isenabled(), "it would be collected in any thread"
assert gc.get_freeze_count() > 0
counted = []
gc.callbacks.append(lambda phase, info: phase == "stop" and (counted.append(info["generation"]), application.quit()))
kept = [[] for _ in range(20_000)]
assert application.exec() == 0
assert counted
print("started")
"""


@pytest.mark.slow  # a process of its own
def test_a_light_start_leaves_import_as_python_has_it_and_collects_in_the_windows_thread() -> None:
    done = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.strip() == "started", done.stderr


PAINTS = """
import os, sys
from ui.starting import start_lightly
start_lightly()
from ui.__main__ import main
from ui.inbox.list_view import CaseListView
paint = CaseListView.paintEvent

def painted(view, event):
    paint(view, event)
    if view.model().rowCount() and None not in view.visible_states():
        print(*sys.modules, sep="\\n", flush=True)
        os._exit(0)

CaseListView.paintEvent = painted
sys.argv = ["sportello", "--profile", sys.argv[1]]
main()
"""
FIRST_ROOMS = {
    "bridge",
    "inbox",
    "session",
    "settings",
    "shell",
    "starting",
    "light_enums",
    "kept_code",
    "light_records",
    "libraries",
    "light_support",
    "text",
    "theme",
    "widgets",
}
"""The rooms of the window that its first rows need."""
LATE_SHELL = ("aftermath", "conversation", "doors", "errands", "furnishings", "palette", "shortcuts", "tray", "wiring")
LATE_DESKS = ("cases", "channels", "customers", "engine", "events", "outbox", "sync", "triage")
LATE_LIBRARIES = (
    "asyncio",
    "concurrent.futures",
    "dateutil",
    "emoji",
    "holidays",
    "html.parser",
    "httpx",
    "numpy",
    "PySide6.QtNetwork",
    "qtawesome",
    "rapidfuzz",
    "sqlite_utils",
    "tomllib",
    "websockets",
)


@pytest.mark.slow  # a process of its own
def test_what_is_loaded_before_the_first_paint_is_a_short_list(tmp_path: Path) -> None:
    session, _ = a_session(tmp_path, FakeClock(NOON))
    session.cases.assign(case_ids(session), session.agent.initials)
    session.hours.keep_calendars(utc_now())  # as any engine that ran before did
    session.store.close()
    done = subprocess.run(
        [sys.executable, "-c", PAINTS, str(session.profile.folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ
        | {
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHON_KEYRING_BACKEND": "tests.benchmarks.keyring_of_one.KeyringOfOne",
        },
    )
    loaded = set(done.stdout.split())
    assert "ui.shell.first_screen" in loaded, done.stderr
    rooms = {name.split(".")[1] for name in loaded if name.startswith("ui.")} - {"__main__", "app"}
    assert rooms <= FIRST_ROOMS
    late = (
        *(f"ui.shell.{name}" for name in LATE_SHELL),
        *(f"desktop.{name}" for name in LATE_DESKS),
        *LATE_LIBRARIES,
    )
    assert sorted(loaded & set(late)) == []
    assert len([name for name in loaded if name.startswith(("ui.", "desktop."))]) < 136
