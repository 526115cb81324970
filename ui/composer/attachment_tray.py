"""The files beside a draft: their cards in a row, the field for a description, and what can be said about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.composer.attachment_card import AttachmentCard
from ui.composer.file_cards import FileCard, undescribed
from ui.composer.file_intake import Progress
from ui.composer.reading_row import ReadingRow
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, IconLine

_INSET = 13


class AttachmentTray(QWidget):
    """Shows the files of a draft; hidden without any. Everything that is asked for is told, nothing is changed here."""

    remove_requested = Signal(int)
    """A file's id."""
    removal_undo_requested = Signal()
    cancel_requested = Signal()
    """What is read is to be left out."""
    described = Signal(int, str)
    """A file's id and what it shows."""
    left = Signal()
    """Esc: the keyboard goes back to the editor."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._theme = theme
        self._cards: tuple[FileCard, ...] = ()
        self._shown: dict[int, AttachmentCard] = {}
        self._describing: int | None = None
        self.setObjectName("composer_attachments")
        self.setAccessibleName(self.tr("Attachments"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._make()
        theme.changed.connect(self._fit)
        self.hide()

    @property
    def cards(self) -> tuple[FileCard, ...]:
        """What is shown."""
        return self._cards

    def show_files(self, cards: Sequence[FileCard], thumb: Callable[[int], QPixmap | None]) -> None:
        """Show these files; `thumb` is asked for a picture's square when its card is made."""
        if tuple(cards) != self._cards:
            self._cards = tuple(cards)
            for gone in set(self._shown) - {card.id for card in cards}:
                widget = self._shown.pop(gone)
                widget.hide()
                widget.deleteLater()
            for place, card in enumerate(cards):
                self._put(place, card, thumb)
            if self._describing not in self._shown:
                self._close_field()
        self._say_advice()
        self._fit()

    def show_thumb(self, file_id: int, thumb: QPixmap) -> None:
        """Show a picture's square that was not there when its card was made."""
        if file_id in self._shown:
            self._shown[file_id].show_thumb(thumb)

    def say_progress(self, progress: Progress | None) -> None:
        """Say what is read and how far it is, None for nothing."""
        self._reading.say(progress)
        self._fit()

    def say_removed(self, name: str) -> None:
        """Offer to bring back what was taken off, "" to stop that."""
        words = self.tr("{name} was taken off.").replace("{name}", name)
        self._undo_row.setVisible(bool(name))
        if name:
            self._removed.say(words, icon="trash", colour="text.secondary")
        self._fit()

    def say_problem(self, words: str) -> None:
        """Say why a file did not join, "" for nothing."""
        self._problem.setVisible(bool(words))
        if words:
            self._problem.say(words, icon="warning-circle", colour="red.text")
            self._problem.announce()
        self._fit()

    def describe(self, file_id: int) -> None:
        """Open the field for what a picture shows."""
        card = next((one for one in self._cards if one.id == file_id), None)
        if card is None or not card.describable:
            return
        self._describing = file_id
        self._field.setMaxLength(max(1, card.longest))
        self._field.setText(card.alt_text)
        self._field.setPlaceholderText(self.tr("What does {name} show?").replace("{name}", card.name))
        self._field.setAccessibleName(self.tr("Description of {name}").replace("{name}", card.name))
        self._field.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.selectAll()
        self._say_advice()
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the field, else leave, at Esc."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._describing is not None:
            self._close_field()
        self.left.emit()

    def _make(self) -> None:
        theme = self._theme
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._row)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("composer_attachment_row")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for ground in (inside, self._scroll.viewport()):
            ground.setAutoFillBackground(False)
        self._field = QLineEdit()
        self._field.setObjectName("composer_alt_text")
        self._field.setProperty("kind", "field")
        self._field.hide()
        self._field.returnPressed.connect(self._on_field_return_pressed)
        self._field.editingFinished.connect(self._keep_description)
        self._advice = Button(theme, "", kind=ButtonKind.LINK, small=True, object_name="composer_describe_advice")
        self._advice.clicked.connect(self._describe_next)
        self._problem = IconLine(theme, "warning-circle", object_name="composer_file_problem")
        self._removed = IconLine(theme, "trash", object_name="composer_file_removed")
        self._undo = Button(theme, self.tr("Undo"), kind=ButtonKind.LINK, small=True, object_name="composer_file_undo")
        self._undo.clicked.connect(self.removal_undo_requested)
        self._reading = ReadingRow(theme)
        self._reading.cancel_requested.connect(self.cancel_requested)
        self._undo_row = QWidget()
        undo = QHBoxLayout(self._undo_row)
        undo.setContentsMargins(0, 0, 0, 0)
        undo.addWidget(self._removed, 1, Qt.AlignmentFlag.AlignVCenter)
        undo.addWidget(self._undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(_INSET, 2, _INSET, 2)
        column.setSpacing(4)
        column.addWidget(self._scroll)
        column.addWidget(self._field)
        column.addWidget(self._advice, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._reading)
        column.addWidget(self._undo_row)
        column.addWidget(self._problem)
        self._reading.hide()
        self._undo_row.hide()
        self._problem.hide()
        self._advice.hide()

    def _put(self, place: int, card: FileCard, thumb: Callable[[int], QPixmap | None]) -> None:
        there = self._shown.get(card.id)
        if there is None:
            there = AttachmentCard(self._theme, card, thumb(card.id) if card.is_picture else None)
            there.remove_requested.connect(self.remove_requested)
            there.describe_requested.connect(self.describe)
            self._shown[card.id] = there
        else:
            there.show_card(card)
        if self._row.indexOf(there) != place:
            self._row.removeWidget(there)
            self._row.insertWidget(place, there)

    def _say_advice(self) -> None:
        count = undescribed(self._cards)
        words = (
            self.tr("1 picture has no description for people who can’t see it")
            if count == 1
            else self.tr("{count} pictures have no description for people who can’t see them")
        )
        self._advice.setText(words.replace("{count}", str(count)))
        self._advice.setVisible(count > 0 and self._describing is None)

    def _describe_next(self) -> None:
        bare = next((card.id for card in self._cards if card.describable and not card.alt_text.strip()), None)
        if bare is not None:
            self.describe(bare)

    def _keep_description(self) -> None:
        card = next((one for one in self._cards if one.id == self._describing), None)
        if card is not None and self._field.text().strip() != card.alt_text:
            self.described.emit(card.id, self._field.text().strip())

    def _on_field_return_pressed(self) -> None:
        """Keep it and go on with the next picture that has none, else back to the text."""
        self._keep_description()
        self._close_field()
        if undescribed(self._cards):
            self._describe_next()
        else:
            self.left.emit()

    def _close_field(self) -> None:
        self._describing = None
        self._field.hide()
        self._say_advice()
        self._fit()

    def _fit(self) -> None:
        self._scroll.setVisible(bool(self._cards))
        bar = self._scroll.horizontalScrollBar().sizeHint().height()
        wide = sum(card.width() + 6 for card in self._shown.values()) > max(1, self.width() - 2 * _INSET)
        self._scroll.setFixedHeight(self._theme.px(48) + 2 + (bar if wide else 0))
        self._field.setFont(self._theme.font(13))
        rows = (self._reading, self._undo_row, self._problem)
        self.setVisible(bool(self._cards) or any(not row.isHidden() for row in rows))
        self.updateGeometry()
