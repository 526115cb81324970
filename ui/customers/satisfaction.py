"""The last marks that a customer gave: faces in a row and their mean. Hidden without any."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.customers.known_presenter import KnownState, MarkView
from ui.customers.section import Section
from ui.theme import Theme
from ui.widgets import Label

_HIGH, _FACE, _GAP, _BETWEEN = 24, 16, 4, 14


class MarksRow(QWidget):
    """Paints marks; a screen reader hears all of them."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing until `set_marks`."""
        super().__init__()
        self._theme = theme
        self._marks: tuple[MarkView, ...] = ()
        self.setObjectName("profile_marks")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)
        self._fit()

    @property
    def marks(self) -> tuple[MarkView, ...]:
        """What is shown."""
        return self._marks

    def set_marks(self, marks: tuple[MarkView, ...]) -> None:
        """Show marks from the oldest to the newest."""
        self._marks = marks
        self.setAccessibleName(". ".join(one.spoken for one in marks))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the row's height at the text's scale."""
        return QSize(0, self._theme.px(_HIGH))

    def event(self, event: QEvent) -> bool:
        """Say under the pointer when a mark was given."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = event.pos().x() // max(1, self._step())
            if 0 <= place < len(self._marks):
                QToolTip.showText(event.globalPos(), self._marks[place].spoken, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a face and a figure for each mark."""
        theme, painter = self._theme, QPainter(self)
        side = theme.px(_FACE)
        painter.setFont(theme.font(12))
        for number, mark in enumerate(self._marks):
            left, top = number * self._step(), (self.height() - side) // 2
            face = theme.icons.pixmap(mark.icon, side, theme.colour(mark.colour), self.devicePixelRatioF())
            painter.drawPixmap(left, top, face)
            painter.setPen(theme.colour("text.primary"))
            words = self.rect().adjusted(left + side + theme.px(_GAP), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, mark.figure)
        painter.end()

    def _step(self) -> int:
        figure = self._theme.metrics(12).horizontalAdvance("5")
        needed = self._theme.px(_FACE) + self._theme.px(_GAP) + figure
        room = self.width() // len(self._marks) if self._marks else 0  # large letters stand closer
        return max(needed, min(needed + self._theme.px(_BETWEEN), room))

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(_HIGH))


class SatisfactionSection(Section):
    """The marks under their label, with the mean at its right."""

    def __init__(self, theme: Theme) -> None:
        """Begin hidden."""
        super().__init__(theme, self.tr("Satisfaction"), "profile_satisfaction", inset=0)
        self._mean = Label(theme, size=11, colour="text.tertiary", object_name="profile_mean")
        self._mean.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.add_control(self._mean)
        self._theme = theme
        self._on_theme_changed()
        theme.changed.connect(self._on_theme_changed)
        self.row = MarksRow(theme)
        self.add_inset(self.row)
        self.hide()

    def set_known(self, state: KnownState) -> None:
        """Show the marks, hide without any."""
        self.label.setText(state.marks_title)
        self._mean.setText(state.mean)
        self.row.set_marks(state.marks)
        self.setVisible(bool(state.marks))

    def _on_theme_changed(self) -> None:
        self._mean.setFixedHeight(self._theme.px(_HIGH))
