"""What every test shares: no display, no logs above INFO unexpected, nothing beyond loopback."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from platformdirs import user_cache_path

# The tests start this program, and workers, some hundred times: each module is compiled once, whatever the environment
# says, and outside the checkout, which stays clean.
sys.dont_write_bytecode = False
sys.pycache_prefix = str(user_cache_path("sportello-tests") / "bytecode")
os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# where no test names a number of its own: few examples beside the desk, many where a change is accepted
settings.register_profile("desk", max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("accepting", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("accepting" if os.environ.get("CI") else "desk")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHONUTF8", "1")

_TALKING = ("contract/", "journeys/", "benchmarks/", "ui/accounts/test_wizard_")
"""Where every test has the whole of something: a network on loopback, a second process, a store of some size."""
_LONGEST_FIRST = (
    "journeys/test_kill.py",
    "journeys/test_desk_walk.py",
    "journeys/test_small_desk_walk.py",
    "contract/test_mastodon_contract.py",
    "contract/test_bluesky_contract.py",
    "contract/test_email.py",
    "corpora/test_import_mailbox.py",
    "corpora/test_import_talk.py",
    "journeys/test_mail_journey.py",
    "journeys/test_practice_journey.py",
    "journeys/test_reports_walk.py",
    "servers/test_window_session.py",
    "servers/test_bluesky_servers.py",
    "servers/test_redmine.py",
    "servers/test_email_contract.py",
    "benchmarks/test_benchmarks_run.py",
    "contract/test_x_contract.py",
    "contract/test_facebook.py",
    "contract/test_instagram.py",
    "corpora/test_verdicts.py",
    "journeys/test_demo.py",
    "journeys/test_ticket_journey.py",
    "ui/shell/test_inbox_tools.py",
    "ui/shell/test_case_window.py",
    "ui/shell/test_two_steps.py",
    "unit/commands/test_process.py",
)
"""The files of a quarter of a minute and more, by their length."""
_SERVERS = "servers/test_"
"""Where every test needs a real server."""
_LOOPBACK = ("127.", "::1", "localhost")
_MEMORY = Path("/dev/shm")  # noqa: S108 - a place is looked for, no name is guessed
_ROOM = 3 * 2**30
"""Bytes that a run's files may take: two workers' stores, a mailbox that is imported, the pages of a year."""


def pytest_configure() -> None:
    """Hear Ctrl-C wherever the run was started, and write where it is quickest."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's job in the background, and all that it starts
        signal.signal(signal.SIGINT, signal.default_int_handler)
    _write_into_memory()


def _write_into_memory() -> None:
    """Keep what tests write in memory where there is room: a store waits for the disk at each of its ends."""
    if "TMPDIR" in os.environ or not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _ROOM:
        return
    if not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC:  # some tests start a program that they wrote
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Let a quick run not even load what it would leave out again: that is a third of the program."""
    here = Path(__file__).parent
    left_out = [*(_TALKING if "not network" in config.option.markexpr else ())]
    left_out += [_SERVERS] if "not server" in config.option.markexpr else []
    if not left_out or not collection_path.is_relative_to(here):
        return None
    below = collection_path.relative_to(here).as_posix() + ("/" if collection_path.is_dir() else "")
    return True if below.startswith(tuple(left_out)) else None


@pytest.hookimpl(tryfirst=True)  # before those that are not wanted are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a quick run leave out what talks to a network, be it a made-up one on this machine."""
    talking = tuple(f"{Path(__file__).parent.as_posix()}/{begins}" for begins in _TALKING)
    for item in items:
        if item.path.as_posix().startswith(talking):
            item.add_marker("network")


@pytest.hookimpl(specname="pytest_collection_modifyitems", trylast=True)  # after they were shuffled
def pytest_long_files_come_first(items: list[pytest.Item]) -> None:
    """Begin with the longest files, then with those that hold a slow test, lest one worker ends alone with one of them."""
    here = Path(__file__).parent
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    known = {here / name: place for place, name in enumerate(_LONGEST_FIRST)}
    items.sort(key=lambda item: known.get(item.path, len(known) + (item.path not in slow)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect no garbage while some thousand tests are read, and never look through what was read again."""
    gc.disable()
    result = yield
    gc.freeze()
    gc.enable()
    return result


def pytest_runtest_setup() -> None:
    """Collect garbage as Python does, unless the test is one of the window's, which see to it themselves."""
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}, which is not loopback")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True)
def no_unexpected_warnings_logged(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that logs at WARNING or above, unless it is marked `expects_warnings`."""
    yield
    if request.node.get_closest_marker("expects_warnings"):
        return
    loud = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not loud, f"unexpected log: {[record.getMessage() for record in loud]}"
