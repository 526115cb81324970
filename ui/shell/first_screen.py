"""The first screen: the bars, the views and the case list with its first rows. The window paints nothing before it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.model import CaseId, CaseRow, Lane, Network
from ui.bridge import JobRunner
from ui.inbox.controller import LANES, InboxController
from ui.session import Session
from ui.shell.frame import Frame
from ui.shell.surroundings import Surroundings
from ui.theme import Theme

QUEUES = (Lane.OUTBOX, Lane.DRAFTS)
"""The views that have lists of their own."""


class FirstScreen(QObject):
    """Lets the agent look through the inbox. It needs nothing of what is furnished afterwards. Window thread only."""

    queue_chosen = Signal(object)
    """One of QUEUES."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, parent: QObject) -> None:
        """Make bars, navigation and list; `begin` fills them."""
        super().__init__(parent)
        self._session = session
        self._focus_wanted = False
        self._case_wanted: int | None = None
        self.frame = Frame(session, theme, LANES, self._rows)
        self.inbox = InboxController(session, self.frame.list, self.frame.model, jobs)
        self.surroundings = Surroundings(session, self.frame.top, self.frame.navigation, self.frame.banner)
        self._connect()

    def begin(self) -> None:
        """Read what surrounds the inbox and the first rows of My open."""
        self.surroundings.show()
        self.frame.navigation.set_current(LANES[0])
        self.inbox.show_beginning(LANES[0])

    def want_focus(self) -> None:
        """Give the list the keyboard as soon as it has rows."""
        self._focus_wanted = True
        self._on_list_filled()

    def begin_with(self, case_id: int | None) -> None:
        """Show My open again and choose a case as soon as it is in the list."""
        self._case_wanted = case_id
        self.choose_lane(LANES[0])

    def choose_lane(self, lane: Lane) -> None:
        """Show a view's list; the outbox and the drafts have lists of their own."""
        self.frame.navigation.set_current(lane)
        if lane in QUEUES:
            self.queue_chosen.emit(lane)
        else:
            self._show_list()
            self.inbox.show_lane(lane)

    def show_cases(self, name: str, case_ids: Sequence[CaseId]) -> None:
        """Show these very cases in the list, in this order, under a name, and the first one beside it."""
        self._show_list()
        self._case_wanted = int(case_ids[0]) if case_ids else None
        self.frame.navigation.set_current(None)
        self.inbox.show_cases(name, case_ids)

    def narrow_to_account(self, account_id: int) -> None:
        """Show only the conversations of an account's network."""
        account = next((one for one in self._session.store.accounts.all() if int(one.id) == account_id), None)
        if account is not None:
            self.inbox.narrow_to(account.network)

    def _connect(self) -> None:
        frame = self.frame
        self.inbox.list_filled.connect(self._on_list_filled)
        self.inbox.counts_changed.connect(frame.navigation.set_counts)
        self.inbox.lane_changed.connect(self._on_inbox_lane_changed)
        self.surroundings.accounts_shown.connect(self._on_accounts_shown)
        frame.navigation.lane_chosen.connect(self.choose_lane)
        frame.navigation.account_chosen.connect(self.narrow_to_account)
        frame.top.search_changed.connect(self._on_search_changed)
        frame.top.menu_requested.connect(frame.panes.toggle_navigation)
        frame.panes.rail_changed.connect(frame.set_rail)

    def _rows(self, case_ids: Sequence[CaseId]) -> Sequence[CaseRow]:
        return self.inbox.rows(case_ids)

    def _show_list(self) -> None:
        self.frame.lists.setCurrentWidget(self.frame.list)

    def _on_inbox_lane_changed(self, lane: Lane) -> None:
        self._show_list()
        self.frame.navigation.set_current(lane)

    def _on_search_changed(self, typed: str) -> None:
        if typed.strip():
            self._show_list()
            self.frame.navigation.set_current(None)
        self.inbox.search(typed)

    def _on_list_filled(self) -> None:
        if self._focus_wanted and self.frame.model.rowCount():
            self._focus_wanted = False
            self.frame.list.focus_list()
        if self._case_wanted is not None and self.frame.list.select_case(self._case_wanted):
            self._case_wanted = None

    def _on_accounts_shown(self, count: int) -> None:
        self.frame.show_first_run(count == 0 and not self.inbox.has_any_case)
        networks = {one.network for one in self._session.store.accounts.all()}
        self.frame.list.set_networks(sorted(networks, key=list(Network).index))
