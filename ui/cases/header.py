"""The conversation header: who is writing and where, and the buttons that say what becomes of the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop.cases import snooze_choices
from desktop.model import Agent, CaseDetail, CaseStatus, Clock, Network
from ui.cases.clock_card import ClockCard, ClockChip
from ui.cases.clock_presenter import ClockPart, card_text
from ui.cases.header_presenter import HeaderState, present_header
from ui.cases.snooze_words import snooze_words
from ui.cases.timeline_words import status_words
from ui.cases.value_button import ValueButton
from ui.theme import Theme
from ui.widgets import Button, ChannelMark, Chip, ChipLook, ElidedLabel, IconButton

_HEIGHT = 56
_SECOND_ROW = 34
_ONE_ROW_FROM = 480
"""Pixels at 100 % below which the buttons stand under the name."""


class ConversationHeader(QWidget):
    """Shows one case's name, place and clock and tells what the agent wants done with it."""

    status_requested = Signal(object)
    """A CaseStatus was chosen."""
    assignee_requested = Signal(object)
    """Initials of an agent, or None for nobody."""
    snooze_requested = Signal(object)
    """An aware datetime until which the case is put away."""
    snooze_date_requested = Signal()
    why_requested = Signal(object)
    """Why the case has its priority is to be shown, under this widget."""
    solve_requested = Signal()
    reopen_requested = Signal()
    merge_requested = Signal()
    unmerge_requested = Signal()
    tag_requested = Signal()
    open_on_network_requested = Signal(str)
    unread_requested = Signal()
    abuse_requested = Signal()
    ticket_requested = Signal()
    ticket_link_requested = Signal()
    profile_toggled = Signal(bool)
    pop_out_requested = Signal()
    """The case is to have a window of its own: chosen in the menu, or the header double-clicked."""

    def __init__(self, theme: Theme, local_now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        """`local_now` returns the time in the desk's zone; the snooze menu counts from it."""
        super().__init__(parent)
        self.setObjectName("conversation_header")
        self._theme = theme
        self._local_now = local_now
        self._state: HeaderState | None = None
        self._agents: tuple[Agent, ...] = ()
        self._clocks: Callable[[], Sequence[ClockPart]] = tuple
        self._may_unmerge = False
        self.offers_window = True
        """Whether the case can be given a window of its own from here."""
        self._make_words()
        self._make_buttons()
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.set_case(None, None)

    def set_case(
        self, detail: CaseDetail | None, clock: Clock | None, *, agents: Sequence[Agent] = (), may_unmerge: bool = False
    ) -> None:
        """Show a case, or nothing. `agents` can be given the case, the first of them is the one at this desk."""
        self._agents = tuple(agents)
        self._may_unmerge = may_unmerge
        self._state = present_header(detail, clock) if detail is not None and clock is not None else None
        self._apply()

    def set_clock(self, look: ChipLook | None) -> None:
        """Show how the response clock stands now."""
        self._clock.setVisible(look is not None)
        if look is not None:
            self._clock.set_look(look)
            self._clock.setMinimumWidth(self._clock.sizeHint().width())
            self._clock.set_reckoning(card_text(self._clocks()))

    def set_clocks(self, clocks: Callable[[], Sequence[ClockPart]]) -> None:
        """Let the clock tell how it is reckoned: `clocks` is asked on every opening of its card."""
        self._clocks = clocks

    def open_clocks(self) -> None:
        """Show every clock of the case with its rule and its steps."""
        if self._state is not None:
            ClockCard(self._theme, self._clocks(), self).open_below(self._clock if self._clock.isVisible() else self)

    def open_why(self) -> None:
        """Ask for the reasons of the priority."""
        if self._state is not None:
            self.why_requested.emit(self._priority if self._priority.isVisible() else self)

    def set_company(self, names: str, spoken: str, *, writes: bool) -> None:
        """Show who else is here, "" for nobody; `spoken` says it in a sentence, `writes` that one of them answers."""
        icon, colour, ground = ("eye", "text.secondary", "bg.sunken")
        if writes:
            icon, colour, ground = ("pencil-simple", "amber.text", "amber.tint")
        self._company.set_look(ChipLook(names, icon, background=ground, text_colour=colour))
        self._company.setAccessibleName(spoken)
        self._company.setToolTip(spoken)
        self._company.setVisible(bool(names) and self._state is not None)

    def set_profile_shown(self, shown: bool) -> None:
        """Show whether the profile pane is open."""
        self._profile.blockSignals(True)
        self._profile.setChecked(shown)
        self._profile.blockSignals(False)

    def open_snooze_menu(self) -> None:
        """Offer the ends of a snooze (the key S)."""
        self._open_below(self._snooze, self._snooze_menu)

    def open_assignee_menu(self) -> None:
        """Offer the agents (the key A)."""
        self._assignee.open_menu()

    def sizeHint(self) -> QSize:
        """Return the header's height at the text's scale."""
        return QSize(_ONE_ROW_FROM, self._height())

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size."""
        return QSize(240, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the name where there is no room beside it."""
        super().resizeEvent(event)
        self._arrange()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for a window of its own."""
        if self.offers_window and self._state is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pop_out_requested.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("bg.surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line.hair"))
        painter.end()

    # --- making -----------------------------------------------------------------------------------------------

    def _make_words(self) -> None:
        theme = self._theme
        self._name = ElidedLabel(theme, size=15, weight=600, object_name="conversation_name")
        self._clock = ClockChip(theme, "conversation_clock")
        self._clock.clicked.connect(self.open_clocks)
        self._priority = ClockChip(theme, "conversation_priority")
        self._priority.clicked.connect(self.open_why)
        self._mark = ChannelMark(theme, Network.EMAIL, 14)
        self._kind = ElidedLabel(theme, size=12, colour="text.secondary", object_name="conversation_kind")
        self._company = Chip(theme, ChipLook(""), object_name="conversation_company")
        self._company.hide()

    def _make_buttons(self) -> None:
        theme = self._theme
        self._status = ValueButton(theme, "conversation_status")
        self._assignee = ValueButton(theme, "conversation_assignee")
        self._snooze = IconButton(theme, "bell-z", self.tr("Snooze"), object_name="conversation_snooze", shortcut="S")
        self._solve = Button(theme, self.tr("Solve"), object_name="conversation_solve", shortcut="E")
        self._more = IconButton(theme, "dots-three", self.tr("More actions"), object_name="conversation_more")
        self._profile = IconButton(
            theme,
            "identification-card",
            self.tr("Customer profile"),
            object_name="conversation_profile",
            shortcut="Ctrl+I",
        )
        self._profile.setCheckable(True)
        self._snooze_menu = self._menu("conversation_snooze_menu", self._fill_snooze_menu)
        self._more_menu = self._menu("conversation_more_menu", self._fill_more_menu)
        self._status.menu.aboutToShow.connect(self._fill_status_menu)
        self._assignee.menu.aboutToShow.connect(self._fill_assignee_menu)
        self._snooze.clicked.connect(self.open_snooze_menu)
        self._more.clicked.connect(self._on_more_clicked)
        self._solve.clicked.connect(self._on_solve_clicked)
        self._profile.toggled.connect(self.profile_toggled)

    def _menu(self, name: str, fill: Callable[[], None]) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(name)
        menu.aboutToShow.connect(fill)
        return menu

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(7)
        first.addWidget(self._name)
        first.addWidget(self._clock)
        first.addWidget(self._priority)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self._mark)
        second.addWidget(self._kind, 1)
        second.addWidget(self._company)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.setContentsMargins(0, 0, 0, 3)
        words.addStretch(1)
        words.addLayout(first)
        words.addLayout(second)
        words.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addStretch(1)
        for button in (self._status, self._assignee, self._snooze, self._solve, self._more, self._profile):
            buttons.addWidget(button)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(20, 0, 12, 0)
        self._rows.setSpacing(12)
        self._rows.addLayout(words, 1)
        self._rows.addLayout(buttons)

    def _is_stacked(self) -> bool:
        return self.width() < self._theme.px(_ONE_ROW_FROM)

    def _height(self) -> int:
        return self._theme.px(_HEIGHT + (_SECOND_ROW if self._is_stacked() else 0))

    def _arrange(self) -> None:
        stacked = self._is_stacked()
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if self._rows.direction() != direction:
            self._rows.setDirection(direction)
            self._rows.setSpacing(0 if stacked else 12)
            self._rows.setContentsMargins(20, 0, 12, self._theme.px(6) if stacked else 0)
        self.setFixedHeight(self._height())
        self._leave_out_words()

    def _leave_out_words(self) -> None:
        for button in (self._status, self._assignee):
            button.set_brief(False)
        shown = (self._status, self._assignee, self._snooze, self._solve, self._more, self._profile)
        wanted = sum(max(button.sizeHint().width(), button.minimumWidth()) + 4 for button in shown)
        room = self.width() - 32 - (0 if self._is_stacked() else 120)
        for button in (self._assignee, self._status):
            button.set_brief(wanted > room)
        self._leave_out_priority(0 if self._is_stacked() else wanted)

    def _leave_out_priority(self, beside: int) -> None:
        """Show the priority where the whole name has room before it; its reasons are in the menu as well."""
        if self._state is None:
            return
        parts = (self._name, self._clock, self._priority) if self._state.clock else (self._name, self._priority)
        needed = sum(part.sizeHint().width() for part in parts) + 7 * len(parts)
        self._priority.setVisible(needed <= self.width() - 44 - beside)

    def _on_theme_changed(self) -> None:
        self._solve.setFont(self._theme.font(12, 500))
        self._clock.setMinimumWidth(self._clock.sizeHint().width())
        self._arrange()

    # --- showing ----------------------------------------------------------------------------------------------

    def _apply(self) -> None:
        state = self._state
        for widget in (self._name, self._mark, self._kind, self._status, self._assignee, self._snooze, self._solve):
            widget.setVisible(state is not None)
        self._more.setVisible(state is not None)
        self._priority.setVisible(state is not None)
        if state is None:
            self._clock.hide()
            self._company.hide()
            return
        self._name.setText(state.name)
        self._mark.set_network(state.network)
        self._kind.setText(state.kind_text)
        self._kind.set_short(state.kind_short)
        self.set_clock(state.clock)
        self._priority.set_look(state.priority)
        self._priority.setMinimumWidth(self._priority.sizeHint().width())
        self._priority.setAccessibleName(state.priority_words)
        self._priority.setToolTip(state.priority_words)
        spoken = self.tr("Status: {status}").replace("{status}", state.status_text)
        self._status.show_value(state.status_icon, state.status_text, spoken)
        self._apply_assignee(state)
        self._solve.setText(self.tr("Reopen") if self._is_solved() else self.tr("Solve"))
        self._leave_out_words()

    def _apply_assignee(self, state: HeaderState) -> None:
        if state.assignee:
            spoken = self.tr("Assigned to {name}").replace("{name}", self._full_name(state.assignee))
            self._assignee.show_value("user", state.assignee, spoken)
        else:
            self._assignee.show_value("user-plus", "", self.tr("Assigned to nobody"))

    def _full_name(self, initials: str) -> str:
        return next((agent.name for agent in self._agents if agent.initials == initials), initials)

    def _is_solved(self) -> bool:
        return self._state is not None and self._state.status is CaseStatus.SOLVED

    # --- menus ------------------------------------------------------------------------------------------------

    def _fill_status_menu(self) -> None:
        menu = self._status.menu
        menu.clear()
        for status in (CaseStatus.OPEN, CaseStatus.WAITING, CaseStatus.SOLVED):
            action = menu.addAction(status_words(status.value))
            action.setCheckable(True)
            action.setChecked(self._state is not None and self._state.status is status)
            action.triggered.connect(lambda _=False, status=status: self.status_requested.emit(status))
        menu.addSeparator()
        menu.addAction(self.tr("Snoozed…")).triggered.connect(self.open_snooze_menu)

    def _fill_assignee_menu(self) -> None:
        menu = self._assignee.menu
        menu.clear()
        for number, agent in enumerate(self._agents):
            words = self.tr("Me, {name}") if number == 0 else self.tr("{name}")
            action = menu.addAction(words.replace("{name}", agent.name))
            action.setCheckable(True)
            action.setChecked(self._state is not None and self._state.assignee == agent.initials)
            chosen = agent.initials
            action.triggered.connect(lambda _=False, chosen=chosen: self.assignee_requested.emit(chosen))
        menu.addSeparator()
        menu.addAction(self.tr("Nobody")).triggered.connect(lambda: self.assignee_requested.emit(None))

    def _fill_snooze_menu(self) -> None:
        menu = self._snooze_menu
        menu.clear()
        for code, moment in snooze_choices(self._local_now()):
            action = menu.addAction(snooze_words(code, moment))
            action.triggered.connect(lambda _=False, moment=moment: self.snooze_requested.emit(moment))
        menu.addSeparator()
        menu.addAction(self.tr("Date…")).triggered.connect(self.snooze_date_requested)

    def _fill_more_menu(self) -> None:
        menu = self._more_menu
        menu.clear()
        menu.addAction(self.tr("Merge with…")).triggered.connect(self.merge_requested)
        unmerge = menu.addAction(self.tr("Unmerge"))
        unmerge.setEnabled(self._may_unmerge)
        unmerge.triggered.connect(self.unmerge_requested)
        menu.addAction(self.tr("Tag…")).triggered.connect(self.tag_requested)
        menu.addAction(self.tr("Why this priority…")).triggered.connect(self.open_why)
        menu.addAction(self.tr("Open ticket…")).triggered.connect(self.ticket_requested)
        menu.addAction(self.tr("Link a ticket…")).triggered.connect(self.ticket_link_requested)
        menu.addSeparator()
        if self._state is not None and self._state.permalink:
            address = self._state.permalink
            words = self.tr("Open on {network}").replace("{network}", self._state.network_name)
            menu.addAction(words).triggered.connect(lambda: self.open_on_network_requested.emit(address))
        menu.addAction(self.tr("Abuse…")).triggered.connect(self.abuse_requested)
        menu.addAction(self.tr("Mark unread")).triggered.connect(self.unread_requested)
        if self.offers_window:
            menu.addAction(self.tr("Open in its own window")).triggered.connect(self.pop_out_requested)

    def _open_below(self, button: QWidget, menu: QMenu) -> None:
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _on_more_clicked(self) -> None:
        self._open_below(self._more, self._more_menu)

    def _on_solve_clicked(self) -> None:
        (self.reopen_requested if self._is_solved() else self.solve_requested).emit()
