"""The row that says which file is read beside a draft and how far it is, with the way to leave it out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ui.composer.file_intake import Progress
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, IconLine

_KEPT = 100
_BAR, _THIN = 120, 8


class ReadingRow(QWidget):
    """Hidden while nothing is read."""

    cancel_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.setObjectName("composer_file_reading")
        self._words = IconLine(theme, "paperclip", object_name="composer_file_reading_words")
        self._bar = QProgressBar()
        self._bar.setObjectName("composer_file_progress")
        self._bar.setAccessibleName(self.tr("Reading"))
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(theme.px(_BAR), theme.px(_THIN))
        self._bar.setRange(0, _KEPT)
        self._cancel = Button(
            theme, self.tr("Cancel"), kind=ButtonKind.LINK, small=True, object_name="composer_file_cancel"
        )
        self._cancel.clicked.connect(self.cancel_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._cancel)

    def say(self, progress: Progress | None) -> None:
        """Show how far it is, None for nothing; what is being kept can't be cancelled any more."""
        self.setVisible(progress is not None)
        if progress is None:
            return
        words = self.tr("Attaching {name}…").replace("{name}", progress.name)
        self._words.say(words, icon="paperclip", colour="text.secondary")
        self._bar.setValue(progress.percent)
        self._cancel.setEnabled(progress.percent < _KEPT)
