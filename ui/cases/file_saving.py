"""Saving a file that came with a message: its bytes go from the store to the disk away from the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.model import AttachmentId
from desktop.store import StoreError, open_store
from ui.bridge.aside import Aside
from ui.session import Session


class FileSaving(QObject):
    """Saves files where the agent said. Window thread only; a file of any size holds nothing up."""

    saved = Signal(str)
    """The path of a file that is on the disk now."""
    failed = Signal(object)
    """A StoreError: the store can't be read, or the disk is full or not to be written to."""

    def __init__(self, session: Session, parent: QObject) -> None:
        """Begin idle."""
        super().__init__(parent)
        self._session = session
        self._aside = Aside(self)

    def save(self, attachment_id: AttachmentId, target: Path) -> None:
        """Write a file's bytes to a path, over what is there; `saved` or `failed` follows."""
        self._aside.run(lambda: self._written(attachment_id, target), lambda error: self._tell(error, target))

    def wait(self) -> None:
        """Wait until every file is written."""
        self._aside.wait()

    def _written(self, attachment_id: AttachmentId, target: Path) -> StoreError | None:
        """Write a file, in a thread of its own; return what went wrong."""
        from desktop.store.errors import of_os_error

        try:
            with open_store(self._session.profile, self._session.key) as store:
                content = store.attachments.content(attachment_id)
            target.write_bytes(content or b"")
        except StoreError as error:
            return error
        except OSError as error:
            return of_os_error(error, target)
        return None

    def _tell(self, error: StoreError | None, target: Path) -> None:
        if error is not None:
            self.failed.emit(error)
        else:
            self.saved.emit(str(target))
