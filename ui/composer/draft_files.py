"""The files beside a draft: which may join it, which leave it again, and what of them is sent."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.model import CaseId, DraftFile, OutgoingAttachment
from desktop.store import StoreError
from ui.composer.thumbnails import png_of, thumbnail
from ui.session import Session

_LARGEST_FILE = 60_000_000  # bytes; more than any network takes
_MEGABYTE = 1_000_000


class DraftFiles(QObject):
    """The files of the draft in front, kept in the store from the moment they join. Window thread only."""

    changed = Signal()
    removed = Signal(str)
    """The name of what was taken off and can be brought back, "" once it can't any more."""
    problem = Signal(str)
    """A sentence about a file that was left out, "" once all is well."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""

    def __init__(self, session: Session, parent: QObject) -> None:
        """Begin without files."""
        super().__init__(parent)
        self._session = session
        self._case: CaseId | None = None
        self._files: tuple[DraftFile, ...] = ()
        self._taken_off: tuple[int, OutgoingAttachment] | None = None
        self._thumbs: dict[int, QPixmap | None] = {}

    @property
    def all(self) -> tuple[DraftFile, ...]:
        """The files in their order."""
        return self._files

    def show(self, case_id: CaseId | None) -> None:
        """Take the files of a case's draft as they are kept, without telling."""
        if case_id != self._case:
            self._thumbs = {}
            self._forget_removal()
            self.problem.emit("")
        self._case = case_id
        self._files = self._session.store.draft_files.of_case(case_id) if case_id is not None else ()

    def ask(self, window: QWidget) -> None:
        """Let the agent choose files."""
        paths, _ = QFileDialog.getOpenFileNames(window, self.tr("Attach files"))
        self.add(paths)

    def add(self, paths: Sequence[str]) -> None:
        """Take files in; one that can't be read or is far too large is told of and left out."""
        found = [file for path in map(Path, paths) if (file := self._read(path)) is not None]
        self._keep(found)

    def add_picture(self, image: QImage) -> None:
        """Take a picture in that came from the clipboard."""
        moment = self._session.local_now()
        name = self.tr("picture {time}.png").format(time=moment.strftime("%Y-%m-%d %H.%M.%S"))
        self._keep([OutgoingAttachment(name, "image/png", png_of(image))])

    def remove(self, file_id: int) -> None:
        """Take one off; it can be brought back until another one is, or another draft is shown."""
        name = next((file.name for file in self._files if file.id == file_id), "")
        try:
            self._taken_off = self._session.store.draft_files.remove(file_id)
        except StoreError as error:
            self.failed.emit(error)
            return
        self._look_again()
        self.removed.emit(name if self._taken_off is not None else "")

    def undo_removal(self) -> None:
        """Bring back what was taken off last, to its place."""
        if self._taken_off is not None and self._case is not None:
            place, file = self._taken_off
            self._keep([file], place=place)
        self._forget_removal()

    def describe(self, file_id: int, alt_text: str) -> None:
        """Keep what a picture shows."""
        try:
            self._session.store.draft_files.describe(file_id, alt_text)
        except StoreError as error:
            self.failed.emit(error)
            return
        self._look_again()

    def thumbnail(self, file_id: int) -> QPixmap | None:
        """Return a picture's square, None for anything else. Read once."""
        if file_id not in self._thumbs:
            self._thumbs[file_id] = thumbnail(self._session.store.draft_files.content(file_id))
        return self._thumbs[file_id]

    def outgoing(self) -> tuple[OutgoingAttachment, ...]:
        """Return them as they leave."""
        return self._session.store.draft_files.outgoing(self._case) if self._case is not None else ()

    def _keep(self, files: Sequence[OutgoingAttachment], *, place: int | None = None) -> None:
        if self._case is None or not files:
            return
        try:
            self._session.store.draft_files.add(self._case, files, place=place)
        except StoreError as error:
            self.failed.emit(error)
            return
        self._look_again()

    def _look_again(self) -> None:
        self.show(self._case)
        self.changed.emit()

    def _forget_removal(self) -> None:
        self._taken_off = None
        self.removed.emit("")

    def _read(self, path: Path) -> OutgoingAttachment | None:
        """Return a file's bytes, None with the reason told."""
        self.problem.emit("")
        try:
            size = path.stat().st_size
            if size <= _LARGEST_FILE:
                kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
                return OutgoingAttachment(path.name, kind, path.read_bytes())
        except OSError:
            self.problem.emit(self.tr("{name} can’t be read and was left out.").format(name=path.name))
            return None
        words = self.tr("{name} is {size} MB, {limit} MB is the limit. Choose a smaller file.")
        limit = _LARGEST_FILE // _MEGABYTE
        self.problem.emit(words.format(name=path.name, size=size // _MEGABYTE, limit=limit))
        return None
