"""The profile pane: its parts put together, one scroll for all of them, and the row pinned below."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.customers.details import ConsentsSection, DetailsSection
from ui.customers.facts import ActivityLine, FactsBox
from ui.customers.follow_up import FollowUpSection
from ui.customers.foot import ProfileFoot
from ui.customers.header import ProfileHeader
from ui.customers.identities import IdentitiesSection
from ui.customers.known_presenter import KnownState, with_known
from ui.customers.notes import NotesSection
from ui.customers.past import PastSection
from ui.customers.presenter import ProfileState
from ui.customers.repeat_card import RepeatCardView
from ui.customers.satisfaction import SatisfactionSection
from ui.customers.section import SIDE
from ui.customers.tags import TagsSection
from ui.theme import Theme
from ui.widgets import Notice, NoticeWords, OverlayScrollBar

_GAP = 7
_WIDTH = 287


class ProfileShown(StrEnum):
    """What the pane shows."""

    NOBODY = "nobody"
    PROFILE = "profile"
    UNREADABLE = "unreadable"  # a name at most, and a card that says what failed


class ProfilePane(QWidget):
    """The customer of the case in front, as a pane of 264 to 360 px or inside the drawer of 320."""

    retry_requested = Signal()
    merge_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Show nobody until `show_profile`."""
        super().__init__(parent)
        self._theme = theme
        self._shown = ProfileShown.NOBODY
        self._knows = KnownState()
        self.setObjectName("profile")
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Customer profile"))
        self._make_parts()
        self._lay_out()
        self.header.merge_requested.connect(self.merge_requested)
        self.header.copy_requested.connect(lambda: QGuiApplication.clipboard().setText(self.header.name))
        self.identities.merge_requested.connect(self.merge_requested)
        self.past.view.row_focused.connect(self._on_past_row_focused)
        self.error.action_requested.connect(self.retry_requested)
        self.show_nobody()

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._theme

    @property
    def shown(self) -> ProfileShown:
        """What the pane shows."""
        return self._shown

    def show_nobody(self) -> None:
        """Say that no conversation is chosen."""
        self._shown = ProfileShown.NOBODY
        self._empty.set_words(
            NoticeWords(
                self.tr("No customer chosen"),
                self.tr("Choose a conversation to see who is writing."),
                "identification-card",
            )
        )
        self._stack.setCurrentWidget(self._empty)

    def show_gone(self) -> None:
        """Say that the customer is not in the store any more."""
        self._shown = ProfileShown.NOBODY
        fact = self.tr("What was known of this customer has been removed.")
        self._empty.set_words(NoticeWords(self.tr("No profile"), fact, "identification-card"))
        self._stack.setCurrentWidget(self._empty)

    def say_erased(self, words: str) -> None:
        """Say what was erased, until somebody else is shown."""
        self._shown = ProfileShown.NOBODY
        self._empty.set_words(NoticeWords(self.tr("Erased"), words, "eraser"))
        self._stack.setCurrentWidget(self._empty)

    def show_profile(self, state: ProfileState, *, starts_over: bool, unsaved: str = "") -> None:
        """Show a customer. `starts_over` goes to the top and folds what was unfolded; `unsaved` is a note's text."""
        self._shown = ProfileShown.PROFILE
        self._show_parts(state, is_known=True)
        self.error.hide()
        if starts_over:
            self.notes.start_over(unsaved)
        self.notes.set_lines(state.notes)
        self.tags.set_tags(state.tags)
        if starts_over:
            self.tags.close_field()
            self.area.verticalScrollBar().setValue(0)

    def show_past(self, state: ProfileState) -> None:
        """Show the newest past interactions."""
        self.past.set_lines(state.past, state.all_past)

    def show_known(self, state: KnownState) -> None:
        """Show marks, the desk's own fields and consents; what there is nothing of is hidden.

        What belongs to the profile's top is shown with the profile that follows.
        """
        self.satisfaction.set_known(state)
        self.details.set_known(state)
        self.consents.set_known(state)
        self.header.offer_details(state.has_fields)
        self._knows = state

    def show_unreadable(self, stranger: ProfileState | None, words: NoticeWords) -> None:
        """Say what failed, under the name if that is known."""
        self._shown = ProfileShown.UNREADABLE
        if stranger is not None:
            self._show_parts(stranger, is_known=False)
        self.header.setVisible(stranger is not None)
        self._set_error(words)

    def show_stale(self, words: NoticeWords) -> None:
        """Keep what is shown and say that it could not be read again."""
        self._set_error(words)

    def sizeHint(self) -> QSize:
        """Return the pane's default width."""
        return QSize(_WIDTH, 600)

    def minimumSizeHint(self) -> QSize:
        """Return the least width: words are elided or wrapped before that."""
        return QSize(200, 200)

    def _make_parts(self) -> None:
        theme = self._theme
        self.header = ProfileHeader(theme)
        self.facts = FactsBox(theme)
        self.repeat = RepeatCardView(theme)
        self.error = Notice(theme, framed=True, object_name="profile_error")
        self.identities = IdentitiesSection(theme)
        self.satisfaction = SatisfactionSection(theme)
        self.follow_up = FollowUpSection(theme)
        self.past = PastSection(theme)
        self.notes = NotesSection(theme)
        self.tags = TagsSection(theme)
        self.details = DetailsSection(theme)
        self.consents = ConsentsSection(theme)
        self.foot = ProfileFoot(theme)
        self._activity = ActivityLine(theme)
        self._empty = Notice(theme, object_name="profile_empty")
        self.area = QScrollArea()

    def _lay_out(self) -> None:
        self._content = content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(0)
        column.addWidget(self.header)
        cards = QVBoxLayout()
        cards.setContentsMargins(SIDE, 0, SIDE, 0)
        cards.setSpacing(_GAP)
        for part in (self.facts, self._activity, self.repeat, self.error):
            cards.addWidget(part)
        column.addLayout(cards)
        below = (self.satisfaction, self.follow_up, self.past, self.notes, self.tags, self.details, self.consents)
        for section in (self.identities, *below):
            column.addWidget(section)
        column.addStretch(1)
        self.area.setObjectName("profile_area")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(content)
        self._bar = OverlayScrollBar(self.area)
        known = QWidget()
        whole = QVBoxLayout(known)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(known)
        self._known = known
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _show_parts(self, state: ProfileState, *, is_known: bool) -> None:
        top = with_known(state, self._knows) if is_known else state
        self.header.show()
        self.header.set_person(top.avatar_key, top.initials, top.name, top.place, is_known=is_known)
        self.facts.set_facts(top.facts)
        self._activity.set_text(state.activity)
        self.repeat.set_card(state.repeat)
        self.identities.set_lines(state.identities)
        for part in (self.past, self.notes, self.tags, self.foot):
            part.setVisible(is_known)
        self.follow_up.set_known(is_known)
        if not is_known:
            self.show_known(KnownState())
        self._stack.setCurrentWidget(self._known)

    def _set_error(self, words: NoticeWords) -> None:
        self.error.set_words(words)
        self.error.show()
        self._stack.setCurrentWidget(self._known)

    def _on_past_row_focused(self, row: QRect) -> None:
        top = self.past.view.mapTo(self._content, row.topLeft())
        self.area.ensureVisible(top.x(), top.y(), 0, 8)
        self.area.ensureVisible(top.x(), top.y() + row.height(), 0, 8)
