"""The violet card of a question that was asked before and not answered, with what was written then."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.customers.presenter import RepeatCard
from ui.customers.section import LINK_INSET, SmallLink
from ui.guardrails.paragraph import Paragraph
from ui.theme import Theme
from ui.widgets import ElidedLabel

_ICON, _LEFT, _PAD = 14, 11, 10


class RepeatCardView(QWidget):
    """Shows a RepeatCard; hidden without one."""

    earlier_requested = Signal(int, str)
    """The case of the earlier message and the message's key in its timeline."""

    def __init__(self, theme: Theme) -> None:
        """Begin hidden."""
        super().__init__()
        self._theme = theme
        self._card: RepeatCard | None = None
        self.setObjectName("profile_repeat")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._title = Paragraph(theme, "repeat_title", 12, 600, 16)
        self._title.set_ink("violet.text")
        self._quote = ElidedLabel(theme, size=12, colour="text.secondary", object_name="repeat_quote")
        self._show = SmallLink(theme, "", "repeat_show", size=12)
        self._show.clicked.connect(self._on_show_clicked)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        words = QVBoxLayout()
        words.setContentsMargins(LINK_INSET, 0, 0, 0)
        words.setSpacing(0)
        for label in (self._title, self._quote):
            words.addWidget(label)
        self._column.addLayout(words)
        self._column.addWidget(self._show)
        self._show.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    @property
    def card(self) -> RepeatCard | None:
        """What is shown."""
        return self._card

    def set_card(self, card: RepeatCard | None) -> None:
        """Show a card, or hide."""
        self._card = card
        self.setVisible(card is not None)
        if card is None:
            return
        self._title.set_text(card.title)
        self._quote.setText(card.quote)
        self._quote.setVisible(bool(card.quote))
        self._show.setText(card.action)
        self._show.setVisible(bool(card.action))
        self.setAccessibleName(f"{card.title}. {card.quote}" if card.quote else card.title)
        self._restyle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card and its icon."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("violet.line")))
        painter.setBrush(theme.colour("violet.tint"))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        side = theme.px(_ICON)
        line = theme.px(16)
        place = QRect(_LEFT, _PAD + (line - side) // 2, side, side)
        theme.icons.paint(painter, place, "repeat", theme.colour("violet.text"))
        painter.end()

    def _restyle(self) -> None:
        left = _LEFT + self._theme.px(_ICON) + 10 - LINK_INSET
        has_action = self._card is not None and bool(self._card.action)
        self._column.setContentsMargins(left, _PAD, _PAD, 4 if has_action else _PAD)
        self.update()

    def _on_show_clicked(self) -> None:
        card = self._card
        if card is not None and card.case_id is not None:
            self.earlier_requested.emit(int(card.case_id), card.item_key)
