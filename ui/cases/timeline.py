"""The timeline of one case: what is shown, what a click or a key on it asks for, and what moves by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QElapsedTimer, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.model import Agent, CaseId, Network, TimelineItem
from ui.cases.delivery_presenter import count_down
from ui.cases.mask_presenter import ValueFinder, revealed
from ui.cases.new_pill import NewPill
from ui.cases.timeline_list import TimelineList
from ui.cases.timeline_model import TimelineModel
from ui.cases.timeline_pointer import TimelinePointer
from ui.cases.timeline_presenter import TimelineContext, present_row
from ui.cases.timeline_rows import Hit, HitKind, MessageRow, TimelineRow
from ui.cases.timeline_sketch import sketch_timeline
from ui.theme import Theme
from ui.widgets import OverlayScrollBar

_SECOND = 1_000  # milliseconds
_TURN_STEP = 50  # milliseconds; the sending glyph turns once a second
MODERATING = frozenset({HitKind.HIDE, HitKind.SHOW, HitKind.DELETE, HitKind.TAKE_BACK, HitKind.DO_AGAIN})
_MESSAGE = "message-"  # how the key of a stored message begins


class Timeline(QWidget):
    """Shows a case's items and tells what the agent asks of them. Window thread only."""

    undo_requested = Signal(int)
    retry_requested = Signal(int)
    edit_requested = Signal(int)
    arrival_confirmed = Signal(int)
    """Somebody says that a delivery of which nobody was sure was sent."""
    change_time_requested = Signal(int)
    attachment_requested = Signal(int)
    html_requested = Signal(object)
    permalink_requested = Signal(str)
    link_requested = Signal(str)
    moderation_requested = Signal(object)
    """A Hit of one of the kinds in MODERATING."""
    revealed = Signal(str)
    """Personal data that was covered is shown: the item's key."""
    private_line_requested = Signal()
    """The customer is to be asked to go on in private."""
    end_reached = Signal()
    """The newest message has come into sight."""

    redaction_requested = Signal(object)
    """A value in a stored message is to be covered: the message's key, which an `int` of Qt's can't hold."""
    entry_requested = Signal(object)
    """A message's key: an FAQ entry is to be made of it. Offered only where somebody said so by `offer_entries`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("timeline")
        self._theme = theme
        self._model = TimelineModel()
        self._case_id: CaseId | None = None
        self._unfolded: frozenset[str] = frozenset()
        self._revealed: frozenset[str] = frozenset()
        self._values_in: ValueFinder | None = None
        self._sought: tuple[str, ...] = ()
        self._now: datetime | None = None
        self._since = QElapsedTimer()
        self._moves = True
        self._offers_entries = False
        self.view = TimelineList(theme, self._model, self)
        self.view.setObjectName("timeline_list")
        self.view.setAccessibleName(self.tr("Conversation"))
        self._bar = OverlayScrollBar(self.view)
        self._pointer = TimelinePointer(theme, self.view)
        self._pill = NewPill(theme, self)
        self._second = self._timer(_SECOND, self._on_second_passed)
        self._turn = self._timer(_TURN_STEP, self._on_turn_stepped)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._pointer.hit_chosen.connect(self._on_pointer_hit_chosen)
        self._pill.clicked.connect(self.go_to_end)
        self.view.scrolled.connect(self._on_view_scrolled)

    def set_items(
        self,
        items: Sequence[TimelineItem],
        *,
        now: datetime,
        tz: tzinfo,
        agent: Agent,
        case_id: CaseId | None = None,
        first_unread: str | None = None,
        online: bool = True,
        network_names: Mapping[Network, str] | None = None,
        may_hide: frozenset[int] = frozenset(),
        may_delete: frozenset[int] = frozenset(),
        unanswered: frozenset[str] = frozenset(),
    ) -> None:
        """Show a case's items, oldest first.

        Another `case_id` than before opens at the item whose key is `first_unread`, else at the end. The same one
        keeps the reader's place and tells of arrivals below with a pill. `now` is aware; times are written in `tz`.
        `may_hide` and `may_delete` are the messages that may be hidden or deleted on their network, `unanswered` the
        keys of those that are marked as never answered.
        """
        opens = case_id != self._case_id or not self._model.sketches
        self._case_id = case_id
        self._now = now
        self._since.start()
        if opens:
            self._unfolded = self._revealed = frozenset()
        context = TimelineContext(now, tz, agent, online, network_names or {}, may_hide, may_delete, unanswered)
        if self._values_in is not None:
            context = replace(context, values_in=self._values_in)
        before, at_end = self._known_keys(), self.view.is_at_end()
        self._model.set_rows(sketch_timeline(items, now, tz), lambda one: self._folded(present_row(one, context)))
        self._announce_count()
        if opens:
            self._open_at(first_unread)
        elif not at_end:
            self._tell_of_arrivals(before)
        self._run_timers()

    def set_value_finder(self, values_in: ValueFinder | None) -> None:
        """Cover the personal data that this finds in what customers posted in public; None: cover nothing."""
        self._values_in = values_in

    @property
    def sought(self) -> tuple[str, ...]:
        """The words that are marked."""
        return self._sought

    def set_sought(self, words: tuple[str, ...]) -> None:
        """Mark these words wherever a message's text holds them; none: mark nothing."""
        if words != self._sought:
            self._sought = words
            for number, row in tuple(self._model.made_rows()):
                self._model.replace_row(number, self._folded(row))

    def clear(self) -> None:
        """Show nothing."""
        self._case_id = None
        self._model.clear()
        self._pill.set_count(0)
        self._run_timers()

    def set_now(self, now: datetime) -> None:
        """Bring countdowns up to a moment; the timeline does so itself once a second."""
        for number, row in self._counting():
            self._model.replace_row(number, count_down(row, now))
        self._run_timers()

    def set_motion(self, moves: bool) -> None:
        """Switch the turning of the sending glyph on or off."""
        self._moves = moves
        self._run_timers()

    @property
    def rows(self) -> tuple[TimelineRow, ...]:
        """What is shown."""
        return self._model.rows

    def go_to_end(self) -> None:
        """Show the newest message."""
        self.view.go_to_end()
        self._pill.set_count(0)

    def go_to_item(self, key: str) -> bool:
        """Show an item by its key; False if it is not here."""
        number = self._model.number_of(key)
        if number >= 0:
            self.view.go_to(number)
            self.view.setCurrentIndex(self._model.index(number))
        return number >= 0

    # --- what the agent does ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space unfolds the current message, Ctrl+Z takes back the message that still can be, Ctrl+C copies."""
        number = self.view.currentIndex().row()
        row = self._model.row_at(number) if 0 <= number < len(self._model.sketches) else None
        if event.key() == Qt.Key.Key_Space and isinstance(row, MessageRow):
            self._toggle(row.key)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self._undo_latest()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer everything that a row can do, for the keyboard as well."""
        point = self.view.viewport().mapFromGlobal(event.globalPos())
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        number = self.view.currentIndex().row() if by_key else self.view.row_number_at(point.y())
        if not 0 <= number < len(self._model.sketches) or not self._model.sketches[number].is_message:
            return
        rect = self.view.row_rect(number)
        place = rect.topLeft() + QPoint(80, 24) if by_key else point
        self.menu_of(number).popup(self.view.viewport().mapToGlobal(place))

    def offer_entries(self) -> None:
        """Offer to make FAQ entries of messages: there is somebody who does."""
        self._offers_entries = True

    def menu_of(self, number: int) -> QMenu:
        """Return the menu of a row: its actions, then copying."""
        row = self._model.row_at(number)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        seen: set[tuple[HitKind, str | int]] = set()
        for _, hit in self.view.sheet_of(number).hits:
            if (hit.kind, hit.value) not in seen:
                seen.add((hit.kind, hit.value))
                menu.addAction(hit.label).triggered.connect(lambda _=False, hit=hit: self._carry_out(hit))
        for hit in row.deeds if isinstance(row, MessageRow) else ():
            menu.addAction(hit.label).triggered.connect(lambda _=False, hit=hit: self._carry_out(hit))
        if isinstance(row, MessageRow) and row.text and row.key.startswith(_MESSAGE):
            cover = menu.addAction(self.tr("Cover a value…"))
            cover.triggered.connect(lambda: self.redaction_requested.emit(int(row.key.removeprefix(_MESSAGE))))
            if self._offers_entries:
                entry = menu.addAction(self.tr("Make an FAQ entry…"))
                entry.triggered.connect(lambda: self.entry_requested.emit(int(row.key.removeprefix(_MESSAGE))))
        menu.addSeparator()
        menu.addAction(self.tr("Copy text")).triggered.connect(lambda: _copy(row.text))
        if isinstance(row, MessageRow) and row.permalink is not None:
            address = str(row.permalink.value)
            menu.addAction(self.tr("Copy link")).triggered.connect(lambda: _copy(address))
        return menu

    def _undo_latest(self) -> None:
        pending = [row.countdown for _, row in self._counting() if row.countdown is not None]
        if pending:
            self._carry_out(pending[-1].undo)

    def _carry_out(self, hit: Hit) -> None:
        if hit.kind is HitKind.UNFOLD:
            self._toggle(str(hit.value))
            return
        if hit.kind is HitKind.REVEAL:
            self._reveal(str(hit.value))
            return
        if hit.kind is HitKind.TO_PRIVATE:
            self.private_line_requested.emit()
            return
        if hit.kind in MODERATING:
            self.moderation_requested.emit(hit)
            return
        signal = {
            HitKind.LINK: self.link_requested,
            HitKind.PERMALINK: self.permalink_requested,
            HitKind.ATTACHMENT: self.attachment_requested,
            HitKind.HTML: self.html_requested,
            HitKind.UNDO: self.undo_requested,
            HitKind.RETRY: self.retry_requested,
            HitKind.EDIT: self.edit_requested,
            HitKind.WAS_SENT: self.arrival_confirmed,
            HitKind.CHANGE_TIME: self.change_time_requested,
        }[hit.kind]
        signal.emit(hit.value)

    def _toggle(self, key: str) -> None:
        self._unfolded ^= {key}
        number = self._model.number_of(key)
        if number >= 0:
            self._model.replace_row(number, self._folded(self._model.row_at(number)))

    def _reveal(self, key: str) -> None:
        self._revealed |= {key}
        number = self._model.number_of(key)
        if number >= 0:
            self._model.replace_row(number, self._folded(self._model.row_at(number)))
            self.revealed.emit(key)

    def _folded(self, row: TimelineRow) -> TimelineRow:
        if isinstance(row, MessageRow) and row.plain and row.key in self._revealed:
            row = revealed(row)
        if not isinstance(row, MessageRow):
            return row
        unfolded = row.key in self._unfolded
        if (row.unfolded, row.sought) == (unfolded, self._sought):
            return row
        return replace(row, unfolded=unfolded, sought=self._sought)

    # --- arrivals ---------------------------------------------------------------------------------------------

    def _open_at(self, first_unread: str | None) -> None:
        self._pill.set_count(0)
        number = self._model.number_of(first_unread) if first_unread else -1
        if number < 0:
            self.view.go_to_end()
            return
        above = number - 1
        while above >= 0 and not self._model.sketches[above].is_message:
            above -= 1
        self.view.go_to(above + 1)

    def _known_keys(self) -> frozenset[str]:
        return frozenset(sketch.key for sketch in self._model.sketches)

    def _tell_of_arrivals(self, before: frozenset[str]) -> None:
        fresh = [one for one in self._model.sketches if one.key not in before and one.is_message]
        if any(one.is_ours for one in fresh):
            self.go_to_end()
            return
        if fresh:
            self._pill.set_count(self._pill.count + len(fresh))

    def _announce_count(self) -> None:
        count = sum(1 for sketch in self._model.sketches if sketch.is_message)
        name = self.tr("Conversation, {count} messages")
        self.view.setAccessibleName(name.replace("{count}", str(count)))

    def _on_view_scrolled(self) -> None:
        if self.view.is_at_end():
            if self._pill.count:
                self._pill.set_count(0)
            self.end_reached.emit()
        self._run_timers()

    def _counting(self) -> list[tuple[int, MessageRow]]:
        """Return the rows of what can still be taken back, each with its number."""
        rows = [(number, self._model.row_at(number)) for number in self._model.counting]
        return [(number, row) for number, row in rows if isinstance(row, MessageRow) and row.countdown is not None]

    # --- what moves by itself ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pill in its place."""
        super().resizeEvent(event)
        self._pill.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Let clocks run while they are seen."""
        super().showEvent(event)
        self._run_timers()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop what nobody sees."""
        super().hideEvent(event)
        self._run_timers()

    def _timer(self, interval: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    def _run_timers(self) -> None:
        seen = self.isVisible()
        counts = bool(self._counting())
        turns = self._moves and seen and any(self.view.sheet_of(number).spins for number in self.view.visible_rows())
        for timer, runs in ((self._second, counts and seen), (self._turn, turns)):
            if runs and not timer.isActive():
                timer.start()
            elif not runs:
                timer.stop()

    def _on_second_passed(self) -> None:
        if self._now is not None:
            self.set_now(self._now + timedelta(milliseconds=self._since.elapsed()))

    def _on_turn_stepped(self) -> None:
        self.view.delegate.set_turn(self._since.elapsed() % 1_000 * 360 / 1_000)
        self.view.viewport().update()

    def _on_pointer_hit_chosen(self, hit: Hit) -> None:
        self._carry_out(hit)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
