"""One file beside a draft: its thumbnail or mark, name, size, the way to its description, and the way off."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.composer.file_cards import FileCard
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, IconButton, paint_line

_HEIGHT = 48
_THUMB = 36
_WIDEST = 132  # of the name


class AttachmentCard(QWidget):
    """Paints a file. Delete takes it off, as the cross does."""

    remove_requested = Signal(int)
    """The file's id."""
    describe_requested = Signal(int)

    def __init__(self, theme: Theme, card: FileCard, thumb: QPixmap | None, parent: QWidget | None = None) -> None:
        """Show one file."""
        super().__init__(parent)
        self._theme = theme
        self._thumb = thumb
        self.setObjectName(f"composer_attachment_{card.id}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._alt = Button(
            theme, "", kind=ButtonKind.PLAIN, small=True, object_name=f"composer_describe_{card.id}", parent=self
        )
        self._off = IconButton(theme, "x", "", object_name=f"composer_remove_{card.id}", size=24, parent=self)
        self._alt.clicked.connect(lambda: self.describe_requested.emit(self._card.id))
        self._off.clicked.connect(lambda: self.remove_requested.emit(self._card.id))
        layout = QHBoxLayout(self)
        layout.setSpacing(2)
        layout.addStretch(1)
        layout.addWidget(self._alt)
        layout.addWidget(self._off)
        self.show_card(card)
        theme.changed.connect(self._fit)
        self._fit()

    def show_thumb(self, thumb: QPixmap) -> None:
        """Show the picture's square, now that it is made."""
        self._thumb = thumb
        self.update()

    def show_card(self, card: FileCard) -> None:
        """Show the file as it is now."""
        self._card = card
        self.setAccessibleName(card.spoken)
        self.setToolTip(card.alt_text or card.name)
        self._alt.setText(self.tr("ALT"))
        described = bool(card.alt_text.strip())
        self._alt.set_icon_name("check" if described else "plus")
        words = self.tr("Change the description of {name}") if described else self.tr("Describe {name}")
        self._alt.setAccessibleName(words.replace("{name}", card.name))
        self._alt.setToolTip(self._alt.accessibleName())
        self._alt.setVisible(card.describable)
        self._off.set_name(self.tr("Take off {name}").replace("{name}", card.name))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the file off with Delete or Backspace."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit(self._card.id)
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the room of thumbnail, name and buttons."""
        theme = self._theme
        name = theme.metrics(12, 500).horizontalAdvance(self._card.name)
        detail = theme.metrics(11).horizontalAdvance(self._card.detail)
        words = min(max(name, detail) + 2, theme.px(_WIDEST))
        cross = max(self._off.sizeHint().width(), self._off.minimumWidth())  # a style may ask for less than it gets
        buttons = cross + (self._alt.sizeHint().width() + 2 if self._card.describable else 0)
        return QSize(6 + theme.px(_THUMB) + 8 + words + 8 + buttons + 4, theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, thumbnail and words."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        wrong = self._card.is_wrong
        painter.setPen(QPen(theme.colour("red.line" if wrong else "line.strong"), 1))
        painter.setBrush(theme.colour("red.tint" if wrong else "bg.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        side = theme.px(_THUMB)
        place = QRect(6, (self.height() - side) // 2, side, side)
        self._paint_thumb(painter, place)
        left = place.right() + 9
        buttons = self._alt if self._card.describable else self._off
        room = buttons.x() - 6 - left
        self._paint_words(painter, QRect(left, 0, room, self.height()))
        painter.end()

    def _paint_thumb(self, painter: QPainter, place: QRect) -> None:
        theme = self._theme
        if self._thumb is not None:
            clip = QPainterPath()
            clip.addRoundedRect(QRectF(place), 4, 4)
            painter.setClipPath(clip)
            painter.drawPixmap(place, self._thumb)
            painter.setClipping(False)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg.sunken"))
        painter.drawRoundedRect(place, 4, 4)
        size = theme.px(16)
        middle = QRect(place.center().x() - size // 2, place.center().y() - size // 2, size, size)
        name = "file-pdf" if self._card.name.lower().endswith(".pdf") else "paperclip"
        theme.icons.paint(painter, middle, name, theme.colour("text.secondary"))

    def _paint_words(self, painter: QPainter, place: QRect) -> None:
        theme = self._theme
        half, left, room = place.height() // 2, place.x(), place.width()
        lines = (
            (self._card.name, 12, 500, "text.primary", QRect(left, half - theme.px(17), room, theme.px(16))),
            (self._card.detail, 11, 400, "text.secondary", QRect(left, half + 1, room, theme.px(15))),
        )
        for text, size, weight, ink, where in lines:
            paint_line(painter, theme, where, text, size, ink, weight=weight, cut=Qt.TextElideMode.ElideMiddle)

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 4, 0)
        self.setFixedSize(self.sizeHint())
        self.update()
