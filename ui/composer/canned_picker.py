"""The canned picker: opened by a stroke in the editor, which keeps the focus and the caret while one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from ui.composer.canned import CannedChoice, questions_of
from ui.composer.canned_form import CannedForm
from ui.composer.canned_list import CHOICE_ROLE, CannedDelegate, CannedModel
from ui.composer.canned_preview import CannedPreview
from ui.theme import Theme
from ui.widgets import paint_line

_HEIGHT = 276
_SEARCH = 36
_LIST = 228
_HINTS = 32
_ABOVE = 4


class CannedPicker(QFrame):
    """Shows the replies that match and what the chosen one would say, and asks for what it leaves open.

    The list never takes the focus, the form does.
    """

    choice_taken = Signal(object)
    """A CannedChoice in which nothing is missing."""
    closed = Signal()
    form_left = Signal()
    """Esc in the form: the keyboard goes back to the editor."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        """Wait hidden over `window`."""
        super().__init__(window)
        self._theme = theme
        self._query = ""
        self._total: int | None = None
        self._search: Callable[[str], Sequence[CannedChoice]] = _nothing
        self.setObjectName("canned_picker")
        self.setAccessibleName(self.tr("Canned replies"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = CannedModel()
        self._delegate = CannedDelegate(theme)
        self._list = self._make_list()
        self._preview = CannedPreview(theme, self)
        self._form = CannedForm(theme, self)
        self._form.changed.connect(self._preview.set_choice)
        self._form.answered.connect(self._finish)
        self._form.left.connect(self._on_form_left)
        self._asked_alone = False
        theme.changed.connect(self._lay_out)
        self.hide()

    @property
    def choices(self) -> tuple[CannedChoice, ...]:
        """What is listed."""
        return self._model.choices

    def set_search(self, search: Callable[[str], Sequence[CannedChoice]], total: int | None = None) -> None:
        """Use `search` from now on: it returns the replies for what is typed, best first. `total` is how many exist."""
        self._search = search
        self._total = total

    def show_query(self, query: str) -> None:
        """List what matches."""
        self._leave_form()
        self._query = query
        self._delegate.query = query
        self._model.set_choices(self._search(query))
        if self._model.rowCount():
            self._choose(0)
        else:
            self._preview.set_choice(None)
        if self.isHidden():
            self.show()
            words = self.tr("{count} canned replies").replace("{count}", str(self._model.rowCount()))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.raise_()
        self.update()

    def place_above(self, owner: QWidget, box: QRect) -> None:
        """Stand 4 px above a box of `owner`, as wide as it, lower where the window has no room."""
        window = self.parentWidget()
        if window is None:
            return
        corner = owner.mapTo(window, box.topLeft())
        height = min(self._theme.px(_HEIGHT), max(self._theme.px(140), corner.y() - _ABOVE))
        self.setGeometry(corner.x(), max(0, corner.y() - _ABOVE - height), box.width(), height)

    def step(self, by: int) -> None:
        """Choose the next or previous reply, going round."""
        count = self._model.rowCount()
        if count:
            self._choose((self._list.currentIndex().row() + by) % count)

    def take(self) -> bool:
        """Put the chosen reply into the draft, or ask first for what it leaves open; False if none matches."""
        choice = self._list.currentIndex().data(CHOICE_ROLE)
        if not isinstance(choice, CannedChoice):
            return False
        if questions_of(choice):
            self._asked_alone = False
            self._ask(choice)
        else:
            self._finish(choice)
        return True

    def ask(self, choice: CannedChoice) -> None:
        """Put a reply in that was chosen elsewhere, asking first for what it leaves open."""
        if questions_of(choice):
            self._asked_alone = True
            self._model.set_choices((choice,))
            self._choose(0)
            self.show()
            self.raise_()
            self._ask(choice)
        else:
            self._finish(choice)

    @property
    def asks(self) -> bool:
        """Whether the form is shown."""
        return not self._form.isHidden()

    def close_picker(self) -> None:
        """Hide."""
        if not self.isHidden():
            self.hide()
            self._leave_form()
            self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give list and preview their places."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame, the search row and the hints."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour("bg.surface"))
        frame = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 8, 8)
        search, hints = theme.px(_SEARCH), theme.px(_HINTS)
        foot = QRect(1, self.height() - hints - 1, self.width() - 2, hints)
        painter.save()
        painter.setClipRect(foot)
        painter.setBrush(theme.colour("bg.window"))
        painter.drawRoundedRect(frame, 8, 8)
        painter.restore()
        hair = theme.colour("line.hair")
        painter.fillRect(1, search, self.width() - 2, 1, hair)
        painter.fillRect(1, foot.top(), self.width() - 2, 1, hair)
        painter.fillRect(self._split(), search, 1, foot.top() - search, hair)
        if self.asks:
            self._paint_head(painter, QRect(0, 0, self.width(), search))
        else:
            self._paint_search(painter, QRect(0, 0, self.width(), search))
        self._paint_hints(painter, foot)
        if not self._model.rowCount():
            self._paint_nothing(painter, QRect(0, search, self.width(), foot.top() - search))
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a reply at a click in the list."""
        if watched is self._list.viewport() and event.type() == QEvent.Type.MouseButtonRelease:
            self.take()
            return True
        return False

    # --- making -----------------------------------------------------------------------------------------------

    def _make_list(self) -> QListView:
        view = QListView(self)
        view.setObjectName("canned_list")
        view.setAccessibleName(self.tr("Canned replies"))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setModel(self._model)
        view.setItemDelegate(self._delegate)
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.viewport().installEventFilter(self)
        view.selectionModel().currentChanged.connect(self._on_list_current_changed)
        return view

    def _lay_out(self) -> None:
        theme = self._theme
        search, hints, split = theme.px(_SEARCH), theme.px(_HINTS), self._split()
        height = self.height() - search - hints - 2
        self._list.setGeometry(4, search + 5, split - 8, max(0, height - 5))
        self._form.setGeometry(1, search + 1, split - 1, max(0, height))
        self._preview.setGeometry(split + 1, search + 1, self.width() - split - 2, max(0, height))

    def _split(self) -> int:
        return self._theme.px(_LIST)

    def _ask(self, choice: CannedChoice) -> None:
        self._list.hide()
        self._form.ask(choice)
        self.update()

    def _finish(self, choice: CannedChoice) -> None:
        self.close_picker()
        self.choice_taken.emit(choice)

    def _leave_form(self) -> None:
        self._form.hide()
        self._list.show()
        self.update()

    def _on_form_left(self) -> None:
        """Show the list again, or close where there was none; what is typed stays."""
        self.form_left.emit()  # first, or the focus would wander when the field that has it is hidden
        if self._asked_alone:
            self.close_picker()
        else:
            self._leave_form()
            self._on_list_current_changed()

    def _choose(self, row: int) -> None:
        self._list.setCurrentIndex(self._model.index(row))

    def _on_list_current_changed(self) -> None:
        choice = self._list.currentIndex().data(CHOICE_ROLE)
        self._preview.set_choice(choice if isinstance(choice, CannedChoice) else None)

    # --- painting ---------------------------------------------------------------------------------------------

    def _paint_search(self, painter: QPainter, row: QRect) -> None:
        theme = self._theme
        icon = theme.px(16)
        place = QRect(12, (row.height() - icon) // 2 + 1, icon, icon)
        theme.icons.paint(painter, place, "magnifying-glass", theme.colour("text.secondary"))
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(row.adjusted(12 + icon + 9, 0, -140, 0), _left(), self._query)
        count = self._model.rowCount()
        words = self.tr("{count} of {total} replies") if self._total is not None else self.tr("{count} replies")
        words = words.replace("{count}", str(count)).replace("{total}", str(self._total))
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(row.adjusted(0, 0, -13, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)

    def _paint_head(self, painter: QPainter, row: QRect) -> None:
        """Say above the form which reply it is for."""
        theme = self._theme
        icon = theme.px(16)
        place = QRect(12, (row.height() - icon) // 2 + 1, icon, icon)
        theme.icons.paint(painter, place, "pencil-simple", theme.colour("text.secondary"))
        choice = self._list.currentIndex().data(CHOICE_ROLE)
        if isinstance(choice, CannedChoice):
            words = self.tr("Fill in: {title}").replace("{title}", choice.title)
            room = row.adjusted(12 + icon + 9, 0, -13, 0)
            paint_line(painter, theme, room, words, 13, "text.primary", weight=600)

    def _hints(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        if self.asks:
            return ((("Tab",), self.tr("next field")), (("↵",), self.tr("insert")))
        return (
            (("↑", "↓"), self.tr("choose")),
            (("↵",), self.tr("insert")),
            (("-en",), self.tr("other language")),
            (("!",), self.tr("for a crisis")),
        )

    def _paint_hints(self, painter: QPainter, row: QRect) -> None:
        x = row.x() + 11
        for keys, words in self._hints():
            x = self._paint_hint(painter, row, x, keys, words) + 14
        words = self.tr("back") if self.asks and not self._asked_alone else self.tr("close")
        width = self._key_width("Esc") + 6 + self._theme.metrics(11).horizontalAdvance(words)
        if x < row.right() - 12 - width:
            self._paint_hint(painter, row, row.right() + 1 - 12 - width, ("Esc",), words)

    def _paint_hint(self, painter: QPainter, row: QRect, x: int, keys: Sequence[str], words: str) -> int:
        theme = self._theme
        height = theme.px(16)
        painter.setFont(theme.font(11))
        for key in keys:
            box = QRect(x, row.center().y() - height // 2 + 1, self._key_width(key), height)
            painter.setPen(QPen(theme.colour("line.strong"), 1))
            painter.setBrush(theme.colour("bg.raised"))
            painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
            x += box.width() + 5
        painter.setPen(theme.colour("text.secondary"))
        width = theme.metrics(11).horizontalAdvance(words)
        painter.drawText(QRect(x, row.y(), width + 2, row.height()), _left(), words)
        return x + width

    def _key_width(self, key: str) -> int:
        return max(self._theme.px(20), self._theme.metrics(11).horizontalAdvance(key) + 10)

    def _paint_nothing(self, painter: QPainter, room: QRect) -> None:
        painter.setFont(self._theme.font(13))
        painter.setPen(self._theme.colour("text.secondary"))
        words = self.tr("No canned reply matches. Esc closes the list and keeps your text.")
        painter.drawText(
            room.adjusted(16, 0, -16, 0), int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), words
        )


def _left() -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def _nothing(_query: str) -> Sequence[CannedChoice]:
    return ()
