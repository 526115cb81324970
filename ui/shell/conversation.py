"""The conversation pane: header, context strip, timeline and composer of the chosen case, or what to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.cases import ContextFact, ContextStrip, ConversationHeader, EmptyConversation, PermissionLine, Timeline
from ui.cases.abuse_strip import AbuseStrip
from ui.cases.company_strip import CompanyStrip
from ui.cases.likeness_card import LikenessCardView
from ui.composer import Composer
from ui.playbooks.card import PlaybookCard
from ui.shell.toast import Toast
from ui.theme import Theme
from ui.widgets import Notice, NoticeWords

_SHORT_WINDOW = 720
"""Below this height of the window, in pixels, the editor keeps to three lines."""

_ELSEWHERE = 2
"""The page that says that the case is open in another window."""


class ConversationPane(QWidget):
    """Puts the parts of one conversation together; it decides nothing about them."""

    profile_requested = Signal()
    elsewhere_requested = Signal()
    """The window of its own that the case has is to come to the front."""

    def __init__(self, theme: Theme, local_now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        """Begin with no conversation chosen."""
        super().__init__(parent)
        self.setObjectName("conversation")
        self.header = ConversationHeader(theme, local_now)
        self.strip = ContextStrip(theme)
        self.likeness = LikenessCardView(theme)
        self.abuse = AbuseStrip(theme)
        self.playbook = PlaybookCard(theme)
        self.timeline = Timeline(theme)
        self.permission = PermissionLine(theme)
        self.company = CompanyStrip(theme)
        self.composer = Composer(theme)
        self.empty = EmptyConversation(theme)
        self._fact: ContextFact | None = None
        self._wants_strip = False
        self._is_short = False
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._make_case())
        self.elsewhere = Notice(theme, object_name="open_elsewhere")
        self._stack.addWidget(self.elsewhere)
        self.elsewhere.action_requested.connect(self.elsewhere_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.toast = Toast(theme, self.timeline)
        self.strip.clicked.connect(self.profile_requested)

    def show_case(self, shown: bool) -> None:
        """Show the conversation, or that none is chosen."""
        self._stack.setCurrentIndex(1 if shown else 0)
        self.toast.lie_over(self.timeline if shown else self.empty)

    def show_elsewhere(self, name: str | None) -> None:
        """Say that the conversation with somebody is open in a window of its own; None: show it here again."""
        if name is None:
            if self._stack.currentIndex() == _ELSEWHERE:
                self.show_case(True)
            return
        words = self.tr("The conversation with {name} is open in its own window").replace("{name}", name)
        fact = self.tr("Write there, or close that window to go on here. The draft is the same.")
        self.elsewhere.set_words(NoticeWords(words, fact, icon="app-window", action=self.tr("Bring it to the front")))
        self._stack.setCurrentIndex(_ELSEWHERE)
        self.toast.lie_over(self.elsewhere)

    def set_fact(self, fact: ContextFact | None) -> None:
        """Keep the most important fact of the profile; it is shown while the profile has no room."""
        self._fact = fact
        self.strip.set_fact(fact if self._wants_strip else None)

    def set_strip_wanted(self, wanted: bool) -> None:
        """Show the strip (the profile is a drawer), or not."""
        self._wants_strip = wanted
        self.strip.set_fact(self._fact if wanted else None)

    def set_window_height(self, height: int) -> None:
        """Fit the composer to the window's height, in pixels."""
        self._is_short = height < _SHORT_WINDOW
        self.likeness.set_compact(self._is_short)
        self.composer.set_room(self.height(), compact=self._is_short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the composer to the height that this pane got."""
        super().resizeEvent(event)
        self.composer.set_room(event.size().height(), compact=self._is_short)

    def _make_case(self) -> QWidget:
        case = QWidget()
        column = QVBoxLayout(case)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.strip)
        column.addWidget(self.likeness)
        column.addWidget(self.abuse)
        column.addWidget(self.playbook)
        column.addWidget(self.timeline, 1)
        column.addWidget(self.permission)
        column.addWidget(self.company)
        column.addWidget(self.composer)
        return case
