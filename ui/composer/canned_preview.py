"""The preview of a canned reply: its text with filled placeholders on a tint and missing ones dashed, with a pencil."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from ui.composer.canned import CannedChoice, Piece, detail_words, missing_words, preview_pieces, substitute_words
from ui.text import utf16_length
from ui.theme import Theme
from ui.widgets import paint_line

_LINE = 21
_NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class _Place:
    start: int  # UTF-16 units
    end: int
    look: str


class CannedPreview(QWidget):
    """Shows what a canned reply would put into the draft."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, bare: bool = False) -> None:
        """Begin empty. `bare` leaves title and remarks out: they stand elsewhere."""
        super().__init__(parent)
        self._bare = bare
        self._theme = theme
        self._choice: CannedChoice | None = None
        self.setObjectName("canned_preview")

    def set_choice(self, choice: CannedChoice | None) -> None:
        """Show another reply."""
        self._choice = choice
        if choice is not None:
            spoken = (choice.title, detail_words(choice), *_remarks(choice), choice.filled.text)
            spoken = (*spoken, missing_words(choice.filled))
            self.setAccessibleName(". ".join(part for part in spoken if part))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw title, detail, text and what is missing."""
        choice = self._choice
        if choice is None:
            return
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.rect().adjusted(16, theme.px(12), -16, 0)
        if not self._bare:
            self._paint_head(painter, room, choice)
        room.setTop(self._paint_text(painter, room, preview_pieces(choice.filled)))
        missing = missing_words(choice.filled)
        if missing:
            self._paint_remark(painter, room.adjusted(0, theme.px(12), 0, 0), "warning-circle", missing, "amber.text")
        painter.end()

    def _paint_head(self, painter: QPainter, room: QRect, choice: CannedChoice) -> None:
        """Draw title, detail and remarks, and lower the top of `room` below them."""
        theme = self._theme
        title = QRect(room.x(), room.y(), room.width(), theme.px(18))
        paint_line(painter, theme, title, choice.title, 13, "text.primary", weight=600)
        room.setTop(room.top() + theme.px(20))
        detail = QRect(room.x(), room.y(), room.width(), theme.px(16))
        paint_line(painter, theme, detail, detail_words(choice), 11, "text.secondary")
        room.setTop(room.top() + theme.px(18))
        for icon, words, ink in _lines(choice):
            self._paint_remark(painter, room, icon, words, ink)
            room.setTop(room.top() + theme.px(18))
        room.setTop(room.top() + theme.px(7))

    def _paint_text(self, painter: QPainter, room: QRect, pieces: tuple[Piece, ...]) -> int:
        layout, places = self._lay_out(pieces, room.width())
        height = self._theme.px(_LINE)
        most = max(1, (self.height() - room.top() - self._theme.px(30)) // height)
        lines = min(layout.lineCount(), most)
        for place in places:
            self._paint_place(painter, layout, place, room.topLeft().toPointF(), lines)
        painter.setPen(self._theme.colour("text.primary"))
        for number in range(lines):
            layout.lineAt(number).draw(painter, room.topLeft().toPointF())
        return room.top() + lines * height

    def _lay_out(self, pieces: tuple[Piece, ...], width: int) -> tuple[QTextLayout, list[_Place]]:
        theme = self._theme
        text, places, formats = "", [], []
        for piece in pieces:
            shown = piece.text.replace("\n", "\u2028")
            if piece.look != "plain":
                pad = _NBSP * (self._icon_pad() if piece.look == "missing" else 1)
                shown = f"{pad}{shown.replace(' ', _NBSP)}{_NBSP}"
                start = utf16_length(text)
                places.append(_Place(start, start + utf16_length(shown), piece.look))
                formats.append(self._format(places[-1]))
            text += shown
        layout = QTextLayout(text, theme.font(13))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(formats)
        layout.beginLayout()
        y = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y + (theme.px(_LINE) - line.height()) // 2))
            y += theme.px(_LINE)
        layout.endLayout()
        return layout, places

    def _icon_pad(self) -> int:
        metrics = QFontMetricsF(self._theme.font(13))
        return round((self._theme.px(12) + 11) / max(1.0, metrics.horizontalAdvance(_NBSP)))

    def _format(self, place: _Place) -> QTextLayout.FormatRange:
        marked = QTextLayout.FormatRange()
        marked.start, marked.length = place.start, place.end - place.start
        look = QTextCharFormat()
        look.setForeground(self._theme.colour("accent.text" if place.look == "filled" else "amber.text"))
        marked.format = look
        return marked

    def _paint_place(self, painter: QPainter, layout: QTextLayout, place: _Place, at: QPointF, lines: int) -> None:
        theme = self._theme
        for number in range(lines):
            line = layout.lineAt(number)
            first = max(place.start, line.textStart())
            last = min(place.end, line.textStart() + line.textLength())
            if first >= last:
                continue
            left, right = line.cursorToX(first)[0], line.cursorToX(last)[0]  # type: ignore[index]
            box = QRectF(left, line.y() - 1, right - left, line.height() + 2).translated(at)
            if place.look == "filled":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("accent.tint"))
                painter.drawRoundedRect(box, 4, 4)
                continue
            painter.setPen(QPen(theme.colour("amber.fill"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(theme.colour("amber.tint"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            if first == place.start:
                size = theme.px(12)
                icon = QRect(round(box.left()) + 5, round(box.center().y() - size / 2), size, size)
                theme.icons.paint(painter, icon, "pencil-simple", theme.colour("amber.text"))

    def _paint_remark(self, painter: QPainter, room: QRect, icon: str, words: str, ink: str) -> None:
        theme = self._theme
        size = theme.px(13)
        line = QRect(room.x(), room.y(), room.width(), theme.px(16))
        place = QRect(line.x(), line.center().y() - size // 2, size, size)
        theme.icons.paint(painter, place, icon, theme.colour(ink))
        paint_line(painter, theme, line.adjusted(size + 7, 0, 0, 0), words, 12, ink, weight=500)


def _lines(choice: CannedChoice) -> tuple[tuple[str, str, str], ...]:
    """Return what is remarked on a reply, each with its icon and colour."""
    lines = (
        ("translate", substitute_words(choice), "amber.text"),
        ("shield-check", _crisis_words(choice), "text.secondary"),
        ("info", choice.reason, "text.secondary"),
    )
    return tuple(line for line in lines if line[1])


def _remarks(choice: CannedChoice) -> tuple[str, ...]:
    return tuple(words for _, words, _ in _lines(choice))


def _crisis_words(choice: CannedChoice) -> str:
    return QCoreApplication.translate("Picker", "Approved for a crisis") if choice.is_for_crisis else ""
