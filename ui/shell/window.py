"""The main window, made in two steps: the first screen is painted, then everything else is furnished."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from desktop.model import Lane
from ui.bridge import JobRunner
from ui.session import Session
from ui.settings.preferences import appearance_of
from ui.shell.first_screen import FirstScreen
from ui.theme import Theme

if TYPE_CHECKING:
    from desktop.guardrails import Guardrails
    from ui.bridge import EngineProcess
    from ui.composer.controller import ComposerController
    from ui.shell.furnishings import Furnishings
    from ui.shell.palette_actions import Action
    from ui.shell.topbar import TopBar
    from ui.shell.wiring import Wiring

_MINUTE = 60_000
_DONE = object()
_UNSEEN_MS = 1_000
"""So long a window may stay unpainted, minimised say, before it is furnished all the same."""
_LOADS = (
    "ui.cases.controller",
    "ui.composer.controller",
    "ui.customers.controller",
    "ui.outbox.controller",
    "ui.shell.furnishings",
    "ui.shell.wiring",
)
"""What the furnishings are made of, loaded one a turn of the event loop, so that the list answers meanwhile."""
_INPUT = frozenset(
    {
        QEvent.Type.ShortcutOverride,
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TabletPress,
        QEvent.Type.TouchBegin,
    }
)


class MainWindow(QMainWindow):
    """One desk's window. It works without an engine; events only make it look again."""

    furnished = Signal()
    """Everything is there, once in a window's life: time to start the engine."""
    send_refused = Signal(object, object, str)
    """Here or in a conversation's own window something may not be sent: the case's id, its Verdict, the text."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        jobs: JobRunner,
        engine: EngineProcess,
        guardrails: Callable[[], Guardrails],
    ) -> None:
        """Make the first screen and show My open. The rest follows the first paint, or the first key or click."""
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Sportello")
        self.setMinimumSize(960, 600)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self._engine = engine
        self._guardrails = guardrails
        self._first = FirstScreen(session, theme, jobs, self)
        self._inbox = self._first.inbox
        self._parts: Furnishings | None = None
        self._wiring: Wiring | None = None
        self._turns = self._furnish_in_turns()
        self._is_awaited = False
        self.setCentralWidget(self._first.frame)
        self._first.queue_chosen.connect(self._on_queue_chosen)
        self.set_motion(not appearance_of(session.store).reduce_motion)
        self._first.begin()

    # --- what the program asks --------------------------------------------------------------------------------

    def begin_with(self, case_id: int | None) -> None:
        """Show My open again and choose a case as soon as it is in the list."""
        self.furnish()
        self._first.begin_with(case_id)

    @property
    def is_furnished(self) -> bool:
        """True if everything is made and connected."""
        return self._wiring is not None

    @property
    def is_settled(self) -> bool:
        """True if nothing is about to be made, read or painted again."""
        parts = self._parts
        return self.is_furnished and self._inbox.is_settled and parts is not None and parts.is_settled

    @property
    def top_bar(self) -> TopBar:
        """The bar over everything."""
        return self._first.frame.top

    @property
    def composing(self) -> ComposerController:
        """Who keeps the drafts; furnishes the window if it is not."""
        self.furnish()
        assert self._parts is not None
        return self._parts.composing

    def offer(self, *actions: Action) -> None:
        """Let actions be run by name too; furnishes the window if it is not."""
        self.furnish()
        assert self._parts is not None
        self._parts.actions.add(*actions)

    def show_case(self, case_id: int) -> None:
        """Bring a case to the front."""
        self.furnish()
        assert self._wiring is not None
        self._wiring.show_case(case_id)

    def look_again(self, case_ids: Sequence[int]) -> None:
        """Read some cases again, which were changed beside the window's own deeds."""
        self.furnish()
        assert self._parts is not None
        self._parts.after.look_again_at(case_ids)

    def furnish(self) -> None:
        """Make at once what is not made yet; harmless when nothing is missing."""
        for _ in self._turns:
            continue

    def set_motion(self, moves: bool) -> None:
        """Let the bars and panes of the first screen move when they open and close, or not."""
        self._first.frame.banner.set_motion(moves)
        self._first.frame.panes.set_motion(moves)

    def come_forward(self) -> None:
        """Bring the window to the front: a second start, the tray or a notice asked for it."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    # --- what happens to it -----------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the draft, let the engine finish by itself, end the background jobs and let no clock go on."""
        self._turns.close()
        if self._wiring is not None:
            self._wiring.leave()
        if self._parts is not None:
            self._parts.leave()
        self._engine.leave()
        self._jobs.close()
        for timer in self.findChildren(QTimer):
            timer.stop()  # whoever closes the store next must not be asked for it once more
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the drawer at Esc, else give the list the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            if not self._first.frame.panes.close_drawer():
                self._first.frame.list.focus_list()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the composer to the height."""
        super().resizeEvent(event)
        if self._parts is not None:
            self._parts.conversation.set_window_height(self.height())

    def showEvent(self, event: QShowEvent) -> None:
        """Give the list the keyboard as soon as it has rows; furnish the window once it is painted."""
        super().showEvent(event)
        self._first.want_focus()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.is_furnished and not self._is_awaited:
            self._is_awaited = True
            self.windowHandle().installEventFilter(self)
            QTimer.singleShot(_UNSEEN_MS, self, self._on_turn_came)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to furnish after the first paint; be done with it before the first key or click arrives."""
        if watched is self.windowHandle() and not self.is_furnished:
            if event.type() is QEvent.Type.Expose:
                QTimer.singleShot(0, self, self._on_turn_came)
            elif event.type() in _INPUT:
                self.furnish()
        return super().eventFilter(watched, event)

    # --- furnishing -------------------------------------------------------------------------------------------

    def _on_turn_came(self) -> None:
        """Do the next part of the furnishing, and the one after it when the event loop comes round again."""
        if next(self._turns, _DONE) is not _DONE:
            QTimer.singleShot(0, self, self._on_turn_came)

    def _furnish_in_turns(self) -> Generator[None]:
        """Load and make what is missing; pause where the event loop may take a turn."""
        for name in _LOADS:
            import_module(name)
            yield
        from ui.shell.furnishings import Furnishings
        from ui.shell.wiring import Wiring

        self._parts = Furnishings(self._session, self._theme, self._jobs, self._guardrails, self._first, self)
        self._parts.conversation.set_window_height(self.height())
        yield
        self._wiring = Wiring(self._session, self._theme, self._engine, self._first, self._parts, self)
        minute = QTimer(self)
        minute.timeout.connect(self._wiring.tick)
        minute.start(_MINUTE)
        self._inbox.read_all()
        QTimer.singleShot(0, self, self.furnished.emit)

    def _on_queue_chosen(self, lane: Lane) -> None:
        self.furnish()
        assert self._parts is not None
        self._parts.show_queue(lane)
