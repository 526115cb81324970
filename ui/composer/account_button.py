"""Who the reply goes out as: the account's mark and name, with a menu where there are others; or "Team only"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from desktop.model import AccountId, Network
from ui.theme import Theme
from ui.widgets import FocusRing, paint_channel_badge

_MARK = 14
_GAP = 5
_CARET = 12


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """An account that can speak in this conversation."""

    id: AccountId
    network: Network
    name: str


class AccountButton(QAbstractButton):
    """Shows the account that speaks. Other accounts are offered in its menu; nothing changes by itself."""

    account_chosen = Signal(object)
    """An AccountId."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._theme = theme
        self._network: Network | None = None
        self._choices: tuple[AccountChoice, ...] = ()
        self.menu = QMenu(self)
        self.menu.setObjectName("composer_account_menu")
        self.setObjectName("composer_account")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ring = FocusRing(theme, self)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self.updateGeometry)

    def show_account(self, network: Network, name: str) -> None:
        """Show the account that speaks."""
        self._network = network
        self.setText(name)
        self._name(self.tr("As {account}").replace("{account}", name))
        self._apply()

    def show_team_only(self) -> None:
        """Say that only the team sees what is written."""
        self._network = None
        self.setText(self.tr("Team only"))
        self._name(self.text())
        self._apply()

    def set_choices(self, choices: Sequence[AccountChoice]) -> None:
        """Offer these accounts."""
        self._choices = tuple(choices)
        self.menu.clear()
        for choice in self._choices:
            chosen = choice.id
            action = self.menu.addAction(choice.name)
            action.triggered.connect(lambda _=False, chosen=chosen: self.account_chosen.emit(chosen))
        self._apply()

    def sizeHint(self) -> QSize:
        """Return mark, name and caret."""
        theme = self._theme
        words = theme.metrics(12).horizontalAdvance(self.text())
        return QSize(4 + theme.px(_MARK) + _GAP + words + 1 + self._caret_room() + 4, theme.px(28))

    def minimumSizeHint(self) -> QSize:
        """Return the mark and a few letters."""
        return QSize(min(self.sizeHint().width(), self._theme.px(64)), self._theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw mark, name and caret."""
        theme, painter = self._theme, QPainter(self)
        size = theme.px(_MARK)
        mark = QRect(4, (self.height() - size) // 2, size, size)
        ink = theme.colour("text.secondary")
        if self._network is not None:
            paint_channel_badge(painter, mark, theme, self._network, None)
        else:
            theme.icons.paint(painter, mark, "users-three", ink)
        left = 4 + size + _GAP
        room = self.width() - left - self._caret_room() - 4
        metrics = theme.metrics(12)
        text = self.text()
        if metrics.horizontalAdvance(text) > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(ink)
        painter.setFont(theme.font(12))
        words = QRect(left, 0, room + 2, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if self._has_menu():
            caret = theme.px(_CARET)
            place = QRect(self.width() - 4 - caret, (self.height() - caret) // 2, caret, caret)
            theme.icons.paint(painter, place, "caret-down", ink)
        painter.end()

    def _has_menu(self) -> bool:
        return self._network is not None and len(self._choices) > 1

    def _caret_room(self) -> int:
        return _GAP + self._theme.px(_CARET) if self._has_menu() else 4

    def _name(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setToolTip(name)

    def _apply(self) -> None:
        self.setEnabled(self._network is None or self._has_menu() or not self._choices)
        self.updateGeometry()
        self.update()

    def _on_clicked(self) -> None:
        if self._has_menu():
            self.menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
