"""Whether there is a display at all: said in a sentence before Qt would abort the process."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Mapping

_NEEDS_NONE = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
_CONNECT_SECONDS = 2.0


def missing_display(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str | None:
    """Return why no window can be opened here, None if one can. Windows and macOS always have a display."""
    if platform in ("win32", "darwin"):
        return None
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in _NEEDS_NONE:
        return None
    if environment.get("WAYLAND_DISPLAY"):
        return None
    display = environment.get("DISPLAY", "")
    if not display:
        return "there is no display (DISPLAY and WAYLAND_DISPLAY are not set)"
    if not _answers(display):
        return f"the display {display} does not answer"
    return None


def _answers(display: str) -> bool:
    """Return whether an X server listens where DISPLAY says; True for forms that this check does not know."""
    match = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if match is None:
        return True
    number = int(match.group(1))
    for address in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):  # noqa: S108 - where X listens
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(_CONNECT_SECONDS)
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False
