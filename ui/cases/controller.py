"""The conversation's controller: shows the chosen case and carries out what the agent asks of it.

Every deed is one call of `desktop.cases`; `done` tells what happened and how it is undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.cases import Done
from desktop.model import (
    CaseDetail,
    CaseId,
    CaseRow,
    CaseStatus,
    ClockState,
    Deed,
    ItemKind,
    TimelineItem,
)
from desktop.store import StoreError
from ui.cases.clock_presenter import ClockPart
from ui.cases.clock_reading import clock_of, clocks_of
from ui.cases.dialogs import MergeDialog, ask_priority, ask_snooze_date, ask_tags
from ui.cases.header import ConversationHeader
from ui.cases.header_presenter import clock_look
from ui.cases.moderation_deeds import moderable
from ui.cases.never_answered import never_answered_in
from ui.cases.permission_line import PermissionLine
from ui.cases.permission_presenter import permission_of
from ui.cases.timeline import Timeline
from ui.cases.timeline_deeds import TimelineDeeds
from ui.cases.why_controller import WhyController
from ui.session import Session
from ui.theme import Theme

_WEB = ("http", "https")
_FOUND = 40
_LAST_SECONDS = 75  # a little more than a minute: the next look is a minute away


class CaseController(QObject):
    """Keeps header and timeline true for one case. Window thread only."""

    shown = Signal(object)
    """A CaseDetail was shown, or None."""
    detail_read = Signal(object)
    """The shown case, a CaseDetail or None, was read for the first time or again."""
    done = Signal(object)
    """A Done: what was done, to be offered for undo."""
    marked_read = Signal(object)
    """A tuple of the ids of cases that were read by being opened. What is shown of them is right already."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""
    sending_changed = Signal()
    """A delivery was taken back or sent again, or a message is to be hidden, shown or deleted."""
    edit_requested = Signal(object)
    """A Draft that came back from the outbox."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        header: ConversationHeader,
        timeline: Timeline,
        choose_next: Callable[[Iterable[int]], object],
        permission: PermissionLine | None = None,
    ) -> None:
        """`choose_next` selects the case that follows those about to leave the list."""
        super().__init__(timeline)
        self._session = session
        self._theme = theme
        self._header = header
        self._timeline = timeline
        self._permission = permission
        self._choose_next = choose_next
        self._detail: CaseDetail | None = None
        self._is_online = True
        self._seconds = QTimer(self)
        self._seconds.setSingleShot(True)
        self._seconds.timeout.connect(self.tick)
        self._deeds = TimelineDeeds(session, theme, timeline, lambda: self._detail)
        header.set_clocks(self._clocks)
        self._why = WhyController(session, theme, timeline, lambda: self._detail)
        self._connect()

    @property
    def detail(self) -> CaseDetail | None:
        """The case that is shown."""
        return self._detail

    def show(self, case_id: int | None) -> None:
        """Show a case from its first unread message, or nothing."""
        if case_id is None:
            self._detail = None
            self._header.set_case(None, None)
            self._timeline.clear()
            self._show_permission()
            self.shown.emit(None)
            self.detail_read.emit(None)
            return
        self._try(lambda: self._show(CaseId(case_id), opens=True))

    def refresh(self, case_ids: Iterable[int] | None = None) -> None:
        """Read the shown case again if it is among these (None: always)."""
        detail = self._detail
        if detail is not None and (case_ids is None or int(detail.row.id) in set(case_ids)):
            self._try(lambda: self._show(detail.row.id, opens=False))

    def set_online(self, online: bool) -> None:
        """Tell the timeline whether deliveries can go out."""
        if online != self._is_online:
            self._is_online = online
            self.refresh()

    def tick(self) -> None:
        """Bring the response clock up to now."""
        if self._detail is not None:
            self._show_clock(self._detail)
            self._show_permission()

    def _show_clock(self, detail: CaseDetail) -> None:
        """Show how the clock stands, in the last minute every second."""
        clock = clock_of(self._session, detail)
        self._header.set_clock(clock_look(clock))
        if clock.state is ClockState.AT_RISK and (clock.seconds_left or 0) <= _LAST_SECONDS:
            self._seconds.start(1_000)

    def _clocks(self) -> Sequence[ClockPart]:
        """Return the reckoning of the shown case's clocks; an unreadable store has none to show."""
        try:
            return clocks_of(self._session, self._detail) if self._detail is not None else ()
        except StoreError:
            return ()

    def open_clocks(self) -> None:
        """Show how the clocks of the shown case are reckoned."""
        self._header.open_clocks()

    def open_why(self) -> None:
        """Show what the priority of the shown case is made of."""
        self._header.open_why()

    def solve(self, case_ids: Sequence[int] | None = None) -> None:
        """Solve these cases (None: the shown one) and go to the next."""
        ids = self._ids(case_ids)
        if ids:
            self._choose_next(ids)
            self._do(lambda: self._session.cases.set_status(ids, CaseStatus.SOLVED))

    def set_status(self, status: CaseStatus) -> None:
        """Set the shown case's status."""
        ids = self._ids(None)
        if status is CaseStatus.SOLVED:
            self.solve()
        elif ids:
            self._do(lambda: self._session.cases.set_status(ids, status))

    def assign(self, initials: str | None, case_ids: Sequence[int] | None = None) -> None:
        """Give these cases (None: the shown one) to an agent or to nobody."""
        ids = self._ids(case_ids)
        if ids:
            self._do(lambda: self._session.cases.assign(ids, initials))

    def assign_to_me(self, case_ids: Sequence[int] | None = None) -> None:
        """Take these cases."""
        self.assign(self._session.agent.initials, case_ids)

    def snooze(self, until: datetime, case_ids: Sequence[int] | None = None) -> None:
        """Put these cases away until a moment."""
        ids = self._ids(case_ids)
        if ids:
            self._choose_next(ids)
            self._do(lambda: self._session.cases.snooze(ids, until))

    def ask_snooze(self) -> None:
        """Ask for a date and put the shown case away until then."""
        until = ask_snooze_date(self._session.local_now(), self._theme, self._window())
        if until is not None:
            self.snooze(until)

    def ask_tags(self, case_ids: Sequence[int] | None = None) -> None:
        """Edit the tags of the shown case, or of the first of these."""
        ids = self._ids(case_ids)
        if not ids:
            return
        tags = ask_tags(self._session.store.cases.tags(ids[0]), self._window())
        if tags is not None:
            self._do(lambda: self._session.cases.set_tags(ids[0], tags))

    def add_tag(self, tag: str) -> None:
        """Give the shown case a tag more."""
        if ids := self._ids(None):
            self._do(lambda: self._session.cases.change_tags(ids, add=(tag,)))

    def ask_priority(self) -> None:
        """Ask how soon the shown case needs an answer."""
        detail = self._detail
        if detail is not None:
            chosen, priority = ask_priority(detail.row.priority, self._window())
            if chosen:
                self._do(lambda: self._session.cases.set_priority(detail.row.id, priority))

    def open_assignees(self) -> None:
        """Offer the agents."""
        self._header.open_assignee_menu()

    def toggle_shown_unread(self) -> None:
        """Mark the shown case unread, or read."""
        self.toggle_unread(self._ids(None))

    def undo_send(self) -> None:
        """Take the newest reply back that still waits for its seconds to pass."""
        if self._detail is None:
            return
        now = self._session.clock()
        waiting = [
            item.delivery_id
            for item in self._session.cases.timeline(self._detail.row.id)
            if item.delivery_id is not None and item.undo_until is not None and item.undo_until > now
        ]
        if waiting:
            self._deeds.take_back(waiting[-1])

    def open_on_network(self) -> None:
        """Open the shown thread in the browser, where its network has an address for it."""
        links = [thread.permalink for thread in self._detail.threads if thread.permalink] if self._detail else []
        if links:
            self.open_in_browser(links[-1])

    def toggle_unread(self, case_ids: Sequence[int]) -> None:
        """Mark cases unread, or read if they are unread."""
        for row in self._session.inbox.rows([CaseId(one) for one in case_ids]):
            if row.unread:
                self._session.cases.open(row.id)
            else:
                self._session.cases.mark_unread(row.id)
        self.done.emit(Done(deed=Deed.READ, case_ids=self._ids(case_ids)))

    def ask_merge(self) -> None:
        """Choose another case and merge the shown one into it."""
        detail = self._detail
        if detail is None:
            return
        dialog = MergeDialog(self._theme, detail.row.name, self._others(detail), self._found, self._window())
        if dialog.exec() and dialog.chosen is not None and dialog.chosen != detail.row.id:
            target = dialog.chosen
            self._do(lambda: self._session.cases.merge(detail.row.id, target))
            self.show(target)

    def unmerge(self) -> None:
        """Split what was merged into the shown case off again."""
        detail = self._detail
        if detail is not None:
            self._do(lambda: self._session.cases.unmerge(detail.row.id))

    def open_in_browser(self, address: str) -> None:
        """Open a web address; anything else that a message calls a link is left alone."""
        url = QUrl(address)
        if url.scheme().lower() in _WEB:
            QDesktopServices.openUrl(url)

    # --- showing ----------------------------------------------------------------------------------------------

    def _show(self, case_id: CaseId, *, opens: bool) -> None:
        detail = self._session.cases.detail(case_id)
        if detail is not None and detail.merged_into is not None:
            self._show(detail.merged_into, opens=opens)
            return
        if detail is None:
            self.show(None)
            return
        items = self._session.cases.timeline(case_id)
        first_unread = self._first_unread(detail, items) if opens else None
        was_unread = self._session.cases.open(case_id)
        self._detail = self._session.cases.detail(case_id) if was_unread else detail
        assert self._detail is not None
        merged = bool(self._session.store.cases.merged_into(case_id))
        self._header.set_case(
            self._detail, clock_of(self._session, self._detail), agents=self._session.team.offered(), may_unmerge=merged
        )
        self._show_permission()
        may = moderable(self._session, self._detail, items)
        self._timeline.set_items(
            items,
            now=self._session.clock(),
            tz=self._session.tz,
            agent=self._session.agent,
            case_id=case_id,
            first_unread=first_unread,
            online=self._is_online,
            may_hide=may.hide,
            may_delete=may.delete,
            unanswered=never_answered_in(self._session, self._detail, items),
        )
        if opens:
            self.shown.emit(self._detail)
        self.detail_read.emit(self._detail)
        if was_unread:
            self.marked_read.emit((case_id,))

    def _first_unread(self, detail: CaseDetail, items: Sequence[TimelineItem]) -> str | None:
        """Return the key of the first message that came after the agent last looked, None if there is none."""
        if not detail.row.unread:
            return None
        read_at = self._session.store.cases.intent(detail.row.id).read_at
        fresh = (
            item
            for item in items
            if item.kind is ItemKind.MESSAGE and item.delivery_state is None and (read_at is None or item.at > read_at)
        )
        first = next(fresh, None)
        return first.key if first is not None else None

    def _show_permission(self) -> None:
        """Say above the composer what the network allows in the shown case."""
        if self._permission is not None:
            detail = self._detail
            self._permission.set_state(permission_of(self._session, detail) if detail is not None else None)

    # --- carrying out -----------------------------------------------------------------------------------------

    def _connect(self) -> None:
        header, timeline = self._header, self._timeline
        header.status_requested.connect(self.set_status)
        header.assignee_requested.connect(self.assign)
        header.snooze_requested.connect(self.snooze)
        header.snooze_date_requested.connect(self.ask_snooze)
        header.solve_requested.connect(self.solve)
        header.reopen_requested.connect(lambda: self.set_status(CaseStatus.OPEN))
        header.merge_requested.connect(self.ask_merge)
        header.unmerge_requested.connect(self.unmerge)
        header.tag_requested.connect(self.ask_tags)
        header.unread_requested.connect(lambda: self.toggle_unread(self._ids(None)))
        header.why_requested.connect(self._why.open)
        self._why.case_requested.connect(self.show)
        self._why.failed.connect(self.failed)
        self.shown.connect(lambda _: self._why.forget())
        header.open_on_network_requested.connect(self.open_in_browser)
        timeline.permalink_requested.connect(self.open_in_browser)
        timeline.link_requested.connect(self.open_in_browser)
        deeds = self._deeds
        deeds.changed.connect(self.refresh)
        deeds.done.connect(self.done)
        deeds.failed.connect(self.failed)
        deeds.sending_changed.connect(self.sending_changed)
        deeds.edit_requested.connect(self.edit_requested)
        deeds.link_requested.connect(self.open_in_browser)

    def _do(self, deed: Callable[[], Done]) -> None:
        """Carry out a deed and tell of it; a store that fails is told of and changes nothing."""
        try:
            done = deed()
        except StoreError as error:
            self.failed.emit(error)
            return
        except ValueError:
            return
        self.done.emit(done)

    def _try(self, read: Callable[[], None]) -> None:
        try:
            read()
        except StoreError as error:
            self.failed.emit(error)

    def _ids(self, case_ids: Sequence[int] | None) -> tuple[CaseId, ...]:
        if case_ids:
            return tuple(CaseId(one) for one in case_ids)
        return (self._detail.row.id,) if self._detail is not None else ()

    def _others(self, detail: CaseDetail) -> Sequence[CaseRow]:
        profile = self._session.customers.profile(detail.row.customer_id)
        past = profile.interactions_shown if profile is not None else ()
        return self._session.inbox.rows([CaseId(one.case_id) for one in past if one.case_id != detail.row.id])

    def _found(self, typed: str) -> Sequence[CaseRow]:
        shown = self._detail.row.id if self._detail else None
        ids = [CaseId(one) for one in self._session.inbox.search(typed).page.ids[:_FOUND] if one != shown]
        return self._session.inbox.rows(ids)

    def _window(self) -> QWidget:
        return self._timeline.window()
