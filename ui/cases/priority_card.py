"""The card of a case's priority: every factor with its points, and the words that earned them, each to be shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.cases.below import show_below
from ui.cases.priority_presenter import WhyCard, WhyLine
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ElidedLabel, Label, Separator

_WIDTH, _PAD = 380, 14
_LINK_PAD = 5  # a link stands so far in
_OTHERS = 8  # cases of a campaign that are named


class PriorityCard(QWidget):
    """A popup. Escape and a click beside it close it; what is chosen in it closes it too."""

    words_requested = Signal(object)
    """Words, as written, are to be shown where they stand: a tuple of texts."""
    case_requested = Signal(int)

    def __init__(self, theme: Theme, card: WhyCard, parent: QWidget) -> None:
        """Show a card."""
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self.setObjectName("priority_card")
        self.setAccessibleName(card.title)
        self.setAccessibleDescription(card.spoken)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        pad = theme.px(_PAD)
        column.setContentsMargins(pad, pad - 2, pad, pad)
        column.setSpacing(theme.px(5))
        column.addWidget(Label(theme, card.title, size=14, weight=600))
        column.addSpacing(theme.px(3))
        for number, line in enumerate(card.factors):
            self._add(column, line, f"why_factor_{number}")
        if not card.factors:
            column.addWidget(Label(theme, self.tr("Nothing earned it points."), colour="text.secondary"))
        if card.note:
            column.addWidget(Label(theme, card.note, size=12, colour="text.secondary", wrap=True))
        if card.reasons:
            column.addWidget(Separator(theme, colour="line.strong"))
        for number, line in enumerate(card.reasons):
            self._add(column, line, f"why_reason_{number}")
        self._add_campaign(column, card)
        self.setFixedWidth(theme.px(_WIDTH))

    def open_below(self, widget: QWidget) -> None:
        """Show the card under a widget, inside the screen."""
        show_below(self, widget)
        first = self.findChild(Button)
        (first or self).setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape; walk through the words with the arrows."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the outline."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("bg.raised"))
        painter.setPen(self._theme.colour("line.strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _add(self, column: QVBoxLayout, line: WhyLine, name: str) -> None:
        theme, head = self._theme, QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(theme, line.title, weight=500))
        head.addStretch(1)
        head.addWidget(Label(theme, line.points, weight=600))
        column.addLayout(head)
        if not line.words:
            column.addWidget(Label(theme, line.said, size=12, colour="text.secondary", wrap=True))
            return
        room = theme.px(_WIDTH) - 2 * theme.px(_PAD) - theme.px(16)
        shown = theme.metrics(12, 400).elidedText(line.said, Qt.TextElideMode.ElideRight, room)
        link = self._link(shown, name)
        link.setAccessibleName(self.tr("Show {words} in the conversation").replace("{words}", line.said))
        link.setToolTip(self.tr("Show it in the conversation"))
        link.clicked.connect(lambda _=False, words=line.words: self._leave(lambda: self.words_requested.emit(words)))
        self._add_link(column, link)

    def _add_link(self, column: QVBoxLayout, link: Button) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(-_LINK_PAD, 0, 0, 0)
        row.addWidget(link)
        row.addStretch(1)
        column.addLayout(row)

    def _add_campaign(self, column: QVBoxLayout, card: WhyCard) -> None:
        if not card.campaign:
            return
        column.addWidget(Label(self._theme, self.tr("The same text from"), size=12, colour="text.secondary"))
        for case_id, name in card.campaign[:_OTHERS]:
            link = self._link(name, f"why_case_{case_id}")
            link.clicked.connect(lambda _=False, case=case_id: self._leave(lambda: self.case_requested.emit(case)))
            self._add_link(column, link)
        more = len(card.campaign) - _OTHERS
        if more > 0:
            words = self.tr("and {count} more").replace("{count}", str(more))
            column.addWidget(ElidedLabel(self._theme, words, size=12, colour="text.secondary"))

    def _link(self, words: str, name: str) -> Button:
        return Button(self._theme, words, kind=ButtonKind.LINK, small=True, object_name=name)

    def _leave(self, tell: object) -> None:
        assert callable(tell)
        self.close()
        tell()
