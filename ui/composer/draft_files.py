"""The files beside a draft: which may join it, which leave it again, and what of them is sent."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.model import DraftFile, OutgoingAttachment

_LARGEST_FILE = 25_000_000


class DraftFiles(QObject):
    """The files of the draft in front. Window thread only."""

    changed = Signal()
    problem = Signal(str)
    """A sentence about a file that was left out."""

    def __init__(self, parent: QObject) -> None:
        """Begin without files."""
        super().__init__(parent)
        self._paths: list[Path] = []

    def __len__(self) -> int:
        """How many there are."""
        return len(self._paths)

    def __bool__(self) -> bool:
        """True if there are any."""
        return bool(self._paths)

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, in order."""
        return tuple(path.name for path in self._paths)

    def show(self, files: Sequence[DraftFile]) -> None:
        """Take the files of a draft that was kept, without telling."""
        self._paths = [Path(file.path) for file in files]

    def kept(self) -> tuple[DraftFile, ...]:
        """Return them as a draft keeps them."""
        return tuple(DraftFile(str(path)) for path in self._paths)

    def ask(self, window: QWidget) -> None:
        """Let the agent choose files."""
        paths, _ = QFileDialog.getOpenFileNames(window, self.tr("Attach files"))
        self.add(paths)

    def add(self, paths: Sequence[str]) -> None:
        """Take files in; one that is too large is told of and left out."""
        for path in map(Path, paths):
            if not path.is_file():
                continue
            size = path.stat().st_size
            if size > _LARGEST_FILE:
                words = self.tr("{name} is {size} MB, {limit} MB is the limit. Choose a smaller file.")
                text = words.format(name=path.name, size=size // 1_000_000, limit=_LARGEST_FILE // 1_000_000)
                self.problem.emit(text)
                continue
            self._paths.append(path)
        self.changed.emit()

    def remove(self, number: int) -> None:
        """Take one off."""
        if 0 <= number < len(self._paths):
            del self._paths[number]
            self.changed.emit()

    def read(self) -> tuple[OutgoingAttachment, ...]:
        """Return them as they leave; one that can't be read any more is told of and left out."""
        found = []
        for path in self._paths:
            try:
                content = path.read_bytes()
            except OSError:
                self.problem.emit(self.tr("{name} can't be read any more and was left out.").format(name=path.name))
                continue
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            found.append(OutgoingAttachment(path.name, kind, content))
        return tuple(found)
