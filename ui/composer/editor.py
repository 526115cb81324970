"""The draft's editor: plain text with the line height of messages, and what its keys ask for."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu, QTextEdit, QWidget

from ui.composer.placeholders import command_before, find_slots, next_slot
from ui.guardrails import FindingHighlighter, Marked
from ui.text import code_point_offset, find_mentions, utf16_offset
from ui.theme import Theme

_LINE = 20
_NEAR = 64  # UTF-16 units before the caret that are looked at for a command: more than the longest one


class EditorKey(StrEnum):
    """What a key in the editor asks of the composer."""

    SEND = "send"
    SEND_AND_SOLVE = "send_and_solve"
    LEAVE = "leave"
    FIRST_FIX = "first_fix"
    PICKER_UP = "picker_up"
    PICKER_DOWN = "picker_down"
    PICKER_TAKE = "picker_take"
    PICKER_CLOSE = "picker_close"


class DraftEditor(QTextEdit):
    """Edits plain text; rich text and files that are dropped or pasted never get in as such.

    A QTextEdit and not a QPlainTextEdit, because only its layout can set the 20 px lines of messages.
    """

    text_changed = Signal(str)
    """The agent changed the text; not told when the composer puts one in."""
    key_pressed = Signal(object)
    """An EditorKey."""
    command_typed = Signal(object)
    """What stands after a stroke before the caret, None when there is none."""
    files_given = Signal(list)
    """Paths of files that were dropped or pasted."""
    picture_given = Signal(object)
    """A QImage that was dropped or pasted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._theme = theme
        self._quiet = False
        self._told = ""
        self._command: str | None = None
        self._hint = ""
        self._is_note = False
        self._fill_menu: Callable[[QMenu, int], None] | None = None
        self.picker_is_open = False
        self.setObjectName("composer_editor")
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(False)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(0, 0, 10, 0)
        self.viewport().setAutoFillBackground(False)  # the composer paints the ground
        self.marks = FindingHighlighter(theme, self.document())
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._look_for_command)
        theme.changed.connect(self.dress)
        self.dress()

    # --- the text ---------------------------------------------------------------------------------------------

    def text(self) -> str:
        """Return the draft with its own spaces (a no-break space stays one) and line feeds between lines."""
        raw = self.document().toRawText()
        return raw.replace("\u2029", "\n").replace("\u2028", "\n")

    def set_text(self, text: str) -> None:
        """Put another draft in; its undo history begins here and nothing is told."""
        if text == self.text():
            return
        self._quiet = True
        self.setPlainText(text)
        self._set_lines()
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._quiet = False
        self._told = text
        self._command = None
        self._mark_others()

    def replace_span(self, start: int, end: int, text: str) -> None:
        """Put `text` in the place of the code points from `start` to `end`, as one undo step."""
        whole = self.text()
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.setPosition(utf16_offset(whole, start))
        cursor.setPosition(utf16_offset(whole, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def take_command(self, text: str) -> None:
        """Put a canned reply in the place of the stroke and what was typed after it; select its first gap."""
        caret = self.caret()
        start = caret if self._command is None else caret - len(self._command) - 1
        self.replace_span(max(0, start), caret, text)
        first = next((slot for slot in find_slots(self.text()) if slot.start >= start), None)
        if first is not None and first.end <= start + len(text):
            self.select(first.start, first.end)

    def select(self, start: int, end: int) -> None:
        """Select code points and bring them into sight."""
        whole = self.text()
        cursor = self.textCursor()
        cursor.setPosition(utf16_offset(whole, start))
        cursor.setPosition(utf16_offset(whole, end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def caret(self) -> int:
        """Return where the caret is, in code points."""
        return code_point_offset(self.text(), self.textCursor().position())

    def go_to_slot(self, *, backwards: bool = False) -> bool:
        """Select the next or previous placeholder to fill; False if there is none."""
        text, cursor = self.text(), self.textCursor()
        start = code_point_offset(text, cursor.selectionStart())
        end = code_point_offset(text, cursor.selectionEnd())
        slot = next_slot(text, start, end, backwards=backwards)
        if slot is not None:
            self.select(slot.start, slot.end)
        return slot is not None

    def go_to_first_slot(self) -> None:
        """Select the first placeholder to fill."""
        slots = find_slots(self.text())
        if slots:
            self.select(slots[0].start, slots[0].end)

    def go_to_problem(self, *, backwards: bool = False) -> bool:
        """Select the next or previous words that the guardrails marked, going round; False if there are none."""
        marks = self.marks.marks
        if not marks:
            return False
        cursor = self.textCursor()
        if backwards:
            before = [mark for mark in marks if mark.end <= cursor.selectionStart()]
            mark = before[-1] if before else marks[-1]
        else:
            after = [mark for mark in marks if mark.start >= cursor.selectionEnd()]
            mark = after[0] if after else marks[0]
        cursor.setPosition(mark.start)
        cursor.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True

    # --- looks ------------------------------------------------------------------------------------------------

    def line_height(self) -> int:
        """Return the height of one line in pixels."""
        return self._theme.px(_LINE)

    def text_height(self) -> int:
        """Return the height of the whole text in pixels."""
        return round(self.document().size().height())

    def set_purpose(self, hint: str, name: str, *, is_note: bool) -> None:
        """Show what is to be written here while it is empty. A note marks mentions and knows no canned replies."""
        self._hint = hint
        self._is_note = is_note
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        self._mark_others()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, or the hint on its first line."""
        super().paintEvent(event)
        if not self.document().isEmpty():
            return
        painter = QPainter(self.viewport())
        painter.setPen(self._theme.colour("text.tertiary"))
        painter.setFont(self._theme.font(14))
        metrics = self._theme.metrics(14)
        room = self.viewport().width()
        hint = metrics.elidedText(self._hint, Qt.TextElideMode.ElideRight, room)
        # a fixed line height leaves its spare pixels above the words
        painter.drawText(0, self.line_height() - metrics.descent(), hint)
        painter.end()

    def dress(self) -> None:
        """Take the theme's font and colours."""
        self.setFont(self._theme.font(14))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, self._theme.colour("text.primary"))
        palette.setColor(QPalette.ColorRole.Highlight, self._theme.colour("accent.fill"))
        palette.setColor(QPalette.ColorRole.HighlightedText, self._theme.colour("text.on.accent"))
        self.setPalette(palette)
        self._quiet = True
        self._set_lines()
        self._quiet = False

    def _set_lines(self) -> None:
        look = QTextBlockFormat()
        look.setLineHeight(self.line_height(), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        if cursor.blockFormat().lineHeight() != self.line_height():
            self.document().setUndoRedoEnabled(False)  # undo must never bring back another text size's lines
            cursor.mergeBlockFormat(look)
            self.document().setUndoRedoEnabled(True)

    # --- keys and pasting -------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep the editor's own keys from window shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Carry out the editor's keys, type the others."""
        asked = self._key(event)
        if asked is not None:
            self.key_pressed.emit(asked)
            return
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._on_tab(backwards=event.key() == Qt.Key.Key_Backtab)
            return
        if event.key() == Qt.Key.Key_F8:
            self.go_to_problem(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.textCursor().insertBlock()  # the base class swallows the first one in an empty text
            self.ensureCursorVisible()
            return
        super().keyPressEvent(event)

    def set_menu_filler(self, fill: Callable[[QMenu, int], None]) -> None:
        """Let `fill` add to the context menu; it gets the menu and the position it is opened at, in UTF-16 units."""
        self._fill_menu = fill

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done at a word, by mouse where it was pressed, by key at the caret."""
        menu = self.createStandardContextMenu()
        menu.setObjectName("composer_context_menu")
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        at = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
        if self._fill_menu is not None:
            self._fill_menu(menu, at.position())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos() if by_mouse else self.mapToGlobal(self.cursorRect().bottomLeft()))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take texts, files and pictures."""
        return source.hasUrls() or source.hasText() or source.hasImage()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert plain text; files and pictures are given to the composer."""
        if not self.give(source) and source.hasText():
            self.insertPlainText(source.text().replace("\r\n", "\n").replace("\r", "\n"))

    def give(self, source: QMimeData) -> bool:
        """Give files or a picture to the composer; False if there are none. A text beside a picture goes before it."""
        files = _files_in(source)
        if files:
            self.files_given.emit(files)
        elif source.hasImage() and not source.hasText():
            image = source.imageData()
            self.picture_given.emit(image.toImage() if isinstance(image, QPixmap) else image)
        else:
            return False
        return True

    def _key(self, event: QKeyEvent) -> EditorKey | None:
        key, held = event.key(), event.modifiers()
        control = Qt.KeyboardModifier.ControlModifier
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held &= ~Qt.KeyboardModifier.KeypadModifier
        if enter and held == control:
            return EditorKey.SEND
        if enter and held == control | Qt.KeyboardModifier.ShiftModifier:
            return EditorKey.SEND_AND_SOLVE
        if enter and held == Qt.KeyboardModifier.AltModifier:
            return EditorKey.FIRST_FIX
        if self.picker_is_open:
            return self._picker_key(key, held, enter)
        return EditorKey.LEAVE if key == Qt.Key.Key_Escape else None

    def _picker_key(self, key: int, held: Qt.KeyboardModifier, enter: bool) -> EditorKey | None:
        if held != Qt.KeyboardModifier.NoModifier:
            return None
        if enter or key == Qt.Key.Key_Tab:
            return EditorKey.PICKER_TAKE
        keys: dict[int, EditorKey] = {
            Qt.Key.Key_Up: EditorKey.PICKER_UP,
            Qt.Key.Key_Down: EditorKey.PICKER_DOWN,
            Qt.Key.Key_Escape: EditorKey.PICKER_CLOSE,
        }
        return keys.get(key)

    def _on_tab(self, *, backwards: bool) -> None:
        if not self.go_to_slot(backwards=backwards):
            # QTextEdit keeps the tab key for itself, its base class walks on
            QAbstractScrollArea.focusNextPrevChild(self, not backwards)

    # --- what changed -----------------------------------------------------------------------------------------

    def _on_text_changed(self) -> None:
        text = self.text()
        if self._quiet or text == self._told:  # marking words changes formats, not the text
            return
        self._told = text
        self._mark_others()
        self._look_for_command()
        self.text_changed.emit(text)

    def _look_for_command(self) -> None:
        if self._quiet:
            return
        cursor = self.textCursor()
        units, place = cursor.block().text().encode("utf-16-le"), cursor.positionInBlock()
        line = units[max(0, place - _NEAR) * 2 : place * 2].decode("utf-16-le", "ignore")
        command = command_before(line) if not self._is_note and not cursor.hasSelection() else None
        if command != self._command:
            self._command = command
            self.command_typed.emit(command)
            self._mark_others()

    def _mark_others(self) -> None:
        text = self.text()
        found = [(slot.start, slot.end, "slot") for slot in find_slots(text)]
        if self._is_note:
            found += [(span.start, span.end, "command") for span in find_mentions(text)]
        marks = [Marked(utf16_offset(text, start), utf16_offset(text, end), look) for start, end, look in found]
        if self._command is not None:
            caret = self.textCursor().position()
            marks.append(Marked(max(0, caret - len(self._command) - 1), caret, "command"))
        self.marks.set_others(marks)


def is_given(source: QMimeData) -> bool:
    """Tell whether what is dragged holds files or a picture."""
    return bool(_files_in(source)) or (source.hasImage() and not source.hasText())


def _files_in(source: QMimeData) -> list[str]:
    paths = (url.toLocalFile() for url in source.urls() if url.isLocalFile())
    return [path for path in paths if Path(path).is_file()]
