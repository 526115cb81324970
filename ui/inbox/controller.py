"""The case list's controller: which lane is shown, its ids from the store, and when to look again.

A first screen is read at once; the whole lane, the counts and searches come from the background runner. Events are
gathered for a moment, and the larger a lane is the less often it is read again.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop.inbox import Found, Inbox, LanePage
from desktop.model import AccountId, CaseId, CaseRow, Lane, Network, Sort
from desktop.store import LaneFilter, Store, StoreError
from ui.bridge import JobRunner
from ui.inbox.empty_words import empty_words, hears
from ui.inbox.fault_words import fault_words
from ui.inbox.header import ListFilter
from ui.inbox.model import AccountClock, CaseListModel, ListContext
from ui.inbox.positions import Section
from ui.inbox.query_words import query_fault_words
from ui.inbox.sort_memory import SortMemory
from ui.inbox.view import CaseListPane
from ui.inbox.wording import lane_name
from ui.session import Session
from ui.widgets import NoticeWords

if TYPE_CHECKING:
    from desktop.inbox import SavedView

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
_GIVEN = "given"
_GATHER_MS = 120
_REST = 25
"""After a read of the whole lane, this many times its duration pass before the next one: its own, without what it
waited for behind a report, say."""
_LONGEST_REST_MS = 5_000


class InboxController(QObject):
    """Fills the case list and tells which case was chosen. Window thread only."""

    case_chosen = Signal(int)
    counts_changed = Signal(object)
    """dict of Lane to int."""
    lane_changed = Signal(object)
    """A Lane."""
    view_changed = Signal(object)
    """A SavedView is shown."""
    searched = Signal(object)
    """The words that are marked in what is shown; none where nothing is searched for."""

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
        self._view: SavedView | None = None
        self._given: LanePage | None = None
        self._sorts = SortMemory(session)
        self._sort = self._sorts.of(self._key, Sort.URGENCY)
        self._best = False
        self._found: Found | None = None
        self._narrow: LaneFilter | None = None
        self._typed = ""
        self._counts: dict[Lane, int] = {}
        self._read_seconds = 0.0
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.timeout.connect(self._look_again)
        pane.set_sort(self._sort)
        pane.case_selected.connect(self.case_chosen)
        pane.sort_chosen.connect(self._on_pane_sort_chosen)
        pane.best_chosen.connect(self._on_pane_best_chosen)
        pane.filter_changed.connect(self._on_pane_filter_changed)
        pane.go_requested.connect(self.show_lane)
        pane.retry_requested.connect(self.refresh)

    @property
    def lane(self) -> Lane:
        """The lane that is shown."""
        return self._lane

    @property
    def view(self) -> SavedView | None:
        """The saved view that is shown, None for a lane."""
        return self._view

    @property
    def typed(self) -> str:
        """What is searched for, "" for nothing."""
        return self._typed

    @property
    def counts(self) -> Mapping[Lane, int]:
        """How many cases each lane held when they were last counted."""
        return self._counts

    def message_found(self, case_id: int) -> int | None:
        """Return the message for which a search found a case, None where nothing is searched for in messages."""
        hit = self._found.hits.get(case_id) if self._found is not None else None
        return hit.message_id if hit is not None else None

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

    def filter(self, chosen: ListFilter) -> None:
        """Narrow what is shown, or show all of it again."""
        self._on_pane_filter_changed(chosen)

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
        self._lane, self._view = lane, None
        self._end_search()
        self._take_sort(Sort.URGENCY)
        self._show_first_screen()
        self.lane_changed.emit(lane)

    def show_cases(self, name: str, case_ids: Sequence[CaseId]) -> None:
        """Show these very cases, in this order, whatever becomes of them; a search ends."""
        self._given = LanePage(array("q", map(int, case_ids)), (), complete=True)
        from desktop.inbox import SavedView

        self.show_view(SavedView(_GIVEN, name, "", icon="chart-bar"))

    @property
    def is_given(self) -> bool:
        """Whether cases are shown that somebody named, and no lane or kept view."""
        return self._view is not None and self._view.uid == _GIVEN

    def show_view(self, view: SavedView) -> None:
        """Show what a saved view's query asks for; a search ends."""
        self._view = view
        self._end_search()
        self._take_sort(view.sort)
        self._entitle(view.name, 0)
        self._model.set_ids((), ())
        self._pane.set_empty(NoticeWords(_tr("Reading…"), icon="hourglass-medium"))
        self.view_changed.emit(view)
        self.read_all()

    def read_all(self) -> None:
        """Read the whole lane that is shown, and every lane's count, in the background."""
        asked = self._lane, self._view, self._sort, self._narrow
        lane, view, sort, narrow = asked
        given = self._given if self.is_given else None

        def show(took: tuple[LanePage | Found, float]) -> None:
            page, self._read_seconds = took
            if asked == (self._lane, self._view, self._sort, self._narrow) and not self._typed:
                self._found = page if isinstance(page, Found) else None
                self._show(page.page if isinstance(page, Found) else page)

        def read(inbox: Inbox) -> LanePage | Found:
            if given is not None:
                return given
            if view is not None:
                return inbox.view(view.query, sort, narrow=narrow)
            return inbox.page(lane, sort=sort, narrow=narrow)

        self._jobs.run("lane", self._with_inbox(lambda inbox: _timed(lambda: read(inbox))), show, self.fail)
        self._jobs.run("counts", self._with_inbox(lambda inbox: inbox.counts(LANES)), self._show_counts)

    def search(self, typed: str) -> None:
        """Show what matches, as typed; an empty field brings the lane back."""
        self._typed = typed.strip()
        if not self._typed:
            self._jobs.cancel("search")
            self.show_again()
            return
        text, best = typed, self._best
        self._pane.set_search(True, best=best)
        job = self._with_inbox(lambda inbox: inbox.search(text, best=best))
        self._jobs.run("search", job, self._show_found, self.fail)

    def show_again(self) -> None:
        """Show the lane or the view that was shown before a search."""
        if self._view is not None:
            self.show_view(self._view)
        else:
            self.show_lane(self._lane)

    def _end_search(self) -> None:
        self._typed, self._found = "", None
        self._pane.set_search(False)
        self.searched.emit(())

    @property
    def _key(self) -> str:
        return f"view.{self._view.uid}" if self._view is not None else f"lane.{self._lane.value}"

    def _take_sort(self, usual: Sort) -> None:
        self._sort = self._sorts.of(self._key, usual)
        self._pane.set_sort(self._sort)

    def refresh(self, case_ids: Iterable[int] | None = None) -> None:
        """Look again soon: these cases changed, or anything did."""
        self._model.mark_stale(list(case_ids) if case_ids is not None else None)
        if not self._gather.isActive():
            rest = min(_LONGEST_REST_MS, int(self._read_seconds * _REST * 1000))
            self._gather.start(max(_GATHER_MS, rest))

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
                sought=self._found.words if self._found is not None else (),
                excerpts={key: hit.text for key, hit in self._found.hits.items()} if self._found is not None else {},
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
        if self._read_seconds < 0.05 and self._view is None:
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
        if self._view is not None or page.complete:
            self._entitle(self._name, len(page.ids))
        else:
            self._entitle(self._name, self._counts.get(self._lane, len(page.ids)))
        self.list_filled.emit()

    @property
    def _name(self) -> str:
        return self._view.name if self._view is not None else lane_name(self._lane)

    def _empty_words(self) -> NoticeWords:
        if self._view is not None:
            words = query_fault_words(self._found.faults) if self._found is not None else ""
            return NoticeWords(_tr("Nothing matches this view"), words or self._view.query, icon=self._view.icon)
        heard = self._lane is Lane.LISTENING and any(hears(one) for one in self._session.store.accounts.all())
        return empty_words(self._lane, listens=heard, narrowed=self._narrow is not None)

    def _show_found(self, found: Found) -> None:
        self._found = found
        self.set_context()
        self._pane.set_error(None)
        self.searched.emit(found.words)
        self._model.set_ids(found.page.ids, ())
        words = query_fault_words(found.faults) or _tr("Search reads names, handles, subjects and messages.")
        self._pane.set_empty(NoticeWords(_tr("Nothing found"), words, icon="magnifying-glass"))
        self._entitle(_tr("Search"), len(found.page.ids))

    def _show_counts(self, counts: dict[Lane, int]) -> None:
        self._counts = counts
        if not self._typed:
            self._entitle(self._name, self._model.positions.cases)
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
        self._sorts.keep(self._key, sort)
        self._pane.set_sort(sort)
        self.show_again()

    def _on_pane_best_chosen(self, best: bool) -> None:
        self._best = best
        self.search(self._typed)

    def _on_pane_filter_changed(self, chosen: ListFilter) -> None:
        self._narrow = LaneFilter(True if chosen.unread_only else None, chosen.network) if chosen.is_active else None
        self._pane.set_filter(chosen)
        self.show_again()


def _tr(text: str) -> str:
    return QCoreApplication.translate("InboxController", text)


def _timed(read: Callable[[], _Result]) -> tuple[_Result, float]:
    """Return what a read gives, and the seconds that it took."""
    started = perf_counter()
    return read(), perf_counter() - started
