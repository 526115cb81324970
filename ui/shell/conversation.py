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
"""Below this height of the window, in pixels at 100 %, the editor keeps to three lines."""

_LEAST_TIMELINE = 72
"""Less of the conversation than this, in pixels at 100 %, and its cards make way for what the guardrails say."""

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
        self._theme = theme
        self._window_height = 0
        self._is_short = False
        self._cards = QWidget()
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
        self.composer.strip.height_changed.connect(self._share_height)
        theme.changed.connect(lambda: self.set_window_height(self._window_height))

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
        self._window_height = height
        self._is_short = height < self._theme.px(_SHORT_WINDOW)
        self.likeness.set_compact(self._is_short)
        self.composer.set_room(self.height(), compact=self._is_short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the composer to the height that this pane got."""
        super().resizeEvent(event)
        self.composer.set_room(event.size().height(), compact=self._is_short)
        self._share_height()

    def _share_height(self) -> None:
        """Let the cards make way while the guardrails speak and there is no room for both: what stops is read first."""
        if self.composer.strip.isHidden():
            self._cards.show()
            return
        others = (self.header, self.strip, self.permission, self.company, self.composer, self._cards)
        taken = sum(one.sizeHint().height() for one in others if one is self._cards or not one.isHidden())
        self._cards.setVisible(self.height() - taken >= self._theme.px(_LEAST_TIMELINE))

    def _make_case(self) -> QWidget:
        case = QWidget()
        column = QVBoxLayout(case)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.strip)
        cards = QVBoxLayout(self._cards)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(0)
        for card in (self.likeness, self.abuse, self.playbook):
            cards.addWidget(card)
        column.addWidget(self._cards)
        column.addWidget(self.timeline, 1)
        column.addWidget(self.permission)
        column.addWidget(self.company)
        column.addWidget(self.composer)
        return case
