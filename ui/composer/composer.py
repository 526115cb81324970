"""The composer: what its parts tell of, and what the window puts into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QWidget

from desktop.composer.symbols import Symbol
from desktop.model import DraftMode, Finding, Fix
from ui.composer.account_button import AccountChoice
from ui.composer.box import ComposerBox
from ui.composer.canned import CannedChoice
from ui.composer.command_picker import CommandPicker
from ui.composer.composer_presenter import ComposerState, SendKind
from ui.composer.editor import EditorKey, is_given
from ui.composer.symbols import SymbolPopup
from ui.guardrails import StripState
from ui.theme import Theme


class Composer(ComposerBox):
    """Writes one draft at a time. It changes neither mode nor account by itself: it tells, and shows the state."""

    text_changed = Signal(str)
    mode_chosen = Signal(object)
    """A DraftMode."""
    state_needed = Signal()
    """The state must be that of the text as it is now: something is about to be sent."""
    send_requested = Signal(object)
    """A SendKind; only told for a draft that may go and is not empty."""
    send_at_requested = Signal(object)
    """The moment at which such a draft is to leave, None: one that is to be asked for."""
    send_refused = Signal()
    """A draft was to be sent that may not go as it is."""
    account_chosen = Signal(object)
    """An AccountId."""
    translate_requested = Signal()
    """A text is to be translated (Ctrl+Shift+L)."""
    attach_requested = Signal()
    attachments_dropped = Signal(list)
    """Paths of files."""
    picture_given = Signal(object)
    """A QImage from the clipboard or dropped."""
    fix_requested = Signal(object)
    """A Fix."""
    override_requested = Signal(str)
    """The written reason."""
    answer_given = Signal(str)
    """What was answered in the browser."""
    canned_used = Signal(str)
    """The uid of the canned reply that was put in."""
    symbol_used = Signal(str)
    """An emoji or another symbol that was put in."""
    hand_over_requested = Signal(object)
    """A HandOverWay."""
    focus_left = Signal()
    """Esc: the draft is kept, the keyboard goes to the timeline."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin empty and disabled."""
        super().__init__(theme, parent)
        self.commands = CommandPicker(theme, self)
        self._recent_symbols: Callable[[], Sequence[str]] = tuple
        self._find_symbols: Callable[[str, int], Sequence[Symbol]] | None = None
        self.setAcceptDrops(True)
        self._connect()

    # --- what is shown ----------------------------------------------------------------------------------------

    def set_state(self, state: ComposerState) -> None:
        """Show mode, verb, counter, account and names."""
        self._state = state
        self.segments.show_segments(state.segments, state.mode)
        if state.is_note:
            self.account.show_team_only()
        else:
            self.account.show_account(state.network, state.account_name)
        self.reach.set_text(state.reach, state.reach_spoken)
        self.editor.set_purpose(state.placeholder, state.editor_name, is_note=state.is_note)
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

    def put_canned(self, choice: CannedChoice) -> None:
        """Put a canned reply in at the caret; what it leaves open is asked for first."""
        self.focus_editor()
        self.commands.put(choice)

    def replace_span(self, start: int, end: int, text: str) -> None:
        """Put words in the place of a span in code points, as one undo step."""
        self.editor.replace_span(start, end, text)

    def set_accounts(self, choices: Sequence[AccountChoice]) -> None:
        """Offer the accounts that can speak in this conversation."""
        self.account.set_choices(choices)

    def set_canned_search(self, search: Callable[[str], Sequence[CannedChoice]], total: int | None = None) -> None:
        """Find canned replies with `search`, which gets what is typed after the stroke. `total` is how many exist."""
        self.commands.set_search(search, total)

    def set_symbols(self, recent: Callable[[], Sequence[str]], find: Callable[[str, int], Sequence[Symbol]]) -> None:
        """Offer what was used last first, and find symbols by what is typed, at most so many."""
        self._recent_symbols, self._find_symbols = recent, find

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
        self.commands.close()

    def send(self, kind: SendKind = SendKind.SEND) -> None:
        """Ask for the draft to be sent; if it is blocked, go to the strip and say why."""
        if self._may_send():
            self.send_requested.emit(kind)

    def send_at(self, moment: datetime | None) -> None:
        """Ask for the draft to be sent at a moment, None to be asked for one; as `send` does."""
        if self._may_send():
            self.send_at_requested.emit(moment)

    def offer_moments(self, moments: Sequence[tuple[str, datetime]]) -> None:
        """Offer moments at which a draft may leave, with their words."""
        self._footer.send.offer_moments(moments)

    def _may_send(self) -> bool:
        self.state_needed.emit()
        state = self._state
        if state is None:
            return False
        if not state.enabled:
            self._say_why_not(state)
            self.send_refused.emit()
        elif state.is_empty:
            self.focus_editor()
        else:
            self.close_popups()
            return True
        return False

    # --- painting and size ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picker beside the box."""
        super().resizeEvent(event)
        self.commands.follow()

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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures that are dragged over any part of the box."""
        if is_given(event.mimeData()):
            event.acceptProposedAction()
            self._show_drop(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show nothing any more."""
        self._show_drop(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped as an attachment."""
        self._show_drop(False)
        self.editor.give(event.mimeData())
        event.acceptProposedAction()

    def _show_drop(self, takes: bool) -> None:
        self._takes_drop = takes
        self.update()

    # --- wiring ----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.segments.mode_chosen.connect(self.mode_chosen)
        self.hand_over.chosen.connect(self.hand_over_requested)
        self.account.account_chosen.connect(self.account_chosen)
        self.strip.fix_requested.connect(self._on_strip_fix_requested)
        self.strip.override_requested.connect(self.override_requested)
        self.strip.answer_asked.connect(lambda: self.strip.suggest_answer(self.text()))
        self.strip.answer_given.connect(self.answer_given)
        self.strip.dismissed.connect(self.focus_editor)
        self.strip.height_changed.connect(self._on_strip_height_changed)
        self.editor.text_changed.connect(self._on_editor_text_changed)
        self.editor.key_pressed.connect(self._on_editor_key_pressed)
        self.commands.canned_used.connect(self.canned_used)
        self.editor.files_given.connect(self.attachments_dropped)
        self.editor.picture_given.connect(self.picture_given)
        self.tray.left.connect(self.focus_editor)
        self._footer.attach_requested.connect(self.attach_requested)
        self._footer.canned_requested.connect(self.open_canned)
        self._footer.symbols_requested.connect(self.open_symbols)
        self._footer.translate_requested.connect(self.translate_requested)
        self._footer.mention_requested.connect(self.begin_mention)
        self._footer.send.send_requested.connect(self.send)
        self._footer.send.send_at_requested.connect(self.send_at)
        self.parts.height_changed.connect(self.updateGeometry)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_app_focus_changed)

    def open_canned(self) -> None:
        """Open the picker of canned replies at the caret."""
        self.focus_editor()
        before = self.text()[: self.editor.caret()]
        self.insert_text("/" if not before or before[-1].isspace() else " /")

    def begin_mention(self) -> None:
        """Begin to name a colleague at the caret."""
        self.focus_editor()
        before = self.text()[: self.editor.caret()]
        self.insert_text("@" if not before or before[-1].isspace() else " @")

    def open_symbols(self) -> None:
        """Offer emoji and symbols (Ctrl+;)."""
        popup = SymbolPopup(self._theme, self, self._recent_symbols(), self._find_symbols)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.symbol_chosen.connect(self._on_symbol_chosen)
        button = self._footer.symbols
        popup.open_above(button.mapToGlobal(button.rect().topLeft()))

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
        self.commands.follow()
        self.text_changed.emit(text)

    def _on_editor_key_pressed(self, key: EditorKey) -> None:
        deeds: dict[EditorKey, Callable[[], object]] = {
            EditorKey.SEND: lambda: self.send(SendKind.SEND),
            EditorKey.SEND_AND_SOLVE: lambda: self.send(SendKind.SEND_AND_SOLVE),
            EditorKey.LEAVE: self.focus_left.emit,
            EditorKey.FIRST_FIX: self.strip.trigger_first,
        }
        if key in deeds:
            deeds[key]()
        else:
            self.commands.press(key)

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
        self.commands.follow()

    def _on_symbol_chosen(self, symbol: str) -> None:
        self.insert_text(symbol)
        self.focus_editor()
        self.symbol_used.emit(symbol)

    def _on_app_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        belongs = new is None or new is self.editor or isinstance(new, SymbolPopup) or self.commands.holds(new)
        if not belongs:
            self.close_popups()
        self.update()
