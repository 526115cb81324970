"""Searching: completing what is typed, keeping the last searches, and going from a found case to the message in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from desktop.inbox import Completion, SearchHistory, completions
from desktop.model import CaseDetail
from desktop.store import StoreError
from ui.bridge import JobRunner
from ui.cases.timeline import Timeline
from ui.inbox.controller import InboxController
from ui.session import Session
from ui.shell.frame import Frame
from ui.shell.search_help import SearchHelp
from ui.theme import Theme

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TAKES = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Searching(QObject):
    """Sits between the search field, the list and the conversation. Window thread only."""

    known_read = Signal(object)
    """The values that the store knows for some operators."""

    def __init__(
        self, session: Session, theme: Theme, jobs: JobRunner, frame: Frame, inbox: InboxController, timeline: Timeline
    ) -> None:
        """Listen to the field from now on."""
        super().__init__(frame)
        self._jobs = jobs
        self._frame = frame
        self._field = frame.top.search
        self._inbox = inbox
        self._timeline = timeline
        self._known: Mapping[str, Sequence[str]] = {}
        self._is_closed = False
        self.history = SearchHistory(session.store, session.clock)
        self.help = SearchHelp(theme, frame)
        self._field.installEventFilter(self)
        self._field.textEdited.connect(self._on_field_edited)
        self._field.cursorPositionChanged.connect(self._on_field_caret_moved)
        self._field.search_committed.connect(self._on_field_committed)
        self.help.taken.connect(self._take)
        inbox.searched.connect(timeline.set_sought)

    def read_known(self) -> None:
        """Read which tags, agents and accounts there are, aside."""
        self._jobs.run("known", lambda store: store.search.known_values(), self._on_known_read)

    def forget(self) -> None:
        """Forget the last searches."""
        try:
            self.history.forget()
        except StoreError:
            return  # they are offered once more, and can be forgotten once more

    def show_hit(self, detail: CaseDetail | None) -> None:
        """A case is shown: go to the message for which it was found, and keep the search for another time."""
        if detail is None or not self._inbox.typed:
            return
        self._note(self._inbox.typed)
        message = self._inbox.message_found(int(detail.row.id))
        if message is not None:
            key = f"message-{message}"
            self._timeline.go_to_item(key)
            QTimer.singleShot(0, self._timeline, lambda: self._timeline.go_to_item(key))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Open the list with the field's focus, and send it the keys that are its own."""
        if event.type() is QEvent.Type.FocusIn:
            self._is_closed = False
            self.read_known()
            self._offer()
        elif event.type() is QEvent.Type.FocusOut:
            self.help.hide()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        return False

    def _on_key(self, key: Qt.Key) -> bool:
        if self.help.isHidden():
            if key is Qt.Key.Key_Down:
                self._frame.list.focus_list()
                return True
            return False
        if key in _STEPS:
            self.help.step(_STEPS[key])
            return True
        if key is Qt.Key.Key_Escape:
            self._is_closed = True
            self.help.hide()
            return True
        if key is Qt.Key.Key_Tab and self.help.chosen is None and self._field.text():
            self.help.step(1)
        return key in _TAKES and self.help.take()

    def _offer(self) -> None:
        if self._is_closed or not self._field.hasFocus():
            self.help.hide()
            return
        typed = self._field.text()
        try:
            history = self.history.all()
        except StoreError:
            history = ()
        offers = completions(typed, self._field.cursorPosition(), values=self._known, history=history)
        self.help.offer(offers, self._field)

    def _take(self, offer: Completion) -> None:
        text, caret = offer.applied(self._field.text())
        self._field.setText(text)
        self._field.setCursorPosition(caret)
        self._field.search_changed.emit(text)
        self._offer()

    def _on_known_read(self, known: Mapping[str, Sequence[str]]) -> None:
        self._known = known
        self.known_read.emit(known)
        if not self.help.isHidden():
            self._offer()

    def _on_field_edited(self, _typed: str) -> None:
        self._is_closed = False
        self._offer()

    def _on_field_caret_moved(self, _before: int, _now: int) -> None:
        if not self.help.isHidden():
            self._offer()

    def _on_field_committed(self, typed: str) -> None:
        """Go to what was found, the first of it chosen."""
        self.help.hide()
        if typed.strip():
            self._note(typed)
            self._frame.list.focus_list()

    def _note(self, typed: str) -> None:
        try:
            self.history.note(typed)
        except StoreError:
            return  # a list of old searches is worth no error message
