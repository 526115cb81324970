"""The composer: one box with the ways of writing, the guard strip, the editor and the footer, and what they ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.model import DraftMode, Finding, Fix
from ui.composer.account_button import AccountButton, AccountChoice
from ui.composer.canned import CannedChoice
from ui.composer.canned_picker import CannedPicker
from ui.composer.composer_presenter import ComposerState, SendKind
from ui.composer.editor import DraftEditor, EditorKey
from ui.composer.footer import AttachmentRow, Footer
from ui.composer.segments import SegmentBar
from ui.composer.symbols import SymbolPopup
from ui.guardrails import GuardStrip, StripState
from ui.theme import Theme

_MARGIN = 12
_OUTLINE = 2
_BRIEF_BELOW = 520
_FEWEST_LINES = 2
_COMPACT_LINES = 3
_SHARE = 0.4  # of the conversation's height


class Composer(QWidget):
    """Writes one draft at a time. It changes neither mode nor account by itself: it tells, and shows the state."""

    text_changed = Signal(str)
    mode_chosen = Signal(object)
    """A DraftMode."""
    state_needed = Signal()
    """The state must be that of the text as it is now: something is about to be sent."""
    send_requested = Signal(object)
    """A SendKind; only told for a draft that may go and is not empty."""
    account_chosen = Signal(object)
    """An AccountId."""
    attach_requested = Signal()
    attachments_dropped = Signal(list)
    """Paths of files."""
    attachment_removed = Signal(int)
    fix_requested = Signal(object)
    """A Fix."""
    override_requested = Signal(str)
    """The written reason."""
    answer_given = Signal(str)
    """What was answered in the browser."""
    canned_used = Signal(str)
    """The uid of the canned reply that was put in."""
    focus_left = Signal()
    """Esc: the draft is kept, the keyboard goes to the timeline."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin empty and disabled."""
        super().__init__(parent)
        self.setObjectName("composer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._state: ComposerState | None = None
        self._room: tuple[int, bool] | None = None
        self._picker: CannedPicker | None = None
        self._search: tuple[Callable[[str], Sequence[CannedChoice]], int | None] | None = None
        self._make()
        self._connect()
        theme.changed.connect(self._on_theme_changed)
        self._fit_editor()

    # --- what is shown ----------------------------------------------------------------------------------------

    def set_state(self, state: ComposerState) -> None:
        """Show mode, verb, counter, account and names."""
        self._state = state
        self.segments.show_segments(state.segments, state.mode)
        if state.is_note:
            self.account.show_team_only()
        else:
            self.account.show_account(state.network, state.account_name)
        self.editor.set_purpose(state.placeholder, state.editor_name, is_note=state.is_note)
        self._attachments.show_names(state.attachments)
        self._footer.show_state(state)
        self._choose_brief()
        self.update()

    def set_verdict(self, strip: StripState | None, findings: Sequence[Finding] = (), text: str | None = None) -> None:
        """Show what the guardrails say. `text` is the draft that was judged, the present one if left out."""
        self.strip.set_verdict(strip)
        self.editor.marks.set_findings(self.text() if text is None else text, findings)

    def text(self) -> str:
        """Return the draft."""
        return self.editor.text()

    def set_text(self, text: str) -> None:
        """Put another draft in without telling; its undo history begins here."""
        self.close_popups()
        self.strip.forget_typed()
        self.editor.set_text(text)
        self._fit_editor()

    def insert_text(self, text: str) -> None:
        """Put words in at the caret, as one undo step."""
        self.editor.textCursor().insertText(text)

    def replace_span(self, start: int, end: int, text: str) -> None:
        """Put words in the place of a span in code points, as one undo step."""
        self.editor.replace_span(start, end, text)

    def select_span(self, start: int, end: int) -> None:
        """Select a span in code points and go there."""
        self.editor.select(start, end)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_accounts(self, choices: Sequence[AccountChoice]) -> None:
        """Offer the accounts that can speak in this conversation."""
        self.account.set_choices(choices)

    def set_canned_search(self, search: Callable[[str], Sequence[CannedChoice]], total: int | None = None) -> None:
        """Find canned replies with `search`, which gets what is typed after the stroke. `total` is how many exist."""
        self._search = (search, total)
        if self._picker is not None:
            self._picker.set_search(search, total)

    def set_room(self, conversation_height: int, *, compact: bool = False) -> None:
        """Let the editor grow to 40 % of the conversation's height in pixels, to 3 lines if `compact`."""
        self._room = (conversation_height, compact)
        self._fit_editor()

    def set_motion(self, moves: bool) -> None:
        """Let the guard strip slide, or not."""
        self.strip.set_motion(moves)

    def focus_editor(self) -> None:
        """Give the editor the keyboard."""
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_mode(self, mode: DraftMode) -> None:
        """Ask for a way of writing as its segment would; one that is not open is not asked for."""
        segments = self._state.segments if self._state is not None else ()
        if any(segment.mode is mode and not segment.why_not for segment in segments):
            self.mode_chosen.emit(mode)

    def close_popups(self) -> None:
        """Close the canned picker."""
        if self._picker is not None:
            self._picker.close_picker()

    def send(self, kind: SendKind = SendKind.SEND) -> None:
        """Ask for the draft to be sent; if it is blocked, go to the strip and say why."""
        self.state_needed.emit()
        state = self._state
        if state is None:
            return
        if not state.enabled:
            self._say_why_not(state)
        elif state.is_empty:
            self.focus_editor()
        else:
            self.close_popups()
            self.send_requested.emit(kind)

    # --- painting and size ------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, box and the line under the segments."""
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg.surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_note = self._state is not None and self._state.is_note
        focused = self._has_focus_inside()
        width = _OUTLINE if focused else 1
        box = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        half = width / 2
        painter.setPen(QPen(theme.colour("focus" if focused else "line.control"), width))
        painter.setBrush(theme.colour("note.bg" if is_note else "bg.surface"))
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), 8 - half, 8 - half)
        line = _MARGIN + _OUTLINE + self._top.height()
        hair = theme.colour("note.line" if is_note else "line.hair")
        painter.fillRect(_MARGIN + width, line, self.width() - 2 * (_MARGIN + width), 1, hair)
        painter.end()

    def minimumSizeHint(self) -> QSize:
        """Return the least useful width: the parts leave out words where there is little room."""
        return QSize(280, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep only the word of the segment in force where there is little room."""
        super().resizeEvent(event)
        self._choose_brief()
        self._fit_editor()
        self._follow_picker()

    def hideEvent(self, event: QHideEvent) -> None:
        """Close what belongs to the editor."""
        super().hideEvent(event)
        self.close_popups()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave at Esc, and send or mend with Return, from any part of the composer."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.focus_left.emit()
            return
        if enter and event.modifiers() == Qt.KeyboardModifier.AltModifier and self.strip.trigger_first():
            return
        if enter and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.send()
            return
        super().keyPressEvent(event)

    # --- making -----------------------------------------------------------------------------------------------

    def _make(self) -> None:
        theme = self._theme
        self.segments = SegmentBar(theme)
        self.account = AccountButton(theme)
        self.strip = GuardStrip(theme)
        self.editor = DraftEditor(theme)
        self._attachments = AttachmentRow(theme)
        self._footer = Footer(theme)
        self._top = QWidget()
        top = QHBoxLayout(self._top)
        top.setContentsMargins(4, 0, 4, 0)
        top.setSpacing(8)
        top.addWidget(self.segments)
        top.addStretch(1)
        top.addWidget(self.account)
        self._well = QHBoxLayout()
        self._well.setContentsMargins(13, 8, 2, 6)
        self._well.addWidget(self.editor)
        layout = QVBoxLayout(self)
        edge = _MARGIN + _OUTLINE
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        layout.addSpacing(1)
        layout.addWidget(self.strip)
        layout.addLayout(self._well)
        layout.addWidget(self._attachments)
        layout.addWidget(self._footer)
        self._on_theme_changed()

    def _connect(self) -> None:
        self.segments.mode_chosen.connect(self.mode_chosen)
        self.account.account_chosen.connect(self.account_chosen)
        self.strip.fix_requested.connect(self._on_strip_fix_requested)
        self.strip.override_requested.connect(self.override_requested)
        self.strip.answer_asked.connect(lambda: self.strip.suggest_answer(self.text()))
        self.strip.answer_given.connect(self.answer_given)
        self.strip.dismissed.connect(self.focus_editor)
        self.strip.height_changed.connect(self._on_strip_height_changed)
        self.editor.text_changed.connect(self._on_editor_text_changed)
        self.editor.key_pressed.connect(self._on_editor_key_pressed)
        self.editor.command_typed.connect(self._on_editor_command_typed)
        self.editor.files_given.connect(self.attachments_dropped)
        self._attachments.attachment_removed.connect(self.attachment_removed)
        self._footer.attach_requested.connect(self.attach_requested)
        self._footer.canned_requested.connect(self._on_footer_canned_requested)
        self._footer.symbols_requested.connect(self.open_symbols)
        self._footer.mention_requested.connect(self._on_footer_mention_requested)
        self._footer.send.send_requested.connect(self.send)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_app_focus_changed)

    def open_symbols(self) -> None:
        """Offer emoji and symbols (Ctrl+;)."""
        popup = SymbolPopup(self._theme, self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.symbol_chosen.connect(self._on_symbol_chosen)
        button = self._footer.symbols
        popup.open_above(button.mapToGlobal(button.rect().topLeft()))

    # --- fitting ----------------------------------------------------------------------------------------------

    def _fit_editor(self) -> None:
        line = self.editor.line_height()
        wanted = max(self.editor.text_height(), _FEWEST_LINES * line)
        self.editor.setFixedHeight(min(wanted, self._most_lines() * line))
        scrolls = wanted > self.editor.height()
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.editor.setVerticalScrollBarPolicy(policy)

    def _most_lines(self) -> int:
        parent = self.parentWidget()
        height, compact = self._room or (parent.height() if parent is not None else 600, False)
        lines = max(_FEWEST_LINES, int(height * _SHARE) // self.editor.line_height())
        return min(lines, _COMPACT_LINES) if compact else lines

    def _choose_brief(self) -> None:
        room = self.width() - 2 * (_MARGIN + _OUTLINE) - 16 - self.account.sizeHint().width()
        self.segments.set_brief(self.width() < self._theme.px(_BRIEF_BELOW) or self.segments.full_width() > room)

    def _on_theme_changed(self) -> None:
        self._top.setFixedHeight(self._theme.px(28) + 8)
        self.editor.dress()
        self._fit_editor()
        self.update()

    # --- what happens -----------------------------------------------------------------------------------------

    def _say_why_not(self, state: ComposerState) -> None:
        if self.strip.state is not None:
            self.strip.take_focus()
            return
        counter = state.counter.spoken if state.counter is not None else ""
        event = QAccessibleAnnouncementEvent(self.editor, state.why_not or counter)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
        self.focus_editor()

    def _on_editor_text_changed(self, text: str) -> None:
        self._fit_editor()
        self._follow_picker()
        self.text_changed.emit(text)

    def _on_editor_key_pressed(self, key: EditorKey) -> None:
        deeds: dict[EditorKey, Callable[[], object]] = {
            EditorKey.SEND: lambda: self.send(SendKind.SEND),
            EditorKey.SEND_AND_SOLVE: lambda: self.send(SendKind.SEND_AND_SOLVE),
            EditorKey.LEAVE: self.focus_left.emit,
            EditorKey.FIRST_FIX: self.strip.trigger_first,
            EditorKey.PICKER_UP: lambda: self._the_picker().step(-1),
            EditorKey.PICKER_DOWN: lambda: self._the_picker().step(1),
            EditorKey.PICKER_TAKE: lambda: self._the_picker().take(),
            EditorKey.PICKER_CLOSE: self.close_popups,
        }
        deeds[key]()

    def _on_editor_command_typed(self, command: str | None) -> None:
        if command is None or self._search is None or not self.editor.hasFocus():
            self.close_popups()
            return
        self._the_picker().show_query(command)
        self._the_picker().place_above(self, self._box().toRect())
        self.editor.picker_is_open = True

    def _the_picker(self) -> CannedPicker:
        if self._picker is None:
            self._picker = CannedPicker(self._theme, self.window())
            self._picker.choice_taken.connect(self._on_picker_choice_taken)
            self._picker.closed.connect(self._on_picker_closed)
            if self._search is not None:
                self._picker.set_search(*self._search)
        return self._picker

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def _follow_picker(self) -> None:
        if self._picker is not None and not self._picker.isHidden():
            self._picker.place_above(self, self._box().toRect())

    def _on_picker_choice_taken(self, choice: CannedChoice) -> None:
        self.editor.take_command(choice.filled.text)
        self.canned_used.emit(choice.uid)

    def _on_picker_closed(self) -> None:
        self.editor.picker_is_open = False

    def _on_strip_fix_requested(self, fix: Fix) -> None:
        if fix is Fix.FILL_PLACEHOLDER:
            self.focus_editor()
            self.editor.go_to_first_slot()
        elif fix is Fix.SHORTEN:
            self.focus_editor()
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self.fix_requested.emit(fix)

    def _on_strip_height_changed(self) -> None:
        self.updateGeometry()
        self._follow_picker()

    def _on_footer_canned_requested(self) -> None:
        self.focus_editor()
        before = self.text()[: self.editor.caret()]
        self.insert_text("/" if not before or before[-1].isspace() else " /")

    def _on_footer_mention_requested(self) -> None:
        self.focus_editor()
        before = self.text()[: self.editor.caret()]
        self.insert_text("@" if not before or before[-1].isspace() else " @")

    def _on_symbol_chosen(self, symbol: str) -> None:
        self.insert_text(symbol)
        self.focus_editor()

    def _has_focus_inside(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def _on_app_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new is not self.editor and not isinstance(new, SymbolPopup):
            self.close_popups()
        self.update()
