"""The list of shortcuts (Ctrl+/): every key of the table under its heading, narrowed by typing, letters switchable."""

from __future__ import annotations

import sys
from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.shell.key_dialog import KeyDialog
from ui.shell.keys_elsewhere import KEYS_ELSEWHERE
from ui.shell.own_keys import can_change
from ui.shell.palette_match import matches
from ui.shell.search_field import paint_key
from ui.shell.shortcuts import Scope, Shortcut, ShortcutTable
from ui.theme import Theme
from ui.widgets import (
    Button,
    ButtonKind,
    CheckBox,
    IconButton,
    Label,
    OverlayScrollBar,
    Separator,
    key_caps,
    key_words,
)

_WIDTH, _HEIGHT, _TALLEST = 560, 620, 720
_ROW = 28
_GAP = 3


class KeyCaps(QWidget):
    """The keys of a line as caps, alternatives with "or" between them. Decorative: the row speaks for it."""

    def __init__(self, theme: Theme, line: Shortcut, parent: QWidget | None = None) -> None:
        """Draw `line`'s keys."""
        super().__init__(parent)
        self._theme = theme
        self._line = line
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.updateGeometry)

    def set_line(self, line: Shortcut) -> None:
        """Draw another line's keys."""
        self._line = line
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the width of all caps."""
        return QSize(self._walk(None), self._theme.px(_ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the caps from right to left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._walk(painter)
        painter.end()

    def _walk(self, painter: QPainter | None) -> int:
        """Paint, or only measure without a painter; return the width in pixels."""
        theme, total = self._theme, 0
        between = QCoreApplication.translate("Shortcuts", "or")
        for number, keys in enumerate(reversed(self._line.keys)):
            if number:
                total += self._word(painter, between, total)
            for cap in reversed(key_caps(keys)):
                if painter is not None:
                    paint_key(painter, theme, self.width() - total, self.height() // 2, cap)
                total += theme.metrics(11, 500).horizontalAdvance(cap) + theme.px(9) + theme.px(_GAP)
        return total

    def _word(self, painter: QPainter | None, word: str, total: int) -> int:
        width = self._theme.metrics(11).horizontalAdvance(word)
        gap = self._theme.px(4)
        if painter is not None:
            painter.setFont(self._theme.font(11))
            painter.setPen(self._theme.colour("text.tertiary"))
            place = self.rect().adjusted(0, 0, -total - gap, 0)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), word)
        return width + gap + self._theme.px(_GAP) + gap


class ShortcutRow(QWidget):
    """One line: what it does, its keys, and a button to change them where that can be."""

    change_requested = Signal()

    def __init__(self, theme: Theme, line: Shortcut, parent: QWidget | None = None) -> None:
        """Show `line`."""
        super().__init__(parent)
        self.line = line
        self.setObjectName(f"shortcut_{line.id}")
        self.setAccessibleName(f"{line.words}, {spoken_keys(line)}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(theme, line.words), 1)
        self._caps = KeyCaps(theme, line)
        row.addWidget(self._caps)
        if can_change(line):
            words = QCoreApplication.translate("Shortcuts", "Change the key: {what}").replace("{what}", line.words)
            change = IconButton(theme, "pencil-simple", words, object_name=f"change_{line.id}", size=24)
            change.clicked.connect(self.change_requested)
            row.addWidget(change)
        else:
            row.addSpacing(theme.px(24) + 6)

    def set_line(self, line: Shortcut) -> None:
        """Show the line's new key."""
        self.line = line
        self.setAccessibleName(f"{line.words}, {spoken_keys(line)}")
        self._caps.set_line(line)


class ShortcutDialog(QDialog):
    """Lists every key. It changes nothing but whether single letters act."""

    letters_toggled = Signal(bool)
    key_changed = Signal(str, str)
    """A line's id and its new key, "" for the usual one."""

    def __init__(
        self,
        theme: Theme,
        table: ShortcutTable,
        *,
        letters_enabled: bool,
        offered: Collection[str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`offered` are the ids of the actions that this window has; None lists every line."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("shortcut_dialog")
        self.setWindowTitle(self.tr("Shortcuts"))
        self.setProperty("ground", "surface")
        self.resize(theme.px(_WIDTH), min(theme.px(_HEIGHT), _TALLEST))
        self._field = QLineEdit()
        self._field.setObjectName("shortcut_search")
        self._field.setProperty("kind", "field")
        self._field.setPlaceholderText(self.tr("Search a shortcut"))
        self._field.setAccessibleName(self.tr("Search a shortcut"))
        self._nothing = Label(theme, self.tr("No shortcut matches."), colour="text.secondary")
        self._nothing.setObjectName("shortcut_nothing")
        words = self.tr("Single letters act in the list and the conversation")
        self._letters = CheckBox(theme, words, object_name="shortcut_letters")
        self._letters.setChecked(letters_enabled)
        self._close = Button(theme, self.tr("Close"), kind=ButtonKind.PRIMARY, object_name="shortcut_close")
        self._table = table
        self._groups: list[tuple[QWidget, list[ShortcutRow]]] = []
        self._lay_out(table, offered)
        self._field.textChanged.connect(self._narrow)
        self._letters.toggled.connect(self.letters_toggled)
        self._close.clicked.connect(self.accept)
        self._narrow("")

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the lines that match what was typed."""
        return tuple(row.line.id for _, rows in self._groups for row in rows if not row.isHidden())

    def _lay_out(self, table: ShortcutTable, offered: Collection[str] | None) -> None:
        body = QWidget()
        lines = QVBoxLayout(body)
        lines.setContentsMargins(20, 4, 20, 16)
        lines.setSpacing(0)
        for scope in Scope:
            self._add_group(
                lines, scope, [line for line in (*table.lines, *KEYS_ELSEWHERE) if line.scope is scope], offered
            )
        lines.addWidget(self._nothing)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        body.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        area.setAccessibleName(self.tr("Shortcuts"))
        OverlayScrollBar(area)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(20, 16, 20, 8)
        head.addWidget(self._field)
        foot.setContentsMargins(20, 12, 16, 14)
        foot.addWidget(self._letters, 1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addWidget(Separator(self._theme))
        column.addLayout(foot)
        self._close.setDefault(True)
        self._field.setFocus()

    def _add_group(
        self, lines: QVBoxLayout, scope: Scope, group: list[Shortcut], offered: Collection[str] | None
    ) -> None:
        wanted = [line for line in group if offered is None or line.runs in offered or not line.missing]
        if not wanted:
            return
        head = Label(self._theme, heading(scope), size=11, weight=600, colour="text.tertiary")
        head.setFixedHeight(self._theme.px(32))
        head.setAlignment(Qt.AlignmentFlag.AlignBottom)
        head.setContentsMargins(0, 0, 0, 4)
        lines.addWidget(head)
        rows = [ShortcutRow(self._theme, line) for line in wanted]
        for row in rows:
            row.change_requested.connect(lambda row=row: self._ask_key(row))
            row.setFixedHeight(self._theme.px(_ROW))
            lines.addWidget(row)
        self._groups.append((head, rows))

    def _ask_key(self, row: ShortcutRow) -> None:
        dialog = KeyDialog(self._theme, self._table, row.line, self)
        dialog.finished.connect(lambda result: self._on_key_asked(dialog, row, result))
        dialog.open()

    def _on_key_asked(self, dialog: KeyDialog, row: ShortcutRow, result: int) -> None:
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            self.key_changed.emit(row.line.id, dialog.keys)
            changed = self._table.line(row.line.id)
            if changed is not None:
                row.set_line(changed)

    def _narrow(self, typed: str) -> None:
        for head, rows in self._groups:
            for row in rows:
                row.setVisible(matches(typed, f"{row.line.words} {spoken_keys(row.line)}"))
            head.setVisible(any(not row.isHidden() for row in rows))
        self._nothing.setVisible(not self.shown)


def heading(scope: Scope) -> str:
    """Return the title of a group."""
    return {
        Scope.ANYWHERE: QCoreApplication.translate("Shortcuts", "Anywhere"),
        Scope.READING: QCoreApplication.translate("Shortcuts", "In the list and the conversation"),
        Scope.WRITING: QCoreApplication.translate("Shortcuts", "While writing"),
        Scope.LISTS: QCoreApplication.translate("Shortcuts", "In other lists"),
        Scope.DIALOGS: QCoreApplication.translate("Shortcuts", "In dialogs, cards and fields"),
        Scope.REPORTS: QCoreApplication.translate("Shortcuts", "In the reports"),
        Scope.HOURS: QCoreApplication.translate("Shortcuts", "In the week of the opening hours"),
    }[scope]


def spoken_keys(line: Shortcut, platform: str = sys.platform) -> str:
    """Return a line's keys in words: "Ctrl+R or F5", "G then O", on macOS "Command+R or F5"."""
    then = QCoreApplication.translate("Shortcuts", "{first} then {second}")
    said = []
    for keys in line.keys:
        first, _, second = keys.partition(", ")
        said.append(then.replace("{first}", first).replace("{second}", second) if second else key_words(keys, platform))
    either = QCoreApplication.translate("Shortcuts", "{one} or {other}")
    words = said[0]
    for other in said[1:]:
        words = either.replace("{one}", words).replace("{other}", other)
    return words
