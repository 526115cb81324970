"""The main window: panes, bars and controllers put together, and what passes between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from desktop.cases import Done
from desktop.events import AccountsChanged, CasesChanged, DeliveriesChanged, Event, OutboxEdited, SyncNow
from desktop.guardrails import Guardrails
from desktop.model import CaseDetail, CaseId, CaseRow
from ui.bridge import EngineProcess, JobRunner
from ui.cases import Timeline
from ui.cases.controller import CaseController
from ui.cases.header import ConversationHeader
from ui.composer import Composer
from ui.composer.controller import ComposerController
from ui.inbox import CaseListModel, CaseListPane
from ui.inbox.controller import LANES, InboxController
from ui.session import Session
from ui.shell.navigation import Navigation
from ui.shell.topbar import SyncKind, SyncState, TopBar
from ui.theme import Theme

_MINUTE = 60_000


class MainWindow(QMainWindow):
    """One desk's window. It works without an engine; events only make it look again."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        jobs: JobRunner,
        engine: EngineProcess,
        guardrails: Callable[[], Guardrails],
    ) -> None:
        """Build the panes and show My open."""
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Sportello")
        self.setMinimumSize(960, 600)
        self._session = session
        self._engine = engine
        self._jobs = jobs
        self._make_panes(theme)
        self._make_controllers(theme, guardrails)
        self._connect()
        self._minute = QTimer(self)
        self._minute.timeout.connect(self._on_minute_passed)
        self._minute.start(_MINUTE)
        self._show_surroundings()
        self._inbox.show_lane(LANES[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the draft, let the engine finish by itself, and end the background jobs."""
        self._composing.save()
        self._engine.leave()
        self._jobs.close()
        super().closeEvent(event)

    @property
    def is_settled(self) -> bool:
        """True if nothing is about to be read or painted again."""
        return self._inbox.is_settled

    def _make_panes(self, theme: Theme) -> None:
        self._top = TopBar(theme)
        self._navigation = Navigation(theme, LANES)
        self._model = CaseListModel(self._rows, self._session.clock)
        self._list = CaseListPane(theme, self._model)
        self._header = ConversationHeader(theme, self._session.local_now)
        self._timeline = Timeline(theme)
        self._composer = Composer(theme)
        conversation = QWidget()
        column = QVBoxLayout(conversation)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._timeline, 1)
        column.addWidget(self._composer)
        self._lay_out(conversation)

    def _rows(self, case_ids: Sequence[CaseId]) -> Sequence[CaseRow]:
        return self._inbox.rows(case_ids)

    def _lay_out(self, conversation: QWidget) -> None:
        from PySide6.QtWidgets import QSplitter

        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for pane, stretch in ((self._navigation, 0), (self._list, 0), (conversation, 1)):
            splitter.addWidget(pane)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        splitter.setSizes([208, 360, 872])
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(splitter, 1)
        self.setCentralWidget(whole)

    def _make_controllers(self, theme: Theme, guardrails: Callable[[], Guardrails]) -> None:
        session = self._session
        self._inbox = InboxController(session, self._list, self._model, self._jobs)
        self._case = CaseController(session, theme, self._header, self._timeline, self._list.select_after)
        self._composing = ComposerController(session, self._composer, guardrails, session.cases.add_note)

    def _connect(self) -> None:
        self._inbox.case_chosen.connect(self._case.show)
        self._inbox.counts_changed.connect(self._navigation.set_counts)
        self._navigation.lane_chosen.connect(self._inbox.show_lane)
        self._top.search_changed.connect(self._inbox.search)
        self._case.shown.connect(self._on_case_shown)
        self._case.done.connect(self._on_case_done)
        self._case.sending_changed.connect(self._on_sending_changed)
        self._case.edit_requested.connect(self._composing.put)
        self._list.solve_requested.connect(self._case.solve)
        self._list.assign_to_me_requested.connect(self._case.assign_to_me)
        self._list.tag_requested.connect(self._case.ask_tags)
        self._list.unread_toggled.connect(self._case.toggle_unread)
        self._list.snooze_requested.connect(lambda _: self._header.open_snooze_menu())
        self._list.assign_requested.connect(lambda _: self._header.open_assignee_menu())
        self._list.open_requested.connect(lambda _: self._composer.focus_editor())
        self._composing.queued.connect(self._on_reply_queued)
        self._composing.solve_requested.connect(self._case.solve)
        self._composing.snooze_requested.connect(self._header.open_snooze_menu)
        self._composing.note_written.connect(self._on_case_done)
        self._composing.focus_left.connect(self._list.focus_list)
        self._engine.event_received.connect(self._on_engine_event_received)
        for keys, action in (
            ("Ctrl+K", self._top.search.setFocus),
            ("Ctrl+R", lambda: self._engine.nudge(SyncNow())),
            ("F5", lambda: self._engine.nudge(SyncNow())),
            ("Ctrl+Q", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _show_surroundings(self) -> None:
        """Show the hours, the accounts and how the pull stands."""
        session = self._session
        accounts = session.store.accounts.all()
        now = session.clock()
        synced = [one.health.last_sync_at for one in accounts if one.health.last_sync_at is not None]
        self._top.set_sync(SyncState(SyncKind.SYNCED if synced else SyncKind.NO_CHANNELS))
        is_open = session.hours.is_open(None, now)
        change = session.hours.next_closing(None, now) if is_open else session.hours.next_opening(None, now)
        moment = change.astimezone(session.tz).strftime("%a %H:%M") if change else ""
        words = self.tr("Open until {moment}") if is_open else self.tr("Closed · opens {moment}")
        self._top.set_hours(is_open, words.replace("{moment}", moment))

    def _on_case_shown(self, detail: CaseDetail | None) -> None:
        self._composing.show(detail)

    def _on_case_done(self, done: Done) -> None:
        self._case.refresh(done.case_ids)
        self._inbox.refresh(done.case_ids)

    def _on_reply_queued(self, case_id: CaseId) -> None:
        self._engine.nudge(OutboxEdited())
        self._case.refresh((case_id,))
        self._inbox.refresh((case_id,))

    def _on_sending_changed(self) -> None:
        self._engine.nudge(OutboxEdited())
        self._inbox.refresh()

    def _on_engine_event_received(self, event: Event) -> None:
        if isinstance(event, (CasesChanged, DeliveriesChanged)):
            self._inbox.refresh(event.case_ids)
            self._case.refresh(event.case_ids)
        elif isinstance(event, AccountsChanged):
            self._show_surroundings()

    def _on_minute_passed(self) -> None:
        self._case.tick()
        self._inbox.refresh(())
        self._show_surroundings()
