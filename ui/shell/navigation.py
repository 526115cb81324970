"""The left pane: the inbox's views with their counts, the channels with their states, settings and the agent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.model import Agent, Lane
from ui.inbox import lane_name, network_name
from ui.shell.account_presenter import AccountState
from ui.shell.drop_targets import DropTargets
from ui.shell.navigation_items import AccountItem, AgentItem, ChannelsItem, NavigationItem, ViewItem
from ui.theme import Theme
from ui.widgets import IconButton, Label, OverlayScrollBar, Separator, make_viewport, themed_icon, tooltip_of

if TYPE_CHECKING:
    from ui.shell.saved_views import SavedViewList

RAIL_WIDTH = 52
_LANE_ICONS = {
    Lane.MY_OPEN: "tray",
    Lane.UNASSIGNED: "user-plus",
    Lane.AT_RISK: "hourglass-medium",
    Lane.REPEAT: "repeat",
    Lane.LISTENING: "ear",
    Lane.SNOOZED: "bell-z",
    Lane.WAITING: "clock-clockwise",
    Lane.SOLVED: "check-circle",
    Lane.ALL: "stack",
    Lane.IMPOSTORS: "user-focus",
    Lane.ABUSE: "prohibit",
    Lane.OUTBOX: "paper-plane-tilt",
    Lane.DRAFTS: "pencil-line",
}
_BADGED = (Lane.MY_OPEN, Lane.AT_RISK, Lane.OUTBOX)
"""The views whose count the rail shows: what waits for this agent, what is late, what has not gone out."""


def lane_icon(lane: Lane) -> str:
    """Return the Phosphor name of a view's icon."""
    return _LANE_ICONS[lane]


class Navigation(QWidget):
    """Views, channels, settings and agent; as a rail 52 px wide, icons only."""

    lane_chosen = Signal(object)
    """A Lane."""
    account_chosen = Signal(int)
    connect_requested = Signal()
    settings_requested = Signal()
    account_sign_in_requested = Signal(int)
    agent_requested = Signal()
    reports_requested = Signal()
    current_set = Signal()
    """A view was marked, or none, by whoever shows one."""
    view_chosen = Signal(str)
    """The uid of a saved view."""

    def __init__(self, theme: Theme, lanes: Sequence[Lane], parent: QWidget | None = None) -> None:
        """Offer `lanes` in this order; the first nine get Ctrl+1 to Ctrl+9 in their tooltips, Drafts Ctrl+0."""
        super().__init__(parent)
        self._theme = theme
        self._rail = False
        self._views: dict[Lane, ViewItem] = {}
        self._accounts: dict[int, AccountItem] = {}
        self.setObjectName("navigation")
        self.setAccessibleName(self.tr("Navigation"))
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._views_label = Label(theme, self.tr("Views"), size=11, weight=600, colour="text.tertiary")
        self._channels_head = self._make_channels_head()
        self._rail_line = Separator(theme)
        self._reports = ViewItem(theme, "chart-bar", self.tr("Reports"), "reports_item")
        self._reports.setToolTip(tooltip_of(self.tr("Reports"), "Ctrl+Shift+R"))
        self._settings = ViewItem(theme, "gear-six", self.tr("Settings"), "settings", checkable=False)
        self._channels_item = ChannelsItem(theme, self.tr("Channels"))
        self._agent = AgentItem(theme)
        self.targets = DropTargets(self)
        self._saved: SavedViewList | None = None
        self._column = QVBoxLayout()
        self._account_column = QVBoxLayout()
        self._make_views(lanes)
        self._lay_out()
        self._reports.clicked.connect(self._on_reports_clicked)
        self._settings.clicked.connect(self.settings_requested)
        self._agent.clicked.connect(self.agent_requested)
        self._channels_item.clicked.connect(self._on_channels_item_clicked)
        theme.changed.connect(self._resize)
        self.set_rail(False)

    def set_counts(self, counts: Mapping[Lane, int]) -> None:
        """Show how many cases each view holds; 0 and views not named show none."""
        for lane, item in self._views.items():
            count = counts.get(lane, 0)
            text, colour = self._count_words(lane, count)
            item.set_count(text, colour)
            spoken = self.tr("{view}, {count}").format(view=lane_name(lane), count=text)
            item.setAccessibleName(spoken if text else lane_name(lane))

    def add_saved_views(self) -> SavedViewList:
        """Make room for saved views below the lanes, once, and return it."""
        if self._saved is None:
            from ui.shell.saved_views import SavedViewList

            self._saved = SavedViewList(self._theme, self.targets)
            self._column.insertWidget(self._column.indexOf(self._gap), self._saved)
            self._saved.chosen.connect(self.view_chosen)
            self._saved.set_rail(self._rail)
        return self._saved

    def set_current_view(self, uid: str) -> None:
        """Mark a saved view."""
        self.set_current(None)
        if self._saved is not None:
            self._saved.set_current(uid)

    def set_current(self, lane: Lane | None) -> None:
        """Mark the view that the list shows; None marks nothing."""
        if self._saved is not None:
            self._saved.set_current(None)
        self._mark(lane)
        self._reports.setChecked(False)
        self.current_set.emit()

    def set_reports_current(self) -> None:
        """Mark the reports instead of a view."""
        if self._saved is not None:
            self._saved.set_current(None)
        self._mark(None)
        self._reports.setChecked(True)

    def _mark(self, lane: Lane | None) -> None:
        for each, item in self._views.items():
            item.setChecked(each is lane)
        self._rove(list(self._views.values()), self._views.get(lane) if lane is not None else None)

    def set_accounts(self, states: Sequence[AccountState]) -> None:
        """Show these accounts in this order."""
        if [state.account_id for state in states] != list(self._accounts):
            self._remake_accounts(states)
        for state in states:
            self._accounts[state.account_id].set_state(state)
        self._channels_item.warns = any(state.word for state in states)
        self._channels_item.update()

    def set_agent(self, agent: Agent, *, online: bool) -> None:
        """Show who works here and how public replies are signed."""
        presence = self.tr("Available") if online else self.tr("Offline")
        signs = self.tr("signs {signature}").format(signature=agent.signature) if agent.signature else ""
        line = " · ".join(part for part in (presence, signs) if part)
        name = agent.name if agent.is_set else self.tr("Your name")
        self._agent.set_person(name, agent.initials or "?", line)

    def set_rail(self, rail: bool) -> None:
        """Show icons only, or everything."""
        self._rail = rail
        for item in self.findChildren(NavigationItem):
            item.set_rail(rail)
        for wide_only in (self._views_label, self._channels_head, self._account_box):
            wide_only.setVisible(not rail)
        self._rail_line.setVisible(rail and self._outbox_follows)
        if self._saved is not None:
            self._saved.set_rail(rail)
        self._channels_item.setVisible(rail)
        self._resize()

    @property
    def is_rail(self) -> bool:
        """True while only icons are shown."""
        return self._rail

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk inside a group of lines with the arrow keys: a group is one stop for Tab."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and isinstance(watched, NavigationItem):
                return self._step(watched, step)
        return super().eventFilter(watched, event)

    # Making.

    def _make_channels_head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(8, 0, 4, 0)
        row.addWidget(Label(self._theme, self.tr("Channels"), size=11, weight=600, colour="text.tertiary"), 1)
        plus = IconButton(self._theme, "plus", self.tr("Connect a channel"), object_name="connect_channel", size=24)
        plus.clicked.connect(self.connect_requested)
        row.addWidget(plus)
        return head

    def _make_views(self, lanes: Sequence[Lane]) -> None:
        self._outbox_follows = Lane.OUTBOX in lanes
        for number, lane in enumerate(lanes, start=1):
            item = ViewItem(self._theme, _LANE_ICONS[lane], lane_name(lane), f"view_{lane.value}")
            item.badged = lane in _BADGED
            key = 0 if lane is Lane.DRAFTS else number
            item.setToolTip(tooltip_of(lane_name(lane), f"Ctrl+{key}" if key < 10 else ""))
            item.clicked.connect(lambda _checked, chosen=lane: self._on_view_clicked(chosen))
            item.installEventFilter(self)
            self.targets.watch(item, f"lane.{lane.value}")
            self._views[lane] = item
        self._rove(list(self._views.values()), None)

    def _remake_accounts(self, states: Sequence[AccountState]) -> None:
        for item in self._accounts.values():
            self._account_column.removeWidget(item)
            item.deleteLater()
        self._accounts = {}
        for state in states:
            item = AccountItem(self._theme, state)
            item.clicked.connect(lambda _checked=False, chosen=state.account_id: self._on_account_clicked(chosen))
            item.installEventFilter(self)
            self._accounts[state.account_id] = item
            self._account_column.addWidget(item)
        self._rove(list(self._accounts.values()), None)

    def _lay_out(self) -> None:
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(8, 4, 8, 4)
        self._column.setSpacing(0)
        self._views_label.setIndent(8)
        self._column.addWidget(self._views_label)
        for lane, item in self._views.items():
            if lane is Lane.OUTBOX:
                self._column.addWidget(self._rail_line)
            self._column.addWidget(item)
        self._gap = QWidget()
        self._column.addWidget(self._gap)
        self._column.addWidget(self._channels_head)
        self._account_box = QWidget()
        self._account_column = QVBoxLayout(self._account_box)
        self._account_column.setContentsMargins(0, 0, 0, 0)
        self._account_column.setSpacing(0)
        self._column.addWidget(self._account_box)
        self._column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scrolled(body), 1)
        outer.addWidget(self._foot([self._channels_item, self._reports, self._settings], (8, 0, 8, 4)))
        outer.addWidget(Separator(self._theme))
        outer.addWidget(self._foot([self._agent], (8, 4, 8, 3)))

    def _scrolled(self, body: QWidget) -> QScrollArea:
        area = QScrollArea()
        make_viewport(area).setAutoFillBackground(False)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        body.setAutoFillBackground(False)
        OverlayScrollBar(area)
        area.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        return area

    @staticmethod
    def _foot(items: Sequence[QWidget], margins: tuple[int, int, int, int]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(*margins)
        column.setSpacing(0)
        for item in items:
            column.addWidget(item)
        return box

    def _resize(self) -> None:
        line = self._theme.px(28)
        self._views_label.setFixedHeight(line)
        self._channels_head.setFixedHeight(line)
        self._gap.setFixedHeight(self._theme.px(12))
        self._column.setContentsMargins(8, 6 if self._rail else 4, 8, 4)

    # Acting.

    def _count_words(self, lane: Lane, count: int) -> tuple[str, str]:
        if not count:
            return "", "text.tertiary"
        if lane is Lane.OUTBOX:
            return self.tr("{count} queued").format(count=count), "amber.text"
        return f"{count:,}", "amber.text" if lane is Lane.AT_RISK else "text.tertiary"

    def _on_view_clicked(self, lane: Lane) -> None:
        self.set_current(lane)
        self.lane_chosen.emit(lane)

    def _on_reports_clicked(self) -> None:
        self._reports.setChecked(True)  # a second click leaves it marked
        self.reports_requested.emit()

    def _on_account_clicked(self, account_id: int) -> None:
        if self._accounts[account_id].state.needs_sign_in:
            self.account_sign_in_requested.emit(account_id)
        else:
            self.account_chosen.emit(account_id)

    def _on_channels_item_clicked(self) -> None:
        menu = self._channels_menu()
        menu.popup(self._channels_item.mapToGlobal(QPoint(self._channels_item.width(), 0)))

    def _channels_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("channels_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for account_id, item in self._accounts.items():
            state = item.state
            words = f"{network_name(state.network)}: {state.label}" + (f" ({state.word})" if state.word else "")
            action = menu.addAction(themed_icon(self._theme, state.icon, state.colour), words)
            action.triggered.connect(lambda _checked, chosen=account_id: self._on_account_clicked(chosen))
        menu.addSeparator()
        menu.addAction(self.tr("Connect a channel")).triggered.connect(self.connect_requested)
        return menu

    def _group_of(self, item: NavigationItem) -> list[NavigationItem]:
        for group in (list(self._views.values()), list(self._accounts.values())):
            if item in group:
                return list(group)
        return []

    def _step(self, item: NavigationItem, by: int) -> bool:
        group = self._group_of(item)
        place = group.index(item) + by if group else -1
        if not 0 <= place < len(group):
            return bool(group)
        self._rove(group, group[place])
        group[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @staticmethod
    def _rove(group: Sequence[NavigationItem], stop: NavigationItem | None) -> None:
        """Make one line of a group the stop for Tab; the others are reached by arrows and clicks."""
        for number, item in enumerate(group):
            is_stop = item is stop or (stop is None and number == 0)
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
