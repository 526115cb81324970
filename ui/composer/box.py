"""The composer's box: what stands where in it, how it is painted, and how tall its editor gets."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.composer.account_button import AccountButton
from ui.composer.attachment_tray import AttachmentTray
from ui.composer.composer_presenter import ComposerState
from ui.composer.editor import DraftEditor
from ui.composer.footer import Footer, Remark
from ui.composer.hand_over_button import HandOverButton
from ui.composer.parts_preview import PartsPreview
from ui.composer.segments import SegmentBar
from ui.guardrails import GuardStrip
from ui.theme import Theme

_MARGIN = 12
_OUTLINE = 2
_BRIEF_BELOW = 520
_ACCOUNT_KEEPS = 104  # of its width; a longer name is elided before a segment loses its word
_FEWEST_LINES = 2
_COMPACT_LINES = 3
_SHARE = 0.4  # of the conversation's height


class ComposerBox(QWidget):
    """The parts of the composer and their places. It knows of no deeds."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin without a state."""
        super().__init__(parent)
        self.setObjectName("composer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._state: ComposerState | None = None
        self._room: tuple[int, bool] | None = None
        self._takes_drop = False
        self._make()
        theme.changed.connect(self._on_theme_changed)
        self._fit_editor()

    def set_room(self, conversation_height: int, *, compact: bool = False) -> None:
        """Let the editor grow to 40 % of the conversation's height in pixels, to 3 lines if `compact`."""
        self._room = (conversation_height, compact)
        self._fit_editor()

    def set_motion(self, moves: bool) -> None:
        """Let the guard strip slide, or not."""
        self.strip.set_motion(moves)

    @property
    def theme(self) -> Theme:
        """What the parts are dressed in."""
        return self._theme

    def box(self) -> QRectF:
        """Return the rounded box within the margins."""
        return QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, box and the line under the segments."""
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg.surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_note = self._state is not None and self._state.is_note
        focused = self._takes_drop or self._has_focus_inside()
        width = _OUTLINE if focused else 1
        box, half = self.box(), width / 2
        painter.setPen(QPen(theme.colour("focus" if focused else "line.control"), width))
        painter.setBrush(theme.colour("note.bg" if is_note else "bg.surface"))
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), 8 - half, 8 - half)
        line = _MARGIN + _OUTLINE + self._top.height()
        hair = theme.colour("note.line" if is_note else "line.hair")
        painter.fillRect(_MARGIN + width, line, self.width() - 2 * (_MARGIN + width), 1, hair)
        painter.end()

    def minimumSizeHint(self) -> QSize:
        """Return the least useful width: the parts leave out words where there is little room."""
        return QSize(280, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep only the word of the segment in force where there is little room."""
        super().resizeEvent(event)
        self._choose_brief()
        self._fit_editor()

    def _make(self) -> None:
        theme = self._theme
        self.segments = SegmentBar(theme)
        self.hand_over = HandOverButton(theme)
        self.account = AccountButton(theme)
        self.reach = Remark(theme, "composer_reach", "users-three", "text.secondary", 400)
        self.strip = GuardStrip(theme)
        self.editor = DraftEditor(theme)
        self.parts = PartsPreview(theme)
        self.tray = AttachmentTray(theme)
        self._footer = Footer(theme)
        self._top = QWidget()
        top = QHBoxLayout(self._top)
        top.setContentsMargins(4, 0, 2, 0)
        top.setSpacing(6)
        ways = QHBoxLayout()
        ways.setSpacing(0)
        ways.addWidget(self.segments)
        ways.addWidget(self.hand_over)
        top.addLayout(ways)
        top.addStretch(1)
        top.addWidget(self.reach)
        top.addWidget(self.account)
        self._well = QHBoxLayout()
        self._well.setContentsMargins(13, 8, 2, 6)
        self._well.addWidget(self.editor)
        layout = QVBoxLayout(self)
        edge = _MARGIN + _OUTLINE
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        layout.addSpacing(1)
        layout.addWidget(self.strip)
        layout.addLayout(self._well)
        layout.addWidget(self.parts)
        layout.addWidget(self.tray)
        layout.addWidget(self._footer)
        self._on_theme_changed()

    def _fit_editor(self) -> None:
        line = self.editor.line_height()
        wanted = max(self.editor.text_height(), _FEWEST_LINES * line)
        self.editor.setFixedHeight(min(wanted, self._most_lines() * line))
        scrolls = wanted > self.editor.height()
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy != self.editor.verticalScrollBarPolicy():
            self.editor.setVerticalScrollBarPolicy(policy)

    def _most_lines(self) -> int:
        parent = self.parentWidget()
        height, compact = self._room or (parent.height() if parent is not None else 600, False)
        lines = max(_FEWEST_LINES, int(height * _SHARE) // self.editor.line_height())
        return min(lines, _COMPACT_LINES) if compact else lines

    def _choose_brief(self) -> None:
        account = min(self.account.sizeHint().width(), self._theme.px(_ACCOUNT_KEEPS))
        room = self.width() - 2 * (_MARGIN + _OUTLINE) - 16 - account
        ways = self.segments.full_width() + self.hand_over.full_width()
        brief = self.width() < self._theme.px(_BRIEF_BELOW) or ways > room
        self.segments.set_brief(brief)
        self.hand_over.set_brief(brief)
        words = self.reach.sizeHint().width() + 8
        self.reach.set_brief(brief or ways + words > room)

    def _on_theme_changed(self) -> None:
        self._top.setFixedHeight(self._theme.px(28) + 8)
        self.editor.dress()
        self._fit_editor()
        self.update()

    def _has_focus_inside(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))
