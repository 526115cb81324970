"""A field that offers values in a list: 30 px high, painted by the style sheet, with the window's own caret."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.labels import Label

_CARET, _INSET = 14, 8


class ComboBox(QComboBox):
    """Offers (key, words) pairs. The wheel scrolls the page below it and never changes the value by accident."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        object_name: str = "",
        searchable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is what a screen reader says; `searchable` lets a person type a part of the words."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setProperty("kind", "field")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(12)
        if searchable:
            self._make_searchable()
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_choices(self, choices: Sequence[tuple[object, str]], current: object = None) -> None:
        """Offer these choices with one of them chosen; tells of nothing."""
        blocked = self.blockSignals(True)
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.choose(current)
        self.blockSignals(blocked)
        self.update()

    def choose(self, key: object) -> None:
        """Choose a key if it is offered."""
        place = next((n for n in range(self.count()) if self.itemData(n) == key), -1)
        if place >= 0:
            self.setCurrentIndex(place)

    @property
    def current(self) -> object:
        """The chosen key; of a searchable field the key whose words stand in it, None for other words."""
        if not self.isEditable():
            return self.currentData()
        place = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return self.itemData(place) if place >= 0 else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Select what stands in a searchable field when it gets the focus, so that typing replaces it."""
        edit = self.lineEdit()
        if edit is not None and watched is edit and event.type() is QEvent.Type.FocusIn:
            edit.selectAll()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and its caret."""
        super().paintEvent(event)
        side = self._theme.px(_CARET)
        place = QRect(self.width() - self._theme.px(_INSET) - side, (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        colour = "text.secondary" if self.isEnabled() else "text.disabled"
        self._theme.icons.paint(painter, place, "caret-down", self._theme.colour(colour))
        painter.end()

    def _make_searchable(self) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = self.completer() or QCompleter(self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        edit = self.lineEdit()
        assert edit is not None
        edit.setAccessibleName(self.accessibleName())
        edit.installEventFilter(self)

    def _restyle(self) -> None:
        self.setFont(self._theme.font(13))
        edit = self.lineEdit()
        if edit is not None:
            edit.setFont(self._theme.font(13))
        self.updateGeometry()


class ComboField(QWidget):
    """A combo box with its label above."""

    def __init__(self, theme: Theme, label: str, *, object_name: str = "", searchable: bool = False) -> None:
        """`object_name` names the combo box; the field itself is called `<object_name>_field`."""
        super().__init__()
        self.setObjectName(f"{object_name}_field")
        self.box = ComboBox(theme, label, object_name=object_name, searchable=searchable)
        words = Label(theme, label, size=12, colour="text.secondary")
        words.setBuddy(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(words)
        column.addWidget(self.box)
