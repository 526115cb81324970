"""A system that lacks what Qt needs is told which package has it, and shows nobody a traceback."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

import pytest

from ui import __main__, libraries

NEVER = {"libnever.so.1": "libnever1", "libnever-too.so.1": "libnever1"}
LOADER = "libEGL.so.1: cannot open shared object file: No such file or directory"


def test_a_library_is_named_with_its_package_once() -> None:
    missing = libraries.lacking({"libc.so.6": "libc6", **NEVER} if sys.platform == "linux" else NEVER)
    assert missing == tuple(NEVER)
    assert libraries.sentence(missing, NEVER) == (
        "libnever.so.1, libnever-too.so.1 can't be loaded; on Debian and Ubuntu: apt install libnever1"
    )


def test_an_error_of_the_loader_names_everything_that_is_missing_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "lacking", lambda _: ("libEGL.so.1", "libxcb-cursor.so.0"))
    assert libraries.reason(ImportError(LOADER), "linux") == (
        "libEGL.so.1, libxcb-cursor.so.0 can't be loaded; on Debian and Ubuntu: apt install libegl1 libxcb-cursor0"
    )


def test_what_is_only_loaded_after_the_first_paint_is_missed_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_name: str) -> None:
        raise OSError("cannot open shared object file")

    monkeypatch.setattr("ui.libraries.ctypes.CDLL", absent)
    with pytest.raises(ImportError, match=r"libgssapi_krb5\.so\.2"):
        libraries.look("linux")
    libraries.look("win32")


def test_on_other_systems_the_loader_speaks_for_itself() -> None:
    broken = ImportError("DLL load failed while importing QtGui", name="PySide6.QtGui")
    assert libraries.reason(broken, "win32") == "DLL load failed while importing QtGui"


def test_a_fault_of_the_program_is_none_of_the_system() -> None:
    assert libraries.reason(ImportError("cannot import name 'x'", name="desktop.model")) is None


class _NoQt(MetaPathFinder):
    """The loader of a system without EGL."""

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> ModuleSpec | None:
        if fullname == "ui.starting":
            raise ImportError(LOADER)
        return None


def test_the_command_ends_with_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "meta_path", [_NoQt(), *sys.meta_path])
    monkeypatch.delitem(sys.modules, "ui.starting", raising=False)
    monkeypatch.setattr(sys, "argv", ["sportello"])
    assert __main__.main() == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "the window can't be opened: " in told
    assert told.strip().endswith("Its commands work without.")
