"""The profile's head: the avatar, the name, in which language the person writes, and what can be done with both."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ui.customers.section import SIDE
from ui.theme import Theme
from ui.widgets import AvatarMark, ClampedLabel, IconButton

_HEIGHT, _AVATAR, _LINES, _BETWEEN = 72, 48, 2, 3


class ProfileHeader(QWidget):
    """72 px at 100 %, and more where name and place take two lines each: who this is."""

    details_requested = Signal()
    consent_requested = Signal()
    merge_requested = Signal()
    copy_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        """Show nobody until `set_person`."""
        super().__init__()
        self._theme = theme
        self.setObjectName("profile_header")
        self._avatar = AvatarMark(theme, _AVATAR)
        self._name = ClampedLabel(theme, lines=_LINES, size=15, weight=600, object_name="profile_name")
        self._place = ClampedLabel(theme, lines=_LINES, size=12, colour="text.secondary", object_name="profile_place")
        self._more = IconButton(theme, "dots-three", self.tr("More actions"), object_name="profile_more", size=24)
        self._menu = QMenu(self)
        self._menu.setObjectName("profile_menu")
        self._merge = self._menu.addAction(self.tr("Merge with another customer…"))
        self._merge.triggered.connect(self.merge_requested)
        self._details = self._menu.addAction(self.tr("Fill in details…"))
        self._details.triggered.connect(self.details_requested)
        self._details.setVisible(False)
        self._consent = self._menu.addAction(self.tr("Note a consent…"))
        self._consent.triggered.connect(self.consent_requested)
        self._menu.addAction(self.tr("Copy name")).triggered.connect(self.copy_requested)
        self._more.clicked.connect(self._open_menu)
        self._lay_out()
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self._name.text()

    def set_person(self, avatar_key: str, initials: str, name: str, place: str, *, is_known: bool) -> None:
        """Show a person; `is_known` False leaves out what needs the profile."""
        self._avatar.set_person(avatar_key, initials)
        self._name.setText(name)
        self._place.setText(place)
        self._place.setVisible(bool(place))
        self._merge.setEnabled(is_known)
        self._consent.setEnabled(is_known)
        self.setAccessibleName(f"{name}. {place}" if place else name)
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the words are at the new width."""
        super().resizeEvent(event)
        self._fit_height()

    def offer_details(self, offered: bool) -> None:
        """Offer to fill in details, where the desk has fields of its own."""
        self._details.setVisible(offered)

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        words = QVBoxLayout()
        words.setSpacing(_BETWEEN)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._place)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 4, SIDE - 4, 0)
        row.setSpacing(12)
        row.addWidget(self._avatar)
        row.addLayout(words, 1)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 14, 0, 0)
        beside.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside)

    def _restyle(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SIDE, self._theme.px(4), SIDE - 4, 0)
        self._fit_height()

    def _fit_height(self) -> None:
        """Take the height of all lines at the width that the words have."""
        width = max(1, self._name.width())
        lines = self._name.heightForWidth(width) + _BETWEEN + self._place.heightForWidth(width)
        self.setFixedHeight(max(self._theme.px(_HEIGHT), lines + 3 * self._theme.px(4)))

    def _open_menu(self) -> None:
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
