"""The card above the timeline of somebody who looks like us and answered a customer, with what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.cases.compared_names import ComparedNames
from ui.cases.likeness_presenter import LikenessCard
from ui.guardrails.paragraph import Paragraph
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ElidedLabel, Label

_SIDE, _ICON, _PAD = 20, 16, 10


class LikenessCardView(QWidget):
    """Shows a LikenessCard; hidden without one."""

    warning_requested = Signal()
    """Write the customer a public warning, or go to where that is done."""
    report_requested = Signal()
    """Open the network's page for reports."""
    known_requested = Signal()
    """The account may look like us."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._theme = theme
        self._card: LikenessCard | None = None
        self._compact = False
        self.setObjectName("likeness_card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._title = Paragraph(theme, "likeness_title", 13, 600, 18)
        self._title.set_ink("amber.text")
        self._others = Label(theme, size=12, colour="text.secondary", object_name="likeness_others")
        self._names = ComparedNames(theme)
        self._foreign = ElidedLabel(theme, size=12, colour="text.secondary", object_name="likeness_foreign")
        self._since = ElidedLabel(theme, size=12, colour="text.secondary", object_name="likeness_since")
        self._quote = ElidedLabel(theme, size=12, colour="text.secondary", object_name="likeness_quote")
        self._warn = Button(theme, self.tr("Warn in public"), object_name="likeness_warn", icon="megaphone-simple")
        self._report = Button(theme, "", object_name="likeness_report", icon="arrow-square-out")
        words = self.tr("Not an impersonator")
        self._known = Button(theme, words, kind=ButtonKind.QUIET, object_name="likeness_known", icon="check")
        self._warn.clicked.connect(self.warning_requested)
        self._report.clicked.connect(self.report_requested)
        self._known.clicked.connect(self.known_requested)
        self._column = QVBoxLayout(self)
        self._lay_out()
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    @property
    def card(self) -> LikenessCard | None:
        """What is shown."""
        return self._card

    def set_card(self, card: LikenessCard | None) -> None:
        """Show a card, or hide."""
        self._card = card
        self.setVisible(card is not None)
        if card is None:
            return
        self._title.set_text(card.title)
        self._others.setText(card.others)
        self._others.setVisible(bool(card.others))
        self._names.set_names(card.theirs, card.ours)
        quote = "" if self._compact else card.quote
        for label, text in ((self._foreign, card.foreign), (self._since, card.since), (self._quote, quote)):
            label.setText(text)
            label.setVisible(bool(text))
        self._warn.setText(card.warn)
        self._warn.set_icon_name(card.warn_icon)
        self._report.setText(card.report)
        self._report.setVisible(bool(card.report))
        self.setAccessibleName(card.spoken)
        self._restyle()

    def set_compact(self, compact: bool) -> None:
        """Leave out what was said, which stands in the look-alike's own posts: the window is short."""
        self._compact = compact
        self.set_card(self._card)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tint, the line below and the icon."""
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("amber.tint"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("amber.line"))
        side = theme.px(_ICON)
        place = QRect(_SIDE, _PAD + (theme.px(18) - side) // 2, side, side)
        theme.icons.paint(painter, place, "user-focus", theme.colour("amber.text"))
        painter.end()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._others)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._warn, self._report, self._known):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._column.setSpacing(4)
        self._column.addLayout(head)
        for widget in (self._names, self._foreign, self._since, self._quote):
            self._column.addWidget(widget)
        self._column.addLayout(buttons)

    def _restyle(self) -> None:
        left = _SIDE + self._theme.px(_ICON) + 8
        self._column.setContentsMargins(left, _PAD, 12, _PAD)
        self.update()
