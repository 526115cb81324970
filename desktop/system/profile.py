"""The profile: one folder that holds one desk's store, its lock files, its logs and its backups."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_LARGEST_JSON = 4_000_000  # bytes


class ProfileUnusable(Exception):
    """The profile folder can't be used. `reason` is a code: "not_a_folder", "read_only", "disk_full"."""

    def __init__(self, reason: str, path: Path) -> None:
        """Keep the code and the path for the sentence."""
        super().__init__(f"{reason}: {path}")
        self.reason = reason
        self.path = path


@dataclass(frozen=True, slots=True)
class Profile:
    """The places inside a profile folder."""

    folder: Path

    @property
    def store(self) -> Path:
        """The encrypted store."""
        return self.folder / "sportello.db"

    @property
    def key_note(self) -> Path:
        """How the store's key is kept: no secret in it."""
        return self.folder / "key.json"

    @property
    def engine_lock(self) -> Path:
        """Held by the engine while it runs."""
        return self.folder / "engine.lock"

    @property
    def window_lock(self) -> Path:
        """Held by the window while it is open."""
        return self.folder / "window.lock"

    @property
    def key_lock(self) -> Path:
        """Held while the key of a new store is made."""
        return self.folder / "key.lock"

    @property
    def backups(self) -> Path:
        """Copies of the store taken before a migration."""
        return self.folder / "backups"

    @property
    def privacy_rules(self) -> Path:
        """The privacy rules that the desk added to those of the program."""
        return self.folder / "privacy_rules.json"

    @property
    def priority(self) -> Path:
        """The weights, words and favoured customers with which the desk changed the priority."""
        return self.folder / "priority.json"

    @property
    def playbooks(self) -> Path:
        """What the desk made of the playbooks."""
        return self.folder / "playbooks.json"

    @property
    def log(self) -> Path:
        """The engine's and the window's log."""
        return self.folder / "sportello.log"


def default_profile() -> Profile:
    """Return the profile of this user on this machine."""
    return Profile(Path(platformdirs.user_data_dir("Sportello", appauthor=False)))


def prepare(profile: Profile) -> Profile:
    """Make the folder, readable by its owner only, prove that it can be written, and return it by its full path.

    The full path, because the credential store keeps the secrets of a profile under it. Raises ProfileUnusable with
    a reason when it is a file, or can't be written.
    """
    try:
        profile = Profile(profile.folder.resolve())
        profile.folder.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            profile.folder.chmod(0o700)
        probe = profile.folder / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except (FileExistsError, NotADirectoryError) as error:
        raise ProfileUnusable("not_a_folder", profile.folder) from error
    except OSError as error:
        reason = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "read_only"
        raise ProfileUnusable(reason, profile.folder) from error
    return profile


class JsonUnreadable(ValueError):
    """A small JSON file is there and can't be read; `str()` says why, for a person, without the path."""


def read_json(path: Path) -> object:
    """Return what a small JSON file holds. Raises FileNotFoundError, and JsonUnreadable for everything else.

    A file beyond 4 MB is none of ours: it would keep the window waiting for half a minute.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_JSON + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise JsonUnreadable(error.strerror or type(error).__name__) from error
    if len(raw) > _LARGEST_JSON:
        raise JsonUnreadable(f"it is larger than {_LARGEST_JSON // 1_000_000} MB")
    try:
        content = json.loads(raw.decode("utf-8-sig"))
        json.dumps(
            content, ensure_ascii=False
        ).encode()  # a lone surrogate can be written as an escape, and nowhere else
    except UnicodeError as error:
        raise JsonUnreadable("it is no text in UTF-8") from error
    except RecursionError as error:
        raise JsonUnreadable("it is nested too deep") from error
    except json.JSONDecodeError as error:
        raise JsonUnreadable(f"it is no JSON, line {error.lineno}: {error.msg}") from error
    except ValueError as error:
        raise JsonUnreadable("it holds a number with too many digits") from error
    return content


def mark_of(path: Path) -> tuple[int, int]:
    """Return what changes when a file does, for who keeps what was read from it; (0, 0) where there is none."""
    try:
        seen = path.stat()
    except OSError:
        return (0, 0)
    return (seen.st_mtime_ns, seen.st_size)


def write_json(path: Path, value: object) -> None:
    """Write a small JSON file so that a crash leaves either the old one or the new one."""
    beside = path.with_suffix(path.suffix + ".new")
    beside.write_text(json.dumps(value), encoding="utf-8")
    beside.replace(path)
