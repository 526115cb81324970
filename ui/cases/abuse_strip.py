"""The strip above the timeline of a case in the Abuse view: what was decided, and a menu of what can be."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ui.cases.abuse_presenter import AbuseCard
from ui.guardrails.paragraph import Paragraph
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ElidedLabel, themed_icon

_SIDE, _ICON, _PAD = 20, 16, 8


class AbuseStrip(QWidget):
    """Shows an AbuseCard; hidden without one."""

    chosen = Signal(object)
    """An AbuseOffer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._theme = theme
        self._card: AbuseCard | None = None
        self.setObjectName("abuse_strip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._title = Paragraph(theme, "abuse_title", 13, 600, 18)
        self._text = ElidedLabel(theme, size=12, colour="text.secondary", object_name="abuse_text")
        self._decide = Button(theme, self.tr("Decide…"), object_name="abuse_decide", small=True)
        self._plain = Button(theme, "", kind=ButtonKind.QUIET, object_name="abuse_plain", small=True)
        self._menu = QMenu(self)
        self._menu.setObjectName("abuse_menu")
        self._decide.clicked.connect(self.open_menu)
        self._plain.clicked.connect(self._on_plain_clicked)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._text)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        self._row.addLayout(words, 1)
        self._row.addWidget(self._plain)
        self._row.addWidget(self._decide)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    @property
    def card(self) -> AbuseCard | None:
        """What is shown."""
        return self._card

    def set_card(self, card: AbuseCard | None) -> None:
        """Show a card, or hide."""
        self._card = card
        self.setVisible(card is not None)
        if card is None:
            return
        self._title.set_text(card.title)
        self._text.setText(card.text)
        self._plain.setText(card.plain.words)
        self._plain.set_icon_name(card.plain.icon)
        self.setAccessibleName(f"{card.title}. {card.text}")
        self._restyle()

    def open_menu(self) -> None:
        """Offer what can be decided."""
        card = self._card
        if card is None:
            return
        self._menu.clear()
        for offer in card.offers:
            action = self._menu.addAction(themed_icon(self._theme, offer.icon, "text.secondary"), offer.words)
            action.triggered.connect(lambda _=False, offer=offer: self.chosen.emit(offer))
        self._menu.popup(self._decide.mapToGlobal(self._decide.rect().bottomLeft()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, the line below and the icon."""
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg.sunken"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line.hair"))
        side = theme.px(_ICON)
        place = QRect(_SIDE, _PAD + (theme.px(18) - side) // 2, side, side)
        theme.icons.paint(painter, place, "prohibit", theme.colour("red.text"))
        painter.end()

    def _restyle(self) -> None:
        left = _SIDE + self._theme.px(_ICON) + 8
        self._row.setContentsMargins(left, _PAD, 12, _PAD)
        self.update()

    def _on_plain_clicked(self) -> None:
        if self._card is not None:
            self.chosen.emit(self._card.plain)
