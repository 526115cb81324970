"""What can go wrong with the store, one type per thing a person must do about it.

No error here ever leaves an empty file where an old one was: a store that can't be opened stays as it is.
"""

from __future__ import annotations

import errno
from pathlib import Path

FILE_SIZE = "file_size"


class StoreError(Exception):
    """The store can't do what was asked. `code` is stable; the window and the command line make the sentence."""

    code = "store"

    def __init__(self, path: Path | None = None, detail: str = "") -> None:
        """`path` is the store's file, `detail` a figure or name for the sentence, never a message's text."""
        super().__init__(f"{self.code}: {path or ''} {detail}".strip())
        self.path = path
        self.detail = detail


class FileGone(StoreError):
    """A file that was to leave with a reply is not there any more: it left, or was taken off, in another window."""

    code = "file_gone"


class StoreKeyMissing(StoreError):
    """The file is there, its key is not: the credential store was emptied or belongs to another user."""

    code = "key_missing"


class StoreKeyWrong(StoreError):
    """The key or passphrase does not open the file."""

    code = "key_wrong"


class StorePassphraseNeeded(StoreError):
    """There is no credential store, or the file was made with a passphrase: ask for it."""

    code = "passphrase_needed"


class StoreDamaged(StoreError):
    """The file is not a whole store any more. `detail` names the newest backup, if there is one."""

    code = "damaged"


class StoreNewer(StoreError):
    """A newer version wrote this file; this one must not touch it."""

    code = "newer"


class StoreReadOnly(StoreError):
    """The folder or the file can't be written. `detail` is FILE_SIZE where the system allows no larger file."""

    code = "read_only"


class StoreFull(StoreError):
    """The disk is full. What was stored before is safe."""

    code = "disk_full"


class StoreBusy(StoreError):
    """Another process held the file for longer than the patience of this one."""

    code = "busy"


def of_os_error(error: OSError, path: Path) -> StoreError:
    """Return the store's own error for a file beside the store that could not be written."""
    if error.errno == errno.EFBIG:
        return StoreReadOnly(path, FILE_SIZE)
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return StoreFull(path) if is_full else StoreReadOnly(path)
