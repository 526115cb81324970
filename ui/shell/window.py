"""The main window: frame and controllers put together, and what passes between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from desktop.events import (
    AccountsChanged,
    AccountsEdited,
    CasesChanged,
    DeliveriesChanged,
    EngineFault,
    Event,
    OlderPulled,
    OutboxEdited,
    SyncNow,
)
from desktop.guardrails import Guardrails
from desktop.model import CaseDetail, CaseId, CaseRow, Lane, Network
from ui.bridge import EngineProcess, JobRunner
from ui.cases import ContextFact
from ui.cases.controller import CaseController
from ui.composer.canned import language_name
from ui.composer.controller import ComposerController
from ui.customers.controller import CustomerController
from ui.customers.presenter import RepeatCard
from ui.inbox.controller import LANES, InboxController
from ui.outbox.controller import DraftsController, OutboxController
from ui.session import Session
from ui.settings.preferences import Appearance, appearance_of, keep_text_size
from ui.shell import window_actions
from ui.shell.aftermath import Aftermath, Screens
from ui.shell.banner import BannerKind
from ui.shell.banner_presenter import SIGN_IN, TRY_NOW, VIEW_OUTBOX
from ui.shell.doors import Doors
from ui.shell.frame import Frame
from ui.shell.notices_controller import NoticeCentre
from ui.shell.palette_controller import PaletteController, remembered_actions
from ui.shell.palette_rows import OfferedReply
from ui.shell.shortcuts import Place, ShortcutTable
from ui.shell.shortcuts_install import install
from ui.shell.surroundings import Surroundings
from ui.shell.tray import Tray
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
        """Build everything and show My open."""
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
        self._frame = Frame(session, theme, LANES, self._rows)
        self.setCentralWidget(self._frame)
        self._make_controllers(guardrails)
        self._make_actions()
        self._connect_lists()
        self._connect_conversation()
        self._connect_frame()
        self._connect_doors()
        self._minute = QTimer(self)
        self._minute.timeout.connect(self._on_minute_passed)
        self._minute.start(_MINUTE)
        self._take_preferences()
        self._surroundings.show()
        self._choose_lane(LANES[0])

    # --- what the program asks --------------------------------------------------------------------------------

    def begin_with(self, case_id: int | None) -> None:
        """Show My open again and choose a case as soon as it is in the list."""
        self._begin_with = case_id
        self._choose_lane(LANES[0])

    @property
    def is_settled(self) -> bool:
        """True if nothing is about to be read or painted again."""
        return self._inbox.is_settled and self._outbox.is_settled and self._drafts.is_settled

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the draft, let the engine finish by itself, and end the background jobs."""
        self._composing.save()
        self._notices.leave()
        self._tray.leave()
        self._engine.leave()
        self._jobs.close()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the drawer at Esc, else give the list the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            if not self._frame.panes.close_drawer():
                self._frame.list.focus_list()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the composer to the height."""
        super().resizeEvent(event)
        self._frame.conversation.set_window_height(self.height())

    def showEvent(self, event: QShowEvent) -> None:
        """Give the list the keyboard as soon as it has rows."""
        super().showEvent(event)
        self._list_wants_focus = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- making -----------------------------------------------------------------------------------------------

    def _make_controllers(self, guardrails: Callable[[], Guardrails]) -> None:
        session, theme, frame, jobs = self._session, self._theme, self._frame, self._jobs
        parts = frame.conversation
        self._inbox = InboxController(session, frame.list, frame.model, jobs)
        self._outbox = OutboxController(session, frame.outbox)
        self._drafts = DraftsController(session, frame.drafts)
        self._case = CaseController(session, theme, parts.header, parts.timeline, frame.list.select_after)
        self._composing = ComposerController(session, parts.composer, guardrails, session.cases.add_note)
        self._composing.shelf.compare_by(jobs)
        self._customer = CustomerController(session, frame.profile, jobs)
        self._surroundings = Surroundings(session, frame.top, frame.navigation, frame.banner)
        screens = Screens(self._inbox, self._outbox, self._drafts, self._case, self._composing, self._customer)
        self._after = Aftermath(session, screens, parts.toast, self._surroundings.show)
        self._doors = Doors(session, theme, self)
        self._tray = Tray(theme, self)
        self._notices = NoticeCentre(session, jobs, frame.top, self._tray, self._front_case)

    def _make_actions(self) -> None:
        self._actions = remembered_actions(self._session)
        self._table = ShortcutTable(LANES)
        frame, parts = self._frame, self._frame.conversation
        self._palette = PaletteController(
            self._session, frame.palette_box, self._jobs, self._actions, self._offered_replies
        )
        deeds = window_actions.FrameDeeds(
            palette=self._palette.open,
            search=frame.top.focus_search,
            new=self._doors.begin_conversation,
            sync=self._sync,
            navigation=frame.panes.toggle_navigation,
            profile=frame.panes.toggle_profile,
            settings=self._doors.open_settings,
            shortcuts=self._show_shortcuts,
            connect=self._doors.connect_account,
            pane=frame.ring.step,
            text_size=self._change_text_size,
            merge_customer=self._customer.ask_merge,
            close=self.close,
        )
        window_actions.fill(self._actions, self._table, LANES, self._choose_lane, deeds)
        window_actions.fill_for_case(self._actions, self._table, self._case, frame.list, parts.composer, deeds)
        places = {Place.LIST: frame.list.list_view, Place.TIMELINE: parts.timeline.view}
        self._keys = install(self, self._table, self._actions, places, parts.composer.editor)

    def _rows(self, case_ids: Sequence[CaseId]) -> Sequence[CaseRow]:
        return self._inbox.rows(case_ids)

    def _offered_replies(self) -> Sequence[OfferedReply]:
        shelf = self._composing.shelf
        return [
            OfferedReply(one.shortcut, one.title, ", ".join(language_name(code) for code in one.languages))
            for one in shelf.all()
        ]

    # --- connecting -------------------------------------------------------------------------------------------

    def _connect_lists(self) -> None:
        pane, case, frame = self._frame.list, self._case, self._frame
        self._inbox.case_chosen.connect(case.show)
        self._inbox.list_filled.connect(self._on_list_filled)
        self._inbox.counts_changed.connect(frame.navigation.set_counts)
        self._inbox.lane_changed.connect(self._on_inbox_lane_changed)
        pane.solve_requested.connect(case.solve)
        pane.assign_to_me_requested.connect(case.assign_to_me)
        pane.tag_requested.connect(case.ask_tags)
        pane.unread_toggled.connect(case.toggle_unread)
        pane.snooze_requested.connect(lambda _: frame.conversation.header.open_snooze_menu())
        pane.assign_requested.connect(lambda _: frame.conversation.header.open_assignee_menu())
        pane.open_requested.connect(self._on_list_open_requested)
        pane.empty_action_requested.connect(self._doors.connect_account)
        for queue in (self._outbox, self._drafts):
            queue.case_requested.connect(case.show)
            queue.done.connect(self._after.on_done)
            queue.failed.connect(self._inbox.fail)
        self._outbox.edit_requested.connect(self._composing.put)
        self._outbox.sending_changed.connect(self._on_sending_changed)
        self._outbox.sign_in_requested.connect(self._doors.sign_in_again)
        self._drafts.write_requested.connect(self._write_in)
        self._drafts.discarded.connect(lambda _: self._composing.forget())

    def _connect_conversation(self) -> None:
        parts, case, composing = self._frame.conversation, self._case, self._composing
        case.shown.connect(self._on_case_shown)
        case.done.connect(self._after.on_done)
        case.failed.connect(self._inbox.fail)
        case.sending_changed.connect(self._on_sending_changed)
        case.edit_requested.connect(composing.put)
        composing.queued.connect(self._on_reply_queued)
        composing.solve_requested.connect(case.solve)
        composing.snooze_requested.connect(parts.header.open_snooze_menu)
        composing.note_written.connect(self._after.on_done)
        composing.failed.connect(self._inbox.fail)
        composing.focus_left.connect(self._frame.list.focus_list)
        composing.browser_requested.connect(case.open_in_browser)
        self._after.case_wanted.connect(self._show_case)
        parts.header.profile_toggled.connect(lambda _: self._frame.panes.toggle_profile())
        parts.profile_requested.connect(self._frame.panes.toggle_profile)
        self._customer.case_requested.connect(self._show_case)
        self._customer.item_requested.connect(self._show_item)
        self._customer.repeat_shown.connect(self._on_repeat_shown)
        self._customer.done.connect(self._after.on_done)
        self._customer.failed.connect(self._inbox.fail)

    def _connect_frame(self) -> None:
        frame = self._frame
        frame.navigation.lane_chosen.connect(self._choose_lane)
        frame.navigation.account_chosen.connect(self._narrow_to_account)
        frame.top.search_changed.connect(self._on_search_changed)
        frame.top.menu_requested.connect(frame.panes.toggle_navigation)
        frame.panes.rail_changed.connect(frame.top.set_rail)
        frame.panes.profile_shown_changed.connect(frame.conversation.header.set_profile_shown)
        frame.panes.drawer_mode_changed.connect(frame.conversation.set_strip_wanted)
        self._surroundings.online_changed.connect(self._case.set_online)
        self._surroundings.online_changed.connect(self._composing.set_online)
        self._surroundings.online_changed.connect(self._outbox.set_online)
        self._surroundings.accounts_shown.connect(self._on_accounts_shown)
        frame.banner.action_requested.connect(self._on_banner_action_requested)
        frame.banner.waiting_changed.connect(self._notices.set_waiting_banners)
        self._notices.case_requested.connect(self._raise_case)
        self._notices.sign_in_requested.connect(self._doors.sign_in_again)
        self._notices.banner_action_requested.connect(self._on_banner_action_requested)
        self._tray.raise_requested.connect(self.come_forward)
        self._tray.quit_requested.connect(self.close)
        self._palette.case_requested.connect(self._show_case)
        self._palette.reply_requested.connect(self._composing.put_canned)
        self._keys.letters_changed.connect(frame.list.set_letters_enabled)
        self._engine.event_received.connect(self._on_engine_event_received)

    def _connect_doors(self) -> None:
        frame, doors = self._frame, self._doors
        frame.navigation.connect_requested.connect(doors.connect_account)
        frame.navigation.account_sign_in_requested.connect(doors.sign_in_again)
        frame.navigation.settings_requested.connect(doors.open_settings)
        frame.navigation.agent_requested.connect(lambda: doors.open_settings("agent"))
        frame.top.new_requested.connect(doors.begin_conversation)
        frame.first_run.connect_requested.connect(doors.connect_account)
        frame.first_run.agent_named.connect(lambda _: self._surroundings.show())
        frame.first_run.hours_requested.connect(lambda: doors.open_settings("hours"))
        frame.first_run.shortcuts_requested.connect(self._show_shortcuts)
        doors.accounts_edited.connect(self._on_accounts_edited)
        doors.conversation_begun.connect(self._write_in)
        doors.letters_toggled.connect(self._keys.set_letters_enabled)
        doors.settings_changed.connect(self._apply_settings)
        doors.failed.connect(self._inbox.fail)

    # --- showing ----------------------------------------------------------------------------------------------

    def come_forward(self) -> None:
        """Bring the window to the front: a second start, the tray or a notice asked for it."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def _choose_lane(self, lane: Lane) -> None:
        """Show a view's list; the outbox and the drafts have lists of their own."""
        self._frame.show_list_of(lane)
        self._frame.navigation.set_current(lane)
        if lane is Lane.OUTBOX:
            self._outbox.show()
        elif lane is Lane.DRAFTS:
            self._drafts.show()
        else:
            self._inbox.show_lane(lane)

    def _on_inbox_lane_changed(self, lane: Lane) -> None:
        self._frame.show_list_of(lane)
        self._frame.navigation.set_current(lane)

    def _on_search_changed(self, typed: str) -> None:
        if typed.strip():
            self._frame.show_list_of(Lane.ALL)
            self._frame.navigation.set_current(None)
        self._inbox.search(typed)

    def _narrow_to_account(self, account_id: int) -> None:
        account = next((one for one in self._session.store.accounts.all() if int(one.id) == account_id), None)
        if account is not None:
            self._inbox.narrow_to(account.network)

    def _on_list_filled(self) -> None:
        if self._list_wants_focus and self._frame.model.rowCount():
            self._list_wants_focus = False
            self._frame.list.focus_list()
        if self._begin_with is not None and self._frame.list.select_case(self._begin_with):
            self._begin_with = None

    def _show_case(self, case_id: int) -> None:
        if not self._frame.list.select_case(case_id):
            self._case.show(case_id)

    def _show_item(self, case_id: int, key: str) -> None:
        self._show_case(case_id)
        self._frame.conversation.timeline.go_to_item(key)

    def _raise_case(self, case_id: int) -> None:
        self.come_forward()
        self._show_case(case_id)

    def _write_in(self, case_id: int) -> None:
        self._show_case(case_id)
        self._frame.conversation.composer.focus_editor()

    def _front_case(self) -> int | None:
        detail = self._case.detail
        return int(detail.row.id) if detail is not None and self.isActiveWindow() else None

    def _on_list_open_requested(self, with_caret: bool) -> None:
        if with_caret:
            self._frame.conversation.composer.focus_editor()
        else:
            self._frame.conversation.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_case_shown(self, detail: CaseDetail | None) -> None:
        self._frame.conversation.show_case(detail is not None)
        self._composing.show(detail)
        row = detail.row if detail is not None else None
        self._customer.show(row.customer_id if row is not None else None, row)

    def _on_repeat_shown(self, card: RepeatCard | None) -> None:
        self._frame.conversation.set_fact(ContextFact(card.title) if card is not None else None)

    # --- deeds ------------------------------------------------------------------------------------------------

    def _on_reply_queued(self, case_id: CaseId) -> None:
        self._engine.nudge(OutboxEdited())
        self._after.look_again_at((case_id,))

    def _on_sending_changed(self) -> None:
        self._engine.nudge(OutboxEdited())
        detail = self._case.detail
        self._after.look_again_at((detail.row.id,) if detail is not None else ())

    # --- around -----------------------------------------------------------------------------------------------

    def _sync(self) -> None:
        self._engine.nudge(SyncNow())

    def _show_shortcuts(self) -> None:
        offered = frozenset(action.id for action in self._actions.all())
        self._doors.show_shortcuts(self._table, offered, letters_enabled=self._keys.letters_enabled)

    def _change_text_size(self, by: int) -> None:
        keep_text_size(self._session, by)
        self._theme.set_scale(appearance_of(self._session.store).text_percent / 100)

    def _take_preferences(self) -> Appearance:
        """Let keys and motion be as the agent chose; return the whole choice. The theme is dressed by who made it."""
        appearance = appearance_of(self._session.store)
        self._keys.set_letters_enabled(appearance.single_letters)
        self._frame.set_motion(not appearance.reduce_motion)
        return appearance

    def _apply_settings(self, group: str) -> None:
        """Let a group of settings that was kept take effect."""
        if group == "appearance":
            self._take_preferences().apply_to(self._theme)
        elif group == "agent":
            self._frame.first_run.set_agent(self._session.agent)
            self._inbox.refresh()
        elif group == "hours":
            self._session.hours.forget()
            self._engine.nudge(AccountsEdited())
            self._inbox.refresh()
        self._composing.refresh()
        self._surroundings.show()

    def _on_accounts_edited(self, edited: AccountsEdited) -> None:
        self._engine.nudge(edited)
        self._session.hours.forget()
        self._surroundings.show()
        self._inbox.refresh()

    def _on_accounts_shown(self, count: int) -> None:
        self._frame.show_first_run(count == 0 and not self._inbox.has_any_case)
        accounts = self._session.store.accounts.all()
        networks = sorted({one.network for one in accounts}, key=list(Network).index)
        self._frame.list.set_networks(networks)
        window_actions.fill_accounts(self._actions, accounts, self._narrow_to_account)

    def _on_banner_action_requested(self, _kind: BannerKind, code: str) -> None:
        if code == TRY_NOW:
            self._sync()
        elif code == VIEW_OUTBOX:
            self._choose_lane(Lane.OUTBOX)
        elif code.startswith(SIGN_IN):
            self._doors.sign_in_again(int(code.removeprefix(SIGN_IN)))

    def _on_engine_event_received(self, event: Event) -> None:
        self._notices.on_event(event)
        if isinstance(event, CasesChanged | DeliveriesChanged):
            self._after.look_again_at(event.case_ids)
        elif isinstance(event, AccountsChanged):
            self._surroundings.show()
            self._composing.refresh()
            self._doors.refresh_health()
        elif isinstance(event, OlderPulled):
            self._inbox.refresh()
        elif isinstance(event, EngineFault):
            self._inbox.fail_with(event.code)

    def _on_minute_passed(self) -> None:
        self._after.tick()
        self._notices.tick()
