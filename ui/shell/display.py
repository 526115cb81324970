"""Whether there is a display at all: said in a sentence before Qt would abort the process."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Mapping

from ui.libraries import X, lacking, sentence

_NEEDS_NONE = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs", "minimalegl", "vkkhrdisplay")
_ON_X = "xcb"
_ON_WAYLAND = "wayland"
_CONNECT_SECONDS = 2.0


def missing_display(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str | None:
    """Return why no window can be opened here, None if one can. Windows and macOS always have a display."""
    wanted = [name.split(":")[0] for name in environment.get("QT_QPA_PLATFORM", "").split(";") if name]
    if platform in ("win32", "darwin") or any(name in _NEEDS_NONE for name in wanted):
        return None
    on_x = not wanted or _ON_X in wanted
    on_wayland = not wanted or any(name.startswith(_ON_WAYLAND) for name in wanted)
    if not (on_x or on_wayland):
        return f"there is no display called {';'.join(wanted)} (QT_QPA_PLATFORM)"
    if on_wayland and _wayland_answers(environment):
        return None
    return _missing_x(environment["DISPLAY"]) if on_x and environment.get("DISPLAY") else _nothing_set(environment)


def _missing_x(display: str) -> str | None:
    if not _answers(display):
        return f"the display {display} does not answer"
    missing = lacking(X)
    return f"the display needs more: {sentence(missing, X)}" if missing else None


def _nothing_set(environment: Mapping[str, str]) -> str:
    display = environment.get("WAYLAND_DISPLAY", "")
    if display:
        return f"the display {display} does not answer"
    return "there is no display (DISPLAY and WAYLAND_DISPLAY are not set)"


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    """Return whether a compositor listens where WAYLAND_DISPLAY says: a name in XDG_RUNTIME_DIR, or a path."""
    display = environment.get("WAYLAND_DISPLAY", "")
    return bool(display) and _listens(os.path.join(environment.get("XDG_RUNTIME_DIR", ""), display))  # noqa: PTH118


def _answers(display: str) -> bool:
    """Return whether an X server listens where DISPLAY says; True for forms that this check does not know."""
    match = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if match is None:
        return True
    number = int(match.group(1))
    return any(_listens(f"{start}/tmp/.X11-unix/X{number}") for start in ("", "\0"))  # noqa: S108 - where X listens


def _listens(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(_CONNECT_SECONDS)
        try:
            probe.connect(address)
        except OSError:
            return False
        return True
