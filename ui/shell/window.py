"""The main window: panes, bars and controllers put together, and what passes between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from desktop.cases import Done
from desktop.events import (
    AccountsChanged,
    CasesChanged,
    DeliveriesChanged,
    EngineFault,
    Event,
    OlderPulled,
    OutboxEdited,
    SyncNow,
)
from desktop.guardrails import Guardrails
from desktop.model import CaseDetail, CaseId, CaseRow
from desktop.store import StoreError
from ui.bridge import EngineProcess, JobRunner
from ui.cases.controller import CaseController
from ui.cases.new_conversation import NewConversationDialog
from ui.composer.controller import ComposerController
from ui.inbox import CaseListModel, CaseListPane
from ui.inbox.controller import LANES, InboxController
from ui.session import Session
from ui.shell.banner import Banner, BannerKind
from ui.shell.conversation import ConversationPane
from ui.shell.done_words import done_words
from ui.shell.navigation import Navigation
from ui.shell.panes import Panes, Wishes
from ui.shell.surroundings import Surroundings
from ui.shell.topbar import TopBar
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
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._session = session
        self._theme = theme
        self._engine = engine
        self._jobs = jobs
        self._begin_with: int | None = None
        self._list_wants_focus = False
        self._make_panes(theme)
        self._inbox = InboxController(session, self._list, self._model, jobs)
        conversation = self._conversation
        self._case = CaseController(session, theme, conversation.header, conversation.timeline, self._list.select_after)
        self._composing = ComposerController(session, conversation.composer, guardrails, session.cases.add_note)
        self._surroundings = Surroundings(session, self._top, self._navigation, self._banner)
        self._connect_list()
        self._connect_conversation()
        self._connect_frame()
        self._minute = QTimer(self)
        self._minute.timeout.connect(self._on_minute_passed)
        self._minute.start(_MINUTE)
        self._surroundings.show()
        self._inbox.show_lane(LANES[0])
        self._navigation.set_current(LANES[0])

    def showEvent(self, event: QShowEvent) -> None:
        """Give the list the keyboard as soon as it has rows."""
        super().showEvent(event)
        self._list_wants_focus = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the draft, let the engine finish by itself, and end the background jobs."""
        self._composing.save()
        self._engine.leave()
        self._jobs.close()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the composer to the height."""
        super().resizeEvent(event)
        self._conversation.set_window_height(self.height())

    def begin_with(self, case_id: int | None) -> None:
        """Show My open again and choose a case as soon as it is in the list."""
        self._begin_with = case_id
        self._inbox.show_lane(LANES[0])

    @property
    def is_settled(self) -> bool:
        """True if nothing is about to be read or painted again."""
        return self._inbox.is_settled

    # --- making -----------------------------------------------------------------------------------------------

    def _make_panes(self, theme: Theme) -> None:
        self._top = TopBar(theme)
        self._banner = Banner(theme)
        self._navigation = Navigation(theme, LANES)
        self._model = CaseListModel(self._rows, self._session.clock)
        self._list = CaseListPane(theme, self._model)
        self._conversation = ConversationPane(theme, self._session.local_now)
        self._profile = QWidget()
        self._panes = Panes(
            theme,
            self._navigation,
            self._list,
            self._conversation,
            self._profile,
            load=self._load_widths,
            save=self._save_widths,
            screen_width=self._screen_width,
        )
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._banner)
        column.addWidget(self._panes, 1)
        self.setCentralWidget(whole)

    def _rows(self, case_ids: Sequence[CaseId]) -> Sequence[CaseRow]:
        return self._inbox.rows(case_ids)

    def _load_widths(self, screen: int) -> Wishes | None:
        value = self._session.store.settings.get(f"panes/{screen}")
        return value if isinstance(value, dict) else None

    def _save_widths(self, screen: int, wishes: Wishes) -> None:
        try:
            self._session.store.settings.set(f"panes/{screen}", wishes, self._session.clock())
        except StoreError:
            return  # widths are worth no error message

    def _screen_width(self) -> int:
        screen = self.screen()
        return screen.size().width() if screen is not None else self.width()

    # --- connecting -------------------------------------------------------------------------------------------

    def _connect_list(self) -> None:
        pane, case = self._list, self._case
        self._inbox.case_chosen.connect(case.show)
        self._inbox.list_filled.connect(self._on_list_filled)
        self._inbox.counts_changed.connect(self._navigation.set_counts)
        self._inbox.lane_changed.connect(self._navigation.set_current)
        pane.solve_requested.connect(case.solve)
        pane.assign_to_me_requested.connect(case.assign_to_me)
        pane.tag_requested.connect(case.ask_tags)
        pane.unread_toggled.connect(case.toggle_unread)
        pane.snooze_requested.connect(lambda _: self._conversation.header.open_snooze_menu())
        pane.assign_requested.connect(lambda _: self._conversation.header.open_assignee_menu())
        pane.open_requested.connect(self._on_list_open_requested)

    def _connect_conversation(self) -> None:
        conversation, case, composing = self._conversation, self._case, self._composing
        case.shown.connect(self._on_case_shown)
        case.done.connect(self._on_done)
        case.failed.connect(self._inbox.fail)
        case.sending_changed.connect(self._on_sending_changed)
        case.edit_requested.connect(composing.put)
        composing.queued.connect(self._on_reply_queued)
        composing.solve_requested.connect(case.solve)
        composing.snooze_requested.connect(conversation.header.open_snooze_menu)
        composing.note_written.connect(self._on_done)
        composing.failed.connect(self._inbox.fail)
        composing.focus_left.connect(self._list.focus_list)
        composing.browser_requested.connect(case.open_in_browser)
        conversation.toast.undo_requested.connect(self._on_undo_requested)
        conversation.header.profile_toggled.connect(lambda _: self._panes.toggle_profile())
        conversation.profile_requested.connect(self._panes.toggle_profile)

    def _connect_frame(self) -> None:
        self._navigation.lane_chosen.connect(self._inbox.show_lane)
        self._top.search_changed.connect(self._inbox.search)
        self._top.new_requested.connect(self._begin_conversation)
        self._top.menu_requested.connect(self._panes.toggle_navigation)
        self._panes.rail_changed.connect(self._top.set_rail)
        self._panes.profile_shown_changed.connect(self._conversation.header.set_profile_shown)
        self._panes.drawer_mode_changed.connect(self._conversation.set_strip_wanted)
        self._surroundings.online_changed.connect(self._case.set_online)
        self._surroundings.online_changed.connect(self._composing.set_online)
        self._banner.action_requested.connect(self._on_banner_action_requested)
        self._engine.event_received.connect(self._on_engine_event_received)
        for keys, action in (
            ("Ctrl+K", self._top.focus_search),
            ("Ctrl+N", self._begin_conversation),
            ("Ctrl+R", self._sync),
            ("F5", self._sync),
            ("Ctrl+B", self._panes.toggle_navigation),
            ("Ctrl+I", self._panes.toggle_profile),
            ("Ctrl+Q", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    # --- what happens -----------------------------------------------------------------------------------------

    def _sync(self) -> None:
        self._engine.nudge(SyncNow())

    def _on_list_filled(self) -> None:
        if self._list_wants_focus and self._model.rowCount():
            self._list_wants_focus = False
            self._list.focus_list()
        if self._begin_with is not None and self._list.select_case(self._begin_with):
            self._begin_with = None

    def _begin_conversation(self) -> None:
        session = self._session
        dialog = NewConversationDialog(self._theme, session.store.accounts.all(), session.cases.begin, self)
        try:
            dialog.exec()
        except StoreError as error:
            self._inbox.fail(error)
        if dialog.case_id is not None:
            self.begin_with(dialog.case_id)
            self._case.show(dialog.case_id)
            self._conversation.composer.focus_editor()

    def _on_list_open_requested(self, with_caret: bool) -> None:
        if with_caret:
            self._conversation.composer.focus_editor()
        else:
            self._conversation.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_case_shown(self, detail: CaseDetail | None) -> None:
        self._conversation.show_case(detail is not None)
        self._composing.show(detail)

    def _on_done(self, done: Done) -> None:
        self._case.refresh(done.case_ids)
        self._composing.refresh(self._case.detail)
        self._inbox.refresh(done.case_ids)
        words = done_words(done, self._session.clock(), self._session.tz)
        if words is not None and done.undo is not None:
            self._conversation.toast.show_done(words, done)

    def _on_undo_requested(self, done: Done) -> None:
        if done.undo is None:
            return
        try:
            done.undo()
        except StoreError as error:
            self._inbox.fail(error)
            return
        self._case.refresh(done.case_ids)
        self._inbox.refresh(done.case_ids)
        self._list.select_case(done.case_ids[0] if done.case_ids else None)

    def _on_reply_queued(self, case_id: CaseId) -> None:
        self._engine.nudge(OutboxEdited())
        self._look_again_at((case_id,))

    def _on_sending_changed(self) -> None:
        self._engine.nudge(OutboxEdited())
        self._inbox.refresh()
        self._surroundings.show()

    def _on_banner_action_requested(self, kind: BannerKind, _code: str) -> None:
        if kind is BannerKind.OFFLINE:
            self._sync()

    def _on_engine_event_received(self, event: Event) -> None:
        if isinstance(event, CasesChanged | DeliveriesChanged):
            self._look_again_at(event.case_ids)
        elif isinstance(event, AccountsChanged):
            self._surroundings.show()
            self._composing.refresh()
        elif isinstance(event, OlderPulled):
            self._inbox.refresh()
        elif isinstance(event, EngineFault):
            self._inbox.fail_with(event.code)

    def _look_again_at(self, case_ids: Sequence[int]) -> None:
        self._inbox.refresh(case_ids)
        self._case.refresh(case_ids)
        self._composing.refresh(self._case.detail)
        self._surroundings.show()

    def _on_minute_passed(self) -> None:
        self._case.tick()
        self._composing.refresh()
        self._inbox.refresh(())
        self._surroundings.show()
