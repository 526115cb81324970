"""Which of the system's libraries Qt lacks here, said in a sentence: its wheels bring the others along."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping

QT = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
"""What a window needs on Linux whatever its display, with the package of Debian and Ubuntu that has it."""
X = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt's X plugin needs besides."""

_LATE = "libgssapi_krb5.so.2"  # of QtNetwork, which is loaded long after the first paint


def look(platform: str = sys.platform) -> None:
    """Look for what Qt will only miss later. Raises ImportError, as loading Qt does."""
    if platform == "linux" and not _is_there(_LATE):
        raise ImportError(f"{_LATE}: cannot open shared object file")


def lacking(libraries: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of those that the system's loader does not find, in their order."""
    return tuple(name for name in libraries if not _is_there(name))


def sentence(missing: tuple[str, ...], libraries: Mapping[str, str]) -> str:
    """Say what is missing, and which packages have it."""
    packages = " ".join(dict.fromkeys(libraries[name] for name in missing))
    return f"{', '.join(missing)} can't be loaded; on Debian and Ubuntu: apt install {packages}"


def reason(error: ImportError, platform: str = sys.platform) -> str | None:
    """Return why Qt could not be loaded, None if the error is not about Qt or the system's libraries."""
    if not (error.name or "").startswith(("PySide6", "shiboken6")) and ".so" not in str(error):
        return None
    missing = lacking({**QT, **X}) if platform == "linux" else ()
    return sentence(missing, {**QT, **X}) if missing else str(error)


def _is_there(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
