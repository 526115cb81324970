"""The program in a real session: its window on an X server, keys, pictures, a second start, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtGui import QImage

from tests.servers.secretservice import SecretService
from tests.servers.xserver import Screen, start, wait_until

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]

PASSPHRASE = {"SPORTELLO_PASSPHRASE": "correct horse"}
_FEWEST_COLOURS = 40  # an empty window has a handful


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with Screen() as running:
        yield running


@pytest.fixture
def temporary(tmp_path: Path) -> dict[str, str]:
    """Let a demo keep its folder below the test's own, so that what it leaves is seen."""
    (tmp_path / "demos").mkdir()
    return {"TMPDIR": str(tmp_path / "demos")}


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a process and return its exit code and what it said."""
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def colours(picture: Path) -> int:
    image = QImage(str(picture))
    assert not image.isNull()
    return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)})


def difference(one: Path, other: Path) -> float:
    """Return the share of points at which two pictures of a window differ."""
    first, second = (QImage(str(one)), QImage(str(other)))
    assert first.size() == second.size()
    points = [(x, y) for x in range(0, first.width(), 3) for y in range(0, first.height(), 3)]
    return sum(first.pixel(x, y) != second.pixel(x, y) for x, y in points) / len(points)


def children_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    found: list[psutil.Process] = psutil.Process(process.pid).children(recursive=True)
    return found


def is_still(screen: Screen, window: str, first: Path, second: Path) -> bool:
    """Take two pictures, one after the other, and return whether they are the same."""
    return difference(screen.photograph(window, first), screen.photograph(window, second)) == 0


def test_the_demo_opens_obeys_a_key_and_closes_leaving_nothing(
    screen: Screen, tmp_path: Path, temporary: dict[str, str]
) -> None:
    with screen.sportello("--demo", **temporary) as process:
        window = screen.window_of(process)
        wait_until(lambda: len(children_of(process)) >= 2, "the engine and the town run beside the window")
        before, after = tmp_path / "before.png", tmp_path / "after.png"
        wait_until(lambda: colours(screen.photograph(window, before)) > _FEWEST_COLOURS, "the town has arrived")
        screen.activate(window)
        wait_until(lambda: is_still(screen, window, before, after), "nothing moves in the window")
        screen.press("ctrl+k")
        wait_until(lambda: difference(before, screen.photograph(window, after)) > 0.0001, "the key shows")
        screen.press("Escape")
        children = children_of(process)
        screen.press("ctrl+q")
        assert ended(process) == (0, "", "")
    _, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []
    assert list((tmp_path / "demos").iterdir()) == []


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_closes_the_window_as_a_person_does(
    screen: Screen, tmp_path: Path, temporary: dict[str, str], sent: signal.Signals, code: int
) -> None:
    with screen.sportello("--demo", **temporary) as process:
        screen.window_of(process)
        process.send_signal(sent)
        assert ended(process) == (code, "", "")
    assert list((tmp_path / "demos").iterdir()) == []


def test_a_second_start_brings_the_first_window_back_and_ends(screen: Screen, tmp_path: Path) -> None:
    profile = ("--profile", tmp_path / "desk")
    with screen.sportello(*profile, **PASSPHRASE) as first:
        window = screen.window_of(first)
        screen.minimise(window)
        wait_until(lambda: screen.windows_of(first) == [], "the window is in the task bar")
        with screen.sportello(*profile, **PASSPHRASE) as second:
            assert ended(second) == (0, "", "")
        wait_until(lambda: screen.windows_of(first) == [window], "the window is back")
        with screen.sportello("--profile", tmp_path / "other", **PASSPHRASE) as other:
            above = screen.window_of(other)
            wait_until(lambda: screen.active_window() == above, "another window has the focus")
            with screen.sportello(*profile, **PASSPHRASE) as third:
                assert ended(third) == (0, "", "")
            wait_until(lambda: screen.active_window() == window, "the first window has the focus")
            assert screen.windows_of(other) == [above]
        assert first.poll() is None


def test_two_starts_at_once_open_one_window(screen: Screen, tmp_path: Path) -> None:
    profile = ("--profile", tmp_path / "desk")
    with screen.sportello(*profile, **PASSPHRASE) as one, screen.sportello(*profile, **PASSPHRASE) as other:
        wait_until(lambda: None in (one.poll(), other.poll()) and {one.poll(), other.poll()} != {None}, "one gave way")
        left, gone = (one, other) if other.poll() is not None else (other, one)
        assert ended(gone) == (0, "", "")
        assert len([screen.window_of(left)]) == 1


def test_after_a_crash_the_profile_opens_again(screen: Screen, tmp_path: Path) -> None:
    profile = ("--profile", tmp_path / "desk")
    with screen.sportello(*profile, **PASSPHRASE) as first:
        screen.window_of(first)
        first.kill()
    with screen.sportello(*profile, **PASSPHRASE) as second:
        screen.window_of(second)
        second.send_signal(signal.SIGTERM)
        assert ended(second) == (143, "", "")


def test_a_profile_of_a_person_keeps_its_key_in_the_credential_store(screen: Screen, tmp_path: Path) -> None:
    with SecretService() as service:
        desk = ("--profile", tmp_path / "desk")
        with start(*desk, environment=service.environment | {"DISPLAY": screen.display}) as first:
            screen.window_of(first)
            first.send_signal(signal.SIGTERM)
            assert ended(first)[0] == 143
        assert [len(secret) for secret in service.secrets()] == [64]
        service.lock()
        with start(*desk, environment=service.environment | {"DISPLAY": ""} | {"QT_QPA_PLATFORM": "offscreen"},
                   ) as closed:  # fmt: skip
            assert closed.stderr is not None
            assert closed.stderr.readline() == (
                "sportello: The credential store is locked. Nothing was changed. Unlock it and start again.\n"
            )
            assert closed.poll() is None, "the window says it too, until a person has read it"


def test_a_picture_is_written_and_the_program_leaves(tmp_path: Path, temporary: dict[str, str]) -> None:
    headless = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment = headless | {"QT_QPA_PLATFORM": "offscreen"} | temporary
    picture = tmp_path / "window.png"
    with start("--demo", "--screenshot", picture, "--size", "1200x800", environment=environment) as process:
        assert ended(process)[0] == 0
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1200, 800)
    assert colours(picture) > _FEWEST_COLOURS
    absent = tmp_path / "absent" / "window.png"
    with start("--demo", "--screenshot", absent, environment=environment) as process:
        code, _, said = ended(process)
    assert (code, said.splitlines()[-1]) == (2, f"sportello: {absent} can't be written; no window was opened.")
    assert list((tmp_path / "demos").iterdir()) == []
