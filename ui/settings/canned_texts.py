"""One language's text of a canned reply: title, text with placeholders, what customers ask, and the preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.composer import KNOWN_PLACEHOLDERS, CannedText
from desktop.composer.canned_faults import CannedFault
from desktop.composer.placeholders import SHORT_NAMES
from ui.composer.canned import placeholder_name
from ui.composer.canned_preview import CannedPreview
from ui.settings.canned_sample import SAMPLES, SampleDesk
from ui.settings.canned_words import fault_sentence
from ui.text import utf16_offset
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, Card, Field, IconLine, Label, MenuButton

_BODY, _PREVIEW = 88, 112
_MOST_FAULTS = 3
_SHORT = {full: short for short, full in SHORT_NAMES.items()}


class BodyEdit(QPlainTextEdit):
    """The text; Tab leaves it, because a reply has no tabs."""

    def __init__(self, theme: Theme) -> None:
        """Begin empty."""
        super().__init__()
        self._theme = theme
        self.setObjectName("canned_body")
        self.setProperty("kind", "field")
        self.setTabChangesFocus(True)
        theme.changed.connect(self._resize)
        self._resize()

    def select(self, start: int, end: int) -> None:
        """Select code points and go there."""
        text, cursor = self.toPlainText(), self.textCursor()
        cursor.setPosition(utf16_offset(text, min(start, len(text))))
        cursor.setPosition(utf16_offset(text, min(end, len(text))), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _resize(self) -> None:
        self.setFont(self._theme.font(14))
        self.setFixedHeight(self._theme.px(_BODY))


class TextEditor(QWidget):
    """Edits one text and shows what a customer would read."""

    edited = Signal(object)
    """The CannedText as it is now."""

    def __init__(self, theme: Theme, desk: SampleDesk) -> None:
        """Begin empty."""
        super().__init__()
        self._theme = theme
        self._desk = desk
        self._uid = ""
        self._text = CannedText("", "", "")
        self._sample = 0
        self._quiet = False
        self.title = Field(theme, self.tr("Title"), object_name="canned_text_title")
        self.body = BodyEdit(theme)
        self.body.setAccessibleName(self.tr("Text"))
        self.asked = Field(
            theme,
            self.tr("Words that customers use when this answers them"),
            placeholder=self.tr("refund money back"),
            object_name="canned_asked",
        )
        self._faults = [
            IconLine(theme, "warning-circle", object_name=f"canned_fault_{number}") for number in range(_MOST_FAULTS)
        ]
        self._preview = CannedPreview(theme, bare=True)
        self._other = Button(
            theme,
            self.tr("Another customer"),
            icon="user",
            kind=ButtonKind.LINK,
            small=True,
            object_name="canned_sample",
        )
        self.insert = MenuButton(theme, self.tr("Insert"), object_name="canned_insert")
        self.insert.setMenu(self._make_menu(self.insert))
        self.insert.setAutoDefault(False)
        self._for = Label(theme, size=12, colour="text.secondary", object_name="canned_preview_for")
        self._lay_out()
        self._connect()

    def show_text(self, uid: str, text: CannedText) -> None:
        """Show another text; the caret stays where it is if it is the same one."""
        self._uid, self._text = uid, text
        self._quiet = True
        if self.title.text != text.title:
            self.title.set_text(text.title)
        if self.body.toPlainText() != text.body:
            self.body.setPlainText(text.body)
        if self.asked.text != text.asked:
            self.asked.set_text(text.asked)
        self._quiet = False
        self._show_preview()

    def show_faults(self, faults: Sequence[CannedFault]) -> None:
        """Say what is wrong, what blocks first."""
        ordered = sorted(faults, key=lambda one: not one.blocks)
        for number, line in enumerate(self._faults):
            line.setVisible(number < len(ordered))
            if number < len(ordered):
                colour = "red.text" if ordered[number].blocks else "amber.text"
                line.say(fault_sentence(replace(ordered[number], language="")), colour=colour)

    def _lay_out(self) -> None:
        theme = self._theme
        label = Label(theme, self.tr("Text"), size=12, colour="text.secondary")
        label.setBuddy(self.body)
        self._other.setAutoDefault(False)
        below = QHBoxLayout()
        below.addWidget(self._for)
        below.addStretch(1)
        below.addWidget(self._other)
        card = Card(theme, object_name="canned_preview_card")
        card.add_row(self._preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(label)
        column.addWidget(self.body)
        for line in self._faults:
            line.hide()
            column.addWidget(line)
        column.addWidget(self.asked)
        column.addLayout(below)
        column.addWidget(card)
        theme.changed.connect(self._resize)
        self._resize()

    def _make_menu(self, owner: QWidget) -> QMenu:
        menu = QMenu(owner)
        for name in KNOWN_PLACEHOLDERS:
            self._add_insert(menu, placeholder_name(name).capitalize(), f"{{{_SHORT.get(name, name)}|}}", name)
        menu.addSeparator()
        self._add_insert(menu, self.tr("Ask the agent…"), "{?" + self.tr("what") + "}", "prompt")
        self._add_insert(menu, self.tr("One of several words"), f"[[{self.tr('one')}|{self.tr('other')}]]", "vary")
        return menu

    def _add_insert(self, menu: QMenu, words: str, text: str, name: str) -> None:
        action = QAction(f"{words}\t{text}", menu)
        action.setObjectName(f"insert_{name}")
        action.triggered.connect(lambda _=False: self._insert(text))
        menu.addAction(action)

    def _insert(self, text: str) -> None:
        """Put a placeholder in at the caret and select what is to be written inside it."""
        cursor = self.body.textCursor()
        start = cursor.selectionStart()
        cursor.insertText(text)
        inside = text.find("|") + 1 if text.startswith("{") and not text.startswith("{?") else 2
        length = 0 if text.endswith("|}") else len(text) - inside - (1 if text.startswith("{") else 2)
        cursor.setPosition(start + inside)
        cursor.setPosition(start + inside + length, QTextCursor.MoveMode.KeepAnchor)
        self.body.setTextCursor(cursor)
        self.body.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.title.edited.connect(lambda _: self._on_edited())
        self.asked.edited.connect(lambda _: self._on_edited())
        self.body.textChanged.connect(self._on_edited)
        self._other.clicked.connect(self._on_other_clicked)

    def _on_edited(self) -> None:
        if self._quiet:
            return
        self._text = replace(self._text, title=self.title.text, body=self.body.toPlainText(), asked=self.asked.text)
        self._show_preview()
        self.edited.emit(self._text)

    def _on_other_clicked(self) -> None:
        self._sample = (self._sample + 1) % len(SAMPLES)
        self._show_preview()

    def _show_preview(self) -> None:
        customer = SAMPLES[self._sample]
        self._for.setText(self.tr("As {name} would read it").replace("{name}", customer.name))
        self._preview.set_choice(self._desk.choice(self._uid, self._text, customer))

    def _resize(self) -> None:
        self._preview.setFixedHeight(self._theme.px(_PREVIEW))
