"""What the window shows while no account is connected: a welcome, four steps to begin with, what is kept where."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.model import Agent, Network
from desktop.store import StoreError
from ui.accounts.agent_form import AgentForm
from ui.accounts.dialog_frame import scrolled
from ui.accounts.plans import connectable
from ui.accounts.step_disc import StepDisc
from ui.accounts.words import keep_fault, secrets_place
from ui.inbox import network_name
from ui.session import Session
from ui.shell.app_mark import AppMark
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, Card, FocusRing, IconLine, Label, paint_channel_badge

_COLUMN, _TOP, _MARK = 680, 64, 56
_DISC = 24


class FirstRunPage(QWidget):
    """Stands in the window's place of the panes until an account is connected."""

    connect_requested = Signal(object)
    """A Network, or None to choose one in the wizard."""
    agent_named = Signal(object)
    """The Agent, who is already remembered by the session."""
    hours_requested = Signal()
    canned_requested = Signal()
    demo_requested = Signal()
    shortcuts_requested = Signal()

    def __init__(
        self, session: Session, theme: Theme, networks: Sequence[Network] | None = None, parent: QWidget | None = None
    ) -> None:
        """`networks` are those that can be connected, all that have a plan by default."""
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.setObjectName("first_run")
        self.setAccessibleName(self.tr("Welcome to Sportello"))
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._networks = tuple(networks) if networks is not None else connectable()
        self._discs: list[StepDisc] = []
        self._rows: list[QWidget] = []
        self._card = Card(theme, object_name="first_steps")
        self._make_agent_row()
        self._make_channels_row()
        self._make_hours_row()
        self._make_canned_row()
        self._lay_out()
        theme.changed.connect(self._resize)
        self._resize()
        self.set_agent(session.agent)

    def set_agent(self, agent: Agent) -> None:
        """Show who works here; without a name the first step is still to do."""
        self._form.set_agent(agent)
        self._show_form(not agent.is_set)
        if agent.signature:
            words = self.tr("Public replies end with {signature}.")
        else:
            words = self.tr("Your replies are not signed.")
        self._agent_words.setText(f"{agent.name}. {words.replace('{signature}', agent.signature)}")
        self._set_current(2 if agent.is_set else 1)

    def focus_first(self) -> None:
        """Put the focus on what is to be done now."""
        if self._form.isVisibleTo(self):
            self._form.focus()
        else:
            self._connect.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_demo_open(self, is_open: bool) -> None:
        """Say that the demo opens in a window of its own, or offer it."""
        self._demo.setEnabled(not is_open)
        self._demo.setText(
            self.tr("The demo has a window of its own") if is_open else self.tr("Look around with sample data")
        )

    # Making.

    def _make_agent_row(self) -> None:
        self._form = AgentForm(self._theme)
        self._agent_words = Label(self._theme, colour="text.secondary", wrap=True, object_name="agent_words")
        self._agent_fault = IconLine(self._theme, "warning-circle", colour="red.text", object_name="agent_fault")
        self._agent_fault.hide()
        self._save = Button(self._theme, self.tr("Save"), kind=ButtonKind.PRIMARY, object_name="save_agent")
        self._change = Button(self._theme, self.tr("Change"), small=True, object_name="change_agent")
        self._save.clicked.connect(self._on_save_clicked)
        self._form.entered.connect(self._on_save_clicked)
        self._change.clicked.connect(self._on_change_clicked)
        save_row = QHBoxLayout()
        save_row.addWidget(self._save)
        save_row.addStretch(1)
        self._save_box = QWidget()
        self._save_box.setLayout(save_row)
        save_row.setContentsMargins(0, 4, 0, 0)
        column = self._add_row(1, self.tr("Your name and signature"), self._change)
        self._form.setContentsMargins(0, 6, 0, 0)
        for widget in (self._agent_words, self._form, self._agent_fault, self._save_box):
            column.addWidget(widget)

    def _make_channels_row(self) -> None:
        self._connect = Button(
            self._theme,
            self.tr("Connect a channel"),
            kind=ButtonKind.PRIMARY,
            icon="plus",
            object_name="connect_channel",
        )
        self._connect.clicked.connect(lambda: self.connect_requested.emit(None))
        column = self._add_row(2, self.tr("Connect your channels"), self._connect)
        discs = QHBoxLayout()
        discs.setContentsMargins(0, 4, 0, 4)
        discs.setSpacing(8)
        for network in self._networks:
            disc = _NetworkDisc(self._theme, network)
            disc.clicked.connect(lambda _=False, chosen=network: self.connect_requested.emit(chosen))
            discs.addWidget(disc)
        discs.addStretch(1)
        column.addLayout(discs)
        words = self.tr("Start with the busiest one. About two minutes each.")
        column.addWidget(Label(self._theme, words, colour="text.secondary", wrap=True))

    def _make_hours_row(self) -> None:
        button = Button(self._theme, self.tr("Set hours"), small=True, object_name="set_hours")
        button.clicked.connect(self.hours_requested)
        column = self._add_row(3, self.tr("Opening hours"), button)
        words = self.tr("Outside these hours replies are held and the response clock pauses.")
        column.addWidget(Label(self._theme, words, colour="text.secondary", wrap=True))

    def _make_canned_row(self) -> None:
        button = Button(self._theme, self.tr("Choose texts"), small=True, object_name="choose_texts")
        button.clicked.connect(self.canned_requested)
        column = self._add_row(4, self.tr("Canned replies"), button)
        words = self.tr("Starter texts in four languages, or your own from a CSV file.")
        column.addWidget(Label(self._theme, words, colour="text.secondary", wrap=True))

    def _add_row(self, number: int, title: str, action: Button) -> QVBoxLayout:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(20, 16, 20, 16)
        across.setSpacing(16)
        disc = StepDisc(self._theme, number)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(self._theme, title, size=14, weight=600, wrap=True))
        across.addWidget(disc, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addLayout(words, 1)
        across.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
        self._discs.append(disc)
        self._rows.append(row)
        self._card.add_row(row)
        return words

    def _lay_out(self) -> None:
        theme = self._theme
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, _TOP, 0, 24)
        column.setSpacing(0)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(AppMark(theme, _MARK), 0, centre)
        column.addSpacing(20)
        title = Label(theme, self.tr("Welcome to Sportello"), size=24, weight=600, wrap=True)
        lead = Label(
            theme,
            self.tr(
                "One inbox for every place where customers write to you.\nNothing reaches a customer until you send it."
            ),
            size=14,
            colour="text.secondary",
            wrap=True,
        )
        for label in (title, lead):
            label.setAlignment(centre)
            column.addWidget(label)
            column.addSpacing(8)
        column.addSpacing(20)
        column.addWidget(self._card)
        column.addSpacing(20)
        column.addLayout(self._links())
        column.addSpacing(20)
        column.addWidget(self._kept_where())
        column.addStretch(1)
        body = QWidget()
        across = QHBoxLayout(body)
        across.setContentsMargins(24, 0, 24, 0)
        across.addStretch()
        across.addWidget(self._column, 1)
        across.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))

    def _links(self) -> QHBoxLayout:
        self._demo = self._link(self.tr("Look around with sample data"), "play-circle", "open_demo")
        self._demo.clicked.connect(self.demo_requested)
        shortcuts = self._link(self.tr("Keyboard shortcuts"), "keyboard", "open_shortcuts")
        shortcuts.clicked.connect(self.shortcuts_requested)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addStretch(1)
        row.addWidget(self._demo)
        row.addWidget(shortcuts)
        row.addStretch(1)
        return row

    def _link(self, words: str, icon: str, object_name: str) -> Button:
        return Button(self._theme, words, kind=ButtonKind.LINK, icon=icon, object_name=object_name)

    def _kept_where(self) -> QWidget:
        box = QWidget()
        box.setObjectName("kept_where")
        column = QVBoxLayout(box)
        column.setContentsMargins(20, 0, 20, 0)
        column.setSpacing(6)
        folder = str(self._session.profile.folder)
        lines = (
            (
                "hard-drives",
                self.tr("Messages are kept encrypted on this computer: {folder}").replace("{folder}", folder),
            ),
            ("lock-key", secrets_place(self._session)),
            ("globe-simple", self.tr("Sportello talks to your own networks and to nobody else.")),
        )
        for icon, words in lines:
            column.addWidget(IconLine(self._theme, icon, words, colour="text.tertiary"))
        return box

    # Acting.

    def _show_form(self, shown: bool) -> None:
        for widget in (self._form, self._save_box):
            widget.setVisible(shown)
        for widget in (self._agent_words, self._change):
            widget.setVisible(not shown)

    def _set_current(self, current: int) -> None:
        for disc in self._discs:
            disc.set_current(current)
        for number, row in enumerate(self._rows, start=1):
            self._card.set_ground(row, "accent.tint" if number == current else "")

        self._connect.set_kind(ButtonKind.PRIMARY if current == 2 else ButtonKind.PLAIN)

    def _on_change_clicked(self) -> None:
        self._show_form(True)
        self._form.focus()

    def _on_save_clicked(self) -> None:
        if not self._form.check():
            return
        agent = self._form.agent
        try:
            self._session.set_agent(agent)
        except StoreError as error:
            self._agent_fault.say(keep_fault(f"store_{error.code}"))
            self._agent_fault.show()
            return
        self._agent_fault.hide()
        self.set_agent(agent)
        self._connect.setFocus(Qt.FocusReason.OtherFocusReason)
        self.agent_named.emit(agent)

    def _resize(self) -> None:
        self._column.setMaximumWidth(self._theme.px(_COLUMN))
        self._column.setMinimumWidth(min(_COLUMN, self._theme.px(420)))
        self._column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)


class _NetworkDisc(QAbstractButton):
    """A network's disc that connects it."""

    def __init__(self, theme: Theme, network: Network) -> None:
        super().__init__()
        self._theme = theme
        self._network = network
        self.setObjectName(f"connect_{network.value}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        words = self.tr("Connect {network}").replace("{network}", network_name(network))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self._ring = FocusRing(theme, self, radius=12)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        side = self._theme.px(_DISC)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_channel_badge(painter, self.rect(), self._theme, self._network, None)
        painter.end()
