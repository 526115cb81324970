"""The profile's folder: for its owner only, writable, and written so that a crash leaves something whole."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from desktop.system.profile import (
    JsonUnreadable,
    Profile,
    ProfileUnusable,
    default_profile,
    prepare,
    read_json,
    write_json,
)


def test_a_new_folder_is_its_owner_s_alone_and_has_a_full_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    profile = prepare(Profile(Path("deep/desk")))
    assert profile.folder == (tmp_path / "deep" / "desk").resolve()
    if os.name == "posix":
        assert stat.S_IMODE(profile.folder.stat().st_mode) == 0o700
    assert list(profile.folder.iterdir()) == []


@pytest.mark.parametrize("inside", ["", "desk"])
def test_a_file_in_the_way_is_named(tmp_path: Path, inside: str) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(ProfileUnusable) as caught:
        prepare(Profile(tmp_path / "taken" / inside))
    assert caught.value.reason == "not_a_folder"
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.parametrize(("number", "reason"), [(28, "disk_full"), (30, "read_only"), (13, "read_only")])
def test_why_a_folder_can_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(ProfileUnusable) as caught:
        prepare(Profile(tmp_path / "desk"))
    assert caught.value.reason == reason


def test_a_note_that_can_not_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "key.json"
    write_json(note, {"kind": "passphrase"})

    def break_off(path: Path, *_: object, **__: object) -> int:
        path.write_bytes(b"{")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", break_off)
    with pytest.raises(OSError, match="No space"):
        write_json(note, {"kind": "credential_store"})
    assert json.loads(note.read_bytes()) == {"kind": "passphrase"}


def test_each_place_has_a_name_of_its_own() -> None:
    profile = Profile(Path("desk"))
    places = {profile.store, profile.key_note, profile.engine_lock, profile.key_lock, profile.backups, profile.log}
    assert len(places) == 6
    assert default_profile().folder.is_absolute()
    assert sys.platform == "win32" or str(default_profile().folder).startswith("/")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "no JSON, line 1"),
        (b'{"rules": [\n{"uid": ', "no JSON, line 2"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a":' * 100_000, "nested too deep"),
        (b"\xff\xfe{", "no text in UTF-8"),
        (b'["\\ud800"]', "no text in UTF-8"),
        (b"9" * 6_000, "too many digits"),
        (b"[" + b"0," * 2_500_000 + b"0]", "larger than 4 MB"),
    ],
    ids=["empty", "half", "deep lists", "deep objects", "UTF-16", "lone surrogate", "digits", "large"],
)
def test_a_small_file_that_holds_something_else_is_told_of_in_words(tmp_path: Path, raw: bytes, why: str) -> None:
    (tmp_path / "rules.json").write_bytes(raw)
    with pytest.raises(JsonUnreadable, match=why):
        read_json(tmp_path / "rules.json")


def test_a_small_file_may_begin_with_a_byte_order_mark_and_must_be_no_folder(tmp_path: Path) -> None:
    (tmp_path / "rules.json").write_bytes(b'\xef\xbb\xbf{"rules": []}')
    assert read_json(tmp_path / "rules.json") == {"rules": []}
    with pytest.raises(FileNotFoundError):
        read_json(tmp_path / "none.json")
    with pytest.raises(JsonUnreadable, match=r"[a-z]"):
        read_json(tmp_path)
