"""Writes a copy of everything that is held about the shown customer: asks where to, and says how it went."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from desktop.customers import Exported, ExportFailed, export_person
from desktop.model import CustomerId
from desktop.store import Store, StoreError
from ui.bridge import JobRunner
from ui.customers.foot import FootState
from ui.customers.page_words import exported_words, failure_words, page_words
from ui.customers.pane import ProfilePane
from ui.session import Session

_SLOT = "profile.export"


class Copying(QObject):
    """One copy at a time. Window thread only."""

    failed = Signal(object)
    """A StoreError: the copy is there, but the journal does not name it."""

    def __init__(self, session: Session, pane: ProfilePane, jobs: JobRunner) -> None:
        """`jobs` reads everything about a person."""
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._jobs = jobs
        self._copy: Path | None = None
        pane.foot.folder_requested.connect(self._on_folder_requested)

    def ask(self, customer: CustomerId, name: str) -> None:
        """Ask where to, and write a customer's copy there."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        file = f"{_file_name(name)} {self._session.local_now():%Y-%m-%d}.zip"
        target, _ = QFileDialog.getSaveFileName(
            self._pane.window(),
            self.tr("Export everything about {name}").replace("{name}", name),
            str(Path(folder) / file),
            self.tr("Archive with a page, JSON and the files (*.zip)"),
        )
        if target:
            self.write(customer, Path(target))

    def write(self, customer: CustomerId, target: Path) -> None:
        """Write a customer's copy to a file in the background; nothing while something else is under way."""
        if self._pane.foot.state is FootState.BUSY:
            return
        made_at, tz, words = self._session.clock(), self._session.tz, page_words()
        self._pane.foot.set_state(FootState.BUSY)

        def work(store: Store) -> Exported | ExportFailed:
            try:
                return export_person(store, customer, target, made_at=made_at, tz=tz, words=words)
            except ExportFailed as failure:
                return failure
            except StoreError:
                return ExportFailed("busy")

        self._jobs.run(_SLOT, work, lambda outcome: self._on_ended(customer, outcome))

    def _on_ended(self, customer: CustomerId, outcome: Exported | ExportFailed) -> None:
        if isinstance(outcome, ExportFailed):
            self._pane.foot.set_state(FootState.FAILED, failure_words(outcome.reason))
            return
        self._copy = outcome.path
        self._pane.foot.set_state(FootState.SAVED, exported_words(outcome))
        try:
            self._session.customers.note_export(customer)
        except StoreError as error:
            self.failed.emit(error)

    def _on_folder_requested(self) -> None:
        if self._copy is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._copy.parent)))


def _file_name(name: str) -> str:
    """Return a name in which every system's file names allow each character."""
    kept = "".join(letter if letter.isalnum() or letter in " -_@." else "_" for letter in name).strip(" .")
    return kept[:80] or "customer"
