"""The case list's controller: which lane is shown, its ids from the store, and when to look again.

A first screen is read at once; the whole lane, the counts and searches come from the background runner. Events are
gathered for a moment, and the larger a lane is the less often it is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from time import perf_counter
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop.inbox import Found, Inbox, LanePage
from desktop.model import AccountId, CaseId, CaseRow, Lane, Network, Sort
from desktop.store import LaneFilter, Store, StoreError
from ui.bridge import JobRunner
from ui.inbox.empty_words import empty_words, hears
from ui.inbox.header import ListFilter
from ui.inbox.model import AccountClock, CaseListModel, ListContext
from ui.inbox.positions import Section
from ui.inbox.query_words import query_fault_words
from ui.inbox.view import CaseListPane
from ui.inbox.wording import lane_name
from ui.session import Session
from ui.widgets import NoticeWords

LANES = (
    Lane.MY_OPEN,
    Lane.UNASSIGNED,
    Lane.AT_RISK,
    Lane.REPEAT,
    Lane.LISTENING,
    Lane.SNOOZED,
    Lane.WAITING,
    Lane.SOLVED,
    Lane.ALL,
    Lane.IMPOSTORS,
    Lane.ABUSE,
    Lane.OUTBOX,
    Lane.DRAFTS,
)
_Result = TypeVar("_Result")
_FIRST_SCREEN = 120
_GATHER_MS = 120
_REST = 25
"""After a read of the whole lane, this many times its duration pass before the next one."""


class InboxController(QObject):
    """Fills the case list and tells which case was chosen. Window thread only."""

    case_chosen = Signal(int)
    counts_changed = Signal(object)
    """dict of Lane to int."""
    lane_changed = Signal(object)
    """A Lane."""

    list_filled = Signal()
    """The list shows what was asked for, at least its beginning."""

    def __init__(self, session: Session, pane: CaseListPane, model: CaseListModel, jobs: JobRunner) -> None:
        """Start in My open, by urgency."""
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._model = model
        self._jobs = jobs
        self._lane = Lane.MY_OPEN
        self._sort = Sort.URGENCY
        self._narrow: LaneFilter | None = None
        self._typed = ""
        self._counts: dict[Lane, int] = {}
        self._read_seconds = 0.0
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.timeout.connect(self._look_again)
        pane.case_selected.connect(self.case_chosen)
        pane.sort_chosen.connect(self._on_pane_sort_chosen)
        pane.filter_changed.connect(self._on_pane_filter_changed)
        pane.go_requested.connect(self.show_lane)
        pane.retry_requested.connect(self.refresh)

    @property
    def lane(self) -> Lane:
        """The lane that is shown."""
        return self._lane

    @property
    def is_settled(self) -> bool:
        """True if nothing is about to be read again."""
        return not self._gather.isActive() and self._jobs.is_idle

    @property
    def has_any_case(self) -> bool:
        """True if the store holds any case at all; an unreadable one is taken to."""
        try:
            return bool(self._session.inbox.page(Lane.ALL, sort=Sort.NEWEST, limit=1).ids)
        except StoreError:
            return True

    def narrow_to(self, network: Network) -> None:
        """Show only one network's cases of the view, or all of them again if that is so already."""
        chosen = ListFilter(network=network)
        already = self._narrow is not None and self._narrow.network is network
        self._on_pane_filter_changed(ListFilter() if already else chosen)

    def show_lane(self, lane: Lane) -> None:
        """Show another lane from its beginning; a search ends."""
        self.show_beginning(lane)
        self.read_all()

    def show_beginning(self, lane: Lane) -> None:
        """Show a lane's first rows and nothing of the rest until `read_all`; a search ends."""
        self._lane = lane
        self._typed = ""
        self._show_first_screen()
        self.lane_changed.emit(lane)

    def read_all(self) -> None:
        """Read the whole lane that is shown, and every lane's count, in the background."""
        lane, sort, narrow = self._lane, self._sort, self._narrow
        started = perf_counter()

        def show(page: LanePage) -> None:
            self._read_seconds = perf_counter() - started
            if (lane, sort, narrow) == (self._lane, self._sort, self._narrow) and not self._typed:
                self._show(page)

        read = self._with_inbox(lambda inbox: inbox.page(lane, sort=sort, narrow=narrow))
        self._jobs.run("lane", read, show, self.fail)
        self._jobs.run("counts", self._with_inbox(lambda inbox: inbox.counts(LANES)), self._show_counts)

    def search(self, typed: str) -> None:
        """Show what matches, as typed; an empty field brings the lane back."""
        self._typed = typed.strip()
        if not self._typed:
            self._jobs.cancel("search")
            self.show_lane(self._lane)
            return
        text = typed
        self._jobs.run("search", self._with_inbox(lambda inbox: inbox.search(text)), self._show_found, self.fail)

    def refresh(self, case_ids: Iterable[int] | None = None) -> None:
        """Look again soon: these cases changed, or anything did."""
        self._model.mark_stale(list(case_ids) if case_ids is not None else None)
        if not self._gather.isActive():
            self._gather.start(max(_GATHER_MS, int(self._read_seconds * _REST * 1000)))

    def rows(self, case_ids: Sequence[CaseId]) -> Sequence[CaseRow]:
        """Return rows for the list's model; an unreadable store leaves them loading and shows the error card."""
        try:
            return self._session.inbox.rows(case_ids)
        except StoreError as error:
            self.fail(error)
            return ()

    def set_context(self) -> None:
        """Present the rows for the agent, the zone and the hours of now."""
        now = self._session.clock()
        hours = self._session.hours
        is_open = hours.is_open(None, now)
        self._model.set_context(
            ListContext(
                lane=self._lane,
                agent_initials=self._session.agent.initials,
                tz=self._session.tz,
                hours_open=is_open,
                resumes_at=None if is_open else hours.next_opening(None, now),
                clock_of=cache(lambda account_id: self._account_clock(account_id, now)),
            )
        )

    def _account_clock(self, account_id: AccountId, now: datetime) -> AccountClock:
        """Return how the clocks of an account's cases stand at `now` that count opening hours."""
        hours, account = self._session.hours, self._session.store.accounts.get(account_id)
        is_open = hours.is_open(account, now)
        return AccountClock(
            is_open,
            None if is_open else hours.next_opening(account, now),
            lambda start, end: hours.open_seconds_left(account, start, end),
        )

    def _look_again(self) -> None:
        if self._typed:
            self.search(self._typed)
            return
        if self._read_seconds < 0.05:
            self._show_first_screen(keep=True)
        self.read_all()

    def _show_first_screen(self, *, keep: bool = False) -> None:
        """Show the lane's beginning at once; `keep` leaves a longer list that is already shown in place."""
        if keep and self._model.positions.cases > _FIRST_SCREEN:
            return
        try:
            page = self._session.inbox.page(self._lane, sort=self._sort, narrow=self._narrow, limit=_FIRST_SCREEN)
        except StoreError as error:
            self.fail(error)
            return
        self._show(page)

    def _with_inbox(self, read: Callable[[Inbox], _Result]) -> Callable[[Store], _Result]:
        """Return a job that reads an inbox of the same agent on the runner's own store."""
        agent, clock, inbox = self._session.agent, self._session.clock, self._session.inbox
        hours, own = inbox.hours, inbox.own
        return lambda store: read(Inbox(store, agent, clock, hours, own))

    def _show(self, page: LanePage) -> None:
        self.set_context()
        sections = [Section(one.title.value, one.count, one.start, one.until) for one in page.sections]
        self._model.set_ids(page.ids, sections)
        self._pane.set_error(None)
        self._pane.set_empty(self._empty_words())
        self._entitle(lane_name(self._lane), self._counts.get(self._lane, len(page.ids)))
        self.list_filled.emit()

    def _empty_words(self) -> NoticeWords:
        heard = self._lane is Lane.LISTENING and any(hears(one) for one in self._session.store.accounts.all())
        return empty_words(self._lane, listens=heard, narrowed=self._narrow is not None)

    def _show_found(self, found: Found) -> None:
        self._model.set_ids(found.page.ids, ())
        words = query_fault_words(found.faults) or _tr("Search reads names, handles, subjects and messages.")
        self._pane.set_empty(NoticeWords(_tr("Nothing found"), words, icon="magnifying-glass"))
        self._entitle(_tr("Search"), len(found.page.ids))

    def _show_counts(self, counts: dict[Lane, int]) -> None:
        self._counts = counts
        if not self._typed:
            self._entitle(lane_name(self._lane), self._model.positions.cases)
        self.counts_changed.emit(counts)

    def _entitle(self, title: str, count: int) -> None:
        self._pane.set_title(title, count)

    def fail(self, error: StoreError) -> None:
        """Say above the list that the store could not be read or written."""
        self.fail_with(error.code)

    def fail_with(self, code: str) -> None:
        """Say above the list what a store's or the engine's code means; codes that need no person say nothing."""
        words = fault_words(code)
        if words is not None:
            self._pane.set_error(words)

    def _on_pane_sort_chosen(self, sort: Sort) -> None:
        self._sort = sort
        self._pane.set_sort(sort)
        self.show_lane(self._lane)

    def _on_pane_filter_changed(self, chosen: ListFilter) -> None:
        self._narrow = LaneFilter(True if chosen.unread_only else None, chosen.network) if chosen.is_active else None
        self._pane.set_filter(chosen)
        self.show_lane(self._lane)


def fault_words(code: str) -> NoticeWords | None:
    """Return what a fault's code means, what was kept and what to do; None for one that passes by itself."""
    if code in {"already_running", "busy"}:
        return None
    if code == "disk_full":
        return NoticeWords(
            _tr("Sportello cannot save new messages, the disk is full"),
            _tr("Free 200 MB, then sync again."),
            icon="warning-circle",
            action=_tr("Try again"),
        )
    if code == "account_stopped":
        return NoticeWords(
            _tr("One channel stopped by a fault of the program"),
            _tr("Everything else goes on. Restart Sportello; if it happens again, send the log to your administrator."),
            icon="warning-circle",
            action=_tr("Try again"),
        )
    if code.startswith("vault_"):
        return NoticeWords(
            _tr("The credential store is locked"),
            _tr("No channel can sign in. Unlock it, then sync again; what you write is kept."),
            icon="warning-circle",
            action=_tr("Try again"),
        )
    return NoticeWords(
        _tr("The list could not be read"),
        _tr("What you see is the last that was read. Nothing is lost."),
        icon="warning-circle",
        action=_tr("Try again"),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("InboxController", text)
