"""Notes about a customer: what was written by whom when, how one is taken away, and where a new one is written."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.customers.note_editor import NoteEditor
from ui.customers.presenter import NoteLine
from ui.customers.section import (
    LINK_INSET,
    ROW_INSET,
    FocusableRow,
    RevealedButton,
    Rows,
    Section,
    SmallLink,
    add_button,
)
from ui.text import Prose, ProseStyle, Span, set_prose
from ui.theme import Theme
from ui.widgets import ElidedLabel, Label

_LINE, _FOLDED_LINES = 17, 8
_SHOWN = 4
"""So many notes stand in the pane before all of them are asked for."""


class NoteText(QWidget):
    """A note's words in 17 px lines, folded after eight until unfolded."""

    def __init__(self, theme: Theme, text: str) -> None:
        """Show `text`."""
        super().__init__()
        self._theme = theme
        self._text = text
        self._most: int | None = _FOLDED_LINES
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def is_cut_at(self, width: int) -> bool:
        """Return whether there is more than is shown in so many pixels."""
        return self._set(width).is_cut

    def unfold(self) -> None:
        """Show all of it."""
        self._most = None
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The height depends on how the words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words in `width` pixels."""
        return self._set(width).height

    def sizeHint(self) -> QSize:
        """Return the size at the present width."""
        width = max(self.width(), 120)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return one line's height."""
        return QSize(60, self._theme.px(_LINE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        painter = QPainter(self)
        painter.setPen(self._theme.colour("text.primary"))
        self._set(self.width()).draw(painter, QPointF(0, 0), QRectF(self.rect()))
        painter.end()

    def _set(self, width: int) -> Prose:
        theme = self._theme
        style = ProseStyle(theme.font(12), theme.px(_LINE), theme.colour("accent.text"), _nothing)
        return set_prose(self._text, style, width, self._most)


def _nothing(_text: str) -> tuple[Span, ...]:
    """Mark no links: nothing in a note can be clicked."""
    return ()


class NoteRow(FocusableRow):
    """One note and its byline. The cross, Delete or the menu take it away."""

    removed = Signal(str)

    def __init__(self, theme: Theme, line: NoteLine) -> None:
        """Show `line`."""
        super().__init__(theme, f"note_{line.uid}", f"{line.byline}: {line.text}")
        self._uid = line.uid
        self.words = NoteText(theme, line.text)
        self._more = SmallLink(theme, self.tr("Show all"), "note_more")
        self._more.clicked.connect(self._on_more_clicked)
        name = self.tr("Remove the note of {byline}").replace("{byline}", line.byline)
        remove = RevealedButton(theme, "x", name, f"note_remove_{line.uid}", self)
        remove.clicked.connect(lambda: self.removed.emit(self._uid))
        self.add_deed(self.tr("Copy"), lambda: QGuiApplication.clipboard().setText(line.text))
        self.add_deed(self.tr("Remove"), remove.click)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(ElidedLabel(theme, line.byline, size=11, colour="text.tertiary"), 1)
        foot.addWidget(self._more)
        foot.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(ROW_INSET, 2, ROW_INSET - 4, 0)
        column.setSpacing(0)
        words = QHBoxLayout()
        words.setContentsMargins(0, 0, 4, 0)
        words.addWidget(self.words)
        column.addLayout(words)
        column.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the note away with Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit(self._uid)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the rest of a long note."""
        super().resizeEvent(event)
        self._more.setVisible(self.words.is_cut_at(self.width() - 2 * ROW_INSET))

    def _on_more_clicked(self) -> None:
        self.words.unfold()
        self._more.hide()


class NotesSection(Section):
    """The newest notes, all of them when asked for, and the field for a new one."""

    added = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        """Begin without notes."""
        super().__init__(theme, self.tr("Notes"), "profile_notes")
        self._lines: tuple[NoteLine, ...] = ()
        self._shows_all = False
        self._add = add_button(theme, self.tr("Add a note"), "note_add")
        self._add.clicked.connect(self.open_editor)
        self.add_control(self._add)
        self.editor = NoteEditor(theme)
        self.editor.saved.connect(self._on_editor_saved)
        self.editor.cancelled.connect(self.close_editor)
        self.editor.hide()
        self._empty = Label(theme, self.tr("No notes."), size=12, colour="text.secondary", object_name="notes_empty")
        self._all = SmallLink(theme, "", "notes_all")
        self._all.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._all.clicked.connect(self._on_all_clicked)
        self.add_inset(self.editor)
        self.add_inset(self._empty)
        self._rows = Rows(self.add_rows(), self._make_row, self._add, after=self.editor.last_stop)
        self.add_inset(self._all, LINK_INSET)

    def set_lines(self, lines: tuple[NoteLine, ...]) -> None:
        """Show these notes, newest first."""
        self._lines = lines
        self._fill()

    def start_over(self, unsaved: str) -> None:
        """Begin with another customer, and with what was written about them and not saved."""
        self._shows_all = False
        self.editor.set_text(unsaved)
        self.editor.setVisible(bool(unsaved))

    def open_editor(self) -> None:
        """Open the field for a new note."""
        self.editor.show()
        self._empty.hide()
        self.editor.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_editor(self) -> None:
        """Close the field; what is in it stays there."""
        had_focus = self.editor.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.editor.hide()
        self._empty.setVisible(not self._lines)
        if had_focus:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        lines = self._lines
        self._rows.show(lines if self._shows_all else lines[:_SHOWN])
        self._empty.setVisible(not lines and not self.editor.isVisibleTo(self))
        left_out = 0 if self._shows_all else len(lines) - _SHOWN
        self._all.setText(self.tr("All {count} notes").replace("{count}", str(len(lines))))
        self._all.setVisible(left_out > 0)

    def _make_row(self, line: NoteLine) -> NoteRow:
        row = NoteRow(self._theme, line)
        row.removed.connect(self.removed)
        return row

    def _on_all_clicked(self) -> None:
        self._shows_all = True
        self._fill()

    def _on_editor_saved(self, text: str) -> None:
        self.added.emit(text)
