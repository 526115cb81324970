"""The files beside a draft: which may join it, which leave it again, and what of them is sent."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.model import CaseId, DraftFile
from desktop.store import Store, StoreError, open_store
from ui.bridge.aside import Aside
from ui.bridge.background import Errand
from ui.composer.file_cards import size_text
from ui.composer.file_intake import Cancelling, LeftOut, Picture, Progress, Source, TakenIn, squares_in, take_in
from ui.session import Session

_LARGEST_FILE = 60_000_000  # bytes; more than any network takes


@dataclass(frozen=True, slots=True)
class _Batch:
    """Files that are read for one draft; `limit` is in bytes, with the network that has it, "" for our own."""

    case_id: CaseId
    errand: Errand
    cancelling: Cancelling
    limit: tuple[int, str]


class DraftFiles(QObject):
    """The files of the draft in front, kept in the store from the moment they join. Window thread only."""

    changed = Signal()
    removed = Signal(str)
    """The name of what was taken off and can be brought back, "" once it can't any more."""
    problem = Signal(str)
    """A sentence about a file that was left out, "" once all is well."""
    progressed = Signal(object)
    """The Progress of what is read for the draft in front, None where nothing is."""
    pictured = Signal(int, object)
    """A file's id and the QPixmap of its square, which was not there when it was asked for."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""
    joined_elsewhere = Signal(object)
    """The CaseId of a draft that files joined though another one is in front by now."""

    def __init__(self, session: Session, parent: QObject) -> None:
        """Begin without files."""
        super().__init__(parent)
        self._session = session
        self._case: CaseId | None = None
        self._files: tuple[DraftFile, ...] = ()
        self._taken_off: int | None = None
        self._thumbs: dict[int, QPixmap | None] = {}
        self._aside = Aside(self)
        self._waiting: deque[tuple[CaseId, tuple[Source, ...]]] = deque()
        self._reading: _Batch | None = None
        self._progress: Progress | None = None
        self._limit: tuple[int, str] = _LARGEST_FILE, ""

    @property
    def is_busy(self) -> bool:
        """True while files are read and kept, for whichever draft."""
        return self._reading is not None

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
        self._tell_progress()
        self._files = self._session.store.draft_files.of_case(case_id) if case_id is not None else ()

    def ask(self, window: QWidget) -> None:
        """Let the agent choose files."""
        paths, _ = QFileDialog.getOpenFileNames(window, self.tr("Attach files"))
        self.add(paths)

    def set_limit(self, largest: int | None, network: str) -> None:
        """Say how many bytes a file may have for the way of answering in front, None: not known, on which network."""
        self._limit = (largest, network) if largest is not None and largest < _LARGEST_FILE else (_LARGEST_FILE, "")

    def add(self, paths: Sequence[str]) -> None:
        """Take files in, away from the window; one that can't be read or is too large is told of and left out."""
        self._take(tuple(map(Path, paths)))

    def add_picture(self, image: QImage) -> None:
        """Take a picture in that came from the clipboard."""
        moment = self._session.local_now()
        name = self.tr("picture {time}.png").format(time=moment.strftime("%Y-%m-%d %H.%M.%S"))
        self._take((Picture(name, image.copy()),))

    def cancel(self) -> None:
        """Stop what is read and forget what waits; what is being kept already joins all the same."""
        self._waiting.clear()
        if self._reading is not None and self._reading.cancelling.settle():
            self._reading.errand.cancel()
            self._end()

    def say_busy(self) -> None:
        """Say that a file is still on its way into the draft."""
        self.problem.emit(self.tr("A file is still being attached. Wait for it, or cancel it."))

    def remove(self, file_id: int) -> None:
        """Take one off; it can be brought back until another one is, or another draft is shown."""
        name = next((file.name for file in self._files if file.id == file_id), "")
        try:
            taken_off = self._session.store.draft_files.lay_aside(file_id, self._session.clock())
        except StoreError as error:
            self.failed.emit(error)
            return
        self._taken_off = file_id if taken_off else None
        self.look_again()
        self.removed.emit(name if taken_off else "")

    def undo_removal(self) -> None:
        """Bring back what was taken off last, to its place."""
        if self._taken_off is not None:
            try:
                self._session.store.draft_files.put_back([self._taken_off])
            except StoreError as error:
                self.failed.emit(error)
                return
            self.look_again()
        self._forget_removal()

    def describe(self, file_id: int, alt_text: str) -> None:
        """Keep what a picture shows."""
        try:
            self._session.store.draft_files.describe(file_id, alt_text)
        except StoreError as error:
            self.failed.emit(error)
            return
        self.look_again()

    def thumbnail(self, file_id: int) -> QPixmap | None:
        """Return a picture's square; None for anything else, and while it is made: then `pictured` follows."""
        if file_id not in self._thumbs:
            self._thumbs[file_id] = None
            self._aside.run(lambda: self._squares(file_id), self._show_squares)
        return self._thumbs[file_id]

    def outgoing(self) -> tuple[DraftFile, ...]:
        """Return them as they are kept now, to be handed to what leaves."""
        return self._session.store.draft_files.of_case(self._case) if self._case is not None else ()

    def look_again(self) -> None:
        """Show the files as they are kept now."""
        self.show(self._case)
        self.changed.emit()

    def _forget_removal(self) -> None:
        self._taken_off = None
        self.removed.emit("")

    # --- taking in --------------------------------------------------------------------------------------------

    def _take(self, sources: tuple[Source, ...]) -> None:
        if self._case is not None and sources:
            self.problem.emit("")
            self._waiting.append((self._case, sources))
            self._begin()

    def _begin(self) -> None:
        """Read what waits longest, one batch after the other."""
        if self._reading is not None or not self._waiting:
            return
        case_id, sources = self._waiting.popleft()
        limit = self._limit if case_id == self._case else (_LARGEST_FILE, "")
        cancelling = Cancelling()
        errand = Errand(lambda: take_in(self._open, case_id, sources, limit[0], errand.report, cancelling), self)
        errand.finished.connect(self._on_errand_finished)
        errand.failed.connect(self._on_errand_failed)
        errand.reported.connect(self._on_errand_reported)
        self._reading = _Batch(case_id, errand, cancelling, limit)
        self._progress = Progress(sources[0].name, 0)
        self._tell_progress()
        errand.start()

    def _open(self) -> Store:
        return open_store(self._session.profile, self._session.key)

    def _end(self) -> None:
        assert self._reading is not None
        self._reading.errand.deleteLater()
        self._reading = self._progress = None
        self._tell_progress()
        self._begin()

    def _tell_progress(self) -> None:
        here = self._reading is not None and self._reading.case_id == self._case
        self.progressed.emit(self._progress if here else None)

    def _on_errand_reported(self, progress: Progress) -> None:
        self._progress = progress
        self._tell_progress()

    def _on_errand_finished(self, taken: TakenIn) -> None:
        assert self._reading is not None
        batch = self._reading
        self._end()
        if batch.case_id == self._case:
            self._show_squares(taken.squares)
            self.look_again()
            if taken.left_out:
                self.problem.emit(" ".join(self._why(one, batch.limit) for one in taken.left_out))
        else:
            self.joined_elsewhere.emit(batch.case_id)

    def _on_errand_failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, StoreError):
            self.failed.emit(error)
        else:
            self.problem.emit(self.tr("The file could not be attached. Nothing was changed."))

    def _why(self, left_out: LeftOut, limit: tuple[int, str]) -> str:
        if left_out.size is None:
            return self.tr("{name} can’t be read and was left out.").format(name=left_out.name)
        largest, network = limit
        if network:
            words = self.tr("{name} is {size}, {network} accepts {limit}. Choose a smaller file.")
        else:
            words = self.tr("{name} is {size}, {limit} is the limit. Choose a smaller file.")
        sizes = {"size": size_text(left_out.size), "limit": size_text(largest)}
        return words.format(name=left_out.name, network=network, **sizes)

    # --- squares ----------------------------------------------------------------------------------------------

    def _squares(self, file_id: int) -> Mapping[int, QImage]:
        """Make a square in another thread; none where the store can't be read just now."""
        try:
            return squares_in(self._open, [file_id])
        except StoreError:
            return {}

    def _show_squares(self, squares: Mapping[int, QImage]) -> None:
        for file_id, square in squares.items():
            self._thumbs[file_id] = QPixmap.fromImage(square)
            self.pictured.emit(file_id, self._thumbs[file_id])
