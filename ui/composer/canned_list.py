"""The list of the canned picker: rows of 40 px with title, key and language, the match in bold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.composer.canned import CannedChoice, language_name, missing_words, split_at_match, substitute_words
from ui.theme import Theme

CHOICE_ROLE = int(Qt.ItemDataRole.UserRole)
AnyIndex = QModelIndex | QPersistentModelIndex
_ROW = 40


class CannedModel(QAbstractListModel):
    """The replies that match what was typed, best first."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._choices: tuple[CannedChoice, ...] = ()

    def set_choices(self, choices: Sequence[CannedChoice]) -> None:
        """Show other replies."""
        self.beginResetModel()
        self._choices = tuple(choices)
        self.endResetModel()

    @property
    def choices(self) -> tuple[CannedChoice, ...]:
        """What is listed."""
        return self._choices

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many replies match."""
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title, the words for a screen reader, or the choice itself (CHOICE_ROLE)."""
        if not index.isValid() or not 0 <= index.row() < len(self._choices):
            return None
        choice = self._choices[index.row()]
        if role == CHOICE_ROLE:
            return choice
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in _spoken(choice) if part)
        return choice.title if role == Qt.ItemDataRole.DisplayRole else None


class CannedDelegate(QStyledItemDelegate):
    """Paints a row of the picker."""

    def __init__(self, theme: Theme) -> None:
        """Paint in the theme."""
        super().__init__()
        self._theme = theme
        self.query = ""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Return a row's height at the text's scale."""
        return QSize(100, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one reply."""
        choice: CannedChoice = index.data(CHOICE_ROLE)
        theme, rect = self._theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint.strong"))
            painter.drawRoundedRect(QRectF(rect), 6, 6)
        room = rect.adjusted(8, 0, -8, 0)
        room.setRight(self._paint_language(painter, room, choice) - 8)
        upper = QRect(room.x(), rect.y() + theme.px(4), room.width(), theme.px(16))
        lower = QRect(room.x(), rect.y() + theme.px(21), room.width(), theme.px(16))
        self._paint_matched(painter, upper, "", choice.title, (12, 500, "text.primary"))
        end = self._paint_matched(painter, lower, "/", choice.shortcut, (11, 400, "text.secondary"))
        if choice.reason:
            hint = choice.reason.partition(": ")[2] or choice.reason  # the preview says it in full
            self._words(painter, lower, end + theme.px(8), hint, (11, 400, "text.secondary"))
        painter.restore()

    def _paint_matched(self, painter: QPainter, room: QRect, lead: str, text: str, style: tuple[int, int, str]) -> int:
        size, weight, ink = style
        before, match, after = split_at_match(text, self.query)
        left = self._words(painter, room, room.x(), lead + before, (size, weight, ink))
        left = self._words(painter, room, left, match, (size, 600, "accent.text"))
        return self._words(painter, room, left, after, (size, weight, ink))

    def _words(self, painter: QPainter, room: QRect, left: int, text: str, style: tuple[int, int, str]) -> int:
        size, weight, ink = style
        if not text or left > room.right():
            return left
        metrics = self._theme.metrics(size, weight)
        width = room.right() + 1 - left
        shown = text
        if metrics.horizontalAdvance(text) > width:
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.setFont(self._theme.font(size, weight))
        painter.setPen(self._theme.colour(ink))
        place = QRect(left, room.y(), width + 2, room.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return left + metrics.horizontalAdvance(shown)

    def _paint_language(self, painter: QPainter, room: QRect, choice: CannedChoice) -> int:
        theme, code = self._theme, choice.language.upper()[:3]
        is_substitute = bool(substitute_words(choice))
        width = theme.metrics(10, 600).horizontalAdvance(code) + 8
        height = theme.px(16)
        box = QRectF(room.right() + 1 - width, room.center().y() - height / 2 + 1, width, height)
        painter.setPen(QPen(theme.colour("amber.line" if is_substitute else "line.strong"), 1))
        painter.setBrush(theme.colour("amber.tint" if is_substitute else "bg.surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(theme.colour("amber.text" if is_substitute else "text.secondary"))
        painter.setFont(theme.font(10, 600))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, code)
        if not choice.is_for_crisis:
            return int(box.left())
        side = theme.px(14)
        icon = QRect(int(box.left()) - side - 5, int(box.center().y() - side / 2), side, side)
        theme.icons.paint(painter, icon, "shield-check", theme.colour("text.secondary"))
        return icon.left()


def _spoken(choice: CannedChoice) -> tuple[str, ...]:
    return (
        choice.title,
        f"/{choice.shortcut}",
        substitute_words(choice) or language_name(choice.language),
        choice.reason,
        QCoreApplication.translate("Picker", "Approved for a crisis") if choice.is_for_crisis else "",
        missing_words(choice.filled),
    )
