"""The furnishings: every part of the window that is made after its first screen was painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMainWindow

from desktop.guardrails import Guardrails
from desktop.model import Lane
from ui.bridge import JobRunner
from ui.cases.controller import CaseController
from ui.composer.bulk_replying import BulkReplying
from ui.composer.canned import language_name
from ui.composer.controller import ComposerController
from ui.crisis.controller import CrisisController
from ui.customers import ProfilePane
from ui.customers.controller import CustomerController
from ui.inbox.controller import LANES
from ui.knowledge.controller import KnowledgeController
from ui.outbox import QueuePane
from ui.outbox.controller import DraftsController, OutboxController, empty_drafts, empty_outbox
from ui.session import Session
from ui.shell.aftermath import Aftermath, Screens
from ui.shell.case_rooms import CaseRooms
from ui.shell.conversation import ConversationPane
from ui.shell.doors import Doors
from ui.shell.first_screen import FirstScreen
from ui.shell.notices_controller import NoticeCentre
from ui.shell.own_keys import apply_kept, kept_keys
from ui.shell.palette import CommandPalette
from ui.shell.palette_controller import PaletteController, remembered_actions
from ui.shell.palette_found import Front
from ui.shell.palette_rows import OfferedReply
from ui.shell.reports_door import ReportsDoor
from ui.shell.shortcuts import ShortcutTable
from ui.shell.shortcuts_focus import PaneRing
from ui.shell.tray import Tray
from ui.theme import Theme


class Furnishings:
    """Makes the panes, puts them into their rooms and gives each its controller. They know nothing of each other."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        jobs: JobRunner,
        guardrails: Callable[[], Guardrails],
        first: FirstScreen,
        window: QMainWindow,
    ) -> None:
        """`guardrails` loads the rules when they are first needed; `first` is the screen that is painted already."""
        self._window = window
        self.jobs = jobs
        self.guardrails = guardrails
        frame = first.frame
        self._lists = frame.lists
        self.outbox_pane = QueuePane(theme, "outbox", empty_outbox(), frame.lists)
        self.drafts_pane = QueuePane(theme, "drafts", empty_drafts(), frame.lists)
        for queue in (self.outbox_pane, self.drafts_pane):  # before the others: Tab follows the order of making
            frame.lists.addWidget(queue)
        self.conversation = ConversationPane(theme, session.local_now, frame.conversation_room)
        self.profile = ProfilePane(theme, frame.profile_room)
        frame.conversation_room.furnish(self.conversation)
        frame.profile_room.furnish(self.profile)
        parts = self.conversation
        self.outbox = OutboxController(session, self.outbox_pane)
        self.drafts = DraftsController(session, self.drafts_pane)
        self.case = CaseController(
            session, theme, parts.header, parts.timeline, frame.list.select_after, parts.permission
        )
        self.rooms = CaseRooms(session, theme, parts, self.profile, guardrails, window)
        self.watch, self.playbook = self.rooms.watch, self.rooms.playbook
        self.tickets, self.follow_up = self.rooms.tickets, self.rooms.follow_up
        self.composing = ComposerController(session, parts.composer, guardrails, session.cases.add_note)
        self.composing.shelf.compare_by(jobs)
        self.bulk = BulkReplying(session, theme, self.composing.shelf, guardrails, window)
        self.customer = CustomerController(session, self.profile, jobs)
        self.knowledge = KnowledgeController(session, theme, jobs, guardrails, window)
        self.crisis = CrisisController(session, theme, jobs, frame.banner, window)
        screens = Screens(first.inbox, self.outbox, self.drafts, self.case, self.composing, self.customer)
        self.after = Aftermath(session, screens, parts.toast, first.surroundings.show)
        self.doors = Doors(session, theme, window)
        self.reports = ReportsDoor(session, theme, jobs, first)
        self.tray = Tray(theme, window)
        self.notices = NoticeCentre(session, jobs, frame.top, self.tray, self._front_case)
        self.actions = remembered_actions(session)
        self.table = ShortcutTable(LANES)
        apply_kept(self.table, kept_keys(session))
        self.palette_box = CommandPalette(theme, frame)
        self.palette = PaletteController(
            session, self.palette_box, jobs, self.actions, self._offered_replies, self._front
        )
        self.ring = self._make_ring(first)

    @property
    def is_settled(self) -> bool:
        """True if no queue and no profile is about to be read again."""
        return all(one.is_settled for one in (self.outbox, self.drafts, self.reports, self.customer))

    def show_queue(self, lane: Lane) -> None:
        """Bring the outbox or the drafts to the front and read them."""
        if lane is Lane.OUTBOX:
            self._lists.setCurrentWidget(self.outbox_pane)
            self.outbox.show()
        else:
            self._lists.setCurrentWidget(self.drafts_pane)
            self.drafts.show()

    def set_motion(self, moves: bool) -> None:
        """Let what opens and closes move, or not."""
        self.palette_box.set_motion(moves)
        self.conversation.toast.set_motion(moves)
        self.conversation.composer.set_motion(moves)

    def leave(self) -> None:
        """Keep the draft and tell nothing more: the window closes."""
        self.composing.save()
        self.notices.leave()
        self.crisis.leave()
        self.tray.leave()

    def _make_ring(self, first: FirstScreen) -> PaneRing:
        frame, conversation = first.frame, self.conversation
        stops = (
            frame.top,
            frame.banner,
            frame.navigation,
            frame.lists,
            conversation,
            conversation.composer,
            self.profile,
        )
        return PaneRing(stops, {conversation.composer: conversation.composer.editor})

    def _front(self) -> Front:
        detail = self.case.detail
        return Front(detail.row.name or detail.row.handle if detail is not None else "", has_search=True)

    def _front_case(self) -> int | None:
        detail = self.case.detail
        return int(detail.row.id) if detail is not None and self._window.isActiveWindow() else None

    def _offered_replies(self) -> Sequence[OfferedReply]:
        shelf = self.composing.shelf
        return [
            OfferedReply(one.shortcut, one.title, ", ".join(language_name(code) for code in one.languages))
            for one in shelf.all()
        ]
