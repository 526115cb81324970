"""The composer's footer: what can be put in, the signature, what is wrong, how much is left, and send."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.composer.composer_presenter import ComposerState
from ui.composer.counter import Counter
from ui.composer.send_button import SendButton
from ui.theme import Theme
from ui.widgets import IconButton

_GLYPH = 14


class Remark(QWidget):
    """A glyph and a few words on one line, elided where there is no room; the whole is its tooltip."""

    def __init__(
        self, theme: Theme, object_name: str, icon: str, ink: str, weight: int, parent: QWidget | None = None
    ) -> None:
        """`ink` is a token."""
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._ink = ink
        self._weight = weight
        self._text = ""
        self.setObjectName(object_name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def set_text(self, text: str, name: str = "") -> None:
        """Show words, hide for none; `name` is what a screen reader says if it is more than the words."""
        if text == self._text and (name or text) == self.accessibleName():
            return
        self._text = text
        self.setAccessibleName(name or text)
        self.setToolTip(name or text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def set_brief(self, brief: bool) -> None:
        """Show the glyph alone; the words stay in the tooltip and for a screen reader."""
        self.setMaximumWidth(self._theme.px(_GLYPH) if brief else 16_777_215)

    def sizeHint(self) -> QSize:
        """Return glyph and words."""
        words = self._theme.metrics(12, self._weight).horizontalAdvance(self._text)
        return QSize(self._theme.px(_GLYPH) + 5 + words + 1, self._theme.px(18))

    def minimumSizeHint(self) -> QSize:
        """Return the glyph alone."""
        return QSize(self._theme.px(_GLYPH), self._theme.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both."""
        theme, painter = self._theme, QPainter(self)
        size = theme.px(_GLYPH)
        ink = theme.colour(self._ink)
        theme.icons.paint(painter, QRect(0, (self.height() - size) // 2, size, size), self._icon, ink)
        room = self.width() - size - 5
        metrics = theme.metrics(12, self._weight)
        text = self._text
        if metrics.horizontalAdvance(text) > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
        painter.setPen(ink)
        painter.setFont(theme.font(12, self._weight))
        words = QRect(size + 5, 0, room + 2, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()


class Footer(QWidget):
    """Buttons on the left, state and send on the right."""

    canned_requested = Signal()
    attach_requested = Signal()
    symbols_requested = Signal()
    translate_requested = Signal()
    mention_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin without a state."""
        super().__init__(parent)
        self.setObjectName("composer_footer")
        self._theme = theme
        self._state: ComposerState | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.canned = IconButton(
            theme, "lightning", self.tr("Canned replies"), object_name="composer_canned", shortcut="/"
        )
        self.attach = IconButton(
            theme, "paperclip", self.tr("Attach a file"), object_name="composer_attach", shortcut="Ctrl+Shift+A"
        )
        self.symbols = IconButton(
            theme, "smiley", self.tr("Emoji and symbols"), object_name="composer_symbols", shortcut="Ctrl+;"
        )
        self.translate = IconButton(
            theme, "translate", self.tr("Translate"), object_name="composer_translate", shortcut="Ctrl+Shift+L"
        )
        self.mention = IconButton(theme, "at", self.tr("Mention a colleague"), object_name="composer_mention")
        self.signature = Remark(theme, "composer_signature", "pen-nib", "text.secondary", 400)
        self.problem = Remark(theme, "composer_problem", "prohibit", "red.text", 500)
        self.counter = Counter(theme)
        self.send = SendButton(theme)
        self.canned.clicked.connect(self.canned_requested)
        self.attach.clicked.connect(self.attach_requested)
        self.symbols.clicked.connect(self.symbols_requested)
        self.translate.clicked.connect(self.translate_requested)
        self.mention.clicked.connect(self.mention_requested)
        self._lay_out()
        theme.changed.connect(self._fit)
        self._fit()

    def show_state(self, state: ComposerState) -> None:
        """Show what a state allows."""
        self._state = state
        named = self.tr("Signs as {signature}").replace("{signature}", state.signature)
        self.signature.set_text(state.signature, named)
        self.problem.set_text(state.why_not)
        self.counter.set_state(state.counter)
        self.send.show_state(state)
        self._choose_what_fits()

    def minimumSizeHint(self) -> QSize:
        """Return the least useful width: attach, counter and send."""
        return QSize(240, self._theme.px(28) + 13)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room."""
        super().resizeEvent(event)
        self._choose_what_fits()

    def _choose_what_fits(self) -> None:
        """Leave out in this order: key hint, signature, problem's words, translate, symbols, canned, the verb."""
        state = self._state
        if state is None:
            return
        send = self.send.fit(hint=state.key_hint)
        shown = {
            self.canned: not state.is_note,
            self.attach: not state.is_note,
            self.symbols: not state.is_note,
            self.translate: not state.is_note,
            self.mention: state.is_note,
        }
        signs, words = bool(state.signature), True
        for leave_out in range(7):
            room = self.width() - self._taken(shown, signs=signs, words=words) - send
            if room >= 0:
                break
            if leave_out == 0:
                send = self.send.fit(hint=False)
            signs = signs and leave_out < 1
            words = leave_out < 2
            shown[self.translate] = shown[self.translate] and leave_out < 3
            shown[self.symbols] = shown[self.symbols] and leave_out < 4
            shown[self.canned] = shown[self.canned] and leave_out < 5
            if leave_out == 6:
                self.send.fit(hint=False, most_words=max(40, self.send.main.words_width() + room))
        for button, visible in shown.items():
            button.setVisible(visible)
        self.signature.setVisible(signs)
        self._line.setVisible(signs)
        self.problem.set_brief(not words)

    def _taken(self, shown: dict[IconButton, bool], *, signs: bool, words: bool) -> int:
        buttons = sum(shown.values()) * (self.attach.minimumWidth() + 2)
        signature = self.signature.sizeHint().width() + 19 if signs else 0
        problem = 0
        if self.problem.text:
            problem = self.problem.sizeHint().width() if words else self.problem.minimumSizeHint().width()
        counter = self.counter.sizeHint().width() if self._state is not None and self._state.counter else 0
        return 12 + buttons + signature + problem + counter + 34

    def _lay_out(self) -> None:
        self._line = _Line(self._theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.setSpacing(2)
        for button in (self.canned, self.attach, self.symbols, self.translate, self.mention):
            layout.addWidget(button)
        layout.addWidget(self._line)
        layout.addWidget(self.signature)
        layout.addStretch(1)
        layout.addWidget(self.problem)
        layout.addSpacing(12)
        layout.addWidget(self.counter)
        layout.addSpacing(12)
        layout.addWidget(self.send)

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(28) + 13)


class _Line(QWidget):
    """The hairline between buttons and signature."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedWidth(15)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        height = self._theme.px(16)
        painter.fillRect(6, (self.height() - height) // 2, 1, height, self._theme.colour("line.strong"))
        painter.end()
