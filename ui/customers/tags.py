"""A customer's tags: pills that can be taken away, and a field that completes the tags in use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCompleter, QLineEdit, QSizePolicy

from ui.customers.flow import FlowBox
from ui.customers.section import Rows, Section, add_button
from ui.theme import Theme
from ui.widgets import FocusRing, Label, paint_line

_HEIGHT, _PAD, _CROSS = 20, 8, 10
_LONGEST = 40
_RING = 4  # pixels that a focus ring takes outside a pill
_GONE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class TagPill(QAbstractButton):
    """One tag. A cross shows under the pointer and with the focus; it, Delete, Return or Space take the tag away."""

    def __init__(self, theme: Theme, tag: str) -> None:
        """Show `tag`."""
        super().__init__()
        self._theme = theme
        self.tag = tag
        self.setObjectName(f"tag_{tag}")
        self.setText(tag)
        self.setAccessibleName(self.tr("Remove tag {tag}").replace("{tag}", tag))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._ring = FocusRing(theme, self, radius=_HEIGHT // 2)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size at which the tag is whole."""
        words = self._theme.metrics(11).horizontalAdvance(self.tag)
        return QSize(words + 2 * self._theme.px(_PAD) + 1, self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return room for the cross and a few letters."""
        return QSize(min(self.sizeHint().width(), self._theme.px(48)), self._theme.px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the tag away with Delete and Backspace too."""
        if event.key() in (*_GONE, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def hitButton(self, place: QPoint) -> bool:
        """Let only the cross take a click, so that a look at a tag does not remove it."""
        return self._cross().contains(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what the cross does."""
        self.setToolTip(self.accessibleName() if self.hitButton(event.position().toPoint()) else self.tag)
        super().mouseMoveEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the cross."""
        super().enterEvent(event)
        self.setMouseTracking(True)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the cross."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill, the tag, and over its end the cross."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line.strong")))
        shape = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        has_cross = self.underMouse() or self.hasFocus()
        right = self._cross().left() if has_cross else self.width() - theme.px(_PAD)
        words = QRect(theme.px(_PAD), 0, right - theme.px(_PAD), self.height())
        paint_line(painter, theme, words, self.tag, 11, "text.secondary")
        if has_cross:
            side = theme.px(_CROSS)
            place = QRect(0, 0, side, side)
            place.moveCenter(self._cross().center())
            theme.icons.paint(painter, place, "x", theme.colour("text.primary"))
        painter.end()

    def _cross(self) -> QRect:
        side = self._theme.px(_HEIGHT)
        return QRect(self.width() - side, 0, side, self.height())


class TagField(QLineEdit):
    """Writes a tag. Return gives it; Escape, or leaving it empty, closes it."""

    given = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.setObjectName("tag_field")
        self.setProperty("kind", "field")
        self.setMaxLength(_LONGEST)
        self.setAccessibleName(self.tr("New tag"))
        self.setPlaceholderText(self.tr("New tag, then Return"))
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def set_known(self, tags: Sequence[str]) -> None:
        """Complete these."""
        self._known.setStringList(list(tags))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the tag with Return, close with Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close if nothing was written and no completion has the focus."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and not self.text().strip():
            self.closed.emit()

    def _give(self) -> None:
        typed = self.text().strip()
        if not typed:
            return
        known = {tag.casefold(): tag for tag in self._known.stringList()}
        self.clear()
        self.given.emit(known.get(typed.casefold(), typed))


class TagsSection(Section):
    """The tags, and the field that adds one."""

    added = Signal(str)
    removed = Signal(str)
    known_requested = Signal()
    """The field opened: `set_known` should bring the tags in use."""

    def __init__(self, theme: Theme) -> None:
        """Begin without tags."""
        super().__init__(theme, self.tr("Tags"), "profile_tags")
        self._tags: tuple[str, ...] = ()
        self._known: tuple[str, ...] = ()
        self._add = add_button(theme, self.tr("Add a tag"), "tag_add")
        self._add.clicked.connect(self.open_field)
        self.add_control(self._add)
        self._pills = FlowBox(reach=_RING)
        self._rows = Rows(self._pills, self._make_pill, self._add)
        self._empty = Label(theme, self.tr("No tags."), size=12, colour="text.secondary", object_name="tags_empty")
        self.field = TagField()
        self.field.given.connect(self._on_field_given)
        self.field.closed.connect(self._on_field_closed)
        self.field.hide()
        self.add_inset(self._pills, _RING)
        self.add_inset(self._empty)
        self.body.addSpacing(2)
        self.add_inset(self.field)

    def set_tags(self, tags: tuple[str, ...]) -> None:
        """Show these tags."""
        self._tags = tags
        self._rows.show(tags)  # before the box is hidden, which would send the focus anywhere
        self._pills.setVisible(bool(tags))
        self._empty.setVisible(not tags)
        self.field.set_known([tag for tag in self._known if tag not in tags])

    def set_known(self, tags: tuple[str, ...]) -> None:
        """Offer these tags while one is written, except those that the customer has."""
        self._known = tags
        self.field.set_known([tag for tag in tags if tag not in self._tags])

    def open_field(self) -> None:
        """Open the field for a new tag."""
        self.field.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.known_requested.emit()

    def close_field(self) -> None:
        """Close the field; what is in it is forgotten."""
        self.field.clear()
        self.field.hide()

    def _make_pill(self, tag: str) -> TagPill:
        pill = TagPill(self._theme, tag)
        pill.clicked.connect(lambda: self.removed.emit(tag))
        return pill

    def _on_field_given(self, tag: str) -> None:
        self.added.emit(tag)

    def _on_field_closed(self) -> None:
        if not self.field.isVisible():
            return
        had_focus = self.field.hasFocus()
        self.close_field()
        if had_focus:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)
