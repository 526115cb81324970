"""Whether there is a display is known before Qt would abort the process for want of one."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from ui.libraries import X
from ui.shell.display import missing_display


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({}, "there is no display (DISPLAY and WAYLAND_DISPLAY are not set)"),
        ({"DISPLAY": ":97"}, "the display :97 does not answer"),
        ({"DISPLAY": "unix:97.0"}, "the display unix:97.0 does not answer"),
        ({"WAYLAND_DISPLAY": "wayland-9"}, "the display wayland-9 does not answer"),
        ({"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": "wayland-9"}, "the display wayland-9 does not answer"),
        ({"QT_QPA_PLATFORM": "xcb"}, "there is no display (DISPLAY and WAYLAND_DISPLAY are not set)"),
        ({"QT_QPA_PLATFORM": "fax", "DISPLAY": ":97"}, "there is no display called fax (QT_QPA_PLATFORM)"),
    ],
)
def test_what_is_missing_is_said(environment: dict[str, str], reason: str) -> None:
    assert missing_display(environment, "linux") == reason


@pytest.mark.parametrize("name", ["offscreen", "minimal", "vnc:size=800x600", "wayland;offscreen"])
def test_a_platform_that_needs_no_display_has_one(name: str) -> None:
    assert missing_display({"QT_QPA_PLATFORM": name}, "linux") is None


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_always_have_one(platform: str) -> None:
    assert missing_display({}, platform) is None


def test_a_compositor_that_listens_is_a_display(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-1"))
        compositor.listen()
        by_name = {"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert missing_display(by_name, "linux") is None
        assert missing_display({"WAYLAND_DISPLAY": str(tmp_path / "wayland-1")}, "linux") is None
        assert missing_display({"QT_QPA_PLATFORM": "xcb", **by_name}, "linux") is not None


def test_a_missing_library_of_the_x_plugin_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(X, "libxcb-never.so.9", "libxcb-never9")
    assert missing_display({"DISPLAY": "remote.example:0"}, "linux") == (
        "the display needs more: libxcb-never.so.9 can't be loaded; on Debian and Ubuntu: apt install libxcb-never9"
    )
