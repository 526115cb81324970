"""The guard strip above the editor: what the guardrails say of the draft, and the ways out as buttons."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.outbox import LEAST_REASON, says_enough
from ui.guardrails.answer_field import AnswerField
from ui.guardrails.paragraph import Paragraph
from ui.guardrails.preview import Preview
from ui.guardrails.strip_presenter import Ask, StripAction, StripPage, StripState
from ui.theme import Theme
from ui.widgets import Button, ButtonKind

_ICON = 18
_INSET = 13  # the composer's own outline adds the fourteenth pixel
_MOTION = 160  # milliseconds


class GuardStrip(QWidget):
    """Shows one page of a verdict; hidden while nothing has to be said. Window thread only."""

    fix_requested = Signal(object)
    """A Fix was chosen."""
    override_requested = Signal(str)
    """The written reason for which the agent wants to send all the same."""
    answer_asked = Signal()
    """The field for an answer that was given elsewhere has opened; see `suggest_answer`."""
    answer_given = Signal(str)
    """The answer that was given in the browser."""
    dismissed = Signal()
    """Esc: the keyboard goes back to the editor."""
    height_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.setObjectName("guard_strip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._state: StripState | None = None
        self._number = 0
        self._asks: Ask | None = None
        self._motion = QPropertyAnimation(self, b"maximumHeight", self)
        self._motion.setDuration(0)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self.height_changed)
        self._buttons: list[Button] = []
        self._first = 0
        self._make()
        theme.changed.connect(self._on_theme_changed)
        self.hide()

    @property
    def state(self) -> StripState | None:
        """What is shown."""
        return self._state

    @property
    def page(self) -> StripPage | None:
        """The page that is in front."""
        return self._state.pages[self._number] if self._state is not None else None

    def set_verdict(self, state: StripState | None) -> None:
        """Show another verdict, or hide. The page in front stays while it is the same."""
        if state == self._state:
            return
        before = self.page
        self._state = state
        titles = [page.title for page in state.pages] if state is not None else []
        self._number = titles.index(before.title) if before is not None and before.title in titles else 0
        asked = {action.ask for action in self.page.actions if action.fix is None} if self.page is not None else set()
        if self._asks not in asked:
            self.forget_typed()
        self._apply()

    def go_to_first(self) -> None:
        """Bring the first page to the front and give it the keyboard: something new has to be read."""
        if self._number:
            self._number, self._asks = 0, None
            self._apply()
        self.take_focus()

    def suggest_answer(self, text: str) -> None:
        """Put words into the field for the answer if it is empty: what was typed before it was given."""
        if text.strip() and not self._answer.toPlainText().strip():
            self._answer.setPlainText(text)
            self._answer.selectAll()

    def ask_answer(self) -> None:
        """Open the field for the answer that was given in the browser, where the page in front has it."""
        page = self.page
        if page is not None and any(action.ask is Ask.ANSWER for action in page.actions):
            self._ask(Ask.ANSWER)

    def forget_typed(self) -> None:
        """Close the fields and forget what is in them: another draft is in front."""
        self._reason.clear()
        self._answer.clear()
        if self._asks is not None:
            self._asks = None
            self._apply()

    def set_motion(self, moves: bool) -> None:
        """Let the strip open and close in 160 ms, or at once."""
        self._motion.setDuration(_MOTION if moves else 0)

    def trigger_first(self) -> bool:
        """Do what the default button does (Alt+Enter); False if there is none."""
        if not self.isVisible() or not self._buttons:
            return False
        self._buttons[self._first].click()
        return True

    def take_focus(self) -> None:
        """Take the keyboard and tell a screen reader why (sending is blocked)."""
        if self._buttons:
            self._buttons[self._first].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.announce()

    def announce(self) -> None:
        """Say the page in front to a screen reader, at once."""
        page = self.page
        if page is not None:
            self._announce(f"{page.title} {page.text}")

    def _announce(self, words: str) -> None:
        event = QAccessibleAnnouncementEvent(self, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the keyboard back at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the height that the words need at the present width."""
        return QSize(300, self._wanted_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tint, the line below, the icon and the preview's frame."""
        page = self.page
        if page is None:
            return
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour(f"{page.tint}.tint"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour(f"{page.tint}.line"))
        icon = theme.px(_ICON)
        place = QRect(_INSET, 10, icon, icon)
        theme.icons.paint(painter, place, page.icon, theme.colour(f"{page.tint}.text"))
        if self._preview.isVisibleTo(self):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour(f"{page.tint}.line"), 1))
            painter.setBrush(theme.colour("bg.surface"))
            frame = QRectF(self._preview.geometry()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, 4, 4)
        painter.end()

    # --- making -----------------------------------------------------------------------------------------------

    def _make(self) -> None:
        theme = self._theme
        self._title = Paragraph(theme, "guard_title", 13, 600, 18)
        self._text = Paragraph(theme, "guard_text", 12, 400, 16)
        self._preview = Preview(theme, "guard_preview")
        self._reason = QLineEdit(self)
        self._reason.setProperty("kind", "field")
        self._reason.setObjectName("guard_reason")
        self._reason.setPlaceholderText(self.tr("Why it is right to send this"))
        self._reason.setAccessibleName(self.tr("Reason for sending all the same"))
        self._reason.returnPressed.connect(self._on_reason_given)
        self._reason.textEdited.connect(lambda _: self._say_of_reason("text.secondary"))
        self._reason_rule = Paragraph(theme, "guard_reason_rule", 12, 400, 16)
        rule = self.tr("Everybody who opens the conversation can read it. {count} letters at least.")
        self._reason_rule.set_text(rule.replace("{count}", str(LEAST_REASON)))
        self._reason_rule.set_space(4, 0)
        self._reason.setAccessibleDescription(self._reason_rule.text)
        self._answer = AnswerField(theme, self)
        self._answer.entered.connect(self._on_answer_given)
        self._more = Button(theme, "", kind=ButtonKind.LINK, object_name="guard_more", parent=self)
        self._more.clicked.connect(self._on_more_clicked)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(8)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        for widget in (self._title, self._text, self._preview, self._reason, self._reason_rule, self._answer):
            self._column.addWidget(widget)
        self._column.addLayout(self._row)
        layout = QHBoxLayout(self)
        layout.setSpacing(0)
        layout.addLayout(self._column)

    def _apply(self) -> None:
        page = self.page
        if page is None:
            self._close()
            return
        self._title.set_text(page.title)
        self._title.set_ink(f"{page.tint}.text")
        self._text.set_text(page.text)
        self._text.setVisible(bool(page.text))
        self._preview.setText(page.preview)
        self._preview.setVisible(bool(page.preview))
        self._reason.setVisible(self._asks is Ask.REASON)
        self._reason_rule.setVisible(self._asks is Ask.REASON)
        self._say_of_reason("text.secondary")
        self._answer.setVisible(self._asks is Ask.ANSWER)
        self.setAccessibleName(page.title)
        self.setAccessibleDescription(page.text)
        self._set_buttons(page)
        self._open()

    def _set_buttons(self, page: StripPage) -> None:
        focused = next((b.objectName() for b in self._buttons if b.hasFocus()), "")
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._clear_row()
        asking = [
            number for number, action in enumerate(page.actions) if action.fix is None and action.ask is self._asks
        ]
        self._first = asking[0] if asking else 0
        self._buttons = [
            self._button(action, is_first=number == self._first) for number, action in enumerate(page.actions)
        ]
        for button in self._buttons:
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            if focused and button.objectName() == focused:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._row.addStretch(1)
        others = len(self._state.pages) - 1 if self._state is not None else 0
        self._more.setText(self.tr("{count} more").replace("{count}", str(others)))
        self._more.setVisible(others > 0)
        self._row.addWidget(self._more)

    def _clear_row(self) -> None:
        while self._row.count():
            self._row.takeAt(0)

    def _button(self, action: StripAction, *, is_first: bool) -> Button:
        kind = ButtonKind.PRIMARY if is_first else ButtonKind.PLAIN
        name = f"guard_{action.fix.value if action.fix is not None else action.ask.value}"
        shortcut = "Alt+Return" if is_first else ""
        button = Button(
            self._theme,
            action.text,
            kind=kind,
            icon=action.icon,
            object_name=name,
            shortcut=shortcut,
            parent=self,
        )
        button.clicked.connect(lambda _=False, action=action: self._on_action_chosen(action))
        button.show()
        return button

    # --- height -----------------------------------------------------------------------------------------------

    def _open(self) -> None:
        was_hidden = self.isHidden()
        self.show()
        self._fit(from_zero=was_hidden)
        self.update()

    def _close(self) -> None:
        self._asks = None
        if not self.isHidden():
            self._motion.stop()
            self.hide()
            self.height_changed.emit()

    def _fit(self, *, from_zero: bool = False) -> None:
        self._space()
        height = self._wanted_height()
        self._motion.stop()
        if from_zero and self._motion.duration():
            self.setMinimumHeight(0)
            self._motion.setStartValue(0)
            self._motion.setEndValue(height)
            self._motion.start()
        else:
            self.setMaximumHeight(height)
        self.updateGeometry()
        self.height_changed.emit()

    def _space(self) -> None:
        left = _INSET + self._theme.px(_ICON) + 11
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(left, 10, _INSET, 11)
        page = self.page
        self._text.set_space(2, 5 if page is not None and (page.preview or self._asks) else 1)
        above_row = 8
        self._row.setContentsMargins(0, above_row if page is None or page.actions else 0, 0, 0)
        buttons = sum(b.sizeHint().width() + 8 for b in self._buttons)
        buttons += 0 if self._more.isHidden() else self._more.sizeHint().width()
        stacks = buttons > max(1, self.width() - left - _INSET)
        direction = QBoxLayout.Direction.TopToBottom if stacks else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)

    def _wanted_height(self) -> int:
        layout = self.layout()
        if layout is None or self.page is None:
            return 0
        for part in (self._row, self._column, layout):
            part.invalidate()  # what was set a moment ago counts at once
        width = max(self.width(), 200)
        return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()

    # --- what happens -----------------------------------------------------------------------------------------

    def _on_action_chosen(self, action: StripAction) -> None:
        if action.fix is not None:
            self.fix_requested.emit(action.fix)
            return
        if self._asks is action.ask:
            self._on_reason_given() if action.ask is Ask.REASON else self._on_answer_given()
        else:
            self._ask(action.ask)

    def _ask(self, ask: Ask) -> None:
        self._asks = ask
        field = self._reason if ask is Ask.REASON else self._answer
        self._apply()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if ask is Ask.ANSWER:
            self.answer_asked.emit()

    def _on_reason_given(self) -> None:
        """Tell the reason; one that says too little is asked for again."""
        reason = self._reason.text().strip()
        if says_enough(reason):
            self.forget_typed()
            self.override_requested.emit(reason)
            return
        self._say_of_reason("red.text")
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self._announce(self._reason_rule.text)

    def _say_of_reason(self, ink: str) -> None:
        self._reason_rule.set_ink(ink)

    def _on_answer_given(self) -> None:
        """Tell the answer; an empty one is asked for again."""
        answer = self._answer.toPlainText().strip()
        if answer:
            self.forget_typed()
            self.answer_given.emit(answer)
        else:
            self._answer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_more_clicked(self) -> None:
        if self._state is not None:
            self._number = (self._number + 1) % len(self._state.pages)
            self._asks = None
            self._apply()

    def _on_theme_changed(self) -> None:
        self._fit()
        self.update()
