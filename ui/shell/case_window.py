"""A conversation in a window of its own: conversation, composer and profile, with their keys and their own toast."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.cases import Done
from desktop.customers import CustomerDone
from desktop.guardrails import Guardrails
from desktop.model import CaseDetail, Deed, DraftMode, HandOverWay
from desktop.store import StoreError
from ui.bridge.apart_jobs import ApartJobs
from ui.cases import ContextFact
from ui.cases.controller import CaseController
from ui.composer.controller import ComposerController
from ui.customers import ProfilePane
from ui.customers import done_words as customer_words
from ui.customers.controller import CustomerController
from ui.customers.presenter import RepeatCard
from ui.session import Session
from ui.shell.case_rooms import CaseRooms
from ui.shell.company import Company
from ui.shell.conversation import ConversationPane
from ui.shell.done_words import done_words
from ui.shell.palette_actions import ActionRegistry
from ui.shell.shortcuts import Place, ShortcutTable
from ui.shell.shortcuts_install import InstalledShortcuts, install, table_action
from ui.theme import Theme

_SIZE = (960, 760)
_PROFILE = 288


class CaseWindow(QWidget):
    """Shows one case for as long as it is open. The draft is the case's: closing keeps it. Window thread only."""

    closed = Signal(int)
    """Its case's id."""
    done = Signal(object)
    """A Done, for the other windows: this one offers to undo it."""
    queued = Signal(object)
    sending_changed = Signal()
    failed = Signal(object)
    """A StoreError."""
    drafts_changed = Signal()
    """Its draft came into the drafts' lane, or left it."""
    case_requested = Signal(int)
    """Another case is to be shown."""
    item_requested = Signal(int, str)
    """A message or note of another case is to be shown, by its key."""
    entry_requested = Signal(object, object)
    """An FAQ entry is to be made: the CaseDetail, and the id of the message that it is made of."""
    settings_requested = Signal(str)
    """A page of the settings is to be opened."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        jobs: ApartJobs,
        guardrails: Callable[[], Guardrails],
        table: ShortcutTable,
        case_id: int,
    ) -> None:
        """Make the window; `open` shows it."""
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("case_window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "surface")
        self.setMinimumSize(640, 520)
        self._session = session
        self._jobs = jobs
        self._case_id = case_id
        self.conversation = ConversationPane(theme, session.local_now)
        self.profile = ProfilePane(theme)
        parts = self.conversation
        self.case = CaseController(session, theme, parts.header, parts.timeline, lambda _: None, parts.permission)
        self.composing = ComposerController(session, parts.composer, guardrails, session.cases.add_note)
        self.composing.shelf.compare_by(jobs)
        self.customer = CustomerController(session, self.profile, jobs)
        self.rooms = CaseRooms(session, theme, parts, self.profile, guardrails, self)
        self.company = Company(session, parts, None, self)
        self.registry = ActionRegistry()
        parts.header.offers_window = False
        self._fill_actions(table)
        places: dict[Place, QWidget] = {Place.TIMELINE: parts.timeline.view}
        self.keys: InstalledShortcuts = install(self, table, self.registry, places, parts.composer.editor)
        self._lay_out(theme)
        self._connect()

    @property
    def case_id(self) -> int:
        """The case that it is about."""
        return self._case_id

    def open(self, *, letters_enabled: bool, online: bool) -> None:
        """Show the case and the window."""
        self.keys.set_letters_enabled(letters_enabled)
        self.set_online(online)
        self.resize(*_SIZE)
        self.case.show(self._case_id)
        self.conversation.set_window_height(self.height())
        self.show()
        self.conversation.composer.focus_editor()

    def come_forward(self) -> None:
        """Bring the window to the front."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def look_again_at(self, case_ids: Sequence[int]) -> None:
        """Facts or intentions of these cases changed."""
        self.case.refresh(case_ids)
        self.composing.refresh(self.case.detail)
        self.customer.refresh()
        self.rooms.refresh()

    def tick(self) -> None:
        """A minute passed: clocks and hours."""
        self.case.tick()
        self.composing.refresh()

    def set_online(self, online: bool) -> None:
        """Say whether replies go out at once."""
        self.case.set_online(online)
        self.composing.set_online(online)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the draft; nothing else is lost."""
        self.composing.save()
        self.company.leave()
        self._jobs.close()
        super().closeEvent(event)
        self.closed.emit(self._case_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the composer to the height."""
        super().resizeEvent(event)
        self.conversation.set_window_height(self.height())

    def _lay_out(self, theme: Theme) -> None:
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setHandleWidth(1)
        self.panes.setChildrenCollapsible(False)
        self.panes.addWidget(self.conversation)
        self.panes.addWidget(self.profile)
        self.panes.setStretchFactor(0, 1)
        self.panes.setSizes([_SIZE[0] - theme.px(_PROFILE), theme.px(_PROFILE)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self.conversation.header.set_profile_shown(True)

    def _fill_actions(self, table: ShortcutTable) -> None:
        case, composer = self.case, self.conversation.composer
        runs: dict[str, Callable[[], object]] = {
            "reply": composer.focus_editor,
            "solve": case.solve,
            "snooze": case.ask_snooze,
            "assign": case.open_assignees,
            "assign_to_me": case.assign_to_me,
            "priority": case.ask_priority,
            "tag": case.ask_tags,
            "unread": case.toggle_shown_unread,
            "merge": self.customer.ask_merge,
            "undo_send": case.undo_send,
            "open_on_network": case.open_on_network,
            "mode_public": lambda: composer.choose_mode(DraftMode.PUBLIC),
            "mode_direct": lambda: composer.choose_mode(DraftMode.DIRECT),
            "mode_note": lambda: composer.choose_mode(DraftMode.NOTE),
            "hand_over": lambda: composer.hand_over_requested.emit(HandOverWay.DIRECT),
            "attach": composer.attach_requested.emit,
            "symbols": composer.open_symbols,
            "profile": self._toggle_profile,
            "translate": composer.translate_requested.emit,
            "playbook": self.rooms.playbook.open,
            "ticket": self.rooms.tickets.ask_open,
            "follow_up": self.rooms.follow_up.ask,
            "close": self.close,
        }
        self.registry.add(*(table_action(table, number, run) for number, run in runs.items()))

    def _connect(self) -> None:
        case, composing, header = self.case, self.composing, self.conversation.header
        case.shown.connect(self._on_case_shown)
        case.marked_read.connect(lambda case_ids: self.done.emit(Done(Deed.READ, case_ids)))
        for tells in (case.done, composing.note_written, self.customer.done):
            tells.connect(self._on_done)
        for tells in (case.failed, composing.failed, self.customer.failed):
            tells.connect(self.failed)
        case.sending_changed.connect(self.sending_changed)
        case.edit_requested.connect(composing.put)
        composing.queued.connect(self.queued)
        composing.solve_requested.connect(case.solve)
        composing.snooze_requested.connect(header.open_snooze_menu)
        composing.focus_left.connect(self.conversation.timeline.setFocus)
        composing.browser_requested.connect(case.open_in_browser)
        self._connect_rooms()
        header.profile_toggled.connect(lambda _: self._toggle_profile())
        timeline = self.conversation.timeline
        timeline.private_line_requested.connect(composing.ask_to_go_private)
        timeline.offer_entries()
        timeline.entry_requested.connect(lambda message_id: self.entry_requested.emit(case.detail, message_id))
        self.conversation.toast.undo_requested.connect(self._on_toast_undo_requested)

    def _connect_rooms(self) -> None:
        rooms, customer = self.rooms, self.customer
        rooms.connect(self.case, self.composing)
        rooms.tell(self._on_done, self.failed.emit, self.sending_changed.emit)
        rooms.watch.case_requested.connect(self.case_requested)
        rooms.tickets.settings_requested.connect(lambda: self.settings_requested.emit("tickets"))
        self.composing.settings_requested.connect(self.settings_requested)
        self.composing.listed_changed.connect(self.drafts_changed)
        customer.case_requested.connect(self.case_requested)
        customer.item_requested.connect(self._on_item_requested)
        customer.repeat_shown.connect(self._on_repeat_shown)
        self.conversation.profile_requested.connect(self._toggle_profile)

    def _toggle_profile(self) -> None:
        self.profile.setVisible(self.profile.isHidden())
        self.conversation.header.set_profile_shown(not self.profile.isHidden())
        self.conversation.set_strip_wanted(self.profile.isHidden())

    def _on_item_requested(self, case_id: int, key: str) -> None:
        if case_id == self._case_id:
            self.conversation.timeline.go_to_item(key)
        else:
            self.item_requested.emit(case_id, key)

    def _on_repeat_shown(self, card: RepeatCard | None) -> None:
        self.conversation.set_fact(ContextFact(card.title) if card is not None else None)

    def _on_case_shown(self, detail: CaseDetail | None) -> None:
        self.conversation.show_case(detail is not None)
        self.composing.show(detail)
        row = detail.row if detail is not None else None
        self.customer.show(row.customer_id if row is not None else None, row)
        self.company.show(detail)
        if row is not None:
            self.setWindowTitle(f"{row.name} - Sportello")

    def _on_done(self, done: Done | CustomerDone) -> None:
        self.case.refresh()
        now, tz = self._session.clock(), self._session.tz
        words = customer_words(done) if isinstance(done, CustomerDone) else done_words(done, now, tz)
        if words is not None and done.undo is not None:
            self.conversation.toast.show_done(words, done)
        self.done.emit(done)

    def _on_toast_undo_requested(self, done: Done | CustomerDone) -> None:
        if done.undo is None:
            return
        try:
            done.undo()
        except StoreError as error:
            self.failed.emit(error)
            return
        self.look_again_at([self._case_id])
        self.sending_changed.emit()
        self.done.emit(done)
